// Filters: no value breaks out of its place.
#include "ldap/filter.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace waybill::ldap;

namespace {

bool is_balanced(const std::string& filter) {
  int depth = 0;
  for (const char c : filter) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth == 0 && filter.find('\0') == std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_filter)

BOOST_AUTO_TEST_CASE(special_characters_are_escaped_after_rfc4515) {
  BOOST_TEST(escaped("a*b") == "a\\2Ab");
  BOOST_TEST(escaped("(x)\\") == "\\28x\\29\\5C");
  BOOST_TEST(escaped(std::string_view("a\0b", 3)) == "a\\00b");
  BOOST_TEST(escaped("") == "");
  BOOST_TEST(escaped("All Users") == "All Users");
}

BOOST_AUTO_TEST_CASE(an_address_is_sought_where_addresses_stand) {
  const std::string terms =
      "(|(mail=a@example.com)(proxyAddresses=smtp:a@example.com)(userPrincipalName=a@example.com)"
      "(mailAlternateAddress=a@example.com)";
  BOOST_TEST(address_filter("a@example.com", false) == terms + ")");
  BOOST_TEST(address_filter("a@example.com", true) == terms + "(uid=a@example.com))");
}

BOOST_AUTO_TEST_CASE(a_login_name_is_sought_where_those_stand) {
  BOOST_TEST(login_filter("anna", true) == "(|(sAMAccountName=anna)(uid=anna))");
  BOOST_TEST(login_filter("an(na", false) == "(|(sAMAccountName=an\\28na))");
}

BOOST_AUTO_TEST_CASE(a_domain_is_sought_in_both_of_its_forms) {
  for (const std::string& filter :
       {address_filter("a@xn--mller-kva.example", true), group_filter("A@müller.example")}) {
    BOOST_TEST(filter.find("(mail=a@xn--mller-kva.example)") != std::string::npos, filter);
    BOOST_TEST(filter.find("(proxyAddresses=smtp:a@m\\C3\\BCller.example)") != std::string::npos, filter);
  }
}

BOOST_AUTO_TEST_CASE(a_group_is_sought_by_name_and_by_address_only_when_it_is_one) {
  BOOST_TEST(group_filter("All Users").find("(cn=All Users)") != std::string::npos);
  BOOST_TEST(group_filter("All Users").find("mail=") == std::string::npos);
  BOOST_TEST(group_filter("all@example.com").find("(mail=all@example.com)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hostile_values_stay_values) {
  for (const char* value : {"*)(objectClass=*", "a))(|(b=c", "\\", "((((", "))))", "a\\2A)", "\xFF\xFE("}) {
    const std::string text(value);
    BOOST_TEST(is_balanced(address_filter(text, true)), value);
    BOOST_TEST(is_balanced(group_filter(text)), value);
    BOOST_TEST(is_balanced(group_filter(text + "@x")), value);
    BOOST_TEST(is_balanced(member_filter({text, text}, {text, text})), value);
    BOOST_TEST(is_balanced(in_chain_filter(text)), value);
    BOOST_TEST(is_balanced(holds_in_chain_filter(text)), value);
    BOOST_TEST(address_filter(text, true).find('*') == std::string::npos, value);
  }
}

BOOST_AUTO_TEST_CASE(members_are_sought_in_each_kind_of_group) {
  BOOST_TEST(member_filter({"uid=a,dc=x"}, {"a", "b"}) ==
             "(|(member=uid=a,dc=x)(uniqueMember=uid=a,dc=x)(memberUid=a)(memberUid=b))");
  BOOST_TEST(member_filter({"uid=a,dc=x"}, {}) == "(|(member=uid=a,dc=x)(uniqueMember=uid=a,dc=x))");
}

BOOST_AUTO_TEST_SUITE_END()
