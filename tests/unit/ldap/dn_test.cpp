// DNs that are the same have one key; what is no DN has none.
#include "ldap/dn.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::ldap;

BOOST_AUTO_TEST_SUITE(ldap_dn)

BOOST_AUTO_TEST_CASE(spellings_of_one_dn_have_one_key) {
  const auto key = normalized_dn("cn=all users,ou=groups,dc=example,dc=com");
  BOOST_REQUIRE(key.has_value());
  for (const char* same :
       {"CN=All Users,OU=Groups,DC=Example,DC=Com", " cn = All  Users , ou=groups, dc=example,dc=com ",
        "cn=\\41ll Users,ou=groups,dc=example,dc=com", "cn=All\\20Users,ou=groups,dc=example,dc=com"}) {
    BOOST_TEST((normalized_dn(same) == key), same);
  }
}

BOOST_AUTO_TEST_CASE(types_of_rfc_4514_go_by_name_and_number) {
  const auto key = normalized_dn("uid=anna+cn=a,street=s,ou=people,o=x,l=y,st=z,c=de,dc=example");
  BOOST_REQUIRE(key.has_value());
  for (const char* same : {"2.5.4.3=a+0.9.2342.19200300.100.1.1=anna,2.5.4.9=s,2.5.4.11=people,2.5.4.10=x,2.5.4.7=y,"
                           "2.5.4.8=z,2.5.4.6=de,0.9.2342.19200300.100.1.25=example",
                           "userId=anna+commonName=a,streetAddress=s,organizationalUnitName=people,organizationName=x,"
                           "localityName=y,stateOrProvinceName=z,countryName=de,domainComponent=example"}) {
    BOOST_TEST((normalized_dn(same) == key), same);
  }
  BOOST_TEST((normalized_dn("2.5.4.4=a,dc=x") != normalized_dn("2.5.4.3=a,dc=x")));
  BOOST_TEST(leading_value("2.5.4.3=Staff,dc=x", "cn") == "Staff");
  BOOST_TEST(levels_below("cn=a,2.5.4.11=b,dc=x", "ou=b,dc=x").value_or(9) == 1U);
}

BOOST_AUTO_TEST_CASE(parts_of_one_rdn_have_no_order) {
  BOOST_TEST((normalized_dn("cn=a+uid=b,dc=x") == normalized_dn("UID=B+CN=A,dc=x")));
}

BOOST_AUTO_TEST_CASE(other_dns_have_other_keys) {
  BOOST_TEST((normalized_dn("cn=a,dc=x") != normalized_dn("cn=b,dc=x")));
  BOOST_TEST((normalized_dn("cn=a\\,dc\\=x") != normalized_dn("cn=a,dc=x")));
  BOOST_TEST((normalized_dn("cn=a,dc=x") != normalized_dn("dc=x,cn=a")));
}

BOOST_AUTO_TEST_CASE(escaped_utf8_is_the_character) {
  BOOST_TEST((normalized_dn("cn=M\\C3\\BCller,dc=x") == normalized_dn("cn=Müller,dc=x")));
}

BOOST_AUTO_TEST_CASE(what_is_no_dn_has_no_key) {
  for (const char* bad :
       {"", "All Users", "cn=a,,dc=x", "cn=a,dc", ",", "=", "cn=a;dc=x", "a@example.com", "cn=# a,dc=x"}) {
    BOOST_TEST(!normalized_dn(bad).has_value(), bad);
  }
  BOOST_TEST(!normalized_dn(std::string_view("cn=a\0,dc=x", 10)).has_value());
}

BOOST_AUTO_TEST_CASE(a_long_dn_is_only_long) {
  std::string text = "dc=x";
  for (int i = 0; i < 2000; ++i) text += ",dc=x";
  BOOST_TEST(normalized_dn(text).has_value());
}

BOOST_AUTO_TEST_CASE(the_leading_value_is_that_of_the_first_rdn) {
  BOOST_TEST(leading_value("CN=All Users,ou=x", "cn") == "All Users");
  BOOST_TEST(leading_value("uid=a+cn=b,ou=x", "cn") == "b");
  BOOST_TEST(leading_value("ou=x,cn=b", "cn") == "");
  BOOST_TEST(leading_value("no dn", "cn") == "");
}

BOOST_AUTO_TEST_CASE(levels_are_counted_up_to_a_base) {
  BOOST_TEST(levels_below("CN=A,OU=B,DC=X", "ou=b,dc=x").value_or(9) == 1U);
  BOOST_TEST(levels_below("ou=b,dc=x", "ou=b,dc=x").value_or(9) == 0U);
  BOOST_TEST(levels_below("cn=a,ou=b,dc=x", "").value_or(9) == 3U);
  BOOST_TEST(!levels_below("cn=a\\,dc=x", "dc=x").has_value());
  BOOST_TEST(!levels_below("dc=x", "ou=b,dc=x").has_value());
  BOOST_TEST(!levels_below("cn=a,dc=y", "dc=x").has_value());
  BOOST_TEST(!levels_below("no dn", "dc=x").has_value());
  BOOST_TEST(!levels_below("dc=x", "no dn").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
