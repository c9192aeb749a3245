// ldap/examination.h: what a directory server is like, seen from here: for people who look for a trouble.
//
// What: goes the way of Connection::open() step by step and tells at which one it ended, and what the server shows of
// itself: its certificate, its clock, whether it shows something at or below the search base.
// Not here: what that means (doctor/directory.h).
//
// Contract
//   One URI at a time, each within options.timeout but for name look-ups; in the caller's thread.
//   REQUIRES: SIGPIPE is ignored or blocked.
//   When the handshake of TLS fails, certificate and time are read over a second connection that verifies nothing. No
//   password is ever sent over that one, and nothing it says is believed but for explaining the failure.
//   For localhost, libldap wants this host's own name in the certificate, and so it is here.
//   The time is what Active Directory publishes in its root DSE (currentTime), else that of OpenLDAP's cn=Monitor, if
//   the login may read it; other servers tell none.
// Source: MS-ADTS 3.1.1.3.2.2; slapd-monitor(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ldap/options.h"

namespace waybill::ldap {

enum class Stage {
  Reach,   // name, network, port
  Secure,  // TLS
  Login,
  Search,  // the base
  Done,    // all is well
};

struct Examination {
  std::string uri;
  Stage stage = Stage::Reach;  // where it ended
  std::string error = {};      // why; empty when Done
  std::string host = {};
  int port = 0;
  std::string name = {};                             // that the certificate has to have: host, but for localhost
  std::string certificate = {};                      // the server's, as DER; empty: not seen
  std::optional<std::int64_t> ahead = std::nullopt;  // seconds that its clock is ahead of ours
};

Examination examine(const Options& options, const std::string& uri);

// "20261126093000.0Z" (RFC 4517, 3.3.13, UTC only): seconds since 1970.
std::optional<std::int64_t> read_generalized_time(const std::string& text);

}  // namespace waybill::ldap
