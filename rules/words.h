// rules/words.h: the one table of rule words: every parameter of New-TransportRule, and our own additions.
//
// What: a row says what a parameter is called, what value it takes, what it looks at, how far it is done
// here and, when done, which function does it. Parser, checker, `waybill words` and docs/rules.md come from it.
// Exceptions have no rows: ExceptIfX is condition X with the opposite effect, for every condition of Exchange.
// Adding a word: one row, and one function in rules/conditions.h (conditions) or rules/properties.h (the rest).
//
// Contract: names are Exchange's spelling; look-up ignores case. Rows live as long as the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "base/truth.h"
#include "message/fact.h"
#include "rules/evaluate.h"
#include "rules/rule.h"

namespace waybill::rules {

enum class WordKind { Condition, Action, Property };

enum class ValueType {
  Text,
  HeaderName,
  Boolean,
  Integer,
  SpamLevel,  // -1 to 9
  Size,       // "10MB" (steps of 1024) or bytes
  Date,
  Choice,
  Address,
  Attribute,  // the name of an attribute of the directory: Department, Manager ...
  Table,      // @{...}; only for what needs Exchange's own services
  // Lists; any value is enough.
  Texts,
  Choices,  // as Choice; our own where Exchange takes one
  Words,
  Charsets,  // words; "Japanese/iso-2022-jp" is the one behind the slash
  Patterns,
  Addresses,
  Groups,
  Domains,
  IpRanges,
  AttributeWords,  // "Department:Sales,Human Resources"
  AttributePatterns,
  PropertyWords,  // "Project:Apollo,Gemini": any property of a document
};
constexpr bool is_list(ValueType type) { return type >= ValueType::Texts; }

enum class Looks { Nothing, Message, Sender, Recipient, SenderAndRecipient };
enum class Status { Done, NotYet, Never };

// A value that was checked against its type. number: the value of Integer, SpamLevel, Size, Date (seconds since 1970,
// UTC) and Boolean (0 or 1); of Choice the position in Word::choices. The text of Size and Boolean is bytes, and "true"
// or "false".
struct Value {
  std::string text;
  std::int64_t number = 0;
  base::Place place;
  base::Jumps jumps = {};
};

// What a condition found. missing not empty: these must be asked before truth counts (it is Unknown).
struct Observation {
  base::Truth truth = base::Truth::No;
  std::string saw;
  std::vector<message::Query> missing = {};
};

using Observe = Observation (*)(const Condition&, const Rule&, const Sight&);
using Set = void (*)(Rule&, const Value&, base::Diagnostics&);

struct Word {
  std::string_view name;
  WordKind kind = WordKind::Property;
  ValueType type = ValueType::Text;
  Looks looks = Looks::Nothing;
  std::string_view sentence;
  std::string_view example;       // a value as TOML has it
  std::string_view choices = {};  // of Choice: "Append|Prepend"
  std::string_view needs = {};    // the word that must stand beside it
  std::string_view instead = {};  // the word in whose place it may stand, but not beside it
  std::string_view also = {};     // another accepted spelling
  std::size_t most = 0;           // characters that Exchange allows; 0: no limit known
  Status status = Status::NotYet;
  std::string_view reason = {};  // why NotYet or Never
  Observe observe = nullptr;     // conditions that are Done, but for the half of a pair that goes with the other
  Set set = nullptr;             // actions and properties that are Done
  bool own = false;              // not Exchange's
};

const std::vector<Word>& words();

struct Parameter {
  const Word* word = nullptr;
  bool exception = false;

  std::string name() const;
};
std::optional<Parameter> find_parameter(std::string_view name);

// All names a rule may use, exceptions included.
const std::vector<std::string_view>& parameter_names();

}  // namespace waybill::rules
