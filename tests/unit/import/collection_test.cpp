// XML of Export-TransportRuleCollection.
#include <boost/test/unit_test.hpp>

#include "mime/charset.h"
#include "tests/unit/import/imported.h"

using namespace waybill;
using namespace waybill::import;

namespace {

std::string collection(const std::string& rules) {
  return "<?xml version=\"1.0\" encoding=\"utf-16\" standalone=\"yes\"?>\n<rules name=\"TransportVersioned\">\n" +
         rules + "</rules>\n";
}

std::string rule(const std::string& name, const std::string& command) {
  return "<rule name=\"" + name + "\" id=\"1\" format=\"cmdlet\"><version requiredMinVersion=\"15.0.3.0\">\n" +
         "<commandBlock><![CDATA[" + command + "]]></commandBlock></version></rule>\n";
}

constexpr const char* kStates =
    "f:2:1: warning: a collection does not say which rules were switched off; look at each\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(import_collection)

BOOST_AUTO_TEST_CASE(rules_stand_in_the_order_of_the_file) {
  const std::string text = collection(rule("a\u00e4", "New-TransportRule -Name 'a\u00e4' -Mode Enforce -From 'x','y'") +
                                      rule("b", "New-TransportRule -Name 'b' -Comments '\n'"));
  const std::string expected =
      ">\"a\u00e4\"|Mode = \"Enforce\"|From = [\"x\", \"y\"]||>\"b\"|Comments = '''||'''|" + std::string(kStates);
  BOOST_TEST(shown(text) == expected);
  BOOST_TEST(shown("\xEF\xBB\xBF" + text) == expected);
  const std::string little = *mime::from_utf8(text, "utf-16le");
  BOOST_TEST(shown(little) == expected);
  BOOST_TEST(shown("\xFF\xFE" + little) == expected);
  BOOST_TEST(shown("\xFE\xFF" + *mime::from_utf8(text, "utf-16be")) == expected);
}

BOOST_AUTO_TEST_CASE(places_are_those_of_the_file) {
  const std::string out = shown(collection(rule("a", "New-TransportRule -Name 'a' `\n -From $x -Enabled $true")));
  BOOST_TEST(has(out, "f:5:8: error: From: $x: a value that only a run could know"), out);
  BOOST_TEST(
      has(shown(collection(rule("a", "New-TransportRule -Name 'a' -From 'x"))), "f:4:58: error: the text that begins"));
}

BOOST_AUTO_TEST_CASE(markup_in_a_command_is_text) {
  BOOST_TEST(
      shown(collection(rule("a", "New-TransportRule a -Comments '<b>&amp;]]]]><![CDATA[></b>' -Enabled $false"))) ==
      ">\"a\"|Comments = '''<b>&amp;]]></b>'''|Enabled = false|");
}

BOOST_AUTO_TEST_CASE(the_newest_version_counts) {
  const std::string out = shown(collection(
      "<rule name='a'><version requiredMinVersion='15.0.10.0'><commandBlock>New-TransportRule a -Mode Audit -Enabled 1"
      "</commandBlock></version><version requiredMinVersion='15.0.3.0'><commandBlock>New-TransportRule b</commandBlock>"
      "</version></rule>"));
  BOOST_TEST(out == ">\"a\"|Mode = \"Audit\"|");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_said) {
  BOOST_TEST(
      has(shown(collection(rule("b", "New-TransportRule a -Enabled $true"))), "warning: Name: another one than that"));
  BOOST_TEST(has(shown(collection("<rule name='a' format='internal'><fork/></rule>")),
                 "f:3:1: error: a rule without a command"));
  BOOST_TEST(has(shown("<rules><rule"), "error: no well-formed XML"));
  BOOST_TEST(has(shown("<other/>"), "f:1:1: error: neither a collection"));
  BOOST_TEST(!import_one("<other/>").is_readable);
  const std::string entities =
      "<!DOCTYPE r [<!ENTITY a SYSTEM '/etc/passwd'>]>" + collection(rule("a", "New-TransportRule a -Enabled $true"));
  BOOST_TEST(shown(entities) == ">\"a\"|");
}

BOOST_AUTO_TEST_SUITE_END()
