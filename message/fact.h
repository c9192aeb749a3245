// message/fact.h: questions to the directory and to who looks into attachments, and what they answered.
//
// Contract
//   Three answers: Found, NotFound, Unavailable. "Could not be asked" is never "no".
//   A Person query with Found carries the entry; Member with Found means "is a member", and
//   carries no entry. A group that does not exist is NotFound, its note says so.
// Why values and not calls: what decides about a mail is a function of them (engine/process.h);
// tests write them in a file.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "message/attachments.h"

namespace waybill::message {

enum class QueryKind {
  Person,       // subject: an e-mail address (normalized), or a login name -> the person's entry
  Entry,        // subject: a DN -> that entry (a manager's)
  Member,       // subject: an e-mail address, group: name, DN or address of a group -> yes or no
  Groups,       // subject: an e-mail address -> an entry whose memberOf lists the DNs of all groups, nested ones too
  Attachments,  // what is attached to the message -> Facts::attachments(); not for the directory
};

struct Query {
  QueryKind kind = QueryKind::Person;
  std::string subject = {};
  std::string group = {};

  friend auto operator<=>(const Query&, const Query&) = default;
};

// `person a@example.com`, `entry uid=a,dc=example`, `member a@example.com of "All Users"`, `groups a@example.com`
std::string to_string(const Query& query);

// LDAP attribute names compare without case (RFC 4512, 2.5); values are UTF-8.
struct NoCaseLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Attributes = std::map<std::string, std::vector<std::string>, NoCaseLess>;

struct Entry {
  std::string dn;
  Attributes attributes;
};

struct Found {
  std::shared_ptr<const Entry> entry = nullptr;  // shared with the directory's cache; null for Member
};
struct NotFound {
  std::string note = {};
};
inline constexpr std::string_view kNoSuchGroup = "no such group";  // a note
struct Unavailable {
  std::string reason;
};
using Fact = std::variant<Found, NotFound, Unavailable>;

// What both take in memory, about, where they are kept: the entry as if nobody shared it.
std::size_t bytes_of(const Query& query, const Fact& fact);

class Facts {
 public:
  void add(Query query, Fact fact) { facts_.insert_or_assign(std::move(query), std::move(fact)); }
  // Null: not asked yet.
  const Fact* find(const Query& query) const;

  void add(Attachments attachments) { attachments_.emplace(std::move(attachments)); }
  // Null: not looked at yet.
  const Attachments* attachments() const { return attachments_ ? &*attachments_ : nullptr; }

 private:
  std::map<Query, Fact> facts_;
  std::optional<Attachments> attachments_;
};

}  // namespace waybill::message
