// rules/message_conditions.cpp: type, importance, spam level, size, classification, charsets, client.
#include "rules/message_conditions.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "rules/message_type.h"
#include "rules/observe.h"
#include "rules/search.h"

namespace waybill::rules {
namespace {

using base::Truth;

Observation beyond_limits() { return {Truth::Unknown, "the message is beyond the limits"}; }

std::string field(const Sight& sight, std::string_view name) {
  const message::HeaderField* found = message::find(sight.headers, name);
  return found == nullptr ? std::string() : decoded_field(found->value);
}

std::int64_t number_of(std::string_view text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// "Low", "Normal", "High"; empty: the field says nothing of it.
std::string_view importance_in(std::string_view field, const std::string& value) {
  struct Row {
    std::string_view field;
    std::string_view value;
    std::string_view meaning;
  };
  constexpr std::array<Row, 14> kRows = {{{"Importance", "low", "Low"},
                                          {"Importance", "normal", "Normal"},
                                          {"Importance", "high", "High"},
                                          {"X-Priority", "5", "Low"},
                                          {"X-Priority", "4", "Low"},
                                          {"X-Priority", "3", "Normal"},
                                          {"X-Priority", "2", "High"},
                                          {"X-Priority", "1", "High"},
                                          {"X-MSMail-Priority", "low", "Low"},
                                          {"X-MSMail-Priority", "normal", "Normal"},
                                          {"X-MSMail-Priority", "high", "High"},
                                          {"Priority", "non-urgent", "Low"},
                                          {"Priority", "normal", "Normal"},
                                          {"Priority", "urgent", "High"}}};
  for (const Row& row : kRows) {
    if (row.field == field && base::equals_ignore_case(row.value, value)) return row.meaning;
  }
  return {};
}

// "1 (Highest)" is 1.
std::string first_word(std::string_view value) {
  return std::string(value.substr(0, std::min(value.find_first_of(" \t(;"), value.size())));
}

bool is_classified(const Sight& sight) {
  return base::equals_ignore_case(field(sight, "X-Microsoft-Classified"), "true");
}

std::string shown_classification(const Sight& sight) {
  return is_classified(sight) ? quoted(field(sight, "X-Microsoft-Classification")) : "not classified";
}

std::string_view without_braces(std::string_view id) {
  return id.starts_with('{') && id.ends_with('}') ? id.substr(1, id.size() - 2) : id;
}

bool is_same(std::string_view a, std::string_view b) {
  return !a.empty() && base::equals_ignore_case(without_braces(a), without_braces(b));
}

// The classification is named by its id or its name; the table leads from one to the other.
bool names(std::string_view value, const Classification& row) {
  return is_same(row.name, value) || is_same(row.id, value);
}

}  // namespace

Observation message_type_is(const Condition& condition, const Rule&, const Sight& sight) {
  Observation any;
  for (const std::string& type : condition.values) {
    const Truth truth = is_of_type(type, sight);
    if (truth == Truth::Unknown) {
      add(any, beyond_limits());
    } else {
      add(any, {truth, (truth == Truth::Yes ? "it is " : "not ") + type});
    }
  }
  return any;
}

Observation importance_is(const Condition& condition, const Rule&, const Sight& sight) {
  for (const char* name : {"Importance", "X-Priority", "X-MSMail-Priority", "Priority"}) {
    const std::string value = first_word(field(sight, name));
    const std::string_view importance = importance_in(name, value);
    if (importance.empty()) continue;
    return {base::truth(importance == condition.values.front()), std::string(name) + ": " + quoted(value)};
  }
  return {base::truth(condition.values.front() == "Normal"), "no importance"};
}

Observation spam_level_reaches(const Condition& condition, const Rule&, const Sight& sight) {
  const std::string value = field(sight, "X-MS-Exchange-Organization-SCL");
  std::int64_t level = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), level);
  if (read.ec != std::errc() || read.ptr != value.data() + value.size()) return {Truth::No, "no spam confidence level"};
  return {base::truth(level >= number_of(condition.values.front())), "level " + std::to_string(level)};
}

Observation size_reaches(const Condition& condition, const Rule&, const Sight& sight) {
  const std::size_t size = message::wire_size(sight.message.headers) + sight.message.body.size();
  const auto least = static_cast<std::size_t>(number_of(condition.values.front()));
  return {base::truth(size >= least), std::to_string(size) + " bytes"};
}

Observation classification_is(const Condition& condition, const Rule&, const Sight& sight) {
  const std::string& wanted = condition.values.front();
  if (!is_classified(sight)) return {Truth::No, shown_classification(sight)};
  const Classification has{field(sight, "X-Microsoft-Classification"), {}, field(sight, "X-Microsoft-ClassID")};
  bool is_it = names(wanted, has);
  if (sight.classifications != nullptr) {
    for (const Classification& row : *sight.classifications) {
      is_it = is_it || (names(wanted, row) && (is_same(row.id, has.id) || is_same(row.name, has.name)));
    }
  }
  return {base::truth(is_it), shown_classification(sight)};
}

Observation no_classification(const Condition& condition, const Rule&, const Sight& sight) {
  const bool wants_none = condition.values.front() == "true";
  return {base::truth(is_classified(sight) != wants_none), shown_classification(sight)};
}

Observation charset_has(const Condition& condition, const Rule&, const Sight& sight) {
  if (sight.parts == nullptr) return beyond_limits();
  Observation any;
  for (const mime::Part& part : sight.parts->parts()) {
    const std::string_view charset = part.content_type.parameter("charset");
    if (!part.is_text() || charset.empty()) continue;
    Text unkept{sight.texts == nullptr ? std::string(charset) : std::string()};
    const Truth truth = search(condition, 0, sight.texts == nullptr ? unkept : sight.texts->plain(charset)).truth;
    if (truth == Truth::Yes || any.saw.empty()) any = {truth, quoted(charset)};
    if (truth == Truth::Yes) return any;
  }
  return any.saw.empty() ? Observation{Truth::No, "no charset"} : any;
}

Observation client_is_in(const Condition& condition, const Rule&, const Sight& sight) {
  const std::string& client = sight.message.envelope.client_ip;
  const auto address = message::parse_ip_address(client);
  if (!address) return {Truth::No, "no client address"};
  const bool is_in = std::any_of(condition.ranges.begin(), condition.ranges.end(),
                                 [&](const message::IpRange& range) { return range.contains(*address); });
  return {base::truth(is_in), base::printable(client)};
}

}  // namespace waybill::rules
