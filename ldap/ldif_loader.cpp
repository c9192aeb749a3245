// ldap/ldif_loader.cpp: an LDIF file becomes an LdifDirectory with its indexes.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/text.h"
#include "ldap/dn.h"
#include "ldap/ldif_directory.h"
#include "ldap/read_ldif.h"
#include "ldap/schema.h"
#include "ldap/sid.h"
#include "message/address.h"

namespace waybill::ldap {
namespace {

constexpr int kNotKept = -1;
constexpr int kUidRank = static_cast<int>(kAddressAttributes.size());
constexpr int kDisabledRank = kUidRank + 1;  // added to the others

// What an attribute means to us.
enum class Role {
  None,
  Address,
  Proxy,
  Uid,
  GroupName,
  AccountName,
  Member,
  MemberUid,
  MemberOf,
  ObjectClass,
  Sid,
  PrimaryGroup,
  Account,
};

struct Known {
  Role role = Role::None;
  int rank = 0;         // of addresses
  int kept = kNotKept;  // its number among the attributes of answers
};

std::unordered_map<std::string, Known> known_attributes(const std::vector<std::string>& fetched) {
  std::unordered_map<std::string, Known> out;
  for (std::size_t i = 0; i < fetched.size(); ++i) out[base::lower(fetched[i])].kept = static_cast<int>(i);
  for (std::size_t i = 0; i < kAddressAttributes.size(); ++i) {
    Known& known = out[base::lower(kAddressAttributes[i])];
    known.role = kAddressAttributes[i] == "proxyAddresses" ? Role::Proxy : Role::Address;
    known.rank = static_cast<int>(i);
  }
  for (const std::string_view name : kGroupNames) out[base::lower(name)].role = Role::GroupName;
  for (const std::string_view name : kMemberAttributes) out[base::lower(name)].role = Role::Member;
  out[base::lower(kAccountName)].role = Role::AccountName;
  out["memberuid"].role = Role::MemberUid;
  out["memberof"].role = Role::MemberOf;
  out["uid"].role = Role::Uid;
  out["objectclass"].role = Role::ObjectClass;
  out["objectsid"].role = Role::Sid;
  out["primarygroupid"].role = Role::PrimaryGroup;
  for (const std::string_view name : kAccountAttributes) out[base::lower(name)].role = Role::Account;
  return out;
}

bool is_group_class(std::string_view name) {
  return std::any_of(kGroupClasses.begin(), kGroupClasses.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool has_options(const Record& record) {
  return std::any_of(record.values.begin(), record.values.end(),
                     [](const Record::Value& value) { return value.name.find(';') != std::string_view::npos; });
}

}  // namespace

// Reads records, then ties members to groups: a member may stand behind its group in the file.
class LdifLoader {
 public:
  // `bytes`: about so many will come.
  LdifLoader(const std::vector<std::string_view>& attributes, std::size_t bytes, std::string delimiters)
      : names_(fetched_attributes(attributes)),
        known_(known_attributes(names_)),
        directory_(new LdifDirectory(EntryStore(names_, bytes), std::move(delimiters))) {}

  void take(const Record& record) {
    const Id entry = directory_->store_.add(record.dn);
    lines_.push_back(record.line);
    const auto [known, is_new] = directory_->by_dn_.emplace(record.key, entry);
    if (!is_new && !twice_) twice_ = Twice{record.line, lines_[known->second]};
    Taken taken;
    if (has_options(record)) {
      for (const auto& [name, values] : attributes_of(record, names_)) {
        for (const std::string& value : values) take_value(name, value, entry, taken);
      }
    } else {
      for (const Record::Value& value : record.values) take_value(value.name, value.value, entry, taken);
    }
    if (taken.is_group) name_group(taken, entry);
    for (auto& [address, rank] : taken.addresses) {
      own(std::move(address), {entry, rank + (taken.is_disabled ? kDisabledRank : 0)});
    }
    directory_->is_group_.push_back(taken.is_group);
    if (!taken.primary_group.empty())
      primary_groups_.emplace_back(entry, primary_group_sid(taken.sid, taken.primary_group));
    if (!taken.is_group) return;
    if (!taken.sid.empty()) groups_by_sid_.emplace(taken.sid, entry);
    if (taken.is_dynamic) dynamic_groups_.push_back(entry);
  }

  // A DN that stands in two places of `file`, if there is one.
  std::optional<base::Error> fault(const std::string& file) const {
    if (!twice_) return std::nullopt;
    return base::Error{base::ErrorKind::Invalid, fmt::format("this DN stands in line {} already", twice_->first),
                       base::Place{file, twice_->line, 1}};
  }

  std::unique_ptr<LdifDirectory> finish() {
    directory_->entries_ = static_cast<Id>(directory_->store_.size());
    for (const auto& [group, dn] : members_) {
      const auto child = find_dn(dn);
      if (child != directory_->by_dn_.end()) directory_->edges_.push_back({child->second, group});
    }
    for (const auto& [group, uid] : member_uids_) {
      const auto range = by_uid_.equal_range(uid);
      for (auto child = range.first; child != range.second; ++child) {
        directory_->edges_.push_back({child->second, group});
      }
    }
    for (const auto& [child, sid] : primary_groups_) {
      const auto group = groups_by_sid_.find(sid);
      if (group != groups_by_sid_.end()) directory_->edges_.push_back({child, group->second});
    }
    for (const auto& [dn, children] : member_of_) take_member_of(dn, children);
    auto& edges = directory_->edges_;
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    edges.shrink_to_fit();
    directory_->is_open_.resize(directory_->store_.size());
    for (const Id dynamic : dynamic_groups_) {
      for (const Id group : directory_->closure(dynamic)) directory_->is_open_[group] = true;
    }
    return std::move(directory_);
  }

 private:
  using Id = LdifDirectory::Id;
  using Reference = std::pair<Id, std::string>;  // an entry, and the DN or uid that it names

  struct Twice {
    int line = 0;
    int first = 0;
  };

  struct Taken {
    bool is_group = false;
    bool is_dynamic = false;
    bool is_disabled = false;
    std::vector<std::pair<std::string, int>> addresses = {};  // and their ranks
    std::vector<std::string> names = {};                      // by which a group goes
    std::string sid = {};
    std::string primary_group = {};
  };

  void take_value(std::string_view name, std::string_view value, Id entry, Taken& taken) {
    const auto known = known_.find(base::lower(name));
    if (known == known_.end()) return;
    if (known->second.kept != kNotKept) {
      directory_->store_.add_value(static_cast<std::uint16_t>(known->second.kept), value);
    }
    if (known->second.role == Role::Account) taken.is_disabled = taken.is_disabled || says_disabled(name, value);
    use_value(known->second, value, entry, taken);
  }

  void use_value(const Known& known, std::string_view value, Id entry, Taken& taken) {
    switch (known.role) {
      case Role::Address:
        return take_address(value, known.rank, taken);
      case Role::Proxy:
        if (!base::starts_with_ignore_case(value, kProxyPrefix)) return;
        return take_address(value.substr(kProxyPrefix.size()), known.rank, taken);
      case Role::Uid:
        by_uid_.emplace(base::lower(value), entry);
        take_address(value, kUidRank, taken);  // or a login name
        return;
      case Role::AccountName:
        take_address(value, kUidRank, taken);
        taken.names.push_back(LdifDirectory::group_key(value));
        return;
      case Role::GroupName:
        taken.names.push_back(LdifDirectory::group_key(value));
        return;
      case Role::Member:
        members_.emplace_back(entry, value);
        taken.is_group = true;
        return;
      case Role::MemberUid:
        member_uids_.emplace_back(entry, base::lower(value));
        taken.is_group = true;
        return;
      case Role::MemberOf:
        member_of_[std::string(value)].push_back(entry);
        return;
      case Role::ObjectClass:
        taken.is_group = taken.is_group || is_group_class(value);
        taken.is_dynamic = taken.is_dynamic || base::equals_ignore_case(value, kDynamicGroupClass);
        return;
      case Role::Sid:
        taken.sid = value;
        return;
      case Role::PrimaryGroup:
        taken.primary_group = value;
        return;
      case Role::Account:
      case Role::None:
        return;
    }
  }

  static void take_address(std::string_view address, int rank, Taken& taken) {
    std::string normal = message::normalized(base::trim(address));
    if (!normal.empty()) taken.addresses.emplace_back(std::move(normal), rank);
  }

  // A uid is a name of people alone.
  void name_group(const Taken& taken, Id entry) {
    for (const std::string& name : taken.names) directory_->groups_by_name_[name].push_back(entry);
    for (const auto& [address, rank] : taken.addresses) {
      if (rank < kUidRank) directory_->groups_by_name_[LdifDirectory::group_key(address)].push_back(entry);
    }
  }

  void own(std::string address, LdifDirectory::Owner owner) {
    const auto [known, fresh] = directory_->by_address_.emplace(std::move(address), owner);
    if (!fresh && owner.rank < known->second.rank) known->second = owner;
  }

  std::unordered_map<std::string, Id>::const_iterator find_dn(const std::string& dn) const {
    const auto key = normalized_dn(dn);
    return key ? directory_->by_dn_.find(*key) : directory_->by_dn_.end();
  }

  // What a memberOf names is a group, whether it is in the file or not.
  void take_member_of(const std::string& dn, const std::vector<Id>& children) {
    const auto key = normalized_dn(dn);
    if (!key) return;
    auto known = directory_->by_dn_.find(*key);
    if (known == directory_->by_dn_.end()) {
      known = directory_->by_dn_.emplace(*key, directory_->store_.add(dn)).first;
      directory_->is_group_.push_back(false);
    }
    const Id group = known->second;
    if (!directory_->is_group_[group]) {
      directory_->is_group_[group] = true;
      const std::string name = LdifDirectory::group_key(leading_value(dn, "cn"));
      if (!name.empty()) directory_->groups_by_name_[name].push_back(group);
    }
    for (const Id child : children) directory_->edges_.push_back({child, group});
  }

  std::vector<std::string> names_;
  std::unordered_map<std::string, Known> known_;
  std::unique_ptr<LdifDirectory> directory_;
  std::unordered_multimap<std::string, Id> by_uid_;
  std::vector<Reference> members_;
  std::vector<Reference> member_uids_;
  std::map<std::string, std::vector<Id>> member_of_;  // the same few groups in many entries
  std::vector<Reference> primary_groups_;             // by their SIDs
  std::unordered_map<std::string, Id> groups_by_sid_;
  std::vector<Id> dynamic_groups_;
  std::vector<int> lines_;  // of the entries' DNs
  std::optional<Twice> twice_;
};

namespace {

// 0: not known.
std::size_t size_of(std::istream& in) {
  const auto size = in.seekg(0, std::ios::end).tellg();
  in.clear();
  in.seekg(0);
  in.clear();
  return size < 0 ? 0 : static_cast<std::size_t>(size);
}

}  // namespace

base::Result<std::unique_ptr<LdifDirectory>> LdifDirectory::load(const std::string& file,
                                                                 const std::vector<std::string_view>& attributes,
                                                                 std::string delimiters) {
  auto in = open_ldif(file);
  if (!in) return in.error();
  return read(*in, file, attributes, std::move(delimiters));
}

base::Result<std::unique_ptr<LdifDirectory>> LdifDirectory::read(std::istream& in, const std::string& file,
                                                                 const std::vector<std::string_view>& attributes,
                                                                 std::string delimiters) {
  LdifLoader loader(attributes, size_of(in), std::move(delimiters));
  const auto count = read_ldif(in, file, [&](const Record& record) { loader.take(record); });
  if (!count) return count.error();
  if (auto fault = loader.fault(file)) return std::move(*fault);
  if (*count == 0)
    return base::Error{base::ErrorKind::Invalid, "expected entries, found none", base::Place{file, 1, 1}};
  return loader.finish();
}

}  // namespace waybill::ldap
