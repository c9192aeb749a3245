// Exchange's attribute names, and what a directory entry gives for them.
#include "message/attribute_map.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "base/text.h"

using namespace waybill;
using namespace waybill::message;

namespace {

std::string value_of(std::string_view token, const Attributes& attributes, Profile profile = Profile::Both) {
  BOOST_REQUIRE_MESSAGE(find_attribute(token) != nullptr, token);
  return AttributeMap(profile).value(token, {"", attributes});
}

// With one token changed.
std::string changed(std::string_view token, std::string_view sources, const Attributes& attributes) {
  AttributeMap map;
  std::vector<AttributeSource> list;
  for (const std::string_view source : base::split(sources, ' ')) list.push_back(parse_source(source).value());
  map.set(*find_attribute(token), list);
  return map.value(token, {"", attributes});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_attribute_map)

BOOST_AUTO_TEST_CASE(both_lists_of_names_find_the_same_row_in_any_case) {
  const std::pair<const char*, const char*> pairs[] = {
      {"PhoneNumber", "Phone"},         {"Email", "WindowsEmailAddress"}, {"Street", "StreetAddress"},
      {"POBox", "PostOfficeBox"},       {"State", "StateOrProvince"},     {"ZipCode", "PostalCode"},
      {"Country", "CountryOrRegion"},   {"PagerNumber", "Pager"},         {"UserLogonName", "UserPrincipalName"},
      {"HomePhoneNumber", "HomePhone"}, {"MobileNumber", "MobilePhone"},  {"FaxNumber", "Fax"},
      {"DisplayName", "displayname"},   {"zipcode", "POSTALCODE"},        {"CustomAttribute7", "customattribute7"}};
  for (const auto& [a, b] : pairs) {
    BOOST_TEST(find_attribute(a) != nullptr, a);
    BOOST_TEST(find_attribute(a) == find_attribute(b), b);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_name_is_not_found) {
  for (const char* name : {"", "Phon", "PhoneNumberX", "CustomAttribute0", "CustomAttribute16", "mail", "%%"}) {
    BOOST_TEST(find_attribute(name) == nullptr, name);
  }
}

BOOST_AUTO_TEST_CASE(every_name_is_there_once_and_finds_its_row) {
  std::set<std::string> seen;
  for (const AttributeName& row : attribute_names()) {
    BOOST_TEST(!AttributeMap().sources(row).empty());
    BOOST_TEST(find_attribute(row.name) == &row);
    BOOST_TEST(seen.insert(base::lower(row.name)).second, row.name);
    for (const std::string_view name : row.also) {
      BOOST_TEST(find_attribute(name) == &row);
      BOOST_TEST(seen.insert(base::lower(name)).second, name);
    }
  }
}

BOOST_AUTO_TEST_CASE(active_directory_comes_first_then_inetorgperson) {
  BOOST_TEST(value_of("Department", {{"department", {"A"}}, {"departmentNumber", {"B"}}, {"ou", {"C"}}}) == "A");
  BOOST_TEST(value_of("Department", {{"departmentnumber", {"B"}}, {"ou", {"C"}}}) == "B");
  BOOST_TEST(value_of("Department", {{"ou", {"C"}}}) == "C");
  BOOST_TEST(value_of("Company", {{"o", {"Org"}}}) == "Org");
  BOOST_TEST(value_of("DisplayName", {{"displayName", {""}}, {"cn", {"Common"}}}) == "Common");
  BOOST_TEST(value_of("Country", {{"co", {"Germany"}}, {"c", {"DE"}}}) == "DE");
  BOOST_TEST(value_of("Street", {{"street", {"S 1"}}}) == "S 1");
  BOOST_TEST(value_of("CustomAttribute3", {{"extensionAttribute3", {"x"}}}) == "x");
  BOOST_TEST(value_of("Manager", {{"manager", {"cn=M"}}}) == "cn=M");
  BOOST_TEST(value_of("Title", {}) == "");
}

BOOST_AUTO_TEST_CASE(other_numbers_are_the_second_value_where_they_have_no_attribute) {
  BOOST_TEST(value_of("PhoneNumber", {{"telephoneNumber", {"1", "2"}}}) == "1");
  BOOST_TEST(value_of("OtherPhoneNumber", {{"telephoneNumber", {"1", "2"}}}) == "2");
  BOOST_TEST(value_of("OtherPhoneNumber", {{"telephoneNumber", {"1"}}}) == "");
  BOOST_TEST(value_of("OtherPhoneNumber", {{"telephoneNumber", {"1", "2"}}, {"otherTelephone", {"3"}}}) == "3");
  BOOST_TEST(value_of("OtherFaxNumber", {{"facsimileTelephoneNumber", {"1", "2"}}}) == "2");
  BOOST_TEST(value_of("OtherHomePhoneNumber", {{"homePhone", {"1", "2"}}}) == "2");
}

BOOST_AUTO_TEST_CASE(the_primary_address_serves_where_there_is_no_mail) {
  const Attributes proxies = {{"proxyAddresses", {"smtp:old@x", "X500:/o=x", "SMTP:primary@x"}}};
  BOOST_TEST(value_of("Email", proxies) == "primary@x");
  BOOST_TEST(value_of("Email", proxies, Profile::InetOrgPerson) == "");
  BOOST_TEST(value_of("Email", {{"proxyAddresses", {"smtp:old@x"}}}) == "");
  BOOST_TEST(value_of("Email", {{"mail", {"m@x"}}, {"proxyAddresses", {"SMTP:primary@x"}}}) == "m@x");
  BOOST_TEST(changed("Email", "proxyaddresses[2]", proxies) == "X500:/o=x");
}

BOOST_AUTO_TEST_CASE(a_profile_looks_at_its_own_attributes_alone) {
  const Attributes both = {{"department", {"A"}}, {"departmentNumber", {"B"}}, {"cn", {"Common"}}};
  BOOST_TEST(value_of("Department", both, Profile::ActiveDirectory) == "A");
  BOOST_TEST(value_of("Department", both, Profile::InetOrgPerson) == "B");
  BOOST_TEST(value_of("Department", {{"departmentNumber", {"B"}}}, Profile::ActiveDirectory) == "");
  BOOST_TEST(value_of("DisplayName", both, Profile::InetOrgPerson) == "Common");
  BOOST_TEST(value_of("CustomAttribute1", {{"extensionAttribute1", {"x"}}}, Profile::InetOrgPerson) == "");
}

BOOST_AUTO_TEST_CASE(sources_are_read_and_written) {
  for (const char* text : {"displayName", "cn;lang-de", "cn;lang-de;x-phonetic", "telephoneNumber[2]", "ou[*]",
                           "2.5.4.3", "msDS-PhoneticDisplayName", "cn;lang-de[12]"}) {
    const auto source = parse_source(text);
    BOOST_REQUIRE_MESSAGE(source.has_value(), text);
    BOOST_TEST(to_string(*source) == text);
  }
  for (const char* text : {"", " cn", "c n", "-cn", "cn;", "cn;;x", "cn[", "cn[]", "cn[0]", "cn[2", "cn[2]x", "cn[-1]",
                           "cn[**]", "cn)(uid=*", "2.5.", ".5", "cn_de", "[2]"}) {
    BOOST_TEST(!parse_source(text).has_value(), text);
  }
  BOOST_TEST((parse_source("ou[1]") == parse_source("ou")));
}

BOOST_AUTO_TEST_CASE(a_token_may_come_from_elsewhere) {
  const Attributes anna = {{"cn", {"Anna"}}, {"cn;lang-de", {"Änne"}}, {"ou", {"Sales", "", "Service"}}, {"x", {""}}};
  BOOST_TEST(changed("DisplayName", "cn", anna) == "Anna");
  BOOST_TEST(changed("DisplayName", "x cn;lang-fr CN;LANG-DE cn", anna) == "Änne");
  BOOST_TEST(changed("Department", "ou[*]", anna) == "Sales, Service");
  BOOST_TEST(changed("Department", "ou[3]", anna) == "Service");
  BOOST_TEST(changed("Department", "ou[4]", anna) == "");
  AttributeMap map;
  map.set(*find_attribute("Phone"), {});
  BOOST_TEST(map.value("PhoneNumber", {"", {{"telephoneNumber", {"1"}}}}) == "");
  BOOST_TEST(map.value("NoSuchName", {"", anna}) == "");
}

BOOST_AUTO_TEST_CASE(the_directory_is_asked_for_each_attribute_once) {
  const AttributeMap map;
  const std::vector<std::string_view> all = map.ldap_attributes();
  BOOST_TEST((std::set<std::string_view>(all.begin(), all.end()).size() == all.size()));
  for (const char* wanted : {"mail", "cn", "displayName", "manager", "extensionAttribute15", "o", "ou"}) {
    BOOST_TEST((std::find(all.begin(), all.end(), wanted) != all.end()), wanted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
