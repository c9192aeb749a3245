// signature/reply_words.h: the words by which mail clients announce what they quote, in 17 languages.
//
// What: one table, a row a language, and what a single line says by it: "-----Original Message-----",
// "From: ...", "On ... wrote:". Not here: what several lines mean together (signature/reply_finder.h).
//
// Contract: lines come in UTF-8, without line end, white space collapsed. ASCII letters count in any case; words
// whose first letter is not ASCII stand in the table as clients write them. Linear in the line.
// Adding a language: one row.
// Source: what Outlook, Gmail, Apple Mail, Thunderbird, GMX, Yahoo and others write.
#pragma once

#include <cstdint>
#include <string_view>

namespace waybill::signature {

// A field of a quoted header: "From:", "Gesendet:" ...
enum class Label : std::uint8_t { None = 0, From = 1, Sent = 2, To = 4, Subject = 8, Other = 16 };
Label header_label(std::string_view line);

// A short word and a colon, in whatever language.
bool looks_like_label(std::string_view line);

// "-----Original Message-----", "Begin forwarded message:".
bool is_divider(std::string_view line);
// Dashes around a few words, in whatever language.
bool looks_like_divider(std::string_view line);
// Nothing but five or more dashes or the like.
bool is_rule(std::string_view line);

// What of an attribution a line holds: "On Mon, 1 Feb 2016 at 10:00 Anna <anna@example.com> wrote:".
struct Attribution {
  bool ends = false;         // in a colon, or in dashes that it begins with too
  bool begins = false;       // with a word that attributions begin with
  bool begins_date = false;  // with a digit
  bool has_verb = false;     // wrote, schrieb ...
  bool has_address = false;
  bool has_date = false;

  void prepend(const Attribution& line);  // the line above
  bool is_whole() const { return ends && has_verb && (has_address || has_date); }
  // Enough when a quote follows: "2.4.2012, Anna <anna@example.com>:".
  bool is_likely() const { return ends && (has_address || has_date || has_verb); }
};
Attribution read_attribution(std::string_view text);

// Whether the text ends within <...>, as an attribution does that is broken inside of the address.
bool ends_in_address(std::string_view text);

}  // namespace waybill::signature
