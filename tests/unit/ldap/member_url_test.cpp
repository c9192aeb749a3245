// Whom the URLs of a dynamic group look at.
#include "ldap/member_url.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::ldap;

namespace {

bool covers(const std::string& text, const char* dn) {
  const auto url = parse_member_url(text);
  return url && waybill::ldap::covers(*url, dn);
}

constexpr const char* kAnna = "UID=Anna, OU=People,dc=example,dc=com";

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_member_url)

BOOST_AUTO_TEST_CASE(base_scope_and_filter) {
  const auto url = parse_member_url("ldap:///OU=People,dc=example,dc=com?mail?sub?(l=Bonn)");
  BOOST_REQUIRE(url.has_value());
  BOOST_TEST(url->base == "ou=people,dc=example,dc=com");
  BOOST_TEST((url->scope == MemberUrl::Scope::Subtree));
  BOOST_TEST(url->filter == "(l=Bonn)");
  BOOST_TEST(parse_member_url("ldap:///dc=x??one?(&(a=%5c28)(b=c))")->filter == "(&(a=\\28)(b=c))");
  BOOST_TEST(parse_member_url("ldap:///dc=x??one?l=Bonn%20")->filter == "(l=Bonn)");
  BOOST_TEST(parse_member_url("ldap:///dc=x??one")->filter == "(objectClass=*)");
}

BOOST_AUTO_TEST_CASE(what_is_no_url_of_ours_is_none) {
  for (const char* wrong :
       {"", "x", "http:///dc=x", "ldap://other.example.com/dc=x??sub?(l=Bonn)", "ldap:///no dn??sub"}) {
    BOOST_TEST(!parse_member_url(wrong).has_value(), wrong);
  }
  BOOST_TEST(!parse_member_url(std::string("ldap:///dc=x\0", 13)).has_value());
}

BOOST_AUTO_TEST_CASE(a_filter_that_would_not_stay_one_among_others_is_none) {
  for (const char* wrong : {"(((", "(l=Bonn))", "(l=Bonn)(l=Berlin)", "l=Bonn)(l=Berlin", "(l=Bonn", "(&(a=%28)(b=c))",
                            "(l=\\)", "(l=Bonn))(|(l=Berlin)", "()(l=Bonn)"}) {
    BOOST_TEST(!parse_member_url(std::string("ldap:///dc=x??sub?") + wrong).has_value(), wrong);
  }
  BOOST_TEST(parse_member_url("ldap:///dc=x??sub?(l=\\()").has_value());
}

BOOST_AUTO_TEST_CASE(each_scope_covers_its_levels) {
  const std::string people = "ldap:///ou=people,dc=example,dc=com??";
  const std::string root = "ldap:///dc=example,dc=com??";
  const std::string anna = "ldap:///uid=anna,ou=people,dc=example,dc=com??";
  BOOST_TEST(covers(people + "sub", kAnna));
  BOOST_TEST(covers(people + "one", kAnna));
  BOOST_TEST(covers(people + "children", kAnna));
  BOOST_TEST(!covers(people + "base", kAnna));
  BOOST_TEST(!covers(people, kAnna));
  BOOST_TEST(covers(root + "sub", kAnna));
  BOOST_TEST(!covers(root + "one", kAnna));
  BOOST_TEST(covers(anna + "sub", kAnna));
  BOOST_TEST(covers(anna + "base", kAnna));
  BOOST_TEST(!covers(anna + "one", kAnna));
  BOOST_TEST(!covers(anna + "children", kAnna));
  BOOST_TEST(!covers("ldap:///ou=other,dc=example,dc=com??sub", kAnna));
  BOOST_TEST(covers("ldap:///??sub", kAnna));
  BOOST_TEST(!covers(people + "sub", "no dn"));
}

BOOST_AUTO_TEST_SUITE_END()
