// rules/rule.h: a checked rule: what it asks for and what it does.
//
// Contract: immutable after check(). Conditions are ANDed, values of one condition ORed, any exception
// cancels (Exchange, New-TransportRule). Rules stand in the order in which they run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/place.h"

namespace waybill::rules {

struct Word;     // rules/words.h
class WordList;  // rules/word_list.h

struct Condition {
  const Word* word = nullptr;
  bool exception = false;
  std::vector<std::string> values;  // checked and normalized by the word
  std::string header_name = {};     // HeaderContainsMessageHeader and its like
  // Compiled: one for all values, or for AttributeWords one a value.
  std::vector<std::shared_ptr<const WordList>> word_lists = {};
};

enum class Mode { Enforce, Audit };
enum class ErrorAction { Ignore, Defer };
enum class SenderAddressLocation { Header, Envelope, HeaderOrEnvelope };
enum class DisclaimerLocation { Append, Prepend, UnderReply, Marker };  // the last two are our own
enum class Fallback { Wrap, Ignore, Reject };
enum class EmptyLines { Remove, Keep };
enum class Once { Always, PerMessage, PerConversation };  // our own

// A text as it was written, or the name of the file that holds it (relative to the rules file).
struct DisclaimerText {
  std::string text = {};
  std::string file = {};
  base::Place place = {};  // of the first character of either
  base::Jumps jumps = {};  // of text
};

struct Disclaimer {
  DisclaimerText html = {};
  std::optional<DisclaimerText> text = std::nullopt;  // the plain-text version
  DisclaimerLocation location = DisclaimerLocation::Append;
  std::string marker = "%%Signature%%";  // of DisclaimerLocation::Marker: what the user types
  Fallback fallback = Fallback::Wrap;
  Once once = Once::Always;
  bool replaces_client_signature = false;  // our own
};

struct Rule {
  std::string name;
  base::Place place;
  std::string comments = {};
  bool enabled = true;
  Mode mode = Mode::Enforce;
  ErrorAction error_action = ErrorAction::Ignore;
  SenderAddressLocation sender_address_location = SenderAddressLocation::Header;
  std::optional<std::int64_t> activation = std::nullopt;  // seconds since 1970, UTC
  std::optional<std::int64_t> expiry = std::nullopt;
  std::vector<Condition> conditions = {};
  std::vector<Condition> exceptions = {};
  std::optional<Disclaimer> disclaimer = std::nullopt;
  EmptyLines empty_lines = EmptyLines::Remove;
  bool stop_rule_processing = false;
  std::optional<std::int64_t> priority = std::nullopt;  // as written; what counts is the order in the Ruleset
};

using Ruleset = std::vector<Rule>;

}  // namespace waybill::rules
