// signature/html_template.cpp: from HTML with tokens to pieces, each with its escaping, its line and its section.
#include "signature/template.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "signature/balance.h"
#include "signature/divided_tokens.h"
#include "signature/html_elements.h"
#include "signature/html_entities.h"
#include "signature/html_tokens.h"
#include "signature/piece_list.h"
#include "signature/token_scan.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kComment = "<!--";
constexpr std::string_view kCommentEnd = "-->";

bool is_url_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 18> kUrls = {
      "href",       "src",      "action", "background", "cite", "classid", "codebase", "data",   "dynsrc",
      "formaction", "longdesc", "lowsrc", "manifest",   "ping", "poster",  "profile",  "usemap", "xlink:href"};
  return std::any_of(kUrls.begin(), kUrls.end(),
                     [&](std::string_view url) { return base::equals_ignore_case(url, name); });
}

// Attributes whose text is run: no escaping makes a value safe there.
bool is_code_attribute(std::string_view name) {
  return base::starts_with_ignore_case(name, "on") || base::equals_ignore_case(name, "srcdoc");
}

Context context_of(std::string_view attribute) {
  if (is_url_attribute(attribute)) return Context::Url;
  return base::equals_ignore_case(attribute, "style") ? Context::Style : Context::Attribute;
}

void append_lf(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
}

std::string replaced(std::string_view text, char c, std::string_view by) {
  std::string out;
  for (const char each : text) out += each == c ? by : std::string_view(&each, 1);
  return out;
}

class HtmlReader {
 public:
  HtmlReader(std::string_view html, Remarks& remarks) : html_(html), remarks_(remarks), pieces_(remarks) {
    pieces_.lines().open_block(Element::Other);
    pieces_.put("<div>", block());
  }

  void add(const HtmlToken& token) {
    switch (token.kind) {
      case HtmlKind::StartTag:
        return start_tag(token);
      case HtmlKind::EndTag:
        return end_tag(token);
      case HtmlKind::RawText:
        return raw_text(token);
      case HtmlKind::Comment:
        return comment(token);
      case HtmlKind::Cdata:
        return cdata(token);
      default:
        return text(token);
    }
  }

  Template finish() {
    pieces_.put("</div>", block());
    pieces_.lines().close_block();
    return pieces_.finish();
  }

 private:
  using Span = LineGroups::Span;

  // An element that is open. Hidden ones (style, script) belong to no line.
  enum class Kind { Block, Inline, Hidden };
  struct Open {
    Kind kind;
    std::size_t offset;  // of the start tag
    std::string_view name;
    Span line = 0;          // of the start tag, when inline
    std::size_t first = 0;  // the pieces of the start tag
    std::size_t last = 0;
  };

  Span line() { return pieces_.lines().line(); }
  Span block() { return pieces_.lines().block(); }

  void put(std::string_view literal, Span span, Context context = Context::Text, Weight weight = Weight::None) {
    std::string text;
    append_lf(text, literal);
    pieces_.put(std::move(text), span, context, weight);
  }

  static Home home_at(std::size_t offset, std::string name) { return {2 * offset + 1, std::move(name)}; }
  Home open_element() const {
    if (open_.empty()) return {0, "no element"};
    return {2 * open_.back().offset + 2, '<' + base::printable(open_.back().name, 40) + '>'};
  }
  static bool is_section(const TokenPart& part) { return part.kind >= TokenKind::If; }
  void put_section(const TokenPart& part, const Home& home, Span line) {
    pieces_.put_section(part, static_cast<std::size_t>(part.text.data() - html_.data()), home, line);
  }

  void text(const HtmlToken& token) {
    for (const TokenPart& part : scan_tokens(html_, token.begin, token.end, Syntax::Html, remarks_)) {
      if (is_section(part)) {
        put_section(part, open_element(), line());
      } else if (part.kind != TokenKind::Text) {
        if (part.kind == TokenKind::Date) pieces_.lines().add_text();
        pieces_.put_token(part, line(), Context::Text, Weight::Value);
      } else {
        const bool visible = is_visible(part.text);
        if (visible) pieces_.lines().add_text();
        put(replaced(part.text, '<', "&lt;"), line(), Context::Text, visible ? Weight::Label : Weight::None);
      }
    }
  }

  // Text that belongs to no line: of a title, of a comment.
  void hidden_text(const HtmlToken& token, Context context, const std::string& name) {
    const Home home = home_at(token.begin, name);
    hidden_parts(token, context, home);
    pieces_.end_home(home);
  }

  void hidden_parts(const HtmlToken& token, Context context, const Home& home) {
    for (const TokenPart& part : scan_tokens(html_, token.begin, token.end, Syntax::Html, remarks_)) {
      if (is_section(part)) {
        put_section(part, home, 0);
      } else if (part.kind != TokenKind::Text) {
        pieces_.put_token(part, block(), context, Weight::None);
      } else {
        put(context == Context::Text ? replaced(part.text, '<', "&lt;") : std::string(part.text), block());
      }
    }
  }

  void put_value(const HtmlAttribute& attribute, Span span, Weight weight) {
    const std::size_t end = attribute.value_begin + attribute.value.size();
    const std::vector<TokenPart> parts = scan_tokens(html_, attribute.value_begin, end, Syntax::Html, remarks_);
    const bool quotes = attribute.quote == 0 && std::any_of(parts.begin(), parts.end(), [](const TokenPart& p) {
                          return p.kind != TokenKind::Text;
                        });
    const Context context = context_of(attribute.name);
    const Home home = home_at(attribute.value_begin, "an attribute value");
    if (quotes) put("\"", span);  // a blank in a value would begin another attribute
    for (const TokenPart& part : parts) {
      if (is_section(part)) {
        put_section(part, home, 0);
      } else if (part.kind != TokenKind::Text) {
        pieces_.put_token(part, span, context, weight);
      } else {
        const std::string literal = in_comment_ ? replaced(part.text, '>', "&gt;") : std::string(part.text);
        put(quotes ? replaced(literal, '"', "&quot;") : literal, span, context);
      }
    }
    pieces_.end_home(home);
    if (quotes) put("\"", span);
  }

  // Where no value is put in, sections are errors: they would be seen.
  void refuse_tokens(std::string_view text, std::size_t offset, const std::string& where) {
    Remarks remarks;
    for (const TokenPart& part : scan_tokens(text, 0, text.size(), Syntax::Html, remarks)) {
      if (part.kind == TokenKind::Text) continue;
      const auto inside = static_cast<std::size_t>(part.text.data() - text.data());
      if (is_section(part)) {
        remarks_.push_back({offset + inside, std::string(part.text) + " cannot stand " + where, base::Severity::Error});
      } else {
        remarks_.push_back({offset + inside, std::string(part.text) + " stays as written: it has no effect " + where});
      }
    }
    for (Remark& remark : remarks) {
      if (remark.severity != base::Severity::Error) continue;
      remarks_.push_back({offset + remark.offset, std::move(remark.text), remark.severity});
    }
  }

  void tag_pieces(const HtmlToken& token, Span span, Weight of_values, Weight of_tag = Weight::None) {
    std::size_t done = token.begin;
    HtmlAttributes attributes(html_, token);
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      refuse_tokens(attribute.name, static_cast<std::size_t>(attribute.name.data() - html_.data()), "in a tag");
      if (is_code_attribute(attribute.name)) {
        refuse_tokens(attribute.value, attribute.value_begin, "in an attribute that is run");
      } else if (attribute.value.find("%%") != std::string_view::npos) {
        put(html_.substr(done, attribute.value_begin - done), span);
        put_value(attribute, span, of_values);
        done = attribute.value_begin + attribute.value.size();
      }
    }
    const std::string_view rest = html_.substr(done, token.end - done);
    const bool is_open = !token.self_closing && rest.ends_with("/>");  // an end tag follows, in svg or not
    put(is_open ? std::string(rest.substr(0, rest.size() - 1)) + " >" : std::string(rest), span, Context::Text, of_tag);
  }

  void start_tag(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (token.self_closing) return lone_tag(token, info.element);
    if (is_block(info) || is_raw_text(token.name)) {
      if (info.element == Element::Cell && spans_rows(token)) pieces_.lines().keep_row();
      if (is_block(info)) pieces_.lines().open_block(info.element);
      open_.push_back({is_block(info) ? Kind::Block : Kind::Hidden, token.begin, token.name});
      return tag_pieces(token, block(), Weight::None);
    }
    const bool is_picture = info.element == Element::Svg;
    const std::size_t first = pieces_.size();
    tag_pieces(token, line(), Weight::Value, is_picture ? Weight::Label : Weight::None);
    open_.push_back({Kind::Inline, token.begin, token.name, line(), first, pieces_.size()});
    if (is_picture) pieces_.lines().add_picture();
  }

  bool spans_rows(const HtmlToken& token) const {
    HtmlAttributes attributes(html_, token);
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      if (base::equals_ignore_case(attribute.name, "rowspan")) return base::trim(attribute.value) != "1";
    }
    return false;
  }

  void lone_tag(const HtmlToken& token, Element element) {
    const bool is_picture = element == Element::Img || element == Element::Hr;
    if (element == Element::Hr) pieces_.lines().end_line();
    tag_pieces(token, line(), Weight::Value, is_picture ? Weight::Label : Weight::None);
    if (is_picture) pieces_.lines().add_picture();
    if (element == Element::Hr || element == Element::Br) pieces_.lines().end_line();
  }

  void end_tag(const HtmlToken& token) {
    const bool is_written = token.begin < token.end;
    const std::string tag = is_written ? std::string(html_.substr(token.begin, token.end - token.begin))
                                       : "</" + std::string(token.name) + ">";
    if (element_info(token.name).element == Element::Br) {
      put(tag, line());
      return pieces_.lines().end_line();
    }
    const Open open = open_.back();
    open_.pop_back();
    const bool is_whole = open.kind == Kind::Inline && open.line == line();
    put(tag, is_whole ? open.line : block());
    if (open.kind == Kind::Block) {
      pieces_.lines().close_block();
    } else if (open.kind == Kind::Inline && !is_whole) {
      pieces_.keep_tag(open.first, open.last, open.line);
    }
  }

  void raw_text(const HtmlToken& token) {
    const std::string element = '<' + std::string(token.name) + '>';
    if (is_code_element(token.name)) return as_written(token, "in " + element);
    hidden_text(token, Context::Text, element);
  }

  void comment(const HtmlToken& token) {
    const bool is_bogus = !html_.substr(token.begin).starts_with(kComment);
    const bool is_conditional = !is_bogus && html_.substr(token.begin + kComment.size()).starts_with("[if");
    if (is_bogus) {
      as_written(token, "in a tag");
    } else if (is_conditional) {
      conditional_comment(token);
    } else {
      hidden_text(token, Context::Comment, "a comment");
    }
    if (!token.closed) put(is_bogus ? ">" : kCommentEnd, block());
  }

  // Outlook reads it as HTML, but it need not be balanced. A value leaves neither it nor an attribute in it: values of
  // attributes may end with "--", so no ">" is written behind them.
  void conditional_comment(const HtmlToken& token) {
    const Home home = home_at(token.begin, "a comment");
    const std::size_t begin = token.begin + kComment.size();
    const std::size_t end = token.end - (token.closed ? kCommentEnd.size() : 0);
    in_comment_ = true;
    put(kComment, block());
    HtmlTokens inside(html_.substr(begin, end - begin));
    for (HtmlToken each; inside.next(each);) {
      each.begin += begin;
      each.end += begin;
      if (each.kind == HtmlKind::StartTag && each.closed) {
        tag_pieces(each, block(), Weight::None);
      } else if (each.kind == HtmlKind::RawText && is_code_element(each.name)) {
        raw_text(each);
      } else {
        hidden_parts(each, Context::Comment, home);
      }
    }
    put(html_.substr(end, token.end - end), block());
    in_comment_ = false;
    pieces_.end_home(home);
  }

  void cdata(const HtmlToken& token) {
    constexpr std::string_view kBegin = "<![CDATA[";
    constexpr std::string_view kEnd = "]]>";
    const std::size_t begin = token.begin + kBegin.size();
    const std::string_view content = html_.substr(begin, token.end - (token.closed ? kEnd.size() : 0) - begin);
    refuse_tokens(content, begin, "in CDATA");
    put(replaced(replaced(replaced(content, '&', "&amp;"), '<', "&lt;"), '>', "&gt;"), block());
  }

  void as_written(const HtmlToken& token, const std::string& where) {
    const std::string_view content = html_.substr(token.begin, token.end - token.begin);
    refuse_tokens(content, token.begin, where);
    put(content, block());
  }

  std::string_view html_;
  Remarks& remarks_;
  PieceList pieces_;
  std::vector<Open> open_;
  bool in_comment_ = false;
};

void remark_divided_tokens(std::string_view html, const std::vector<HtmlToken>& tokens, Remarks& remarks) {
  DividedTokens divided(Syntax::Html);
  for (const HtmlToken& token : tokens) {
    const bool is_tag = token.kind == HtmlKind::StartTag || token.kind == HtmlKind::EndTag;
    if (is_tag && breaks_line(element_info(token.name))) divided.end_line();
    if (token.kind == HtmlKind::Text) divided.add(html.substr(token.begin, token.end - token.begin), token.begin);
  }
  divided.finish(remarks);
}

}  // namespace

Template Template::parse(std::string_view html, const base::Place& place, base::Diagnostics& diagnostics,
                         const base::Jumps& jumps) {
  Remarks remarks;
  const std::vector<HtmlToken> tokens = balanced(html, remarks, kDeepest - 1);  // our <div> is around it
  HtmlReader reader(html, remarks);
  for (const HtmlToken& token : tokens) reader.add(token);
  Template out = reader.finish();
  remark_divided_tokens(html, tokens, remarks);
  say(std::move(remarks), html, place, jumps, diagnostics);
  return out;
}

}  // namespace waybill::signature
