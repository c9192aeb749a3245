// message/compose.cpp: what a list of edits makes of header and body.
#include "message/compose.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"

namespace waybill::message {
namespace {

using Slots = std::vector<std::optional<ComposedField>>;  // a removed field keeps its place until the end

class HeaderEdits {
 public:
  explicit HeaderEdits(const HeaderList& headers) : headers_(headers) {
    slots_.reserve(headers.size());
    for (const HeaderField& field : headers) slots_.push_back(ComposedField{slots_.size(), field});
  }

  void operator()(const InsertHeader& e) { above_.insert(above_.begin(), {kNewField, {e.name, e.value}}); }
  void operator()(const AddHeader& e) { below_.push_back({kNewField, {e.name, e.value}}); }
  void operator()(const ChangeHeader& e) {
    auto* slot = find_slot(e.name, e.instance);
    if (slot != nullptr && *slot) *slot = ComposedField{kNewField, {(*slot)->field.name, e.value}};
  }
  void operator()(const RemoveHeader& e) {
    if (auto* slot = find_slot(e.name, e.instance)) slot->reset();
  }
  void operator()(const SpliceBody&) {}

  std::vector<ComposedField> result() && {
    std::vector<ComposedField> out = std::move(above_);
    for (auto& slot : slots_) {
      if (slot) out.push_back(std::move(*slot));
    }
    std::move(below_.begin(), below_.end(), std::back_inserter(out));
    return out;
  }

 private:
  std::optional<ComposedField>* find_slot(std::string_view name, std::size_t instance) {
    if (by_name_.empty()) index();
    const auto found = by_name_.find(base::lower(name));
    const bool exists = found != by_name_.end() && instance >= 1 && instance <= found->second.size();
    return exists ? &slots_[found->second[instance - 1]] : nullptr;
  }

  // A stranger's header may have a thousand fields that go: none of them is searched for.
  void index() {
    for (std::size_t i = 0; i < headers_.size(); ++i) by_name_[base::lower(headers_[i].name)].push_back(i);
  }

  const HeaderList& headers_;
  Slots slots_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  std::vector<ComposedField> above_;
  std::vector<ComposedField> below_;
};

}  // namespace

std::vector<ComposedField> compose_headers(const HeaderList& headers, const Edits& edits) {
  HeaderEdits visitor(headers);
  for (const Edit& edit : edits) std::visit(visitor, edit);
  return std::move(visitor).result();
}

HeaderList apply_to_headers(const HeaderList& headers, const Edits& edits) {
  HeaderList out;
  for (ComposedField& composed : compose_headers(headers, edits)) out.push_back(std::move(composed.field));
  return out;
}

std::string header_text(const HeaderList& headers) {
  std::string out;
  for (const HeaderField& field : headers) {
    out += field.name + ':';
    for (const char c : field.value) out += c == '\n' ? "\r\n" : std::string_view(&c, 1);
    out += "\r\n";
  }
  return out += "\r\n";
}

bool changes_body(const Edits& edits) {
  return std::any_of(edits.begin(), edits.end(), [](const Edit& e) { return std::holds_alternative<SpliceBody>(e); });
}

std::vector<std::string_view> body_slices(std::string_view body, const Edits& edits) {
  std::vector<std::string_view> out;
  const auto put = [&](std::string_view slice) {
    if (!slice.empty()) out.push_back(slice);
  };
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    const auto* splice = std::get_if<SpliceBody>(&edit);
    if (splice == nullptr) continue;
    put(body.substr(done, splice->begin - done));
    put(splice->bytes);
    done = splice->end;
  }
  put(body.substr(done));
  return out;
}

std::string apply_to_body(std::string_view body, const Edits& edits) {
  const std::vector<std::string_view> slices = body_slices(body, edits);
  std::size_t size = 0;
  for (const std::string_view slice : slices) size += slice.size();
  std::string out;
  out.reserve(size);
  for (const std::string_view slice : slices) out += slice;
  return out;
}

}  // namespace waybill::message
