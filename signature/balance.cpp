// signature/balance.cpp: a stack of open elements, after the rules by which browsers close them.
#include "signature/balance.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "signature/html_elements.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

struct Open {
  std::string_view name;
  ElementInfo info;
  std::size_t offset;
};

std::string tag(std::string_view name) { return "<" + base::printable(name, 40) + ">"; }
std::string end_tag(std::string_view name) { return "</" + base::printable(name, 40) + ">"; }

// What browsers read in svg and math, where nothing is raw text, as more than text: all but one whole CDATA section.
bool holds_markup(std::string_view raw_text) {
  constexpr std::string_view kCdata = "<![CDATA[";
  const std::string_view text = base::trim(raw_text);
  if (text.starts_with(kCdata)) return text.find("]]>") + 3 != text.size();
  return text.find('<') != std::string_view::npos;
}

// Elements that "/>" makes empty at most in svg and math, and that elsewhere, or as they end the svg, would go on
// behind what is around them.
bool lasts_in_html(std::string_view name, const ElementInfo& info) {
  constexpr std::array<std::string_view, 19> kLast = {
      "applet", "b", "big",    "button", "code", "em",     "font",   "i",  "marquee", "nobr",
      "object", "s", "select", "small",  "span", "strike", "strong", "tt", "u"};
  return is_block(info) || is_raw_text(name) || info.element == Element::A ||
         std::any_of(kLast.begin(), kLast.end(), [&](std::string_view e) { return equals_ignore_case(e, name); });
}

class Balance {
 public:
  Balance(std::string_view html, Remarks& remarks, std::size_t deepest)
      : html_(html), remarks_(remarks), deepest_(deepest) {}

  void add(const HtmlToken& token) {
    switch (token.kind) {
      case HtmlKind::StartTag:
        return start(token);
      case HtmlKind::EndTag:
        return end(token);
      case HtmlKind::Doctype:
        return leave_out(token, "<!DOCTYPE> is left out: a signature is a part of a page");
      case HtmlKind::RawText:
        return raw_text(token);
      case HtmlKind::Cdata:
        if (!token.closed) remark(token.begin, "this <![CDATA[ is not closed; it is closed at the end");
        return out_.push_back(token);
      default:
        if (html_.substr(token.begin).starts_with("<![CDATA[")) {
          return leave_out(token, "<![CDATA[ outside of svg and math is left out");
        }
        if (!token.closed) remark(token.begin, "this comment is not closed; it is closed at the end");
        out_.push_back(token);
    }
  }

  std::vector<HtmlToken> finish(std::size_t end) {
    close_down_to(0, end);
    return std::move(out_);
  }

 private:
  void remark(std::size_t offset, std::string text) { remarks_.push_back({offset, std::move(text)}); }
  void leave_out(const HtmlToken& token, std::string why) { remark(token.begin, std::move(why)); }

  void raw_text(const HtmlToken& token) {
    // Nobody reads it as raw where its tag was left out, and a script that is cut off may hide its end tag.
    const bool is_open = !open_.empty() && open_.back().name.data() == token.name.data();
    const bool is_hopeless = !token.closed && equals_ignore_case(token.name, "script");
    if (!is_open || is_hopeless) return;
    if (foreign_ > 0 && is_code_element(token.name) &&
        holds_markup(html_.substr(token.begin, token.end - token.begin))) {
      return leave_out(token, "what stands in " + tag(token.name) + " in svg or math holds a \"<\" and is left out");
    }
    out_.push_back(token);
  }

  void start(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (!token.closed) return leave_out(token, "the tag " + tag(token.name) + " has no end; it is left out");
    if (info.sort == Sort::Page) {
      return leave_out(token, tag(token.name) + " is left out: a signature is a part of a page");
    }
    if (info.sort == Sort::TablePart && tables_ == 0) {
      return leave_out(token, tag(token.name) + " outside of a table is left out");
    }
    while (!open_.empty() && ends_by_start(open_.back().info, info)) close_last(token.begin);
    if (open_.size() >= deepest_ && info.sort != Sort::Void) {
      return leave_out(token, tag(token.name) + " is nested too deeply and left out");
    }
    const bool is_empty =
        token.self_closing && (is_raw_text(token.name) || foreign_ > 0 || is_foreign(info));  // raw: in svg only
    const bool stands_alone = info.sort == Sort::Void || (is_empty && !lasts_in_html(token.name, info));
    out_.push_back(token);
    out_.back().self_closing = stands_alone;
    if (stands_alone) return;
    open_.push_back({token.name, info, token.begin});
    if (info.element == Element::Table) ++tables_;
    if (is_foreign(info)) ++foreign_;
    if (is_empty) close_last(token.end);
  }

  void end(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (info.element == Element::Br && token.closed) return out_.push_back(token);  // browsers read <br>
    if (!token.closed) return leave_out(token, "the tag " + end_tag(token.name) + " has no end; it is left out");
    if (info.sort == Sort::Page) {
      return leave_out(token, end_tag(token.name) + " is left out: a signature is a part of a page");
    }
    const std::optional<std::size_t> opened = find_open(token.name, info);
    if (!opened) return leave_out(token, end_tag(token.name) + " closes nothing and is left out");
    close_down_to(*opened + 1, token.begin);
    forget_last();
    out_.push_back(token);
  }

  // An end tag inside a table cell closes nothing outside of it, unless it is a table's own.
  std::optional<std::size_t> find_open(std::string_view name, const ElementInfo& info) const {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (equals_ignore_case(open_[i].name, name)) return i;
      const Element around = open_[i].info.element;
      if (around == Element::Table) return std::nullopt;
      if (around == Element::Cell && info.sort != Sort::TablePart && info.element != Element::Table)
        return std::nullopt;
    }
    return std::nullopt;
  }

  void close_down_to(std::size_t depth, std::size_t offset) {
    while (open_.size() > depth) {
      const Open& last = open_.back();
      if (!last.info.end_is_optional) remark(last.offset, tag(last.name) + " is not closed; it is closed for you");
      close_last(offset);
    }
  }

  void close_last(std::size_t offset) {
    HtmlToken token;
    token.kind = HtmlKind::EndTag;
    token.begin = token.end = offset;
    token.name = open_.back().name;
    out_.push_back(token);
    forget_last();
  }

  void forget_last() {
    if (open_.back().info.element == Element::Table) --tables_;
    if (is_foreign(open_.back().info)) --foreign_;
    open_.pop_back();
  }

  static bool is_foreign(const ElementInfo& info) {
    return info.element == Element::Svg || info.element == Element::Math;
  }

  std::string_view html_;
  Remarks& remarks_;
  std::size_t deepest_;
  std::vector<HtmlToken> out_;
  std::vector<Open> open_;
  std::size_t tables_ = 0;   // open ones
  std::size_t foreign_ = 0;  // open svg and math
};

}  // namespace

std::vector<HtmlToken> balanced(std::string_view html, Remarks& remarks, std::size_t deepest) {
  Balance balance(html, remarks, deepest);
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) balance.add(token);
  return balance.finish(html.size());
}

}  // namespace waybill::signature
