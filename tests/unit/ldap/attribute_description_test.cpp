// Attribute names with options and ranges, and one value list for each plain name.
#include "ldap/attribute_description.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using ldap::next_of_range;

BOOST_AUTO_TEST_SUITE(ldap_attribute_description)

BOOST_AUTO_TEST_CASE(the_type_stands_before_the_options) {
  BOOST_TEST(ldap::type_of("displayName") == "displayName");
  BOOST_TEST(ldap::type_of("displayName;lang-de;x-y") == "displayName");
}

BOOST_AUTO_TEST_CASE(a_range_says_what_is_missing) {
  BOOST_TEST(next_of_range("memberOf;range=0-1499").value_or(0) == 1500U);
  BOOST_TEST(next_of_range("memberOf;binary;Range=1500-2999;x").value_or(0) == 3000U);
  for (const char* whole :
       {"memberOf", "memberOf;range=1500-*", "memberOf;lang-de", "memberOf;range=", "range=0-1499",
        "memberOf;range=0-1x", "memberOf;range=0-18446744073709551615", "memberOf;range=0-99999999999999999999"}) {
    BOOST_TEST(!next_of_range(whole).has_value(), whole);
  }
}

BOOST_AUTO_TEST_CASE(the_plain_name_wins_and_else_the_first_option) {
  const message::Attributes found = ldap::by_type({{"displayName;lang-de", {"Anna Müller", "A"}},
                                                   {"DisplayName", {"Anna Mueller"}},
                                                   {"title;lang-en", {"Geek"}},
                                                   {"title;lang-de", {"Tüftlerin", "Leiterin"}},
                                                   {"title-x", {"other"}},
                                                   {"memberOf", {}},
                                                   {"memberOf;range=0-1", {"a", "b"}},
                                                   {"mail", {}}},
                                                  {});
  BOOST_TEST(found.at("displayname").front() == "Anna Mueller");
  BOOST_TEST((found.at("title") == std::vector<std::string>{"Tüftlerin", "Leiterin"}));
  BOOST_TEST((found.at("memberOf") == std::vector<std::string>{"a", "b"}));
  BOOST_TEST(found.count("mail") == 0U);
  BOOST_TEST(found.at("title;lang-en").front() == "Geek");
  BOOST_TEST(found.count("memberOf;range=0-1") == 0U);
  BOOST_TEST(found.size() == 7U);
}

BOOST_AUTO_TEST_CASE(options_count_in_any_order_and_a_subtype_serves) {
  const message::Attributes found =
      ldap::by_type({{"cn;lang-de;x-a;x-q", {"more"}},
                     {"cn;lang-de;x-q", {"both"}},
                     {"cn;lang-en", {"Anna"}},
                     {"cn;x-q;lang-en", {"more"}},
                     {"sn;lang-fr", {"Anne"}},
                     {"member;range=0-1;x-a", {"a"}}},
                    {"CN;X-Q;Lang-De", "cn;lang-de", "cn;x-a", "cn;lang-en", "cn;lang-fr", "member;x-a", "title"});
  BOOST_TEST(found.at("cn;x-q;lang-de").front() == "both");
  BOOST_TEST(found.at("cn;lang-de").front() == "both");
  BOOST_TEST(found.at("cn;x-a").front() == "more");
  BOOST_TEST(found.at("cn;lang-en").front() == "Anna");
  for (const char* none : {"cn;lang-fr", "member;x-a", "title"}) BOOST_TEST(found.count(none) == 0U, none);
}

BOOST_AUTO_TEST_SUITE_END()
