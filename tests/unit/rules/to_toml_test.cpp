// Rules written as TOML. That they read back as the same is tested in tests/unit/config/read_toml_rules_test.cpp.
#include <boost/test/unit_test.hpp>

#include "rules/check.h"
#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;

BOOST_AUTO_TEST_SUITE(rules_to_toml)

BOOST_AUTO_TEST_CASE(defaults_are_left_out) {
  BOOST_TEST(to_toml(checked({stop_rule("r", {text("From", {"a@b.org"})})})) ==
             "[[TransportRule]]\n"
             "Name = \"r\"\n"
             "From = [\"a@b.org\"]\n"
             "StopRuleProcessing = true\n");
}

BOOST_AUTO_TEST_CASE(conditions_that_are_true_or_sizes_read_back) {
  const std::string toml =
      to_toml(checked({stop_rule("r", {typed("AttachmentIsUnsupported", RawValue::Kind::Boolean, "true"),
                                       text("ExceptIfAttachmentSizeOver", {"5 MB"})})}));
  BOOST_TEST(toml.find("AttachmentIsUnsupported = true\n") != std::string::npos, toml);
  BOOST_TEST(toml.find("ExceptIfAttachmentSizeOver = 5242880\n") != std::string::npos, toml);
}

BOOST_AUTO_TEST_CASE(a_place_of_our_own_is_kept) {
  const std::string toml = to_toml(
      checked({rule("r", {text("ApplyHtmlDisclaimerText", {"x"}), text("ApplyHtmlDisclaimerLocation", {"MARKER"}),
                          text("ApplyHtmlDisclaimerMarker", {"#sig#"})})}));
  BOOST_TEST(toml ==
             "[[TransportRule]]\n"
             "Name = \"r\"\n"
             "ApplyHtmlDisclaimerLocation = \"Marker\"\n"
             "ApplyHtmlDisclaimerMarker = \"#sig#\"\n"
             "ApplyHtmlDisclaimerText = '''x'''\n");
}

BOOST_AUTO_TEST_CASE(text_is_literal_where_it_can_be) {
  const auto written = [](const char* html) {
    const std::string toml = to_toml(checked({rule("r", {text("ApplyHtmlDisclaimerText", {html})})}));
    return toml.substr(toml.find("Text = ") + 7);
  };
  BOOST_TEST(written("<a href=\"x\">") == "'''<a href=\"x\">'''\n");
  BOOST_TEST(written("\na\n") == "'''\n\na\n'''\n");
  BOOST_TEST(written("a'''b\\") == "\"a'''b\\\\\"\n");
  BOOST_TEST(written("a'") == "\"a'\"\n");
  BOOST_TEST(written("a\r\nb") == "\"a\\u000D\\nb\"\n");
}

BOOST_AUTO_TEST_SUITE_END()
