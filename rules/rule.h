// rules/rule.h: a checked rule: what it asks for and what it does.
//
// Contract: immutable after check(). Conditions are ANDed, values of one condition ORed, any exception
// cancels (Exchange, New-TransportRule). Rules stand in the order in which they run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "message/network.h"

namespace waybill::rules {

struct Word;        // rules/words.h
class WordList;     // rules/word_list.h
class Scan;         // rules/scan.h
class PatternList;  // rules/pattern_list.h

// Where a list of words or patterns stands among those of all rules.
struct Seat {
  std::shared_ptr<const Scan> scan = {};  // null: it is searched alone
  std::size_t number = 0;
};

struct Condition {
  const Word* word = nullptr;
  bool exception = false;
  std::vector<std::string> values;        // checked and normalized by the word
  std::vector<std::string> partner = {};  // of the word that goes with it: HeaderContainsMessageHeader ...
  // Compiled: one for all values, or for AttributeWords and PropertyWords one a value.
  std::vector<std::shared_ptr<const WordList>> word_lists = {};
  std::int64_t number = 0;  // of Size: bytes
  // The same for Patterns and AttributePatterns.
  std::vector<std::shared_ptr<const PatternList>> pattern_lists = {};
  std::vector<message::IpRange> ranges = {};  // of IpRanges
  std::vector<Seat> seats = {};               // of word_lists or pattern_lists
  std::string name = {};                      // for traces: the parameter, and what it asks for
  std::string want = {};
};

enum class Mode { Enforce, Audit };
enum class ErrorAction { Ignore, Defer };
enum class SenderAddressLocation { Header, Envelope, HeaderOrEnvelope };
enum class RecipientAddressType { Resolved, Original };
enum class DisclaimerLocation { Append, Prepend, UnderReply, Marker };  // the last two are our own
enum class Fallback { Wrap, Ignore, Reject };
enum class EmptyLines { Remove, Keep };
enum class Once { Always, PerMessage, PerConversation };  // our own

enum class Recipients { To, Cc, Bcc, Redirect };
enum class AuditSeverity { DoNotAudit, Low, Medium, High };

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

// RejectMessage..., SmtpRejectMessage... and Disconnect (RFC 5321, 4.2; RFC 3463).
struct Rejection {
  int code = 550;  // 421 ends the session; other 4xx have the mail tried again later
  std::string status = "5.7.1";
  std::string text = "Delivery not authorized, message refused";
};

struct AddedRecipients {
  std::vector<std::string> to = {};
  std::vector<std::string> cc = {};
  std::vector<std::string> bcc = {};
  std::optional<Recipients> manager = std::nullopt;  // the sender's manager becomes one of these
};

// What a rule does besides signing. Empty text: not asked for.
struct Actions {
  std::string remove_header = {};
  std::string set_header_name = {};
  std::string set_header_value = {};
  std::string prepend_subject = {};
  std::string classification = {};  // id or name
  std::optional<int> scl = std::nullopt;
  AddedRecipients add = {};
  std::vector<std::string> redirect = {};
  bool suppress_duplicates = false;
  bool quarantine = false;
  bool delete_message = false;
  std::optional<Rejection> reject = std::nullopt;
  std::string log_event = {};
  std::optional<AuditSeverity> severity = std::nullopt;
};

struct Rule {
  std::string name;
  base::Place place;
  std::string comments = {};
  bool enabled = true;
  Mode mode = Mode::Enforce;
  ErrorAction error_action = ErrorAction::Ignore;
  SenderAddressLocation sender_address_location = SenderAddressLocation::Header;
  RecipientAddressType recipient_address_type = RecipientAddressType::Resolved;
  std::optional<std::int64_t> activation = std::nullopt;  // seconds since 1970, UTC
  std::optional<std::int64_t> expiry = std::nullopt;
  std::vector<Condition> conditions = {};
  std::vector<Condition> exceptions = {};
  std::optional<Disclaimer> disclaimer = std::nullopt;
  EmptyLines empty_lines = EmptyLines::Remove;
  Actions actions = {};
  std::vector<std::string_view> action_names = {};  // rules/action_names.h
  bool legacy_patterns = false;                     // UseLegacyRegex
  bool stop_rule_processing = false;
  std::optional<std::int64_t> priority = std::nullopt;  // as written; what counts is the order in the Ruleset
};

using Ruleset = std::vector<Rule>;

}  // namespace waybill::rules
