// ldap/member_url.h: memberURL, by which a dynamic group says who belongs to it: ldap:///ou=people,dc=x??sub?(l=Bonn)
//
// Contract: pure. Read are URLs without a host, since another server has not these people; what else cannot be read
//   holds nobody, as in OpenLDAP. Without a scope the base alone is meant, without a filter everybody.
// Source: RFC 4516; slapo-dynlist(5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waybill::ldap {

struct MemberUrl {
  enum class Scope { Base, One, Subtree, Children };

  std::string base;  // normalized; empty: the root
  Scope scope = Scope::Base;
  std::string filter;  // in parentheses that are closed: it may stand in another one
};

std::optional<MemberUrl> parse_member_url(const std::string& text);

// Whether the DN lies where the URL looks; its filter is asked of the server.
bool covers(const MemberUrl& url, std::string_view dn);

}  // namespace waybill::ldap
