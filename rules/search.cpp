// rules/search.cpp: asks what was found for all rules, or the list itself.
#include "rules/search.h"

#include "rules/pattern_list.h"
#include "rules/scan.h"
#include "rules/word_list.h"

namespace waybill::rules {

Hit search(const Condition& condition, std::size_t list, Text& text) {
  if (list < condition.seats.size() && condition.seats[list].scan != nullptr) {
    return text.found_by(*condition.seats[list].scan)[condition.seats[list].number];
  }
  if (!condition.pattern_lists.empty()) return condition.pattern_lists[list]->search(text.utf8());
  const auto word = condition.word_lists[list]->find(text.utf8());
  return word ? Hit{base::Truth::Yes, *word} : Hit{};
}

}  // namespace waybill::rules
