// What is wrong with options before any server is asked.
#include <boost/test/unit_test.hpp>

#include "store/redis_servers.h"

using namespace waybill;
using store::RedisOptions;

namespace {

std::string fault(const RedisOptions& options) {
  const auto made = store::RedisServers::make(options);
  if (made) return "";
  BOOST_TEST((made.error().kind == base::ErrorKind::Invalid));
  return made.error().text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_options)

BOOST_AUTO_TEST_CASE(each_fault_is_named) {
  BOOST_TEST(fault({}) == "");
  BOOST_TEST(fault({.servers = {}}) == "no Redis server is named");
  BOOST_TEST(fault({.servers = {"localhost"}}) == "localhost: expected HOST:PORT, [IPV6]:PORT or unix:PATH");
  BOOST_TEST(fault({.user = "waybill"}) == "a user of Redis needs a password_file");
  BOOST_TEST(fault({.servers = {"unix:/x"}, .tls = true}) == "unix:/x: TLS needs a host, not a path");
  BOOST_TEST(fault({.cert_file = "/x"}) == "cert_file and key_file go together");
  BOOST_TEST(fault({.prefix = ""}) == "the prefix of the keys is empty");
  const std::string text = fault({.tls = true, .ca_file = "/nonexistent"});
  BOOST_TEST(text.starts_with("/nonexistent: no certificates of authorities"), text);
}

BOOST_AUTO_TEST_SUITE_END()
