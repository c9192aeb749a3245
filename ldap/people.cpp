// ldap/people.cpp: entries with an address that are no groups.
#include "ldap/people.h"

#include <algorithm>

#include "base/text.h"
#include "ldap/filter.h"
#include "ldap/read_ldif.h"
#include "ldap/schema.h"

namespace waybill::ldap {
namespace {

// Asked here and not in the filter: a server for which one of these classes is unknown would leave out everybody
// (RFC 4511, 4.5.1.7: not Undefined is Undefined).
bool is_group(const message::Entry& entry) {
  const auto classes = entry.attributes.find("objectClass");
  if (classes == entry.attributes.end()) return false;
  return std::any_of(classes->second.begin(), classes->second.end(), [](const std::string& name) {
    return std::any_of(kGroupClasses.begin(), kGroupClasses.end(),
                       [&](std::string_view known) { return base::equals_ignore_case(known, name); });
  });
}

bool has_address(const message::Entry& entry) {
  return std::any_of(kAddressAttributes.begin(), kAddressAttributes.end(),
                     [&](std::string_view name) { return entry.attributes.count(name) != 0; });
}

// Hands over at most so many.
class Turnstile {
 public:
  Turnstile(std::size_t most, const TakePerson& take) : most_(most), take_(take) {}

  // Whether there may come more.
  bool pass(const message::Entry& entry) {
    if (is_group(entry) || !has_address(entry)) return true;
    if (most_ != 0 && out_.entries == most_) {
      out_.end = End::Enough;
      return false;
    }
    ++out_.entries;
    take_(entry);
    return true;
  }

  Streamed result() const { return out_; }

 private:
  const std::size_t most_;
  const TakePerson& take_;
  Streamed out_;
};

message::Entry to_entry(const Record& record, const std::vector<std::string>& names) {
  message::Entry out;
  out.dn = record.dn;
  message::Attributes attributes = attributes_of(record, names);
  for (const std::string& name : names) {
    const auto found = attributes.find(name);
    if (found != attributes.end()) out.attributes[name] = std::move(found->second);
  }
  return out;
}

}  // namespace

base::Result<Streamed> read_people(Connection& connection, const std::string& base,
                                   const std::vector<std::string_view>& attributes, std::size_t most,
                                   const TakePerson& take) {
  Turnstile turnstile(most, take);
  const Search search{base, true, any_address_filter(), fetched_attributes(attributes)};
  const auto end =
      search_streamed(connection, search, [&](const message::Entry& entry) { return turnstile.pass(entry); });
  if (!end) return end.error();
  return Streamed{turnstile.result().entries, end->end};
}

base::Result<Streamed> read_people(const std::string& file, const std::vector<std::string_view>& attributes,
                                   std::size_t most, const TakePerson& take) {
  auto in = open_ldif(file);
  if (!in) return in.error();
  const std::vector<std::string> names = fetched_attributes(attributes);
  Turnstile turnstile(most, take);
  const auto count = read_ldif(*in, file, [&](const Record& record) { turnstile.pass(to_entry(record, names)); });
  if (!count) return count.error();
  return turnstile.result();
}

}  // namespace waybill::ldap
