// The SID of a primary group, made of that of the person.
#include "ldap/sid.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::ldap;
using namespace std::string_literals;

namespace {

// S-1-5-21-1-2-3-1104
const std::string kAnna = "\x01\x05\0\0\0\0\0\x05\x15\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x50\x04\0\0"s;

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_sid)

BOOST_AUTO_TEST_CASE(the_primary_group_is_in_the_domain_of_the_person) {
  // S-1-5-21-1-2-3-513
  const std::string users = primary_group_sid(kAnna, "513");
  BOOST_TEST(users == kAnna.substr(0, 24) + "\x01\x02\0\0"s);
  BOOST_TEST(dn_of_sid(users) == "<SID=01050000000000051500000001000000020000000300000001020000>");
  BOOST_TEST(primary_group_sid(kAnna, "4294967295") == kAnna.substr(0, 24) + "\xFF\xFF\xFF\xFF");
}

BOOST_AUTO_TEST_CASE(what_is_no_sid_or_no_number_has_none) {
  for (const char* wrong : {"", "x", "513x", "-1", "4294967296"}) BOOST_TEST(primary_group_sid(kAnna, wrong) == "");
  for (std::size_t size = 0; size < kAnna.size(); ++size) {
    BOOST_TEST(primary_group_sid(kAnna.substr(0, size), "513") == "");
  }
  BOOST_TEST(primary_group_sid(kAnna + "x", "513") == "");
  BOOST_TEST(primary_group_sid("\x01\0\0\0\0\0\0\x05"s, "513") == "");
}

BOOST_AUTO_TEST_SUITE_END()
