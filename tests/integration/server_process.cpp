// tests/integration/server_process.cpp: folders, certificates and processes.
#include "tests/integration/server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace waybill::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string make_folder(const std::string& name) {
  std::string out = (fs::temp_directory_path() / ("waybill-" + name + "-XXXXXX")).string();
  if (mkdtemp(out.data()) == nullptr) throw std::runtime_error("mkdtemp");
  return out;
}

// What it prints goes to the file `log`: a server that outlives a test that was killed must not hold the test's output.
pid_t spawn(const std::vector<std::string>& arguments, const std::string& log) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t output;
  posix_spawn_file_actions_init(&output);
  posix_spawn_file_actions_addopen(&output, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&output, STDOUT_FILENO, STDERR_FILENO);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, argv[0], &output, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&output);
  if (failed != 0) throw std::runtime_error("cannot start " + arguments[0]);
  return pid;
}

sockaddr_in loopback(int port) {
  sockaddr_in out = {};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(static_cast<std::uint16_t>(port));
  return out;
}

int bound_socket(int& port) {
  const int out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(out, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(out, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  port = ntohs(address.sin_port);
  return out;
}

bool accepts(int port) {
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool out = connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(client);
  return out;
}

}  // namespace

void run(const std::string& command) {
  const int code = std::system((command + " >/dev/null 2>&1").c_str());
  if (code != 0) throw std::runtime_error("failed: " + command);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

int free_port() {
  int port = 0;
  close(bound_socket(port));
  return port;
}

Authority::Authority() : folder_(make_folder("authority")) {
  const std::string key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3 ";
  for (const char* name : {"ca", "other"}) {
    run("openssl req -x509" + key + "-subj /CN=" + name + " -keyout " + file(name) + ".key -out " + file(name) +
        ".crt -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign");
  }
  std::ofstream(file("extensions")) << "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n";
  for (const char* name : {"server", "client"}) {
    run("openssl req -subj /CN=" + std::string(name) + key + "-keyout " + file(name) + ".key -out " + file(name) +
        ".csr");
    run("openssl x509 -req -days 3 -in " + file(name) + ".csr -CA " + file("ca.crt") + " -CAkey " + file("ca.key") +
        " -CAcreateserial -extfile " + file("extensions") + " -out " + file(name) + ".crt");
  }
}

Authority::~Authority() { fs::remove_all(folder_); }

const Authority& Authority::get() {
  static const Authority kAuthority;
  return kAuthority;
}

ServerProcess::ServerProcess(const std::string& name) : name_(name), folder_(make_folder(name)) {}

ServerProcess::~ServerProcess() {
  stop();
  fs::remove_all(folder_);
}

std::string ServerProcess::write(const std::string& name, const std::string& text) const {
  const std::string path = folder_ + '/' + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

void ServerProcess::start(const std::vector<std::string>& arguments, const std::vector<int>& ports) {
  pid_ = spawn(arguments, folder_ + "/log");
  for (int i = 0; i < 1000; ++i) {
    if (std::all_of(ports.begin(), ports.end(), accepts)) return;
    if (waitpid(pid_, nullptr, WNOHANG) != 0) break;
    std::this_thread::sleep_for(20ms);
  }
  die();
  throw std::runtime_error(name_ + " did not start");
}

void ServerProcess::stop() {
  if (pid_ == 0) return;
  thaw();
  kill(pid_, SIGTERM);
  for (int i = 0; i < 500 && waitpid(pid_, nullptr, WNOHANG) == 0; ++i) {
    std::this_thread::sleep_for(20ms);
    if (i == 499) return die();
  }
  pid_ = 0;
}

void ServerProcess::die() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

// Waits for it: a thread of the server may answer on until the one that got the signal is on a processor.
void ServerProcess::freeze() const {
  kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);
}

void ServerProcess::thaw() const { kill(pid_, SIGCONT); }

SilentServer::SilentServer() : socket_(bound_socket(port_)) { listen(socket_, 64); }
SilentServer::~SilentServer() { close(socket_); }

}  // namespace waybill::tests
