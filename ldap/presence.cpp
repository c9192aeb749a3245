// ldap/presence.cpp: searches, or one reading of the file.
#include "ldap/presence.h"

#include "ldap/any_server.h"
#include "ldap/dn.h"
#include "ldap/filter.h"
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

// Groups of that name or DN that meet the filter.
base::Result<std::size_t> count_groups(Connection& connection, const Options& options, const std::string& name,
                                       const std::string& filter) {
  const auto deadline = [&] { return std::chrono::steady_clock::now() + options.timeout; };
  if (normalized_dn(name)) {
    const auto found = connection.search({name, false, filter, {"1.1"}}, deadline());
    if (!found) return found.error();
    if (!found->entries.empty()) return found->entries.size();
  }
  const auto found =
      connection.search({options.base, true, "(&" + group_filter(name) + filter + ')', {"1.1"}}, deadline());
  if (!found) return found.error();
  return found->entries.size();
}

}  // namespace

base::Result<Answers> find_present(const Options& options, const std::vector<std::string_view>& names) {
  return options.kind == Kind::Ldif ? find_in_file(options.file, names) : find_on_server(options, names);
}

base::Result<Answers> find_hidden_members(const Options& options, const std::vector<std::string>& groups) {
  constexpr const char* kMustHave = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))";
  constexpr const char* kHave =
      "(|(&(objectClass=groupOfNames)(member=*))(&(objectClass=groupOfUniqueNames)(uniqueMember=*)))";
  Answers out(groups.size());
  if (options.kind == Kind::Ldif || groups.empty()) return out;
  auto connection = connect_to_any(options);
  if (!connection) return connection.error();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto all = count_groups(*connection, options, groups[i], kMustHave);
    if (!all) return all.error();
    const auto shown = count_groups(*connection, options, groups[i], kHave);
    if (!shown) return shown.error();
    out[i] = *shown < *all;
  }
  return out;
}

}  // namespace waybill::ldap
