// store/redis_connection.cpp: commands by the formatter of hiredis, over our own socket.
#include "store/redis_connection.h"

#include <hiredis/hiredis.h>

#include <new>

#include "net/resolve.h"

namespace waybill::store {
namespace {

base::Error at(const std::string& address, const base::Error& error) {
  return {error.kind, address + ": " + error.text};
}

std::string format(const RedisCommand& command) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  words.reserve(command.size());
  sizes.reserve(command.size());
  for (const std::string& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* bytes = nullptr;
  const int size = redisFormatSdsCommandArgv(&bytes, static_cast<int>(words.size()), words.data(), sizes.data());
  if (size < 0) throw std::bad_alloc();
  const std::unique_ptr<char, decltype(&redisFreeSdsCommand)> owner(bytes, redisFreeSdsCommand);
  return {bytes, static_cast<std::size_t>(size)};
}

base::Result<net::Stream> connect(const std::string& address, net::Deadline deadline) {
  const auto endpoints = net::resolve(address, deadline);
  if (!endpoints) return endpoints.error();
  base::Error last{base::ErrorKind::Unavailable, "no address"};
  for (std::size_t i = 0; i < endpoints->size(); ++i) {
    auto stream = net::Stream::connect((*endpoints)[i], share_of(deadline, endpoints->size() - i));
    if (stream) return stream;
    last = stream.error();
  }
  return last;
}

}  // namespace

net::Deadline share_of(net::Deadline deadline, std::size_t to_do) {
  const auto now = std::chrono::steady_clock::now();
  return now + (deadline - now) / static_cast<std::chrono::steady_clock::rep>(to_do);
}

base::Result<RedisConnection> RedisConnection::open(const std::string& address,
                                                    const std::optional<net::TlsContext>& tls, net::Deadline deadline) {
  auto stream = connect(address, deadline);
  if (!stream) return at(address, stream.error());
  RedisConnection out(address, std::move(*stream));
  if (!tls) return out;
  auto session = net::Tls::handshake(*tls, out.stream_, net::host_of(address), deadline);
  if (!session) return at(address, session.error());
  out.tls_.emplace(std::move(*session));
  return out;
}

bool RedisConnection::is_fresh(std::chrono::seconds most) const {
  return is_usable_ && stream_.is_quiet() && std::chrono::steady_clock::now() - idle_since_ < most;
}

base::Result<std::vector<RedisReply>> RedisConnection::exchange(std::span<const RedisCommand> commands,
                                                                net::Deadline deadline) {
  is_usable_ = false;  // until it went well
  auto replies = try_exchange(commands, deadline);
  if (!replies) return at(address_, replies.error());
  is_usable_ = true;
  idle_since_ = std::chrono::steady_clock::now();
  return replies;
}

base::Result<RedisReply> RedisConnection::exchange(const RedisCommand& command, net::Deadline deadline) {
  auto replies = exchange({&command, 1}, deadline);
  if (!replies) return replies.error();
  return std::move(replies->front());
}

base::Result<std::vector<RedisReply>> RedisConnection::try_exchange(std::span<const RedisCommand> commands,
                                                                    net::Deadline deadline) {
  std::string bytes;
  for (const RedisCommand& command : commands) bytes += format(command);
  replies_.begin();
  if (const auto sent = send(bytes, deadline); !sent) return sent.error();
  std::vector<RedisReply> out;
  while (out.size() < commands.size()) {
    auto reply = read_reply(deadline);
    if (!reply) return reply.error();
    out.push_back(std::move(*reply));
  }
  if (!replies_.is_empty()) return base::Error{base::ErrorKind::Unavailable, "it says more than it was asked for"};
  return out;
}

base::Result<bool> RedisConnection::send(const std::string& bytes, net::Deadline deadline) {
  if (tls_) return tls_->send(stream_, bytes, deadline);
  std::string_view rest = bytes;
  std::string input;
  auto sent = stream_.send([&] { return std::exchange(rest, std::string_view()); }, false, input, deadline);
  replies_.put(input);
  return sent;
}

base::Result<RedisReply> RedisConnection::read_reply(net::Deadline deadline) {
  for (;;) {
    auto reply = replies_.next();
    if (!reply) return reply.error();
    if (*reply) return std::move(**reply);
    std::string input;
    const auto more = tls_ ? tls_->receive(stream_, input, deadline) : stream_.receive(input, deadline);
    if (!more) return more.error();
    if (!*more) return base::Error{base::ErrorKind::Unavailable, "it closed the connection"};
    replies_.put(input);
  }
}

}  // namespace waybill::store
