// LDIF: what is read, and what is refused before it can do harm.
#include "ldap/read_ldif.h"

#include <boost/test/unit_test.hpp>
#include <sstream>

using namespace waybill;

namespace {

// `dn|name=value|...` of each record; or the error.
std::string read(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  const auto take = [&](const ldap::Record& record) {
    out += record.dn;
    for (const auto& value : record.values) {
      out.append("|").append(value.name).append("=").append(value.value);
    }
    out += '\n';
  };
  const auto count = ldap::read_ldif(in, "people.ldif", take);
  return count ? out : base::to_string(count.error());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_read_ldif)

BOOST_AUTO_TEST_CASE(records_come_in_turn) {
  BOOST_TEST(read("dn: cn=a\nmail: a@x\nsn:A\n\ndn: cn=b\nmail: b@x\n") == "cn=a|mail=a@x|sn=A\ncn=b|mail=b@x\n");
  BOOST_TEST(read("") == "");
  BOOST_TEST(read("\n\n\n") == "");
  BOOST_TEST(read("dn: cn=a\n\n\n\n\ndn: cn=b") == "cn=a\ncn=b\n");
}

BOOST_AUTO_TEST_CASE(folded_lines_and_base64_are_undone) {
  BOOST_TEST(read("dn: cn=a\ndescription: one\n  two\n  three\n") == "cn=a|description=one two three\n");
  BOOST_TEST(read("dn:: Y249TcO8bGxlcg==\ncn:: TcO8bG\n xlcg==\n") == "cn=Müller|cn=Müller\n");
}

BOOST_AUTO_TEST_CASE(mark_version_comments_and_crlf_are_skipped) {
  BOOST_TEST(read("\xEF\xBB\xBFversion: 1\r\n\r\n# comment\r\n#  more\r\n\r\ndn: cn=a\r\nmail: a\r\n @x\r\n\r\n") ==
             "cn=a|mail=a@x\n");
  BOOST_TEST(read("version: 1\ndn: cn=a\n") == "cn=a\n");
  BOOST_TEST(read("# folded\n comment\ndn: cn=a\n# inner\nsn: b\n") == "cn=a|sn=b\n");
}

BOOST_AUTO_TEST_CASE(other_files_are_never_read) {
  BOOST_TEST(read("dn: cn=a\njpegPhoto:< file:///etc/passwd\n") ==
             "people.ldif:2:10: `:<` is refused: a directory file reads no other files");
  BOOST_TEST(read("dn: cn=a\njpegPho\n to:< file:///etc/passwd\n") ==
             "people.ldif:2:1: \"jpegPhoto\" is no attribute name");
  BOOST_TEST(read("dn:< file:///etc/passwd\n") ==
             "people.ldif:1:3: `:<` is refused: a directory file reads no other files");
  BOOST_TEST(read("dn: cn=a\n\nINCLUDE: file:///etc/passwd\n").find("people.ldif:3:1: `include:`") == 0U);
}

// The reader that fetches URLs takes "<" only at once behind the colon.
BOOST_AUTO_TEST_CASE(a_folded_less_than_is_text) {
  BOOST_TEST(read("dn: cn=a\nsn:\n < file:///etc/passwd\n") == "cn=a|sn=< file:///etc/passwd\n");
  BOOST_TEST(read("dn: cn=a\nsn: < file:///etc/passwd\n") == "cn=a|sn=< file:///etc/passwd\n");
}

BOOST_AUTO_TEST_CASE(an_error_names_file_and_line) {
  BOOST_TEST(read("# one\n\ndn: cn=a\nsn: x\n y\nno colon\n") == "people.ldif:6:1: expected `attribute: value`");
  BOOST_TEST(read("dn: cn=a\ncn:: ***\n") == "people.ldif:2:6: \"***\" is no base64");
  BOOST_TEST(read("mail: a@x\n") == "people.ldif:1:1: expected `dn: ...` at the beginning of a record");
  BOOST_TEST(read("dn: nonsense\n") == "people.ldif:1:5: \"nonsense\" is no DN");
  BOOST_TEST(read("version: 2\n\ndn: cn=a\n") == "people.ldif:1:10: expected 1, the version of LDIF in RFC 2849");
  BOOST_TEST(read(" folded\n").find("people.ldif:1:1: ") == 0U);
  BOOST_TEST(read("dn: cn=a\n: x\n") == "people.ldif:2:1: \"\" is no attribute name");
  BOOST_TEST(read("dn: cn=a\nmember;Range=0-1499: cn=b\n") ==
             "people.ldif:2:1: \"member;Range=0-1499\" is a part of the values: expected a whole export");
  BOOST_TEST(read(std::string("dn: cn=a\nsn: x\0y\n", 17)) == "people.ldif:2:6: a NUL byte is not LDIF");
}

BOOST_AUTO_TEST_CASE(two_people_in_one_record_are_an_error) {
  const std::string second = ":1: a second dn in one record: expected an empty line before it";
  BOOST_TEST(read("dn: cn=a\nsn: x\ndn: cn=b\n") == "people.ldif:3" + second);
  BOOST_TEST(read("dn: cn=a\nsn: x\n \ndn: cn=b\n") == "people.ldif:4" + second);  // a blank is a fold
}

BOOST_AUTO_TEST_CASE(a_cr_ends_no_line_alone) {
  BOOST_TEST(read("dn: cn=a\rsn: x\r\rdn: cn=b\r") ==
             "people.ldif:1:9: expected LF after this CR: lines end in LF or CRLF");
}

BOOST_AUTO_TEST_CASE(base64_is_judged_as_strictly_as_openldap_does) {
  BOOST_TEST(read("dn: cn=a\nsn:: YQ==\ncn::  YWI=\ntitle::YWJj\n") == "cn=a|sn=a|cn=ab|title=abc\n");
  for (const char* bad : {"", "YQ", "YQ=", "Y===", "====", "YQ==YQ==", "Y-Q=", "YW Jj", "YWJj ", "\xC3\xBC=="}) {
    BOOST_TEST(read(std::string("dn: cn=a\nsn:: ") + bad + "\n").ends_with(" is no base64"), bad);
  }
}

BOOST_AUTO_TEST_CASE(changes_are_no_content) {
  BOOST_TEST(read("dn: cn=a\nchangetype: add\nsn: x\n") == "cn=a|sn=x\n");
  BOOST_TEST(read("dn: cn=a\nchangetype: Add\nsn: x\n") == "cn=a|sn=x\n");
  BOOST_TEST(read("dn: cn=a\nchangetype: delete\n").find("people.ldif:2:1: change records") == 0U);
  BOOST_TEST(read("dn: cn=a\nchangetype: modify\nreplace: sn\nsn: x\n-\n").find("people.ldif:2:1: ") == 0U);
}

BOOST_AUTO_TEST_CASE(long_lines_are_only_long) {
  const std::string value(300000, 'x');
  BOOST_TEST(read("dn: cn=a\nsn: " + value + "\n") == "cn=a|sn=" + value + "\n");
}

BOOST_AUTO_TEST_CASE(cut_off_input_ends) {
  const std::string whole = "version: 1\n\ndn: cn=a\ncn:: TcO8bGxlcg==\ndescription: one\n two\n\ndn: cn=b\n";
  for (std::size_t i = 0; i <= whole.size(); ++i) {
    const std::string result = read(whole.substr(0, i));
    BOOST_TEST((result.empty() || result.starts_with("cn=") || result.starts_with("people.ldif:")), result);
  }
}

BOOST_AUTO_TEST_SUITE_END()
