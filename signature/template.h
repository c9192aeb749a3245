// signature/template.h: ApplyHtmlDisclaimerText and its plain-text version, checked at load: text with %%tokens%%.
//
// What: the tokens, defaults, dates and sections of signature/token_scan.h, in HTML or in plain text.
//
// Contract
//   HTML that is unbalanced is closed with a warning (signature/balance.h), the whole is wrapped in one <div>. A
//   section (%%If ...%%) begins and ends in the same element, attribute value or comment: so whatever is shown, the
//   HTML is balanced. In style, script, event attributes and names of tags and attributes nothing is put in: a
//   warning says so, or an error where a section stands there. A "<" that is no tag is written as &lt;, so that no
//   value can make it one.
//   In plain text a line of nothing but %%If%%, %%Else%%, %%EndIf%% leaves no line.
// Fails: never; what is wrong with a template is said in the diagnostics at its place in the file. After an error
// the template must not be used.
// Threads: a Template never changes; any number may render it.
// Example
//   const Template html = Template::parse("%%DisplayName%%<br>Tel. %%PhoneNumber%%", place, diagnostics);
//   const Fragment fragment = render({html}, [&](std::string_view token) { return value_of(token); }, now);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/place.h"
#include "signature/token_scan.h"

namespace waybill::signature {

// Where a value lands decides how it is escaped.
enum class Context { Text, Attribute, Style, Url, Comment, Plain };

// What a piece means for the line, item or row around it, when lines without values vanish.
enum class Weight {
  None,   // a tag, blanks, a value in a comment or in the tag of a block
  Label,  // text or a picture: stays and goes with the values of its group
  Value,  // a token, or text that a section shows inside of a line: keeps the group where it is not empty
};

struct Piece {
  std::string literal = {};   // as written; or one of the next two
  std::string token = {};     // canonical name
  std::string date = {};      // format of a date
  std::string fallback = {};  // of a token: its default
  Context context = Context::Text;
  Weight weight = Weight::None;
  std::size_t value = 0;    // index of the token in tokens()
  std::size_t group = 0;    // see Template::groups()
  std::size_t section = 0;  // see Template::sections()
};

// Shown where the one around it is shown and the value passes the test.
struct Section {
  std::size_t around = 0;  // an earlier section
  std::size_t value = 0;   // index of the token in tokens()
  Test test = Test::Filled;
  std::string argument = {};
};

class Template {
 public:
  // `place` is where the first character of `html` stands in its file; jumps as base/place.h has them.
  static Template parse(std::string_view html, const base::Place& place, base::Diagnostics& diagnostics,
                        const base::Jumps& jumps = {});
  static Template parse_text(std::string_view text, const base::Place& place, base::Diagnostics& diagnostics,
                             const base::Jumps& jumps = {});

  // For the parsers.
  Template(std::vector<Piece> pieces, std::vector<std::string> tokens, std::vector<std::size_t> groups,
           std::vector<Section> sections)
      : pieces_(std::move(pieces)),
        tokens_(std::move(tokens)),
        groups_(std::move(groups)),
        sections_(std::move(sections)) {}

  const std::vector<Piece>& pieces() const { return pieces_; }
  const std::vector<std::string>& tokens() const { return tokens_; }  // each once

  // What vanishes together when no value fills it: a line, a list item, a table row, or a block of nothing else.
  // Group g stands inside of groups()[g], which is less than g; group 0 is the whole and always stays.
  const std::vector<std::size_t>& groups() const { return groups_; }

  // Section 0 is the whole and always shown.
  const std::vector<Section>& sections() const { return sections_; }

 private:
  std::vector<Piece> pieces_;
  std::vector<std::string> tokens_;
  std::vector<std::size_t> groups_;
  std::vector<Section> sections_;
};

// Remove: lines, list items and table rows all of whose tokens are empty vanish, with their labels. Keep: as Exchange.
enum class EmptyLines { Remove, Keep };

// What a rule signs with.
struct Signature {
  Template html;
  std::optional<Template> text = std::nullopt;  // else it is read off the HTML
  EmptyLines empty_lines = EmptyLines::Remove;

  std::vector<std::string> tokens() const;  // of both
};

// A rendered signature in UTF-8, lines ended by LF: one for HTML parts, one for plain text. Each is empty when all of
// it vanished.
struct Fragment {
  std::string html;
  std::string text;
  bool has_own_text = false;  // the rule's own version: its lines stay as they are
};

// The value of a token; empty when the person has none. Control characters never reach the output.
using Values = std::function<std::string(std::string_view token)>;

// `local_time`: for dates; seconds since 1970 as the sender's clock counts them.
Fragment render(const Signature& signature, const Values& values, std::int64_t local_time);

// All that is not ASCII as character references: for HTML parts whose charset lacks it.
std::string html_ascii(std::string_view html);

}  // namespace waybill::signature
