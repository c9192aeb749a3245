// tests/integration/ldap/slapd.h: a private slapd on a free port of 127.0.0.1, gone when the object goes.
#pragma once

#include <string>

#include "tests/integration/server_process.h"

namespace waybill::tests {

class Slapd {
 public:
  // `more`: lines of the global part of its configuration.
  explicit Slapd(const std::string& more = {});

  void start();  // and waits until it answers
  void stop() { process_.stop(); }
  void freeze() const { process_.freeze(); }
  void thaw() const { process_.thaw(); }

  std::string uri() const { return "ldap://127.0.0.1:" + std::to_string(port_); }
  std::string tls_uri() const { return "ldaps://127.0.0.1:" + std::to_string(tls_port_); }
  // An address for which its certificate does not hold.
  std::string other_name_uri() const { return "ldaps://127.0.0.2:" + std::to_string(tls_port_); }
  std::string write(const std::string& name, const std::string& text) const { return process_.write(name, text); }
  std::string ca_file() const { return Authority::get().file("ca.crt"); }
  std::string other_ca_file() const { return Authority::get().file("other.crt"); }

 private:
  ServerProcess process_{"slapd"};
  int port_ = 0;
  int tls_port_ = 0;
};

}  // namespace waybill::tests
