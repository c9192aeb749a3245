// ldap/pages.cpp: the control, there and back.
#include "ldap/pages.h"

namespace waybill::ldap {
namespace {

constexpr int kPageEntries = 500;

}  // namespace

Control page_control(LDAP* handle, std::string& cookie) {
  LDAPControl* out = nullptr;
  berval where{cookie.size(), cookie.data()};
  constexpr int kNotCritical = 0;
  ldap_create_page_control(handle, kPageEntries, &where, kNotCritical, &out);
  return Control(out);
}

std::string next_page(LDAP* handle, LDAPControl** controls) {
  LDAPControl* const control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, nullptr);
  ber_int_t estimate = 0;
  berval cookie = {};
  if (control == nullptr || ldap_parse_pageresponse_control(handle, control, &estimate, &cookie) != LDAP_SUCCESS) {
    return {};
  }
  std::string out(cookie.bv_val == nullptr ? "" : cookie.bv_val, cookie.bv_len);
  ber_memfree(cookie.bv_val);
  return out;
}

// slapd 2.5 says the first where size.prtotal is disabled or size.pr is less than our pages.
bool refuses_pages(int code) {
  return code == LDAP_ADMINLIMIT_EXCEEDED || code == LDAP_UNWILLING_TO_PERFORM ||
         code == LDAP_UNAVAILABLE_CRITICAL_EXTENSION;
}

}  // namespace waybill::ldap
