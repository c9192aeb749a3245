// message/compose.cpp: what a list of edits makes of header and body.
#include "message/compose.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace waybill::message {
namespace {

using Slots = std::vector<std::optional<HeaderField>>;  // removed fields keep their place until the end

std::optional<HeaderField>* slot(Slots& slots, const HeaderList& headers, std::string_view name,
                                 std::size_t instance) {
  const HeaderField* field = find(headers, name, instance);
  return field == nullptr ? nullptr : &slots[static_cast<std::size_t>(field - headers.data())];
}

struct HeaderEdits {
  const HeaderList& headers;
  Slots& slots;
  HeaderList& above;
  HeaderList& below;

  void operator()(const InsertHeader& e) const { above.insert(above.begin(), {e.name, e.value}); }
  void operator()(const AddHeader& e) const { below.push_back({e.name, e.value}); }
  void operator()(const ChangeHeader& e) const {
    if (auto* found = slot(slots, headers, e.name, e.instance)) {
      *found = HeaderField{headers[static_cast<std::size_t>(found - slots.data())].name, e.value};
    }
  }
  void operator()(const RemoveHeader& e) const {
    if (auto* found = slot(slots, headers, e.name, e.instance)) found->reset();
  }
  void operator()(const SpliceBody&) const {}
};

}  // namespace

HeaderList apply_to_headers(const HeaderList& headers, const Edits& edits) {
  Slots slots(headers.begin(), headers.end());
  HeaderList above;
  HeaderList below;
  for (const Edit& edit : edits) std::visit(HeaderEdits{headers, slots, above, below}, edit);
  HeaderList out = std::move(above);
  for (auto& field : slots) {
    if (field) out.push_back(std::move(*field));
  }
  std::move(below.begin(), below.end(), std::back_inserter(out));
  return out;
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
  std::string out;
  for (const std::string_view slice : body_slices(body, edits)) out += slice;
  return out;
}

}  // namespace waybill::message
