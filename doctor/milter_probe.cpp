// doctor/milter_probe.cpp: one packet there, one back.
#include "doctor/milter_probe.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <sstream>
#include <string_view>

namespace waybill::doctor {
namespace {

using namespace std::string_view_literals;

// Length, command, version 6, all actions (0x1FF), all steps (0x1FFFFF).
constexpr std::string_view kOffer = "\0\0\0\x0DO\0\0\0\x06\0\0\x01\xFF\0\x1F\xFF\xFF"sv;
constexpr std::string_view kQuit = "\0\0\0\x01Q"sv;
constexpr std::size_t kAnswerHead = 5;  // length and command

class Socket {
 public:
  Socket(int family, std::chrono::milliseconds patience) : number_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
    const timeval time = {static_cast<time_t>(seconds.count()),
                          static_cast<suseconds_t>(std::chrono::microseconds(patience - seconds).count())};
    setsockopt(number_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(number_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
  }
  ~Socket() {
    if (number_ >= 0) close(number_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// A wait that ended at its time limit says EAGAIN, or EINPROGRESS for connect().
int error_of_wait() { return errno == EAGAIN || errno == EINPROGRESS ? ETIMEDOUT : errno; }

bool send_all(const Socket& socket, std::string_view bytes) {
  return send(socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

Probe negotiate(const Socket& socket) {
  Probe out{Probe::Step::Answer};
  std::array<char, kAnswerHead> head = {};
  const bool sent = send_all(socket, kOffer);
  const ssize_t count = sent ? recv(socket.number(), head.data(), head.size(), MSG_WAITALL) : -1;
  if (count < 0) {
    out.error = error_of_wait();
  } else if (count == static_cast<ssize_t>(kAnswerHead) && head[kAnswerHead - 1] == kOffer[kAnswerHead - 1]) {
    out.step = Probe::Step::Done;
    (void)send_all(socket, kQuit);
  }
  return out;
}

Probe probe(int family, const sockaddr* address, socklen_t size, std::chrono::milliseconds patience) {
  const Socket socket(family, patience);
  if (connect(socket.number(), address, size) != 0) return {Probe::Step::Connect, error_of_wait()};
  Probe out = negotiate(socket);
  ucred peer = {};
  socklen_t length = sizeof peer;
  if (family == AF_UNIX && getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0) {
    out.peer = peer.uid;
  }
  return out;
}

Probe probe_unix(const std::string& path, std::chrono::milliseconds patience) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return probe(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address, patience);
}

Probe probe_inet(const std::string& port, const std::string& host, int family, std::chrono::milliseconds patience) {
  addrinfo hints = {};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return {Probe::Step::Connect, EADDRNOTAVAIL};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> address(found, freeaddrinfo);
  return probe(found->ai_family, found->ai_addr, found->ai_addrlen, patience);
}

}  // namespace

Probe probe_milter(const std::string& socket, std::chrono::milliseconds patience) {
  const std::string kind = socket.substr(0, socket.find(':'));
  const std::string rest = socket.substr(socket.find(':') + 1);
  if (kind != "inet" && kind != "inet6") return probe_unix(rest, patience);
  const std::size_t at = rest.find('@');
  return probe_inet(rest.substr(0, at), rest.substr(at + 1), kind == "inet" ? AF_INET : AF_INET6, patience);
}

std::string to_line(const Probe& probe) {
  return std::to_string(static_cast<int>(probe.step)) + ' ' + std::to_string(probe.error);
}

Probe from_line(const std::string& line) {
  Probe out;
  int step = 0;
  std::istringstream(line) >> step >> out.error;
  out.step = static_cast<Probe::Step>(step);
  return out;
}

}  // namespace waybill::doctor
