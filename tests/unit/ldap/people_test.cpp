// Everybody of an LDIF file.
#include "ldap/people.h"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "ldap/presence.h"

using waybill::ldap::End;
using waybill::ldap::read_people;
using waybill::ldap::Streamed;
using waybill::message::Entry;

namespace {

class File {
 public:
  explicit File(const std::string& text) : path_(std::filesystem::temp_directory_path() / name()) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::string path() const { return path_.string(); }

 private:
  static std::string name() { return "waybill-people-" + std::to_string(getpid()) + ".ldif"; }

  std::filesystem::path path_;
};

const std::string kPeople =
    "dn: dc=example\nobjectClass: domain\ndc: example\n\n"
    "dn: uid=anna,dc=example\nobjectClass: inetOrgPerson\nuid: anna\nmail: anna@example.com\nTITLE;lang-en: Chief\n\n"
    "dn: cn=Sales,dc=example\nobjectClass: GroupOfNames\ncn: Sales\nmail: sales@example.com\n\n"
    "dn: uid=printer,dc=example\nobjectClass: device\nuid: printer\n\n"
    "dn: cn=Bob,dc=example\nobjectClass: user\ncn: Bob\nproxyAddresses: SMTP:bob@example.com\nphoto: x\n";

struct Read {
  explicit Read(const std::string& text, std::size_t most = 0) {
    const File file(text);
    const auto end = read_people(file.path(), {"title", "cn"}, most, [&](const Entry& person) {
      dns += person.dn + ' ';
      attributes += std::to_string(person.attributes.size()) + ' ';
      if (const auto title = person.attributes.find("title"); title != person.attributes.end())
        titles += title->second[0];
    });
    BOOST_REQUIRE(end.ok());
    result = *end;
  }

  std::string dns;
  std::string attributes;
  std::string titles;
  Streamed result;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_people)

BOOST_AUTO_TEST_CASE(who_has_an_address_and_is_no_group) {
  const Read read(kPeople);
  BOOST_TEST(read.dns == "uid=anna,dc=example cn=Bob,dc=example ");
  BOOST_TEST(read.titles == "Chief");
  BOOST_TEST(read.attributes == "4 3 ");  // those that were asked for, and what we look at ourselves
  BOOST_TEST(read.result.entries == 2U);
  BOOST_TEST((read.result.end == End::Complete));
}

BOOST_AUTO_TEST_CASE(what_somebody_has_is_present_with_options_too) {
  const File file(kPeople);
  waybill::ldap::Options options;
  options.kind = waybill::ldap::Kind::Ldif;
  options.file = file.path();
  const auto found = waybill::ldap::find_present(options, {"Title", "title;lang-en", "title;lang-de", "PHOTO", "fax"});
  BOOST_REQUIRE(found.ok());
  BOOST_TEST(*found == std::vector<bool>({true, true, false, true, false}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_limit_says_whether_there_are_more) {
  BOOST_TEST((Read(kPeople, 1).result.end == End::Enough));
  BOOST_TEST((Read(kPeople, 1).result.entries == 1U));
  BOOST_TEST((Read(kPeople, 2).result.end == End::Complete));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_wrong_or_not_there_is_an_error) {
  const File file("dn: uid=a\nno colon\n");
  const auto ignore = [](const Entry&) {};
  BOOST_TEST(to_string(read_people(file.path(), {}, 0, ignore).error()) ==
             file.path() + ":2:1: expected `attribute: value`");
  BOOST_TEST(!read_people("/nowhere/people.ldif", {}, 0, ignore).ok());
  BOOST_TEST(to_string(read_people("/", {}, 0, ignore).error()) == "/: expected a regular file");
}

BOOST_AUTO_TEST_SUITE_END()
