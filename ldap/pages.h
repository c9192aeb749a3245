// ldap/pages.h: the control by which a search is answered in pages (RFC 2696), and libldap's memory with owners.
#pragma once

#include <ldap.h>

#include <memory>
#include <string>

namespace waybill::ldap {

struct FreeMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;

struct FreeControl {
  void operator()(LDAPControl* control) const { ldap_control_free(control); }
};
using Control = std::unique_ptr<LDAPControl, FreeControl>;

struct FreeControls {
  void operator()(LDAPControl** controls) const { ldap_controls_free(controls); }
};
using Controls = std::unique_ptr<LDAPControl*, FreeControls>;

// Asks for 500 entries (Active Directory gives 1,000 at most). `cookie`: of the server, from the page before; empty for
// the first one. Not critical: a server that does not know it answers all at once.
Control page_control(LDAP* handle, std::string& cookie);

// The cookie for the next page; empty: the server has no more, or knows no pages.
std::string next_page(LDAP* handle, LDAPControl** controls);

// Pages are known, and not allowed to us.
bool refuses_pages(int code);

}  // namespace waybill::ldap
