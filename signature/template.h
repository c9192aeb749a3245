// signature/template.h: ApplyHtmlDisclaimerText, checked at load: HTML with %%tokens%%.
//
// Contract
//   Unbalanced HTML is closed with a warning, the whole is wrapped in one <div>. Unknown tokens stay as
//   written, with a warning that names the nearest known one. Token names are case-insensitive, blanks
//   inside the percent signs are allowed, `%%%%` outside of a token is a literal `%%`.
// Fails: never; what is wrong with a template is said in the diagnostics at its place in the file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace waybill::signature {

// Where a value lands decides how it is escaped.
enum class Context { Text, Attribute, Url };

struct Piece {
  std::string literal;  // HTML as written; or, when token is set, nothing
  std::string token;    // canonical name (message/attribute_map.h)
  Context context = Context::Text;
};

class Template {
 public:
  static Template parse(std::string_view html, const base::Place& place, base::Diagnostics& diagnostics);

  const std::vector<Piece>& pieces() const { return pieces_; }
  std::vector<std::string> tokens() const;  // each once

 private:
  std::vector<Piece> pieces_;
};

// A rendered signature in UTF-8, lines ended by LF: one for HTML parts, one for plain text.
struct Fragment {
  std::string html;
  std::string text;
};

// The value of a token; empty when the person has none. Control characters never reach the output.
using Values = std::function<std::string(std::string_view token)>;

// Lines, list items and table rows all of whose tokens are empty vanish (EmptyLines = "Remove").
Fragment render(const Template& signature, const Values& values);

// All that is not ASCII as character references: for HTML parts whose charset lacks it.
std::string html_ascii(std::string_view html);

}  // namespace waybill::signature
