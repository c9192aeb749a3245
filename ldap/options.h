// ldap/options.h: which directory, and how long it may take; filled from [directory] of waybill.toml.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace waybill::ldap {

enum class Kind { None, Ldif, Ldap };

struct Options {
  Kind kind = Kind::None;
  std::string file;               // kind = "ldif"
  std::vector<std::string> uris;  // kind = "ldap": ldap://, ldaps://, ldapi://; tried in order
  std::string base;               // search base (DN)
  std::string bind_dn;            // empty: anonymous
  std::string password_file;      // its first line is the password
  bool start_tls = false;
  std::string ca_file;                               // PEM; empty: the system's
  std::chrono::milliseconds timeout{5000};           // all that one message may wait for the directory
  std::chrono::milliseconds cache_lifetime{300000};  // answers are kept that long; Unavailable never
};

}  // namespace waybill::ldap
