// tests/bench/milter_client.cpp: packets out and in.
#include "tests/bench/milter_client.h"

#include <arpa/inet.h>
#include <libmilter/mfdef.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace waybill::bench {
namespace {

constexpr std::size_t kChunk = 65535;
constexpr std::size_t kWriteAt = 256 * 1024;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }
[[noreturn]] void fail_errno(const std::string& what) { fail(what + ": " + std::strerror(errno)); }

std::string number(std::uint32_t value) {
  const std::uint32_t in_order = htonl(value);
  return {reinterpret_cast<const char*>(&in_order), sizeof in_order};
}

std::uint32_t read_number(const char* bytes) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return ntohl(value);
}

std::string with_nul(const std::string& text) { return text + '\0'; }

int connect_unix(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail_errno(path);
  return made;
}

int connect_inet(const std::string& host, const std::string& port) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) fail(host + ": unknown");
  const int made = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(made, found->ai_addr, found->ai_addrlen) != 0) fail_errno(host);
  freeaddrinfo(found);
  return made;
}

int connect_to(const std::string& socket) {
  const std::size_t colon = socket.find(':');
  if (socket.substr(0, colon) == "unix") return connect_unix(socket.substr(colon + 1));
  const std::size_t last = socket.rfind(':');
  return connect_inet(socket.substr(colon + 1, last - colon - 1), socket.substr(last + 1));
}

unsigned long no_reply_bit(char command) {
  switch (command) {
    case SMFIC_CONNECT:
      return SMFIP_NR_CONN;
    case SMFIC_HELO:
      return SMFIP_NR_HELO;
    case SMFIC_MAIL:
      return SMFIP_NR_MAIL;
    case SMFIC_RCPT:
      return SMFIP_NR_RCPT;
    case SMFIC_DATA:
      return SMFIP_NR_DATA;
    case SMFIC_HEADER:
      return SMFIP_NR_HDR;
    case SMFIC_EOH:
      return SMFIP_NR_EOH;
    case SMFIC_BODY:
      return SMFIP_NR_BODY;
    default:
      return 0;
  }
}

unsigned long not_sent_bit(char command) {
  switch (command) {
    case SMFIC_HELO:
      return SMFIP_NOHELO;
    case SMFIC_DATA:
      return SMFIP_NODATA;
    case SMFIC_EOH:
      return SMFIP_NOEOH;
    default:
      return 0;
  }
}

}  // namespace

MilterClient::MilterClient(const std::string& socket) : socket_(connect_to(socket)) {
  put(SMFIC_OPTNEG, number(6) + number(SMFI_CURR_ACTS) + number(SMFI_CURR_PROT));
  flush();
  if (read_packet() != SMFIC_OPTNEG || packet_.size() < 12) fail("no negotiation");
  steps_ = read_number(packet_.data() + 8);
  const std::uint16_t port = htons(12345);
  step(SMFIC_CONNECT, std::string("localhost\0004", 11) + std::string(reinterpret_cast<const char*>(&port), 2) +
                          with_nul("127.0.0.1"));
  step(SMFIC_HELO, with_nul("client.example.com"));
}

MilterClient::~MilterClient() { close(socket_); }

void MilterClient::put(char command, std::string_view data) {
  out_ += number(static_cast<std::uint32_t>(data.size() + 1));
  out_ += command;
  out_ += data;
  if (out_.size() >= kWriteAt) flush();
}

void MilterClient::put_macro(char command, const std::string& queue_id) {
  put(SMFIC_MACRO, command + with_nul("i") + with_nul(queue_id));
}

void MilterClient::step(char command, std::string_view data) {
  if ((steps_ & not_sent_bit(command)) != 0) return;
  put(command, data);
  if ((steps_ & no_reply_bit(command)) != 0) return;
  flush();
  const char reply = read_packet();
  if (reply != SMFIR_CONTINUE) fail(std::string("step ") + command + " was answered with " + reply);
}

void MilterClient::flush() {
  std::string_view rest = out_;
  while (!rest.empty()) {
    const ssize_t written = write(socket_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) fail_errno("write");
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  out_.clear();
}

void MilterClient::fill(std::size_t bytes) {
  if (in_used_ == in_end_) in_used_ = in_end_ = 0;
  while (in_end_ - in_used_ < bytes) {
    if (in_.size() < in_end_ + kChunk) in_.resize(in_end_ + kChunk);
    const ssize_t count = read(socket_, in_.data() + in_end_, kChunk);
    if (count == 0) fail("the milter closed the connection");
    if (count < 0 && errno != EINTR) fail_errno("read");
    if (count > 0) in_end_ += static_cast<std::size_t>(count);
  }
}

char MilterClient::read_packet() {
  fill(4);
  const std::size_t size = read_number(in_.data() + in_used_);
  if (size == 0) fail("a packet without command");
  fill(4 + size);
  const char command = in_[in_used_ + 4];
  packet_ = std::string_view(in_).substr(in_used_ + 5, size - 1);
  in_used_ += 4 + size;
  return command;
}

Sent MilterClient::send(const Mail& mail, const std::string& queue_id) {
  step(SMFIC_MAIL, with_nul('<' + mail.sender + '>'));
  step(SMFIC_RCPT, with_nul("<you@example.net>"));
  step(SMFIC_DATA, {});
  for (const auto& [name, value] : mail.headers) {
    put_macro(SMFIC_HEADER, queue_id);
    step(SMFIC_HEADER, with_nul(name) + with_nul(value));
  }
  step(SMFIC_EOH, {});
  for (std::size_t at = 0; at < mail.body.size(); at += kChunk) {
    put_macro(SMFIC_BODY, queue_id);
    step(SMFIC_BODY, std::string_view(mail.body).substr(at, kChunk));
  }
  put_macro(SMFIC_BODYEOB, queue_id);
  put(SMFIC_BODYEOB, {});
  flush();
  const auto begin = std::chrono::steady_clock::now();
  Sent sent;
  char reply = read_packet();
  for (; std::strchr("cardtyf", reply) == nullptr; reply = read_packet()) {
    if (reply == SMFIR_REPLBODY) sent.body_bytes += packet_.size();
  }
  sent.end_of_message = std::chrono::steady_clock::now() - begin;
  if (reply != SMFIR_CONTINUE) fail(queue_id + ": answered with " + reply + ' ' + std::string(packet_));
  put(SMFIC_ABORT, {});
  return sent;
}

}  // namespace waybill::bench
