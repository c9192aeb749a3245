// tests/unit/net/peer.cpp: one thread that accepts, one for each connection.
#include "tests/unit/net/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>

namespace waybill::tests {
namespace {

// False: the client is gone.
bool send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// The next line with its line end; empty: the client is gone.
std::string read_line(int socket, std::string& buffer) {
  std::size_t end = 0;
  while ((end = buffer.find('\n')) == std::string::npos) {
    std::array<char, 4096> bytes;
    const ssize_t size = recv(socket, bytes.data(), bytes.size(), 0);
    if (size <= 0) return {};
    buffer.append(bytes.data(), static_cast<std::size_t>(size));
  }
  std::string out = buffer.substr(0, end + 1);
  buffer.erase(0, end + 1);
  return out;
}

std::string without_end(std::string line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

Peer::Peer(Answer answer) : answer_(std::move(answer)) {
  listening_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (bind(listening_, plain, size) != 0 || listen(listening_, 64) != 0 || getsockname(listening_, plain, &size) != 0) {
    throw std::runtime_error("no free port");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

Peer::~Peer() {
  shutdown(listening_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  for (const int socket : sockets_) close(socket);
  close(listening_);
}

std::vector<std::string> Peer::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

std::vector<std::string> Peer::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

int Peer::connections() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(sockets_.size());
}

std::string Peer::polite(const std::string& line) {
  if (line.empty()) return "220 peer ESMTP\r\n";
  if (line.starts_with("EHLO")) {
    return "250-peer\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
           "250-XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE\r\n250 ENHANCEDSTATUSCODES\r\n";
  }
  if (line == "content") return kSilence;
  if (line == "DATA") return "354 go\r\n";
  if (line == ".") return "250 2.0.0 Ok: queued as ABC\r\n";
  if (line == "QUIT") return kThenClose + "221 2.0.0 Bye\r\n";
  return "250 2.1.0 Ok\r\n";
}

void Peer::accept_all() {
  for (;;) {
    const int socket = accept(listening_, nullptr, nullptr);
    if (socket < 0) return;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(socket); });
  }
}

void Peer::serve(int socket) {
  std::string buffer;
  if (!act(socket, answer_(""))) return;
  for (;;) {
    const std::string line = without_end(read_line(socket, buffer));
    if (line.empty()) return;
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(line);
    }
    const std::string answer = answer_(line);
    if (!act(socket, answer)) return;
    if (line == "DATA" && answer.starts_with("354") && !read_content(socket, buffer)) return;
  }
}

bool Peer::read_content(int socket, std::string& buffer) {
  std::string content;
  for (;;) {
    const std::string line = read_line(socket, buffer);
    if (line.empty()) return false;
    if (line == ".\r\n") break;
    if (content.empty() && !act(socket, answer_("content"))) return false;
    content += line;
  }
  {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(content));
  }
  return act(socket, answer_("."));
}

// False: this connection is over.
bool Peer::act(int socket, const std::string& answer) {
  if (answer == kFreeze) return false;
  const bool closes = answer == kClose || answer.starts_with(kThenClose);
  if (answer.starts_with(kThenClose)) send_all(socket, std::string_view(answer).substr(kThenClose.size()));
  if (closes) {
    shutdown(socket, SHUT_RDWR);
    return false;
  }
  if (answer.starts_with(kForever)) {
    while (send_all(socket, std::string_view(answer).substr(kForever.size()))) {
    }
    return false;
  }
  if (answer.starts_with(kDrip)) {
    for (std::size_t i = 0; send_all(socket, answer.substr(kDrip.size() + i % (answer.size() - kDrip.size()), 1));
         ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  return send_all(socket, answer);
}

}  // namespace waybill::tests
