// rules/observe.h: what several conditions need to look at a message and at the answers of a directory.
//
// Contract: pure. `saw` of every Observation is printable. A fact that was not asked yet stands in `missing`; one
// that could not be had makes the truth Unknown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/fact.h"
#include "rules/words.h"

namespace waybill::rules {

// A value as an administrator sees it: bounded, in quotes or without.
std::string shown(std::string_view text);
std::string quoted(std::string_view text);

Observation no_sender();
Observation not_from_inside();

// The addresses that SenderAddressLocation chooses, normalized, each once.
std::vector<std::string> senders(const Rule& rule, const Sight& sight);

// Any of several: what is Yes decides, and then nothing needs to be asked. `any` begins as {}.
void add(Observation& any, Observation one);

// The answer to `query`, or the observation to return in its place (then fact is null).
struct Look {
  const message::Fact* fact = nullptr;  // Found or NotFound
  Observation otherwise = {};
};
Look look(const message::Query& query, const Sight& sight);

Observation is_member(const std::string& address, const std::string& group, const Sight& sight);

bool is_ours(std::string_view domain, const Sight& sight);

// `test` on the entry of a person in the directory; No for somebody who is not in it.
template <class Test>
Observation with_entry(const std::string& address, const Sight& sight, Test test) {
  const Look person = look({message::QueryKind::Person, address}, sight);
  if (person.fact == nullptr) return person.otherwise;
  const auto* found = std::get_if<message::Found>(person.fact);
  if (found == nullptr || found->entry == nullptr)
    return {base::Truth::No, shown(address) + " is not in the directory"};
  return test(*found->entry);
}

// The condition's words or patterns (`list`: which of its lists) in a text that needs no decoding. `saw` is what is
// told.
Observation find_in(const Condition& condition, std::size_t list, std::string_view text, std::string saw,
                    const Sight& sight);

// The same in an address, whose domain may be written in ASCII or Unicode.
Observation find_in_address(const Condition& condition, const std::string& address, const Sight& sight);

// "Department:Sales,Marketing", or the same with patterns: any of the condition's values against a person's entry.
Observation find_in_attributes(const Condition& condition, const message::Entry& entry, const Sight& sight);

// What is told of a search that may have been given up.
std::string with_doubt(base::Truth truth, std::string saw);

}  // namespace waybill::rules
