// ldap/presence.cpp: a search for each attribute, or one reading of the file.
#include "ldap/presence.h"

#include "ldap/any_server.h"
#include "ldap/read_ldif.h"
#include "ldap/streamed_search.h"

namespace waybill::ldap {
namespace {

using Answers = std::vector<bool>;

base::Result<Answers> find_in_file(const std::string& file, const std::vector<std::string_view>& names) {
  auto in = open_ldif(file);
  if (!in) return in.error();
  const std::vector<std::string> wanted(names.begin(), names.end());
  Answers out(names.size());
  const auto count = read_ldif(*in, file, [&](const Record& record) {
    const message::Attributes attributes = attributes_of(record, wanted);
    for (std::size_t i = 0; i < names.size(); ++i) out[i] = out[i] || attributes.count(names[i]) != 0;
  });
  if (!count) return count.error();
  return out;
}

base::Result<Answers> find_on_server(const Options& options, const std::vector<std::string_view>& names) {
  auto connection = connect_to_any(options);
  if (!connection) return connection.error();
  Answers out;
  for (const std::string_view name : names) {
    const std::string attribute(name);
    const auto found = finds_any(*connection, {options.base, true, '(' + attribute + "=*)", {attribute}});
    if (!found) return found.error();
    out.push_back(*found);
  }
  return out;
}

}  // namespace

base::Result<Answers> find_present(const Options& options, const std::vector<std::string_view>& names) {
  return options.kind == Kind::Ldif ? find_in_file(options.file, names) : find_on_server(options, names);
}

}  // namespace waybill::ldap
