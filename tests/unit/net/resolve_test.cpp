// Names and numbers of servers; nothing but this host is looked up.
#include "net/resolve.h"

#include <boost/test/unit_test.hpp>
#include <chrono>

using namespace waybill::net;
using namespace std::chrono_literals;

namespace {

Deadline soon() { return std::chrono::steady_clock::now() + 20s; }

}  // namespace

BOOST_AUTO_TEST_SUITE(net_resolve)

BOOST_AUTO_TEST_CASE(a_name_gives_addresses_of_this_host) {
  const auto found = resolve("localhost:6379", soon());
  BOOST_REQUIRE(found.ok());
  BOOST_REQUIRE(!found->empty());
  for (const Endpoint& endpoint : *found) {
    BOOST_TEST(is_local(endpoint));
    BOOST_TEST(endpoint.text == "localhost:6379");
  }
}

BOOST_AUTO_TEST_CASE(numbers_and_paths_need_no_look_up) {
  const Deadline over = std::chrono::steady_clock::now() - 1s;
  for (const char* address : {"127.0.0.1:6379", "[::1]:6379", "unix:/run/redis.sock"}) {
    const auto found = resolve(address, over);
    BOOST_REQUIRE_MESSAGE(found.ok(), address);
    BOOST_TEST(found->size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(nobody_waits_beyond_the_deadline) {
  const auto found = resolve("localhost:6379", std::chrono::steady_clock::now() - 1s);
  BOOST_TEST((found.ok() || found.error().kind == waybill::base::ErrorKind::TimedOut));
}

BOOST_AUTO_TEST_CASE(what_is_no_address) {
  for (const char* address : {"", ":", "localhost", "localhost:", "localhost:0", "localhost:65536", "local host:1",
                              "::1:6379", "[::1]", "unix:", "a/b:1", "localhost:1x"}) {
    BOOST_TEST(check_address(address).has_value(), address);
    BOOST_TEST(!resolve(address, soon()).ok(), address);
  }
  for (const char* address : {"localhost:1", "a.b-c_d:65535", "127.0.0.1:1", "unix:/x"}) {
    BOOST_TEST(!check_address(address).has_value(), address);
  }
}

BOOST_AUTO_TEST_CASE(whom_a_certificate_has_to_be_for) {
  BOOST_TEST(host_of("redis.example.com:6379") == "redis.example.com");
  BOOST_TEST(host_of("[::1]:6379") == "::1");
  BOOST_TEST(host_of("127.0.0.1:6379") == "127.0.0.1");
  BOOST_TEST(host_of("unix:/run/redis.sock") == "");
}

BOOST_AUTO_TEST_SUITE_END()
