// signature/template.cpp: from HTML with tokens to pieces, each with its escaping and its group.
#include "signature/template.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "signature/balance.h"
#include "signature/html_elements.h"
#include "signature/html_entities.h"
#include "signature/html_tokens.h"
#include "signature/line_groups.h"
#include "signature/token_scan.h"

namespace waybill::signature {

namespace {

bool is_url_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 11> kUrls = {"href",   "src",    "action",    "background",
                                                      "cite",   "data",   "longdesc",  "formaction",
                                                      "poster", "usemap", "xlink:href"};
  return std::any_of(kUrls.begin(), kUrls.end(),
                     [&](std::string_view url) { return base::equals_ignore_case(url, name); });
}

// Attributes whose text is run: no escaping makes a value safe there.
bool is_code_attribute(std::string_view name) {
  return base::starts_with_ignore_case(name, "on") || base::equals_ignore_case(name, "srcdoc");
}

bool is_code_element(std::string_view name) {
  return !base::equals_ignore_case(name, "title") && !base::equals_ignore_case(name, "textarea");
}

// Whether a reader would see anything of this text.
bool is_visible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Reference reference = read_reference(text.substr(at), false);
    const std::size_t begin = at;
    const char32_t c = reference.length > 0 ? reference.code_point : base::next_code_point(text, at);
    at = reference.length > 0 ? begin + reference.length : at;
    if (c > U' ' && c != 0xA0) return true;
  }
  return false;
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

// What part of a URL comes after `literal`, which begins in `part`.
UrlPart part_after(UrlPart part, std::string_view literal) {
  if (part == UrlPart::Query || literal.find('?') != std::string_view::npos) return UrlPart::Query;
  if (part == UrlPart::Path || literal.find_first_of(":/#") != std::string_view::npos) return UrlPart::Path;
  return std::all_of(literal.begin(), literal.end(), is_html_space) ? part : UrlPart::Scheme;
}

class Builder {
 public:
  Builder(std::string_view html, Remarks& remarks) : html_(html), remarks_(remarks) {
    groups_.open_block(Element::Other);
    put("<div>", groups_.block());
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

  std::vector<std::size_t> finish() {
    put("</div>", groups_.block());
    groups_.close_block();
    LineGroups::Groups groups = groups_.finish();
    std::vector<Piece> merged;
    for (Piece& piece : pieces_) {
      piece.group = groups.of_span[piece.group];
      const bool joins =
          !merged.empty() && piece.token.empty() && merged.back().token.empty() && merged.back().group == piece.group;
      if (joins) {
        merged.back().literal += piece.literal;
      } else {
        merged.push_back(std::move(piece));
      }
    }
    pieces_ = std::move(merged);
    return std::move(groups.parents);
  }

  std::vector<Piece> take_pieces() { return std::move(pieces_); }
  std::vector<std::string> take_tokens() { return std::move(tokens_); }

 private:
  using Span = LineGroups::Span;

  // An element that is open. Hidden ones (style, script) belong to no line.
  enum class Kind { Block, Inline, Hidden };
  struct Open {
    Kind kind;
    Span line = 0;          // of the start tag, when inline
    std::size_t first = 0;  // the pieces of the start tag
    std::size_t last = 0;
  };

  void put(std::string_view literal, Span span) {
    Piece piece;
    append_lf(piece.literal, literal);
    piece.group = span;  // until finish() knows the groups
    pieces_.push_back(std::move(piece));
  }

  void put_token(const message::AttributeName& attribute, Context context, UrlPart part, Span span, bool fills) {
    Piece piece;
    piece.token = attribute.name;
    piece.context = context;
    piece.url_part = part;
    const auto known = std::find(tokens_.begin(), tokens_.end(), piece.token);
    piece.value = static_cast<std::size_t>(known - tokens_.begin());
    if (known == tokens_.end()) tokens_.push_back(piece.token);
    piece.group = span;
    piece.fills = fills;
    if (fills) groups_.add_token(span);
    pieces_.push_back(std::move(piece));
  }

  // Text with tokens. Returns whether there was anything to see.
  bool put_text(std::size_t begin, std::size_t end, Context context, Span span, bool fills) {
    bool visible = false;
    for (const TokenPart& part : scan_tokens(html_, begin, end, remarks_)) {
      if (part.attribute != nullptr) {
        put_token(*part.attribute, context, UrlPart::Path, span, fills);
      } else {
        visible = visible || is_visible(part.text);
        put(context == Context::Text ? replaced(part.text, '<', "&lt;") : std::string(part.text), span);
      }
    }
    return visible;
  }

  void put_value(const HtmlAttribute& attribute, Span span, bool fills) {
    const std::size_t end = attribute.value_begin + attribute.value.size();
    const std::vector<TokenPart> parts = scan_tokens(html_, attribute.value_begin, end, remarks_);
    const bool quotes = attribute.quote == 0 && std::any_of(parts.begin(), parts.end(),
                                                            [](const TokenPart& p) { return p.attribute != nullptr; });
    const bool is_url = is_url_attribute(attribute.name);
    UrlPart part = UrlPart::Start;
    if (quotes) put("\"", span);  // a blank in a value would begin another attribute
    for (const TokenPart& piece : parts) {
      if (piece.attribute != nullptr) {
        put_token(*piece.attribute, is_url ? Context::Url : Context::Attribute, part, span, fills);
        if (part == UrlPart::Start) part = UrlPart::Scheme;
        continue;
      }
      put(quotes ? replaced(piece.text, '"', "&quot;") : std::string(piece.text), span);
      part = part_after(part, piece.text);
    }
    if (quotes) put("\"", span);
  }

  void warn_of_tokens(std::string_view text, std::size_t offset, const std::string& where) {
    Remarks ignored;
    for (const TokenPart& part : scan_tokens(text, 0, text.size(), ignored)) {
      if (part.attribute == nullptr) continue;
      const auto inside = static_cast<std::size_t>(part.text.data() - text.data());
      remarks_.push_back({offset + inside, std::string(part.text) + " stays as written: it has no effect " + where});
    }
  }

  void tag_pieces(const HtmlToken& token, Span span, bool fills) {
    std::size_t done = token.begin;
    HtmlAttributes attributes(html_, token);
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      warn_of_tokens(attribute.name, static_cast<std::size_t>(attribute.name.data() - html_.data()), "in a tag");
      if (is_code_attribute(attribute.name)) {
        warn_of_tokens(attribute.value, attribute.value_begin, "in an attribute that is run");
      } else if (attribute.value.find("%%") != std::string_view::npos) {
        put(html_.substr(done, attribute.value_begin - done), span);
        put_value(attribute, span, fills);
        done = attribute.value_begin + attribute.value.size();
      }
    }
    put(html_.substr(done, token.end - done), span);
  }

  void start_tag(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (token.self_closing) return lone_tag(token, info.element);
    if (is_block(info) || is_raw_text(token.name)) {
      if (is_block(info)) groups_.open_block(info.element);
      open_.push_back({is_block(info) ? Kind::Block : Kind::Hidden});
      return tag_pieces(token, groups_.block(), false);
    }
    const std::size_t first = pieces_.size();
    tag_pieces(token, groups_.line(), true);
    open_.push_back({Kind::Inline, groups_.line(), first, pieces_.size()});
    if (info.element == Element::Svg) groups_.add_picture();
  }

  void lone_tag(const HtmlToken& token, Element element) {
    if (element == Element::Hr) groups_.end_line();
    tag_pieces(token, groups_.line(), true);
    if (element == Element::Img || element == Element::Hr) groups_.add_picture();
    if (element == Element::Hr || element == Element::Br) groups_.end_line();
  }

  void end_tag(const HtmlToken& token) {
    const bool is_written = token.begin < token.end;
    const std::string tag = is_written ? std::string(html_.substr(token.begin, token.end - token.begin))
                                       : "</" + std::string(token.name) + ">";
    if (element_info(token.name).element == Element::Br) {
      put(tag, groups_.line());
      return groups_.end_line();
    }
    const Open open = open_.back();
    open_.pop_back();
    const bool is_whole = open.kind == Kind::Inline && open.line == groups_.line();
    put(tag, is_whole ? open.line : groups_.block());
    if (open.kind == Kind::Block) {
      groups_.close_block();
    } else if (open.kind == Kind::Inline && !is_whole) {
      leave_line(open);
    }
  }

  // An inline element that goes on behind the end of its line has to stay when the line vanishes.
  void leave_line(const Open& open) {
    std::size_t tokens = 0;
    for (std::size_t i = open.first; i < open.last; ++i) {
      pieces_[i].group = groups_.parent_of(open.line);
      tokens += pieces_[i].fills ? 1 : 0;
      pieces_[i].fills = false;
    }
    groups_.drop_tokens(open.line, tokens);
  }

  void raw_text(const HtmlToken& token) {
    if (is_code_element(token.name)) return as_written(token, "in <" + std::string(token.name) + ">");
    put_text(token.begin, token.end, Context::Text, groups_.block(), false);
  }

  // A conditional comment is read as HTML by some: a value leaves neither it nor an attribute in it.
  void comment(const HtmlToken& token) {
    const bool is_bogus = !html_.substr(token.begin).starts_with("<!--");
    if (is_bogus) {
      as_written(token, "in a tag");
    } else {
      put_text(token.begin, token.end, Context::Comment, groups_.block(), false);
    }
    if (!token.closed) put(is_bogus ? ">" : "-->", groups_.block());
  }

  void cdata(const HtmlToken& token) {
    as_written(token, "in CDATA");
    if (!token.closed) put("]]>", groups_.block());
  }

  void as_written(const HtmlToken& token, const std::string& where) {
    const std::string_view content = html_.substr(token.begin, token.end - token.begin);
    warn_of_tokens(content, token.begin, where);
    put(content, groups_.block());
  }

  void text(const HtmlToken& token) {
    if (put_text(token.begin, token.end, Context::Text, groups_.line(), true)) groups_.add_text();
  }

  std::string_view html_;
  Remarks& remarks_;
  LineGroups groups_;
  std::vector<Open> open_;
  std::vector<Piece> pieces_;
  std::vector<std::string> tokens_;
};

void tell(Remarks& remarks, std::string_view html, base::Place place, base::Diagnostics& diagnostics) {
  std::stable_sort(remarks.begin(), remarks.end(),
                   [](const Remark& a, const Remark& b) { return a.offset < b.offset; });
  std::size_t done = 0;
  for (Remark& remark : remarks) {
    place = base::advance(std::move(place), html.substr(done), remark.offset - done);
    done = remark.offset;
    diagnostics.warn(place, std::move(remark.text));
  }
}

}  // namespace

Template Template::parse(std::string_view html, const base::Place& place, base::Diagnostics& diagnostics) {
  Remarks remarks;
  const std::vector<HtmlToken> tokens = balanced(html, remarks);
  Builder builder(html, remarks);
  for (const HtmlToken& token : tokens) builder.add(token);
  std::vector<std::size_t> groups = builder.finish();
  tell(remarks, html, place, diagnostics);
  return Template(builder.take_pieces(), builder.take_tokens(), std::move(groups));
}

}  // namespace waybill::signature
