// rules/texts.h: the texts of one message that conditions search, each decoded once and searched once.
//
// What: one object a message, shared by all rules. Texts::body() are the main bodies and other inline texts
// (mime/inline_texts.h), HTML as its visible text, read when a rule first asks; field() is a decoded header value.
// Contract: the body is the one that arrived; fields are those that the caller has, so conditions see the fields as
//   earlier rules left them. A Text stays where it is as long as the Texts.
// Threads: one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/hit.h"

namespace waybill::rules {

class Scan;  // rules/scan.h

class Text {
 public:
  explicit Text(std::string utf8) : utf8_(std::move(utf8)) {}

  const std::string& utf8() const { return utf8_; }
  const std::string& shown();                          // in quotes, as traces show it
  const std::string& folded();                         // as rules/word_text.h has it
  const std::vector<Hit>& found_by(const Scan& scan);  // one pass, the first time

 private:
  std::string utf8_;
  std::string shown_;
  std::optional<std::string> folded_;
  std::vector<std::pair<const Scan*, std::vector<Hit>>> found_;
};

struct BodyTexts {
  std::vector<Text> texts;
  bool is_whole = true;  // false: some of it could not be read
};

class Texts {
 public:
  explicit Texts(std::function<BodyTexts()> read_body) : read_body_(std::move(read_body)) {}

  BodyTexts& body();
  // The value of a header field: unfolded, its encoded words decoded (RFC 2047).
  Text& field(std::string_view value);
  // A text that needs no decoding: an address, an attribute.
  Text& plain(std::string_view text);

 private:
  using Kept = std::map<std::string, Text, std::less<>>;

  std::function<BodyTexts()> read_body_;  // until it was called
  BodyTexts body_;
  Kept fields_;
  Kept plains_;
};

// As Texts::field() reads it.
std::string decoded_field(std::string_view value);

}  // namespace waybill::rules
