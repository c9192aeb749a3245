// The directory in a file: people by their addresses, groups by their names, membership however it is written.
#include "ldap/ldif_directory.h"

#include <boost/test/unit_test.hpp>
#include <sstream>

using namespace waybill;
using message::QueryKind;

namespace {

constexpr const char* kPeople = R"(version: 1

dn: uid=anna,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: anna
mail: Anna@Example.com
proxyAddresses: SMTP:anna@example.com
proxyAddresses: smtp:a.mueller@example.com
proxyAddresses: x500:/o=Example
displayName:: TcO8bGxlciwgQW5uYQ==
telephoneNumber: 1
telephoneNumber: 2
jpegPhoto:: AAAA
manager: uid=bob,ou=people,dc=example,dc=com

dn: uid=bob,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: bob
userPrincipalName: bob@corp.example.com
mailAlternateAddress: robert@example.com

dn: uid=carl@example.net,ou=people,dc=example,dc=com
uid: carl@example.net
memberOf: CN=Far Away,OU=Groups,DC=Example,DC=Com

dn: uid=dora,ou=people,dc=example,dc=com
uid: dora
mail: dora@example.com
proxyAddresses: smtp:anna@example.com

dn: cn=All Users,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: All Users
mail: all@example.com
member: cn=Staff,ou=groups,dc=example,dc=com
member: uid=nobody,ou=people,dc=example,dc=com

dn: cn=Staff,ou=groups,dc=example,dc=com
objectClass: groupOfUniqueNames
cn: Staff
uniqueMember: UID=Anna , OU=People,DC=Example,DC=Com
uniqueMember: cn=Inner,ou=groups,dc=example,dc=com

dn: cn=Inner,ou=groups,dc=example,dc=com
objectClass: posixGroup
cn: Inner
sAMAccountName: INNER$
memberUid: bob
member: cn=All Users,ou=groups,dc=example,dc=com

dn: cn=Empty,ou=groups,dc=example,dc=com
objectClass: group
cn: Empty
)";

std::unique_ptr<ldap::LdifDirectory> load(const std::string& text, const std::string& delimiters = {}) {
  std::istringstream in(text);
  auto directory =
      ldap::LdifDirectory::read(in, "people.ldif", {"displayName", "telephoneNumber", "manager"}, delimiters);
  BOOST_REQUIRE_MESSAGE(directory.ok(), (directory.ok() ? "" : directory.error().text));
  return std::move(*directory);
}

message::Fact ask(engine::Directory& directory, const message::Query& query) {
  return directory.ask({query}, std::chrono::steady_clock::time_point()).front();
}

std::string dn_of(const message::Fact& fact) {
  const auto* found = std::get_if<message::Found>(&fact);
  return found == nullptr ? "" : found->entry->dn;
}

struct Loaded {
  std::unique_ptr<ldap::LdifDirectory> directory = load(kPeople);

  std::string person(const std::string& address) { return dn_of(ask(*directory, {QueryKind::Person, address})); }
  std::string member(const std::string& address, const std::string& group) {
    const message::Fact fact = ask(*directory, {QueryKind::Member, address, group});
    const auto* unavailable = std::get_if<message::Unavailable>(&fact);
    if (unavailable != nullptr) return "unavailable: " + unavailable->reason;
    const auto* no = std::get_if<message::NotFound>(&fact);
    return no == nullptr ? "yes" : no->note.empty() ? "no" : no->note;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ldap_ldif_directory, Loaded)

BOOST_AUTO_TEST_CASE(a_person_is_found_by_each_of_her_addresses) {
  for (const char* address : {"anna@example.com", "ANNA@example.com", "a.mueller@example.com"}) {
    BOOST_TEST(person(address) == "uid=anna,ou=people,dc=example,dc=com", address);
  }
  for (const char* address : {"bob@corp.example.com", "robert@example.com"}) {
    BOOST_TEST(person(address) == "uid=bob,ou=people,dc=example,dc=com", address);
  }
  BOOST_TEST(person("carl@example.net") == "uid=carl@example.net,ou=people,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(nobody_is_found_by_what_is_no_address_of_his) {
  for (const char* address : {"/o=example", "x500:/o=example", "", "*", "smtp:anna@example.com"}) {
    BOOST_TEST(person(address) == "", address);
  }
}

BOOST_AUTO_TEST_CASE(mail_wins_over_an_alias_of_somebody_else) {
  BOOST_TEST(person("anna@example.com") == "uid=anna,ou=people,dc=example,dc=com");
  BOOST_TEST(person("dora@example.com") == "uid=dora,ou=people,dc=example,dc=com");
  const auto turned = load("dn: uid=1\nproxyAddresses: smtp:a@x\n\ndn: uid=2\nmail: a@x\n\ndn: uid=3\nmail: a@x\n");
  BOOST_TEST(dn_of(ask(*turned, {QueryKind::Person, "a@x"})) == "uid=2");
}

BOOST_AUTO_TEST_CASE(a_disabled_account_keeps_its_addresses_and_loses_those_of_others) {
  const auto people = load(
      "dn: uid=old\nmail: a@x\nmail: old@x\nuserAccountControl: 514\n\ndn: uid=new\nproxyAddresses: smtp:a@x\n"
      "userAccountControl: 512\n\ndn: uid=1\nnsAccountLock: true\nmail: b@x\n\ndn: uid=2\nmail: b@x\n");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "a@x"})) == "uid=new");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "old@x"})) == "uid=old");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "b@x"})) == "uid=2");
}

BOOST_AUTO_TEST_CASE(an_extension_counts_only_where_the_whole_address_has_no_owner) {
  const auto people = load("dn: uid=a\nmail: anna@x\nmemberOf: cn=Staff\n\ndn: uid=b\nmail: anna+bob@x\n", "+");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "Anna+News@x"})) == "uid=a");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "anna+bob@x"})) == "uid=b");
  BOOST_TEST(dn_of(ask(*people, {QueryKind::Person, "bob+anna@x"})) == "");
  BOOST_TEST(std::holds_alternative<message::Found>(ask(*people, {QueryKind::Member, "anna+news@x", "Staff"})));
  BOOST_TEST(person("dora+news@example.com") == "");
}

BOOST_AUTO_TEST_CASE(an_entry_holds_what_was_asked_for) {
  const message::Fact fact = ask(*directory, {QueryKind::Person, "anna@example.com"});
  const auto& attributes = std::get<message::Found>(fact).entry->attributes;
  BOOST_TEST(attributes.at("displayName").at(0) == "Müller, Anna");
  BOOST_TEST((attributes.at("TELEPHONENUMBER") == std::vector<std::string>{"1", "2"}));
  BOOST_TEST(attributes.at("proxyAddresses").size() == 3U);
  BOOST_TEST(attributes.count("jpegPhoto") == 0U);
}

BOOST_AUTO_TEST_CASE(the_plain_attribute_wins_over_those_with_options) {
  const auto languages = load(
      "dn: uid=a\nmail: a@x\ndisplayName;lang-de: Anna\ndisplayName: Ann\ntelephoneNumber;x-work: 2\n"
      "telephoneNumber;x-home: 1\n");
  const message::Fact fact = ask(*languages, {QueryKind::Person, "a@x"});
  const auto& attributes = std::get<message::Found>(fact).entry->attributes;
  BOOST_TEST((attributes.at("displayName") == std::vector<std::string>{"Ann"}));
  BOOST_TEST((attributes.at("telephoneNumber") == std::vector<std::string>{"1"}));
}

BOOST_AUTO_TEST_CASE(options_that_are_asked_for_count_in_any_order) {
  std::istringstream in("dn: uid=a\nmail: a@x\ncn;lang-de;x-q: Anna\n");
  const auto read = ldap::LdifDirectory::read(in, "people.ldif", {"cn;x-q;lang-de", "cn;lang-de"});
  BOOST_REQUIRE(read.ok());
  const message::Fact fact = ask(**read, {QueryKind::Person, "a@x"});
  const auto& attributes = std::get<message::Found>(fact).entry->attributes;
  BOOST_TEST(attributes.at("cn;x-q;lang-de").front() == "Anna");
  BOOST_TEST(attributes.at("cn;lang-de").front() == "Anna");
}

BOOST_AUTO_TEST_CASE(an_entry_is_found_by_its_dn_in_any_spelling) {
  BOOST_TEST(dn_of(ask(*directory, {QueryKind::Entry, "UID=Bob, OU=People,DC=example,DC=com"})) ==
             "uid=bob,ou=people,dc=example,dc=com");
  BOOST_TEST(dn_of(ask(*directory, {QueryKind::Entry, "uid=none,dc=example"})) == "");
  BOOST_TEST(dn_of(ask(*directory, {QueryKind::Entry, "nonsense"})) == "");
  BOOST_TEST(dn_of(ask(*directory, {QueryKind::Entry, "cn=Far Away,ou=groups,dc=example,dc=com"})) == "");
}

BOOST_AUTO_TEST_CASE(members_are_found_in_each_kind_of_group) {
  BOOST_TEST(member("anna@example.com", "Staff") == "yes");
  BOOST_TEST(member("bob@corp.example.com", "Inner") == "yes");
  BOOST_TEST(member("carl@example.net", "Far Away") == "yes");
  BOOST_TEST(member("dora@example.com", "Staff") == "no");
  BOOST_TEST(member("anna@example.com", "Inner") == "yes");  // by the loop: Inner > All Users > Staff > anna
}

BOOST_AUTO_TEST_CASE(nesting_is_followed_to_any_depth_and_loops_end) {
  BOOST_TEST(member("anna@example.com", "All Users") == "yes");
  BOOST_TEST(member("bob@corp.example.com", "All Users") == "yes");
  BOOST_TEST(member("dora@example.com", "All Users") == "no");
  std::string text = "dn: uid=a\nmail: a@x\n\ndn: cn=0\ncn: g0\nmember: uid=a\n\n";
  for (int i = 1; i < 3000; ++i) {
    text += "dn: cn=" + std::to_string(i) + "\ncn: g" + std::to_string(i) + "\nmember: cn=" + std::to_string(i - 1) +
            "\n\n";
  }
  const auto deep = load(text);
  BOOST_TEST(std::holds_alternative<message::Found>(ask(*deep, {QueryKind::Member, "a@x", "g2999"})));
}

// objectSid: S-1-5-21-1-2-3-1104 and S-1-5-21-1-2-3-513.
BOOST_AUTO_TEST_CASE(the_primary_group_counts_as_the_others) {
  directory = load(
      "dn: cn=anna\nmail: a@x\nobjectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAAUAQAAA==\nprimaryGroupID: 513\n\n"
      "dn: cn=Domain Users\nobjectClass: group\ncn: Domain Users\n"
      "objectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAAAQIAAA==\n\n"
      "dn: cn=Staff\nobjectClass: group\ncn: Staff\nmember: cn=Domain Users\n\n"
      "dn: cn=bob\nmail: b@x\nobjectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAAUQQAAA==\nprimaryGroupID: 514\n");
  BOOST_TEST(member("a@x", "Domain Users") == "yes");
  BOOST_TEST(member("a@x", "Staff") == "yes");
  BOOST_TEST(member("b@x", "Staff") == "no");
}

BOOST_AUTO_TEST_CASE(who_is_in_a_dynamic_group_is_not_known) {
  directory = load(
      "dn: cn=anna\nmail: a@x\n\ndn: cn=bob\nmail: b@x\n\n"
      "dn: cn=Bonn\nobjectClass: groupOfURLs\ncn: Bonn\nmemberURL: ldap:///??sub?(l=Bonn)\n\n"
      "dn: cn=Staff\nobjectClass: groupOfNames\ncn: Staff\nmember: cn=Bonn\nmember: cn=anna\n\n"
      "dn: cn=Other\nobjectClass: groupOfNames\ncn: Other\nmember: cn=anna\n");
  BOOST_TEST(member("a@x", "Bonn").starts_with("unavailable: the group is, or holds, a dynamic group"));
  BOOST_TEST(member("b@x", "Staff").starts_with("unavailable: "));
  BOOST_TEST(member("a@x", "Staff") == "yes");
  BOOST_TEST(member("b@x", "Other") == "no");
}

BOOST_AUTO_TEST_CASE(a_person_is_found_by_her_login_name) {
  BOOST_TEST(person("bob") == "uid=bob,ou=people,dc=example,dc=com");
  BOOST_TEST(person("nobody") == "");
  const auto active =
      load("dn: cn=1\nsAMAccountName: Anna\nmail: a@x\n\ndn: cn=2\nsAMAccountName: bob\nuserAccountControl: 514\n");
  BOOST_TEST(dn_of(ask(*active, {QueryKind::Person, "anna"})) == "cn=1");
  BOOST_TEST(dn_of(ask(*active, {QueryKind::Person, "bob"})) == "cn=2");
}

BOOST_AUTO_TEST_CASE(what_a_member_of_names_is_a_group) {
  const auto people =
      load("dn: cn=Team\nobjectClass: room\ncn: Team\n\ndn: cn=anna\nmail: a@x\nmemberOf: cn=Team\nmemberOf: cn=Far\n");
  for (const char* name : {"team", "cn=Team", "far", "cn=Far"}) {
    BOOST_TEST(std::holds_alternative<message::Found>(ask(*people, {QueryKind::Member, "a@x", name})), name);
  }
}

BOOST_AUTO_TEST_CASE(a_group_goes_by_name_dn_and_address) {
  for (const char* name : {"all users", "ALL USERS", "all@example.com", "CN=All Users,OU=Groups,DC=example,DC=com"}) {
    BOOST_TEST(member("anna@example.com", name) == "yes", name);
    BOOST_TEST(member("dora@example.com", name) == "no", name);
  }
  BOOST_TEST(member("bob@corp.example.com", "inner$") == "yes");
  BOOST_TEST(member("carl@example.net", "cn=Far Away,ou=groups,dc=example,dc=com") == "yes");
}

BOOST_AUTO_TEST_CASE(blanks_in_a_name_of_a_group_do_not_count) {
  directory = load(
      "dn: cn=a\nmail: a@x\nmemberOf: cn=Far  Away\n\n"
      "dn: cn=1\ncn: Two  Blanks\nsAMAccountName:: IEFjICBjb3VudCA=\nmember: cn=a\n");
  for (const char* name : {"two blanks", " Two   Blanks ", "ac count", "far away", "Far   Away"}) {
    BOOST_TEST(member("a@x", name) == "yes", name);
  }
  BOOST_TEST(member("a@x", "twoblanks") == "no such group");
}

BOOST_AUTO_TEST_CASE(each_group_with_an_address_counts_whoever_owns_it) {
  directory = load(
      "dn: cn=a\nmail: a@x\n\ndn: cn=b\nmail: b@x\n\ndn: cn=c\nmail: c@x\nmail: all@müller.example\n\n"
      "dn: cn=1\nmail: all@müller.example\nmember: cn=a\n\n"
      "dn: cn=2\nproxyAddresses: smtp:All@xn--mller-kva.example\nmember: cn=b\n\n"
      "dn: cn=3\nuid: all@müller.example\nmember: cn=c\n");
  for (const char* address : {"ALL@Müller.example", "all@xn--mller-kva.example"}) {
    BOOST_TEST(member("a@x", address) == "yes", address);
    BOOST_TEST(member("b@x", address) == "yes", address);
    BOOST_TEST(member("c@x", address) == "no", address);
  }
}

BOOST_AUTO_TEST_CASE(no_such_group_and_no_such_person_are_told_apart) {
  BOOST_TEST(member("anna@example.com", "Nobody") == "no such group");
  BOOST_TEST(member("anna@example.com", "anna@example.com") == "no such group");
  BOOST_TEST(member("anna@example.com", "") == "no such group");
  BOOST_TEST(member("anna@example.com", "Empty") == "no");
  BOOST_TEST(member("who@example.com", "Staff") == "not in the directory");
}

BOOST_AUTO_TEST_CASE(a_group_is_a_member_of_itself_and_of_those_around_it) {
  BOOST_TEST(member("all@example.com", "All Users") == "yes");
  BOOST_TEST(member("all@example.com", "Inner") == "yes");
  BOOST_TEST(member("all@example.com", "Empty") == "no");
}

BOOST_AUTO_TEST_CASE(all_groups_of_a_person_are_listed_once) {
  const message::Fact fact = ask(*directory, {QueryKind::Groups, "bob@corp.example.com"});
  auto groups = std::get<message::Found>(fact).entry->attributes.at("memberOf");
  std::sort(groups.begin(), groups.end());
  const std::vector<std::string> expected = {"cn=All Users,ou=groups,dc=example,dc=com",
                                             "cn=Inner,ou=groups,dc=example,dc=com",
                                             "cn=Staff,ou=groups,dc=example,dc=com"};
  BOOST_TEST(groups == expected, boost::test_tools::per_element());
  BOOST_TEST(std::holds_alternative<message::NotFound>(ask(*directory, {QueryKind::Groups, "who@example.com"})));
}

BOOST_AUTO_TEST_CASE(answers_come_in_the_order_of_the_questions) {
  const auto facts = directory->ask({{QueryKind::Person, "dora@example.com"},
                                     {QueryKind::Person, "none@example.com"},
                                     {QueryKind::Person, "anna@example.com"}},
                                    {});
  BOOST_REQUIRE(facts.size() == 3U);
  BOOST_TEST(dn_of(facts[0]) == "uid=dora,ou=people,dc=example,dc=com");
  BOOST_TEST(dn_of(facts[1]) == "");
  BOOST_TEST(dn_of(facts[2]) == "uid=anna,ou=people,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(a_dn_that_stands_there_twice_is_an_error) {
  std::istringstream in("dn: uid=a,dc=x\nmail: a@x\n\ndn: uid=b,dc=x\n\ndn: UID=A, dc=X\nmail: b@x\n");
  const auto twice = ldap::LdifDirectory::read(in, "people.ldif", {});
  BOOST_REQUIRE(!twice.ok());
  BOOST_TEST(base::to_string(twice.error()) == "people.ldif:6:1: this DN stands in line 1 already");
}

BOOST_AUTO_TEST_CASE(nobody_owns_an_empty_address) {
  std::istringstream in("dn: uid=a\nmail:\nproxyAddresses: smtp:\nmail: a@x\n");
  const auto read = ldap::LdifDirectory::read(in, "people.ldif", {});
  BOOST_REQUIRE(read.ok());
  const auto facts = (*read)->ask({{QueryKind::Person, ""}, {QueryKind::Person, "a@x"}}, {});
  BOOST_TEST(std::holds_alternative<message::NotFound>(facts[0]));
  BOOST_TEST(std::holds_alternative<message::Found>(facts[1]));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_is_an_error) {
  const auto missing = ldap::LdifDirectory::load("/nonexistent/people.ldif", {});
  BOOST_REQUIRE(!missing.ok());
  BOOST_TEST(missing.error().text == "/nonexistent/people.ldif: cannot be read: No such file or directory");
  const auto folder = ldap::LdifDirectory::load("/", {});
  BOOST_REQUIRE(!folder.ok());
  BOOST_TEST(folder.error().text == "/: expected a regular file");
  std::istringstream in("dn: uid=a\n\nmail: b@x\n");
  const auto broken = ldap::LdifDirectory::read(in, "people.ldif", {});
  BOOST_REQUIRE(!broken.ok());
  BOOST_TEST(base::to_string(broken.error()).find("people.ldif:3:1: ") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
