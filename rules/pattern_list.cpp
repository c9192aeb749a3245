// rules/pattern_list.cpp: one automaton says which patterns may be in a text.
#include "rules/pattern_list.h"

#include <re2/set.h>

#include <algorithm>
#include <utility>

#include "rules/pattern_options.h"

namespace waybill::rules {

using base::Truth;

struct PatternList::Set {
  re2::RE2::Set set;
};

namespace {

constexpr std::int64_t kBytesOfSet = std::int64_t{8} << 20;
constexpr std::int64_t kBytesOfPattern = std::int64_t{1} << 18;

}  // namespace

PatternList::PatternList(std::vector<std::shared_ptr<const Pattern>> patterns) : patterns_(std::move(patterns)) {
  if (patterns_.size() < 2) return;
  const auto bytes = kBytesOfSet + kBytesOfPattern * static_cast<std::int64_t>(patterns_.size());
  Set all{re2::RE2::Set(pattern_options(bytes), re2::RE2::UNANCHORED)};
  for (const auto& pattern : patterns_) all.set.Add(pattern->re2(), nullptr);
  if (all.set.Compile()) set_ = std::make_unique<const Set>(std::move(all));
}

PatternList::~PatternList() = default;

// Those that may be in the text, ascending; none: the automaton needs too much memory for it.
std::optional<std::vector<std::size_t>> PatternList::candidates(std::string_view text) const {
  if (set_ == nullptr) return std::nullopt;
  std::vector<int> found;
  re2::RE2::Set::ErrorInfo error = {};
  if (!set_->set.Match(text, &found, &error) && error.kind != re2::RE2::Set::kNoError) return std::nullopt;
  std::sort(found.begin(), found.end());
  return std::vector<std::size_t>(found.begin(), found.end());
}

std::vector<std::pair<std::size_t, Truth>> PatternList::search_all(std::string_view text) const {
  std::vector<std::pair<std::size_t, Truth>> out;
  const auto found = candidates(text);
  const std::size_t size = found ? found->size() : patterns_.size();
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t index = found ? (*found)[i] : i;
    const Truth truth = found ? patterns_[index]->confirm(text) : patterns_[index]->match(text);
    if (truth != Truth::No) out.emplace_back(index, truth);
  }
  return out;
}

Hit PatternList::search(std::string_view text) const {
  Hit hit;
  const auto found = candidates(text);
  const std::size_t size = found ? found->size() : patterns_.size();
  for (std::size_t i = 0; i < size && hit.truth != Truth::Yes; ++i) {
    const std::size_t index = found ? (*found)[i] : i;
    hit.add(found ? patterns_[index]->confirm(text) : patterns_[index]->match(text), index);
  }
  return hit;
}

}  // namespace waybill::rules
