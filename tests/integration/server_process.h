// tests/integration/server_process.h: what tests with private servers share: a process with a folder of its own, ports,
// certificates.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace waybill::tests {

// A server with a temporary folder, both gone when the object goes.
class ServerProcess {
 public:
  explicit ServerProcess(const std::string& name);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& folder() const { return folder_; }
  std::string write(const std::string& name, const std::string& text) const;  // the path

  // And waits until these ports of 127.0.0.1 are open.
  void start(const std::vector<std::string>& arguments, const std::vector<int>& ports);
  void stop();          // and waits
  void die();           // by SIGKILL, and waits
  void freeze() const;  // and waits until it stands still
  void thaw() const;
  bool is_running() const { return pid_ != 0; }

 private:
  std::string name_;
  std::string folder_;
  pid_t pid_ = 0;
};

// Certificates for 127.0.0.1: ca.crt signed server.crt and client.crt (with their .key), other.crt signed nothing. Made
// once a run.
class Authority {
 public:
  static const Authority& get();
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  std::string file(const std::string& name) const { return folder_ + '/' + name; }
  const std::string& folder() const { return folder_; }

 private:
  Authority();

  std::string folder_;
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
void run(const std::string& command);  // of the shell; what it prints is dropped
std::string replaced(std::string text, const std::string& what, const std::string& with);

}  // namespace waybill::tests
