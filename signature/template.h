// signature/template.h: ApplyHtmlDisclaimerText, checked at load: HTML with %%tokens%%.
//
// Contract
//   Unbalanced HTML is closed with a warning (signature/balance.h), the whole is wrapped in one <div>. Unknown
//   tokens stay as written, with a warning that names the nearest known one. Token names are case-insensitive,
//   blanks inside the percent signs are allowed, `%%%%` outside of a token is a literal `%%`. In style, script,
//   event attributes and names of tags and attributes nothing is put in: a warning says so. A "<" that is no tag
//   is written as &lt;, so that no value can make it one.
// Fails: never; what is wrong with a template is said in the diagnostics at its place in the file.
// Threads: a Template never changes; any number may render it.
// Example
//   const Template signature = Template::parse("%%DisplayName%%<br>Tel. %%PhoneNumber%%", place, diagnostics);
//   const Fragment fragment = render(signature, [&](std::string_view token) { return value_of(token); });
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/place.h"

namespace waybill::signature {

// Where a value lands decides how it is escaped.
enum class Context { Text, Attribute, Url, Comment };
// Of a URL: its very start, still before the end of a scheme, the middle, behind the "?".
enum class UrlPart { Start, Scheme, Path, Query };

struct Piece {
  std::string literal = {};  // HTML as written; or, when token is set, nothing
  std::string token = {};    // canonical name (message/attribute_map.h)
  Context context = Context::Text;
  UrlPart url_part = UrlPart::Path;
  std::size_t value = 0;  // index of the token in tokens()
  std::size_t group = 0;  // see Template::groups()
  bool fills = false;     // a value here keeps the group; not so in a comment or in the tag of a block
};

class Template {
 public:
  // `place` is where the first character of `html` stands in its file.
  static Template parse(std::string_view html, const base::Place& place, base::Diagnostics& diagnostics);

  const std::vector<Piece>& pieces() const { return pieces_; }
  const std::vector<std::string>& tokens() const { return tokens_; }  // each once

  // What vanishes together when no value fills it: a line, a list item, a table row, or a block of nothing else.
  // Group g stands inside of groups()[g], which is less than g; group 0 is the whole and always stays.
  const std::vector<std::size_t>& groups() const { return groups_; }

 private:
  Template(std::vector<Piece> pieces, std::vector<std::string> tokens, std::vector<std::size_t> groups)
      : pieces_(std::move(pieces)), tokens_(std::move(tokens)), groups_(std::move(groups)) {}

  std::vector<Piece> pieces_;
  std::vector<std::string> tokens_;
  std::vector<std::size_t> groups_;
};

// A rendered signature in UTF-8, lines ended by LF: one for HTML parts, one for plain text. Both are empty when
// all of it vanished.
struct Fragment {
  std::string html;
  std::string text;
};

// The value of a token; empty when the person has none. Control characters never reach the output. Asked once a
// token.
using Values = std::function<std::string(std::string_view token)>;

// Remove: lines, list items and table rows all of whose tokens are empty vanish, with their labels. Keep: as Exchange.
enum class EmptyLines { Remove, Keep };

Fragment render(const Template& signature, const Values& values, EmptyLines empty_lines = EmptyLines::Remove);

// All that is not ASCII as character references: for HTML parts whose charset lacks it.
std::string html_ascii(std::string_view html);

}  // namespace waybill::signature
