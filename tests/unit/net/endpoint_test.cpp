// Where a server may be.
#include "net/endpoint.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::net;

BOOST_AUTO_TEST_SUITE(net_endpoint)

BOOST_AUTO_TEST_CASE(addresses_and_paths) {
  for (const char* text : {"127.0.0.1:10026", "127.9.9.9:1", "[::1]:65535", "unix:/run/x.sock"}) {
    const auto endpoint = parse_endpoint(text);
    BOOST_REQUIRE(endpoint.ok());
    BOOST_TEST(is_local(*endpoint), text);
    BOOST_TEST(endpoint->text == text);
  }
  for (const char* text : {"192.0.2.1:25", "0.0.0.0:25", "[2001:db8::1]:25"}) {
    BOOST_TEST(!is_local(*parse_endpoint(text)), text);
  }
}

BOOST_AUTO_TEST_CASE(names_are_not_looked_up) {
  const auto endpoint = parse_endpoint("localhost:10026");
  BOOST_REQUIRE(!endpoint.ok());
  BOOST_TEST(endpoint.error().text ==
             "expected a numeric address such as 127.0.0.1:10026 or [::1]:10026 (names are not looked up)");
}

BOOST_AUTO_TEST_CASE(what_is_none) {
  for (const char* text : {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:25x",
                           "127.1:25", "::1:25", "[]:25", "[127.0.0.1]:25", "unix:", ":25"}) {
    BOOST_TEST(!parse_endpoint(text).ok(), text);
  }
  BOOST_TEST(parse_endpoint("unix:" + std::string(107, 'x')).ok());
  BOOST_TEST(!parse_endpoint("unix:" + std::string(108, 'x')).ok());
}

BOOST_AUTO_TEST_SUITE_END()
