// Networks: what is inside, what is not, and what is no network. The C library is the second opinion.
#include "message/network.h"

#include <arpa/inet.h>

#include <boost/test/unit_test.hpp>
#include <string>

using namespace waybill::message;

namespace {

bool is_in(const char* ip, const char* network) {
  const auto parsed = parse_network(network);
  BOOST_REQUIRE_MESSAGE(parsed.ok(), network);
  return parsed->contains(ip);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_network)

BOOST_AUTO_TEST_CASE(a_prefix_covers_its_addresses_and_no_others) {
  BOOST_TEST(is_in("192.0.2.0", "192.0.2.0/24"));
  BOOST_TEST(is_in("192.0.2.255", "192.0.2.0/24"));
  BOOST_TEST(!is_in("192.0.3.0", "192.0.2.0/24"));
  BOOST_TEST(is_in("10.127.255.255", "10.0.0.0/9"));
  BOOST_TEST(!is_in("10.128.0.0", "10.0.0.0/9"));
  BOOST_TEST(is_in("2001:db8:ffff::1", "2001:db8::/32"));
  BOOST_TEST(!is_in("2001:db9::1", "2001:db8::/32"));
  BOOST_TEST(is_in("::1", "::1"));
  BOOST_TEST(!is_in("::2", "::1"));
}

BOOST_AUTO_TEST_CASE(host_bits_may_be_set) { BOOST_TEST(is_in("192.0.2.200", "192.0.2.77/24")); }

BOOST_AUTO_TEST_CASE(all_of_ipv4_does_not_hold_ipv6) {
  BOOST_TEST(is_in("203.0.113.9", "0.0.0.0/0"));
  BOOST_TEST(!is_in("2001:db8::1", "0.0.0.0/0"));
  BOOST_TEST(is_in("2001:db8::1", "::/0"));
}

BOOST_AUTO_TEST_CASE(a_mapped_address_is_the_ipv4_address) {
  BOOST_TEST(is_in("::ffff:192.0.2.1", "192.0.2.0/24"));
  BOOST_TEST(is_in("::ffff:c000:201", "192.0.2.0/24"));
  BOOST_TEST(is_in("192.0.2.1", "::ffff:192.0.2.0/120"));
}

BOOST_AUTO_TEST_CASE(addresses_are_read_as_the_c_library_reads_them) {
  for (const char* text : {"0.0.0.0",
                           "255.255.255.255",
                           "256.1.1.1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1..2.3",
                           " 1.2.3.4",
                           "1.2.3.4 ",
                           "+1.2.3.4",
                           "0x1.2.3.4",
                           "010.1.1.1",
                           "::",
                           "::1",
                           "1::",
                           "1::8",
                           "1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7::",
                           "::2:3:4:5:6:7:8",
                           "::1:2:3:4:5:6:7:8",
                           "1::2::3",
                           ":::",
                           ":1",
                           "1:",
                           "12345::",
                           "g::",
                           "-1::",
                           "::1.2.3.4",
                           "1:2:3:4:5:6:1.2.3.4",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "1.2.3.4::",
                           "::1.2.3",
                           "fe80::1%eth0",
                           "",
                           ":"}) {
    unsigned char buffer[16];
    const bool known = inet_pton(AF_INET, text, buffer) == 1 || inet_pton(AF_INET6, text, buffer) == 1;
    BOOST_TEST(parse_network(text).ok() == known, text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_network_is_refused) {
  for (const char* text : {"192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/8/8", "::/129", "/8", "10/8",
                           "example.com", "192.0.2.0/ 8", "192.0.2.0/99999999999"}) {
    const auto parsed = parse_network(text);
    BOOST_TEST(!parsed.ok(), text);
  }
  BOOST_TEST(!is_in("unknown", "0.0.0.0/0"));
}

BOOST_AUTO_TEST_CASE(a_range_has_both_its_ends) {
  const auto has = [](const char* text, const char* ip) {
    const auto range = parse_ip_range(text);
    BOOST_REQUIRE_MESSAGE(range.ok(), text);
    return range->contains(*parse_ip_address(ip));
  };
  BOOST_TEST(has("192.0.2.1-192.0.2.9", "192.0.2.1"));
  BOOST_TEST(has("192.0.2.1 - 192.0.2.9", "192.0.2.9"));
  BOOST_TEST(!has("192.0.2.1-192.0.2.9", "192.0.2.10"));
  BOOST_TEST(has("192.0.2.255-192.0.3.0", "192.0.3.0"));
  BOOST_TEST(has("192.0.2.77/26", "192.0.2.64"));
  BOOST_TEST(!has("192.0.2.77/26", "192.0.2.128"));
  BOOST_TEST(has("2001:db8::/33", "2001:db8:7fff::1"));
  BOOST_TEST(!has("2001:db8::/33", "2001:db8:8000::"));
  BOOST_TEST(has("0.0.0.0/0", "255.255.255.255"));
  BOOST_TEST(!has("0.0.0.0/0", "2001:db8::1"));
  for (const char* text :
       {"", "-", "192.0.2.9-192.0.2.1", "192.0.2.1-", "192.0.2.1-2001:db8::1", "a-b", "192.0.2.0/33"}) {
    BOOST_TEST(!parse_ip_range(text).ok(), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
