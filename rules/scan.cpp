// rules/scan.cpp: conditions grouped by the text they look at.
#include "rules/scan.h"

#include <map>
#include <string>
#include <utility>

#include "base/text.h"
#include "rules/words.h"

namespace waybill::rules {
namespace {

struct Member {
  Condition* condition;
  std::size_t list;
};

// Conditions with one key look at the same text.
std::string key_of(const Condition& condition, std::size_t list) {
  const ValueType type = condition.word->type;
  const bool of_attribute = type == ValueType::AttributeWords || type == ValueType::AttributePatterns;
  const std::string& value = condition.values[list];
  const std::string field = condition.partner.empty() ? std::string() : base::lower(condition.partner.front());
  return std::string(condition.word->name) + '\n' + field + '\n' +
         (of_attribute ? value.substr(0, value.find(':')) : std::string());
}

std::shared_ptr<const Scan> scan_of(const std::vector<Member>& members) {
  Scan::WordLists words;
  Scan::PatternLists patterns;
  for (const auto& [condition, list] : members) {
    if (list < condition->word_lists.size()) words.push_back(condition->word_lists[list]);
    if (list < condition->pattern_lists.size()) patterns.push_back(condition->pattern_lists[list]);
  }
  return words.empty() ? std::make_shared<const Scan>(patterns) : std::make_shared<const Scan>(words);
}

}  // namespace

std::vector<Hit> Scan::run(Text& text) const {
  if (const auto* words = std::get_if<0>(&scan_)) return (*words)->run(text.folded());
  return std::get<1>(scan_)->run(text.utf8(), text.folded());
}

void join_scans(Ruleset& rules) {
  std::map<std::string, std::vector<Member>> groups;
  for (Rule& rule : rules) {
    for (auto* conditions : {&rule.conditions, &rule.exceptions}) {
      for (Condition& condition : *conditions) {
        condition.seats.resize(condition.word_lists.size() + condition.pattern_lists.size());
        for (std::size_t i = 0; i < condition.seats.size(); ++i)
          groups[key_of(condition, i)].push_back({&condition, i});
      }
    }
  }
  for (const auto& [key, members] : groups) {
    if (members.size() < 2) continue;
    const auto scan = scan_of(members);
    for (std::size_t i = 0; i < members.size(); ++i) members[i].condition->seats[members[i].list] = {scan, i};
  }
}

}  // namespace waybill::rules
