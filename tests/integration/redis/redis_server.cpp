// tests/integration/redis/redis_server.cpp: their configurations.
#include "tests/integration/redis/redis_server.h"

#include <stdexcept>
#include <thread>

namespace waybill::tests {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

base::Result<store::RedisReply> try_to_ask(const std::string& address, const store::RedisCommand& command) {
  auto connection = store::RedisConnection::open(address, std::nullopt, Clock::now() + 20s);
  if (!connection) return connection.error();
  return connection->exchange(command, Clock::now() + 20s);
}

store::RedisReply ask_at(const std::string& address, const store::RedisCommand& command) {
  auto reply = try_to_ask(address, command);
  for (int i = 0; !reply && i < 50; ++i) {
    std::this_thread::sleep_for(20ms);
    reply = try_to_ask(address, command);
  }
  if (!reply) throw std::runtime_error(reply.error().text);
  return std::move(*reply);
}

std::string certificates() {
  const Authority& authority = Authority::get();
  return "tls-cert-file " + authority.file("server.crt") + "\ntls-key-file " + authority.file("server.key") +
         "\ntls-ca-cert-file " + authority.file("ca.crt") + "\ntls-auth-clients optional\n";
}

}  // namespace

RedisServer::RedisServer(const std::string& more) {
  write("redis.conf", "bind 127.0.0.1 127.0.0.2\nprotected-mode no\nport " + std::to_string(port_) + "\ntls-port " +
                          std::to_string(tls_port_) + '\n' + certificates() + "unixsocket " + process_.folder() +
                          "/socket\ndir " + process_.folder() +
                          "\nsave \"\"\nappendonly no\nrepl-diskless-sync-delay 0\n" + more + '\n');
}

void RedisServer::start() {
  process_.start({"/usr/bin/redis-server", process_.folder() + "/redis.conf"}, {port_, tls_port_});
}

store::RedisOptions RedisServer::options() const {
  store::RedisOptions out;
  out.servers = {address()};
  out.timeout = 5s;  // for a machine under load
  out.background_timeout = 5s;
  out.retry = 50ms;
  return out;
}

store::RedisReply RedisServer::ask(const store::RedisCommand& command) const { return ask_at(address(), command); }

bool RedisServer::is_primary() const { return ask({"ROLE"}).items.at(0).text == "master"; }

RedisSentinel::RedisSentinel(const RedisServer& primary, const std::string& more, bool by_tls) {
  const std::string port = std::to_string(port_);
  const std::string ports = by_tls ? "port 0\ntls-port " + port + "\ntls-replication yes\n" : "port " + port + '\n';
  const std::string watched = std::to_string(by_tls ? primary.tls_port() : primary.port());
  configuration_ =
      process_.write("sentinel.conf", "bind 127.0.0.1\nprotected-mode no\n" + ports + certificates() + "dir " +
                                          process_.folder() + "\nsentinel monitor seen 127.0.0.1 " + watched +
                                          " 1\nsentinel down-after-milliseconds seen 500\n"
                                          "sentinel failover-timeout seen 3000\n" +
                                          more + '\n');
}

void RedisSentinel::start() { process_.start({"/usr/bin/redis-sentinel", configuration_}, {port_}); }

store::RedisReply RedisSentinel::ask(const store::RedisCommand& command) const { return ask_at(address(), command); }

std::unique_ptr<store::RedisSeen> make(const store::RedisOptions& options) {
  auto made = store::RedisSeen::make(options);
  if (!made) throw std::runtime_error(made.error().text);
  return std::move(*made);
}

engine::Arrival arrival(const std::string& id, const std::string& hub, const std::string& queue_id,
                        const std::vector<std::string>& recipients, std::int64_t at) {
  engine::Arrival out{.id = id, .way = "way", .here = {hub, queue_id, at}, .recipients = {}};
  for (const std::string& recipient : recipients) out.recipients.push_back({recipient});
  return out;
}

std::string meet(engine::Seen& seen, const engine::Arrival& arrival) {
  const auto met = seen.meet(arrival);
  if (!met) return "error: " + met.error().text;
  std::string out;
  for (const auto& sighting : *met) {
    out += out.empty() ? "" : "\n";
    out += sighting ? sighting->hub + ' ' + sighting->queue_id + ' ' + std::to_string(sighting->at) : "none";
  }
  return out;
}

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace waybill::tests
