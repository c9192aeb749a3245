// tests/integration/ldap/slapd.cpp: folders, certificates and processes.
#include "tests/integration/ldap/slapd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/integration/ldap/people.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace waybill::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string make_folder() {
  std::string name = (fs::temp_directory_path() / "waybill-slapd-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  return name;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
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

void run(const std::string& command) {
  const int code = std::system((command + " >/dev/null 2>&1").c_str());
  if (code != 0) throw std::runtime_error("failed: " + command);
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

const Authority& authority() {
  static const Authority kAuthority;
  return kAuthority;
}

}  // namespace

int free_port() {
  int port = 0;
  close(bound_socket(port));
  return port;
}

Authority::Authority() : folder_(make_folder()) {
  const std::string key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3 ";
  for (const char* name : {"ca", "other"}) {
    run("openssl req -x509" + key + "-subj /CN=" + name + " -keyout " + file(name) + ".key -out " + file(name) +
        ".crt -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign");
  }
  std::ofstream(file("extensions")) << "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n";
  run("openssl req -subj /CN=server" + key + "-keyout " + file("server.key") + " -out " + file("server.csr"));
  run("openssl x509 -req -days 3 -in " + file("server.csr") + " -CA " + file("ca.crt") + " -CAkey " + file("ca.key") +
      " -CAcreateserial -extfile " + file("extensions") + " -out " + file("server.crt"));
}

Authority::~Authority() { fs::remove_all(folder_); }

Slapd::Slapd(const std::string& more)
    : folder_(make_folder()),
      ca_file_(authority().file("ca.crt")),
      other_ca_file_(authority().file("other.crt")),
      port_(free_port()),
      tls_port_(free_port()) {
  fs::create_directory(folder_ + "/db");
  write("test.schema", kSchema);
  const std::string certificates = fs::path(ca_file_).parent_path().string();
  std::string configuration = replaced(kConfiguration, "MORE", more);
  configuration = replaced(configuration, "FOLDER", folder_);
  write("slapd.conf", replaced(configuration, "CERTIFICATES", certificates));
  // dora is in more groups than the size limit lets through.
  std::string people = kPeople;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "many" + std::to_string(i);
    people += "\ndn: cn=" + name + ",dc=example,dc=com\nobjectClass: groupOfNames\ncn: " + name +
              "\nmember: uid=dora,dc=example,dc=com\n";
  }
  run("/usr/sbin/slapadd -q -f " + folder_ + "/slapd.conf -l " + write("people.ldif", people));
}

Slapd::~Slapd() {
  stop();
  fs::remove_all(folder_);
}

std::string Slapd::write(const std::string& name, const std::string& text) const {
  const std::string path = folder_ + '/' + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

void Slapd::start() {
  pid_ = spawn({"/usr/sbin/slapd", "-d", "0", "-f", folder_ + "/slapd.conf", "-h",
                uri() + "/ " + tls_uri() + "/ " + other_name_uri() + "/"},
               folder_ + "/log");
  for (int i = 0; i < 1000; ++i) {
    if (accepts(port_) && accepts(tls_port_)) return;
    if (waitpid(pid_, nullptr, WNOHANG) != 0) break;
    std::this_thread::sleep_for(20ms);
  }
  throw std::runtime_error("slapd did not start");
}

void Slapd::stop() {
  if (pid_ == 0) return;
  thaw();
  kill(pid_, SIGTERM);
  for (int i = 0; i < 500 && waitpid(pid_, nullptr, WNOHANG) == 0; ++i) {
    std::this_thread::sleep_for(20ms);
    if (i == 499) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }
  pid_ = 0;
}

// Waits for it: a thread of the server may answer on until the one that got the signal is on a processor.
void Slapd::freeze() const {
  kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);
}

void Slapd::thaw() const { kill(pid_, SIGCONT); }

SilentServer::SilentServer() : socket_(bound_socket(port_)) { listen(socket_, 64); }
SilentServer::~SilentServer() { close(socket_); }

}  // namespace waybill::tests
