// ldap/options.h: which directory, and how long it may take; filled from [directory] of waybill.toml.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "ldap/trace.h"

namespace waybill::ldap {

enum class Kind { None, Ldif, Ldap };

struct Options {
  Kind kind = Kind::None;
  std::string file;               // kind = "ldif"
  std::vector<std::string> uris;  // kind = "ldap": ldap://, ldaps://, ldapi://; tried in order
  std::string base;               // search base (DN)
  std::string bind_dn;            // empty: anonymous
  std::string password_file;      // its first line is the password
  bool sasl_external = false;     // log in as whom the connection shows us to be: the peer of ldapi://, or cert_file
  bool start_tls = false;
  std::string tls_minimum = "1.2";  // the version of TLS, where there is TLS
  std::string recipient_delimiter;  // message::without_extension(); empty: addresses have no extension
  std::string ca_file;              // PEM; empty: the system's
  std::string cert_file;            // PEM, of the client; with key_file, or both empty
  std::string key_file;
  std::chrono::milliseconds connect_timeout{2000};     // of one server: connection, TLS and login
  std::chrono::milliseconds operation_timeout{3000};   // of one search
  std::chrono::milliseconds timeout{5000};             // all that one message may wait for the directory
  std::chrono::milliseconds cache_lifetime{300000};    // of an answer; Unavailable is never kept
  std::chrono::milliseconds negative_lifetime{60000};  // of the answer that there is no such person or member
  std::chrono::milliseconds stale_lifetime{86400000};  // how long beyond that, while no server answers
  std::size_t cache_bytes = 64UL * 1024 * 1024;
  std::string cache_file = "/var/cache/waybill/directory.db";  // keeps answers over restarts; empty: nothing does
  bool is_one_of_several = false;  // no setting: another directory knows the DNs for which servers refer elsewhere
  std::shared_ptr<Trace> trace = nullptr;  // no setting: for `waybill lookup --trace`
};

}  // namespace waybill::ldap
