// rules/text_conditions.cpp: where the words and patterns of a condition are looked for.
#include "rules/text_conditions.h"

#include <utility>

#include "base/text.h"
#include "rules/observe.h"
#include "rules/search.h"

namespace waybill::rules {
namespace {

using base::Truth;

bool tells(const Sight& sight) { return sight.telling == message::Telling::All; }

Observation in_field(const Condition& condition, const std::string& value, const Sight& sight) {
  Text unkept{sight.texts == nullptr ? decoded_field(value) : std::string()};
  Text& text = sight.texts == nullptr ? unkept : sight.texts->field(value);
  const Truth truth = search(condition, 0, text).truth;
  return {truth, tells(sight) ? with_doubt(truth, text.shown()) : std::string()};
}

// Any instance; what is shown is the one that decides, else the first.
Observation in_header(std::string_view name, const Condition& condition, const Sight& sight) {
  Observation out;
  bool is_first = true;
  for (const message::HeaderField& field : sight.headers) {
    if (!base::equals_ignore_case(field.name, name)) continue;
    Observation one = in_field(condition, field.value, sight);
    if (one.truth == Truth::Yes) return one;
    if (std::exchange(is_first, false) || one.truth > out.truth) out = std::move(one);
  }
  if (is_first && tells(sight)) out.saw = "no " + std::string(name);
  return out;
}

Observation in_body(const Condition& condition, const Sight& sight) {
  if (sight.texts == nullptr) return {Truth::Unknown, "the body was not read"};
  BodyTexts& body = sight.texts->body();
  Observation out{Truth::No, "not in the body"};
  for (Text& text : body.texts) {
    const Hit hit = search(condition, 0, text);
    if (hit.truth == Truth::Yes) return {Truth::Yes, quoted(condition.values[hit.index]) + " in the body"};
    if (hit.truth == Truth::Unknown) out = {Truth::Unknown, with_doubt(Truth::Unknown, "the body")};
  }
  if (!body.is_whole) out = {Truth::Unknown, "not all of the body can be read"};
  return out;
}

}  // namespace

Observation sender_address_has(const Condition& condition, const Rule& rule, const Sight& sight) {
  Observation any;
  for (const std::string& sender : senders(rule, sight)) {
    add(any, find_in_address(condition, sender, sight));
  }
  return any.saw.empty() ? no_sender() : any;
}

Observation sender_attribute_has(const Condition& condition, const Rule&, const Sight& sight) {
  if (!sight.inside) return not_from_inside();
  if (sight.sender.empty()) return no_sender();
  return with_entry(std::string(sight.sender), sight,
                    [&](const message::Entry& entry) { return find_in_attributes(condition, entry, sight); });
}

Observation subject_has(const Condition& condition, const Rule&, const Sight& sight) {
  return in_header("Subject", condition, sight);
}

Observation header_has(const Condition& condition, const Rule&, const Sight& sight) {
  return in_header(condition.partner.front(), condition, sight);
}

Observation subject_or_body_has(const Condition& condition, const Rule&, const Sight& sight) {
  Observation subject = in_header("Subject", condition, sight);
  if (subject.truth == Truth::Yes) return subject;
  Observation body = in_body(condition, sight);
  if (body.truth == Truth::Yes) return body;
  if (!tells(sight)) return {either(subject.truth, body.truth), {}};
  subject.saw.reserve(subject.saw.size() + body.saw.size() + 2);
  return {either(subject.truth, body.truth), std::move(subject.saw.append("; ").append(body.saw))};
}

}  // namespace waybill::rules
