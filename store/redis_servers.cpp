// store/redis_servers.cpp: AUTH, SELECT and ROLE in one round trip; SENTINEL before them.
#include "store/redis_servers.h"

#include <fstream>

#include "base/text.h"
#include "net/resolve.h"

namespace waybill::store {
namespace {

using Kind = RedisReply::Kind;
using Commands = std::vector<RedisCommand>;

base::Error unavailable(const std::string& text) { return {base::ErrorKind::Unavailable, text}; }
base::Error invalid(const std::string& text) { return {base::ErrorKind::Invalid, text}; }

// Adds AUTH, when there is a password.
std::optional<base::Error> add_login(Commands& commands, const std::string& user, const std::string& password_file) {
  if (password_file.empty()) return std::nullopt;
  std::ifstream in(password_file);
  std::string password;
  std::getline(in, password);
  if (password.ends_with('\r')) password.pop_back();
  if (password.empty()) return unavailable(password_file + ": cannot be read, or its first line is empty");
  if (user.empty())
    commands.push_back({"AUTH", password});
  else
    commands.push_back({"AUTH", user, password});
  return std::nullopt;
}

// The replies, when there is no error among them.
base::Result<std::vector<RedisReply>> run(RedisConnection& connection, const Commands& commands,
                                          net::Deadline deadline) {
  auto replies = connection.exchange(commands, deadline);
  if (!replies) return replies;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const RedisReply& reply = (*replies)[i];
    if (!reply.is_error()) continue;
    const bool is_login = commands[i].front() == "AUTH";
    const std::string text = is_login ? reply.text.substr(0, reply.text.find(' ')) : reply.text;
    return unavailable(connection.address() + ": " + commands[i].front() + ": " + base::printable(text));
  }
  return replies;
}

bool is_text(const RedisReply& reply) { return reply.kind == Kind::Text; }

std::string join(const std::string& host, const std::string& port) {
  return (host.find(':') == std::string::npos ? host : '[' + host + ']') + ':' + port;
}

}  // namespace

base::Result<RedisServers> RedisServers::make(const RedisOptions& options) {
  if (options.servers.empty()) return invalid("no Redis server is named");
  for (const std::string& address : options.servers) {
    if (const auto error = net::check_address(address)) return invalid(address + ": " + error->text);
    if (options.tls && net::host_of(address).empty()) return invalid(address + ": TLS needs a host, not a path");
  }
  if (!options.user.empty() && options.password_file.empty()) return invalid("a user of Redis needs a password_file");
  if (options.cert_file.empty() != options.key_file.empty()) return invalid("cert_file and key_file go together");
  if (options.prefix.empty()) return invalid("the prefix of the keys is empty");
  if (!options.tls) return RedisServers(options, std::nullopt);
  auto context = net::TlsContext::make({options.ca_file, options.cert_file, options.key_file});
  if (!context) return context.error();
  return RedisServers(options, std::move(*context));
}

base::Result<std::unique_ptr<RedisConnection>> RedisServers::connect(net::Deadline deadline) const {
  std::string failures;
  auto kind = base::ErrorKind::Unavailable;
  for (std::size_t i = 0; i < options_.servers.size(); ++i) {
    auto connection = try_server(options_.servers[i], share_of(deadline, options_.servers.size() - i));
    if (connection) return std::make_unique<RedisConnection>(std::move(*connection));
    failures += (i == 0 ? "" : "; ") + connection.error().text;
    kind = connection.error().kind;
  }
  return base::Error{kind, failures};
}

base::Result<RedisConnection> RedisServers::try_server(const std::string& address, net::Deadline deadline) const {
  if (options_.sentinel_master.empty()) return try_primary(address, deadline);
  const auto primary = ask_sentinel(address, deadline);
  if (!primary) return primary.error();
  return try_primary(*primary, deadline);
}

base::Result<RedisConnection> RedisServers::try_primary(const std::string& address, net::Deadline deadline) const {
  Commands commands;
  if (auto error = add_login(commands, options_.user, options_.password_file)) return *error;
  if (options_.database != 0) commands.push_back({"SELECT", std::to_string(options_.database)});
  commands.push_back({"ROLE"});
  auto connection = RedisConnection::open(address, tls_, deadline);
  if (!connection) return connection;
  const auto replies = run(*connection, commands, deadline);
  if (!replies) return replies.error();
  const RedisReply& role = replies->back();
  const std::string name = role.kind == Kind::Array && !role.items.empty() ? role.items.front().text : "no Redis";
  if (name != "master") return unavailable(address + ": not a primary but " + base::printable(name));
  return connection;
}

base::Result<std::string> RedisServers::ask_sentinel(const std::string& address, net::Deadline deadline) const {
  Commands commands;
  if (auto error = add_login(commands, options_.sentinel_user, options_.sentinel_password_file)) return *error;
  commands.push_back({"SENTINEL", "get-master-addr-by-name", options_.sentinel_master});
  auto connection = RedisConnection::open(address, tls_, deadline);
  if (!connection) return connection.error();
  const auto replies = run(*connection, commands, deadline);
  if (!replies) return replies.error();
  const RedisReply& found = replies->back();
  if (!found.is_array(2) || !is_text(found.items[0]) || !is_text(found.items[1])) {
    return unavailable(address + ": knows no primary of the name " + base::printable(options_.sentinel_master));
  }
  return join(found.items[0].text, found.items[1].text);
}

}  // namespace waybill::store
