// tests/integration/ldap/slapd.h: a private slapd on a free port of 127.0.0.1, gone when the object goes.
#pragma once

#include <sys/types.h>

#include <string>

namespace waybill::tests {

// Certificates for 127.0.0.1: ca.crt signed server.crt, other.crt signed nothing. Made once a run.
class Authority {
 public:
  Authority();
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  std::string file(const std::string& name) const { return folder_ + '/' + name; }

 private:
  std::string folder_;
};

class Slapd {
 public:
  // `more`: lines of the global part of its configuration.
  explicit Slapd(const std::string& more = {});
  ~Slapd();
  Slapd(const Slapd&) = delete;
  Slapd& operator=(const Slapd&) = delete;

  void start();  // and waits until it answers
  void stop();
  void freeze() const;  // and waits until it stands still
  void thaw() const;

  std::string uri() const { return "ldap://127.0.0.1:" + std::to_string(port_); }
  std::string tls_uri() const { return "ldaps://127.0.0.1:" + std::to_string(tls_port_); }
  // An address for which its certificate does not hold.
  std::string other_name_uri() const { return "ldaps://127.0.0.2:" + std::to_string(tls_port_); }
  std::string write(const std::string& name, const std::string& text) const;  // the path
  const std::string& ca_file() const { return ca_file_; }
  const std::string& other_ca_file() const { return other_ca_file_; }

 private:
  std::string folder_;
  std::string ca_file_;
  std::string other_ca_file_;
  int port_ = 0;
  int tls_port_ = 0;
  pid_t pid_ = 0;
};

// Accepts connections (the kernel does) and never says a word.
class SilentServer {
 public:
  SilentServer();
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  int port_ = 0;  // set by the making of socket_
  int socket_ = -1;
};

int free_port();

}  // namespace waybill::tests
