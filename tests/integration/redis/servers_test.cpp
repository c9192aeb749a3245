// Which server is used, and what it takes to be let in: logins, TLS, roles, addresses.
#include "store/redis_servers.h"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "base/text.h"
#include "store/redis_records.h"
#include "tests/integration/redis/redis_server.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::arrival;
using tests::meet;

namespace {

struct Redis {
  explicit Redis(const std::string& more = {}) : server(more) { server.start(); }

  // "connected", or why not.
  std::string connect(const store::RedisOptions& options) const {
    const auto servers = store::RedisServers::make(options);
    if (!servers) return servers.error().text;
    const auto connection = servers->connect(std::chrono::steady_clock::now() + 5s);
    return connection ? "connected" : connection.error().text;
  }

  store::RedisOptions tls_options() const {
    store::RedisOptions out = server.options();
    out.servers = {server.tls_address()};
    out.tls = true;
    out.ca_file = tests::Authority::get().file("ca.crt");
    return out;
  }

  tests::RedisServer server;
};

bool contains(const std::string& text, const std::string& part) {
  BOOST_TEST_MESSAGE(text);
  return text.find(part) != std::string::npos;
}

// The line that docs/redis.md tells administrators.
std::vector<std::string> documented_user() {
  std::ifstream in(WAYBILL_SOURCE "/docs/redis.md");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("ACL SETUSER waybill ")) continue;
    std::vector<std::string> words;
    for (const std::string_view word : base::split(line, ' ')) words.emplace_back(word);
    return words;
  }
  return {};
}

// All that the daemon and the command do.
bool can_work(const store::RedisOptions& options) {
  const auto seen = tests::make(options);
  if (meet(*seen, arrival("v1:a", "mx1", "Q1", {"bob@x", "eve@x"})) != "none\nnone") return false;
  if (seen->prove("mx1", {{"Q1", "bob@x"}}, "p", 1)) return false;
  if (meet(*seen, arrival("v1:a", "mx2", "Q2", {"bob@x"})) != "mx1 Q1 1000") return false;
  if (meet(*seen, arrival("v1:b", "mx1", "Q1")) != "none" || seen->prove("mx1", {{"Q1", "bob@example.com"}}, "q", 1))
    return false;
  const auto position = seen->position("mx1");
  if (!position || *position != "q") return false;
  if (meet(*seen, arrival("v1:d", "mx1", "Q4")) != "none") return false;
  const auto sighting = store::forget_seen(options, {.id = "v1:a"});
  const auto candidate = store::forget_seen(options, {.id = "v1:d"});
  return sighting && *sighting == 1 && candidate && *candidate == 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_servers)

BOOST_FIXTURE_TEST_CASE(numbers_names_and_sockets, Redis) {
  store::RedisOptions options = server.options();
  BOOST_TEST(connect(options) == "connected");
  options.servers = {"localhost:" + std::to_string(server.port())};
  BOOST_TEST(connect(options) == "connected");
  options.servers = {server.socket_address()};
  BOOST_TEST(connect(options) == "connected");
  options.servers = {"127.0.0.1:" + std::to_string(tests::free_port()), server.address()};
  BOOST_TEST(connect(options) == "connected");
}

BOOST_FIXTURE_TEST_CASE(databases_are_apart, Redis) {
  store::RedisOptions options = server.options();
  options.database = 1;
  const auto other = tests::make(options);
  (void)tests::make(server.options())->prove("mx1", {}, "in 0", 1);
  BOOST_TEST(*other->position("mx1") == "");
  options.database = 99;
  BOOST_TEST(contains(connect(options), "SELECT: ERR DB index is out of range"));
}

BOOST_FIXTURE_TEST_CASE(the_documented_user_may_do_what_is_needed_and_no_more, Redis) {
  const std::vector<std::string> user = documented_user();
  BOOST_REQUIRE(user.size() > 10U);
  store::RedisOptions options = server.options();
  options.user = "waybill";
  options.password_file = server.write("secret", "secret\n");
  options.database = 1;  // so that SELECT is needed
  BOOST_TEST(server.ask(user).text == "OK");
  BOOST_TEST(can_work(options));
  int commands = 0;
  for (std::size_t i = 0; i < user.size(); ++i) {
    if (!user[i].starts_with('+')) continue;
    auto less = user;
    less.insert(less.begin() + 3, "reset");
    less[i + 1] = "-" + user[i].substr(1);
    server.ask({"FLUSHALL"});
    server.ask({"SCRIPT", "FLUSH"});
    server.ask(less);
    BOOST_TEST(!can_work(options), user[i]);
    ++commands;
  }
  BOOST_TEST(commands > 10);
}

BOOST_FIXTURE_TEST_CASE(a_login_that_is_wrong_is_told_and_its_password_is_not, Redis) {
  store::RedisOptions options = server.options();
  options.password_file = server.write("secret", "HUSH-HUSH\n");
  server.ask({"CONFIG", "SET", "requirepass", "other"});
  const std::string wrong = connect(options);
  BOOST_TEST(contains(wrong, "AUTH: WRONGPASS"));
  BOOST_TEST(!contains(wrong, "HUSH"));
  options.password_file = "/nonexistent";
  BOOST_TEST(contains(connect(options), "/nonexistent: cannot be read"));
  options.password_file = "";
  BOOST_TEST(contains(connect(options), "ROLE: NOAUTH"));
}

BOOST_AUTO_TEST_CASE(a_server_that_repeats_what_it_does_not_know) {
  const Redis redis("rename-command AUTH \"\"");
  store::RedisOptions options = redis.server.options();
  options.password_file = redis.server.write("secret", "HUSH-HUSH\n");
  const std::string answer = redis.connect(options);
  BOOST_TEST(contains(answer, "AUTH: ERR"));
  BOOST_TEST(!contains(answer, "HUSH"));
}

BOOST_FIXTURE_TEST_CASE(tls_is_verified, Redis) {
  const auto& authority = tests::Authority::get();
  store::RedisOptions options = tls_options();
  BOOST_TEST(connect(options) == "connected");
  BOOST_TEST(can_work(options));
  options.ca_file = authority.file("other.crt");
  BOOST_TEST(contains(connect(options), "its certificate is not accepted: self-signed certificate"));
  options.ca_file = "";
  BOOST_TEST(contains(connect(options), "its certificate is not accepted"));
  options.ca_file = "/nonexistent";
  BOOST_TEST(contains(connect(options), "/nonexistent: no certificates of authorities"));
  options = tls_options();
  options.servers = {server.other_name_address()};
  BOOST_TEST(contains(connect(options), "its certificate is not accepted: IP address mismatch"));
  options.servers = {"localhost:" + server.tls_address().substr(server.tls_address().rfind(':') + 1)};
  BOOST_TEST(contains(connect(options), "its certificate is not accepted: hostname mismatch"));
  options.servers = {server.address()};  // speaks no TLS
  BOOST_TEST(connect(options) != "connected");
  options.servers = {server.socket_address()};
  BOOST_TEST(contains(connect(options), "TLS needs a host, not a path"));
}

BOOST_FIXTURE_TEST_CASE(a_server_may_ask_for_our_certificate, Redis) {
  const auto& authority = tests::Authority::get();
  server.ask({"CONFIG", "SET", "tls-auth-clients", "yes"});
  store::RedisOptions options = tls_options();
  BOOST_TEST(connect(options) != "connected");
  options.cert_file = authority.file("client.crt");
  BOOST_TEST(contains(connect(options), "cert_file and key_file go together"));
  options.key_file = authority.file("other.key");
  BOOST_TEST(contains(connect(options), "other.key: no key of "));
  options.key_file = authority.file("client.key");
  BOOST_TEST(connect(options) == "connected");
}

BOOST_FIXTURE_TEST_CASE(much_passes_through_tls, Redis) {
  std::vector<std::string> recipients;
  for (int i = 0; i < 20000; ++i) recipients.push_back("r" + std::to_string(i) + "@example.com");
  const auto seen = tests::make(tls_options());
  BOOST_TEST(seen->meet(arrival("v1:a", "mx1", "Q1", recipients)).ok());
  BOOST_TEST(!seen->prove("mx1", {{"Q1", "r19999@example.com"}}, std::string(300000, 'x'), 1));
  BOOST_TEST(seen->position("mx1")->size() == 300000U);
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2", {"r19999@example.com"})) == "mx1 Q1 1000");
}

BOOST_FIXTURE_TEST_CASE(a_replica_is_not_taken, Redis) {
  tests::RedisServer replica("replicaof 127.0.0.1 " + std::to_string(server.port()));
  replica.start();
  BOOST_TEST(contains(connect(replica.options()), "not a primary but slave"));
  store::RedisOptions options = server.options();
  options.servers = {replica.address(), server.address()};
  BOOST_TEST(can_work(options));
}

// A connection that is kept, to a server that became a replica meanwhile.
BOOST_FIXTURE_TEST_CASE(who_becomes_a_replica_is_left, Redis) {
  tests::RedisServer second;
  second.start();
  store::RedisOptions options = server.options();
  options.servers = {server.address(), second.address()};
  const auto seen = tests::make(options);
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1")) == "none");
  server.ask({"REPLICAOF", "127.0.0.1", std::to_string(second.port())});
  BOOST_TEST(!seen->prove("mx1", {}, "there", 1));
  BOOST_TEST(second.ask({"GET", "waybill:position:mx1"}).text == "there");
}

BOOST_AUTO_TEST_SUITE_END()
