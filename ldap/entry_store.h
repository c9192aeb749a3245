// ldap/entry_store.h: many directory entries in little memory.
//
// What: one string holds all DNs and values; an Entry is made of it when somebody asks. 50,000 people as
// message::Entry would take 250 MB, so they take what their text takes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "message/fact.h"

namespace waybill::ldap {

class EntryStore {
 public:
  // `names`: the attributes that entries may have. `bytes`: about so many will come. They are reserved at once: growing
  // would for a moment take twice as many, and what is reserved too much is never touched.
  EntryStore(std::vector<std::string> names, std::size_t bytes) : names_(std::move(names)) { bytes_.reserve(bytes); }

  // The number of the new entry, to which add_value() adds. Numbers count from 0.
  std::uint32_t add(std::string_view dn);
  void add_value(std::uint16_t name, std::string_view value);

  std::size_t size() const { return begins_.size(); }
  std::string_view dn(std::uint32_t entry) const;
  std::shared_ptr<const message::Entry> entry(std::uint32_t entry) const;

 private:
  void put(std::uint16_t name, std::string_view value);

  std::vector<std::string> names_;
  std::vector<std::size_t> begins_;
  std::string bytes_;  // per entry: values, each {name: 2 bytes, length: 4 bytes, bytes}; the DN comes first
};

}  // namespace waybill::ldap
