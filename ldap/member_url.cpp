// ldap/member_url.cpp: parsing is libldap's.
#include "ldap/member_url.h"

#include <ldap.h>

#include <memory>

#include "base/text.h"
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

// Whether the first parenthesis is closed by the last character. Escapes as libldap reads them: `\28`, and `\(` of
// RFC 1960.
bool is_one_filter(std::string_view text) {
  int depth = 0;
  bool is_escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_escaped) depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    is_escaped = text[i] == '\\' && !is_escaped;
    if (depth <= 0) return depth == 0 && i > 0 && i + 1 == text.size();
  }
  return false;
}

// As libldap takes it, with or without parentheses.
std::string in_parentheses(std::string_view filter) {
  const std::string_view bare = base::trim(filter);
  return bare.starts_with('(') ? std::string(bare) : '(' + std::string(bare) + ')';
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
  std::string filter = in_parentheses(is_empty(url->lud_filter) ? "objectClass=*" : url->lud_filter);
  if (!is_empty(url->lud_host) || !base || !is_one_filter(filter)) return std::nullopt;
  return MemberUrl{*base, to_scope(url->lud_scope), std::move(filter)};
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
