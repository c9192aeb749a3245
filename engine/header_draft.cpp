// engine/header_draft.cpp: a copy of the header that knows where each field came from.
#include "engine/header_draft.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

#include "base/text.h"

namespace waybill::engine {
namespace {

constexpr std::size_t kAdded = static_cast<std::size_t>(-1);

}  // namespace

HeaderDraft::Changed& HeaderDraft::changed() {
  if (!changed_) {
    changed_.emplace(Changed{*original_, std::vector<std::size_t>(original_->size())});
    std::iota(changed_->origins.begin(), changed_->origins.end(), std::size_t{0});
  }
  return *changed_;
}

void HeaderDraft::set(std::string_view name, std::string value) {
  Changed& all = changed();
  const auto is_it = [&](const message::HeaderField& field) { return base::equals_ignore_case(field.name, name); };
  const auto found = std::find_if(all.fields.begin(), all.fields.end(), is_it);
  if (found != all.fields.end()) {
    found->value = std::move(value);
    return;
  }
  all.fields.push_back({std::string(name), std::move(value)});
  all.origins.push_back(kAdded);
}

void HeaderDraft::set_only(std::string_view name, std::string value) {
  set(name, std::move(value));
  if (message::count(fields(), name) == 1) return;
  bool is_first = true;
  remove_if(
      [&](std::string_view other) { return base::equals_ignore_case(other, name) && !std::exchange(is_first, false); });
}

void HeaderDraft::remove(std::string_view name) {
  remove_if([&](std::string_view other) { return base::equals_ignore_case(other, name); });
}

void HeaderDraft::remove_if(const std::function<bool(std::string_view)>& is_unwanted) {
  const auto is_it = [&](const message::HeaderField& field) { return is_unwanted(field.name); };
  std::vector<bool> unwanted;
  std::transform(fields().begin(), fields().end(), std::back_inserter(unwanted), is_it);
  if (std::find(unwanted.begin(), unwanted.end(), true) == unwanted.end()) return;
  Changed& all = changed();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < unwanted.size(); ++i) {
    if (unwanted[i]) continue;
    if (kept != i) all.fields[kept] = std::move(all.fields[i]);
    all.origins[kept++] = all.origins[i];
  }
  all.fields.resize(kept);
  all.origins.resize(kept);
}

message::Edits HeaderDraft::edits() const {
  message::Edits out;
  if (!changed_) return out;
  std::map<std::string, std::size_t> instances;
  std::size_t at = 0;  // in the changed fields, which kept their order
  for (std::size_t i = 0; i < original_->size(); ++i) {
    const message::HeaderField& before = (*original_)[i];
    const std::size_t instance = ++instances[base::lower(before.name)];
    const bool stays = at < changed_->fields.size() && changed_->origins[at] == i;
    if (!stays) {
      out.push_back(message::RemoveHeader{before.name, instance});
    } else if (const message::HeaderField& after = changed_->fields[at++]; after.value != before.value) {
      out.push_back(message::ChangeHeader{before.name, instance, after.value});
    }
  }
  for (; at < changed_->fields.size(); ++at) {
    out.push_back(message::AddHeader{changed_->fields[at].name, changed_->fields[at].value});
  }
  return out;
}

}  // namespace waybill::engine
