// ldap/entry_store.cpp: values one behind the other.
#include "ldap/entry_store.h"

#include <cstring>

namespace waybill::ldap {
namespace {

constexpr std::size_t kHead = sizeof(std::uint16_t) + sizeof(std::uint32_t);

struct Value {
  std::uint16_t name = 0;
  std::string_view text;
};

Value value_at(const std::string& bytes, std::size_t offset) {
  Value out;
  std::uint32_t length = 0;
  std::memcpy(&out.name, bytes.data() + offset, sizeof out.name);
  std::memcpy(&length, bytes.data() + offset + sizeof out.name, sizeof length);
  out.text = std::string_view(bytes).substr(offset + kHead, length);
  return out;
}

}  // namespace

void EntryStore::put(std::uint16_t name, std::string_view value) {
  const auto length = static_cast<std::uint32_t>(value.size());
  bytes_.append(reinterpret_cast<const char*>(&name), sizeof name);
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(value);
}

std::uint32_t EntryStore::add(std::string_view dn) {
  begins_.push_back(bytes_.size());
  put(0, dn);
  return static_cast<std::uint32_t>(begins_.size() - 1);
}

void EntryStore::add_value(std::uint16_t name, std::string_view value) { put(name, value); }

std::string_view EntryStore::dn(std::uint32_t entry) const { return value_at(bytes_, begins_[entry]).text; }

std::shared_ptr<const message::Entry> EntryStore::entry(std::uint32_t entry) const {
  auto out = std::make_shared<message::Entry>();
  const Value dn = value_at(bytes_, begins_[entry]);
  out->dn = dn.text;
  const std::size_t end = entry + 1 < begins_.size() ? begins_[entry + 1] : bytes_.size();
  for (std::size_t at = begins_[entry] + kHead + dn.text.size(); at < end;) {
    const Value value = value_at(bytes_, at);
    out->attributes[names_[value.name]].emplace_back(value.text);
    at += kHead + value.text.size();
  }
  return out;
}

}  // namespace waybill::ldap
