// engine/header_draft.h: the header of a message on its way through the rules.
//
// What: fields are set, removed, put in front of; edits() says what became of the header as it arrived.
// Contract
//   Values are complete ones, as in message::HeaderField. Names compare without case.
//   edits() has one edit for each field that is another one than before, and none for a change that was undone.
//   Costs nothing before the first change; then each call is linear in the header.
//   REQUIRES: the original header outlives the draft.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/header_list.h"

namespace waybill::engine {

class HeaderDraft {
 public:
  explicit HeaderDraft(const message::HeaderList& original) : original_(&original) {}

  const message::HeaderList& fields() const { return changed_ ? changed_->fields : *original_; }

  // The first field of that name takes the value; without one the field is added below all others.
  void set(std::string_view name, std::string value);
  // As set(), and further fields of that name are removed.
  void set_only(std::string_view name, std::string value);
  void remove(std::string_view name);
  void remove_if(const std::function<bool(std::string_view name)>& is_unwanted);

  message::Edits edits() const;

 private:
  struct Changed {
    message::HeaderList fields;
    std::vector<std::size_t> origins;  // of each field: its index in the original, or kAdded
  };

  Changed& changed();

  const message::HeaderList* original_;
  std::optional<Changed> changed_;
};

}  // namespace waybill::engine
