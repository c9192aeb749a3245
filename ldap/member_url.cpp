// ldap/member_url.cpp: parsing is libldap's.
#include "ldap/member_url.h"

#include <ldap.h>

#include <memory>

#include "ldap/dn.h"

namespace waybill::ldap {
namespace {

struct FreeUrl {
  void operator()(LDAPURLDesc* url) const { ldap_free_urldesc(url); }
};

bool is_empty(const char* text) { return text == nullptr || *text == '\0'; }

MemberUrl::Scope to_scope(int scope) {
  switch (scope) {
    case LDAP_SCOPE_ONELEVEL:
      return MemberUrl::Scope::One;
    case LDAP_SCOPE_SUBTREE:
      return MemberUrl::Scope::Subtree;
    case LDAP_SCOPE_CHILDREN:
      return MemberUrl::Scope::Children;
    default:
      return MemberUrl::Scope::Base;
  }
}

}  // namespace

std::optional<MemberUrl> parse_member_url(const std::string& text) {
  LDAPURLDesc* parsed = nullptr;
  if (text.find('\0') != std::string::npos || ldap_url_parse(text.c_str(), &parsed) != LDAP_URL_SUCCESS) {
    return std::nullopt;
  }
  const std::unique_ptr<LDAPURLDesc, FreeUrl> url(parsed);
  const std::string dn = is_empty(url->lud_dn) ? "" : url->lud_dn;
  const auto base = dn.empty() ? dn : normalized_dn(dn);
  if (!is_empty(url->lud_host) || !base) return std::nullopt;
  return MemberUrl{*base, to_scope(url->lud_scope),
                   is_empty(url->lud_filter) ? "(objectClass=*)" : std::string(url->lud_filter)};
}

bool covers(const MemberUrl& url, std::string_view dn) {
  const auto levels = levels_below(dn, url.base);
  if (!levels) return false;
  switch (url.scope) {
    case MemberUrl::Scope::Base:
      return *levels == 0;
    case MemberUrl::Scope::One:
      return *levels == 1;
    case MemberUrl::Scope::Children:
      return *levels > 0;
    case MemberUrl::Scope::Subtree:
      break;
  }
  return true;
}

}  // namespace waybill::ldap
