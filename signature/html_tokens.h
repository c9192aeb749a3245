// signature/html_tokens.h: HTML as a browser cuts it into tags, comments and text, with byte offsets.
//
// What: the tokenization stage of the WHATWG HTML standard (13.2.5), as far as it decides where a tag, a
// comment or a text begins and ends.
// Not here: trees. What is open where is signature/balance.h's affair, and only for signatures.
//
// Contract
//   Tokens follow one another without a gap and cover the whole text. Nothing is copied or allocated: views
//   point into the text, which has to outlive them. Linear in the text, whatever it holds.
//   Any charset in which the ASCII bytes mean ASCII will do.
// Fails: never. A token that the text's end cuts off has closed == false.
// Example
//   HtmlTokens tokens(html);
//   for (HtmlToken token; tokens.next(token);) ...
// Why our own: the parsers at hand are 10 to 20 times slower, give no offsets, or need minutes for nested tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace waybill::signature {

enum class HtmlKind : std::uint8_t {
  Text,
  RawText,  // what stands in script, style, textarea, title, xmp, iframe, noembed, noframes, plaintext
  StartTag,
  EndTag,
  Comment,  // conditional and bogus ones too: <!-- -->, <![if]>, <?xml>, </>
  Doctype,
  Cdata,  // in svg and math only; elsewhere it is a bogus comment
};

struct HtmlToken {
  HtmlKind kind = HtmlKind::Text;
  bool closed = true;
  bool self_closing = false;  // ends with "/>"; where its content would be RawText: and has none, in svg or math
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view name = {};  // of the tag, as written; of a RawText: the element it stands in
};

class HtmlTokens {
 public:
  explicit HtmlTokens(std::string_view html) : html_(html) {}

  // False at the end of the text.
  bool next(HtmlToken& token);
  // As next(), but texts are passed over: half of all tokens.
  bool next_markup(HtmlToken& token);

 private:
  std::size_t find_markup() const;
  void read_tag(HtmlToken& token);
  void read_declaration(HtmlToken& token);
  bool read_raw_text(HtmlToken& token);
  void note_start_tag(HtmlToken& token);

  std::string_view html_;
  std::size_t at_ = 0;
  std::string_view raw_element_;  // just opened, its content comes next
  bool foreign_ = false;          // inside of svg or math
};

struct HtmlAttribute {
  std::string_view name;
  std::string_view value;       // as written, without quotes; references are not decoded
  std::size_t value_begin = 0;  // offset of value in the text
  char quote = 0;               // 0: none
};

// The attributes of a start tag, in order.
class HtmlAttributes {
 public:
  HtmlAttributes(std::string_view html, const HtmlToken& tag)
      : html_(html.substr(0, tag.end)), at_(tag.begin + 1 + tag.name.size()) {}

  bool next(HtmlAttribute& attribute);

 private:
  std::string_view html_;
  std::size_t at_;
};

// Elements whose content is RawText, whatever it looks like.
bool is_raw_text(std::string_view element);

// Of those: in whose content no reference is decoded, so that no "<" can be escaped.
bool is_code_element(std::string_view element);

// White space of HTML.
constexpr bool is_html_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

}  // namespace waybill::signature
