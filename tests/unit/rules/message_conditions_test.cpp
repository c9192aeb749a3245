// What checking says of the values of conditions on the message, and what is known beyond the limits.
#include "rules/message_conditions.h"

#include <boost/test/unit_test.hpp>

#include "rules/message_type.h"
#include "tests/unit/rules/raw.h"

using namespace waybill;
using namespace waybill::rules;
using namespace waybill::rules::test;

BOOST_TEST_DONT_PRINT_LOG_VALUE(waybill::base::Truth)

namespace {

std::string complaints(RawParameter parameter) {
  std::string out;
  checked({stop_rule("r", {std::move(parameter)})}, &out);
  return out;
}

std::string value_of(RawParameter parameter) {
  return checked({stop_rule("r", {std::move(parameter)})}).at(0).conditions.at(0).values.at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_message_conditions)

BOOST_AUTO_TEST_CASE(sizes_become_bytes) {
  using Kind = RawValue::Kind;
  BOOST_TEST(value_of(text("MessageSizeOver", {"10MB"})) == "10485760");
  BOOST_TEST(value_of(text("MessageSizeOver", {"2 kb"})) == "2048");
  BOOST_TEST(value_of(text("MessageSizeOver", {"7"})) == "7");
  BOOST_TEST(value_of(typed("MessageSizeOver", Kind::Integer, "1024")) == "1024");
  for (const char* size : {"", "MB", "-1", "1.5MB", "1XB", "9999999999TB"}) {
    BOOST_TEST(complaints(text("MessageSizeOver", {size})).find("is not a size such as") != std::string::npos, size);
  }
}

BOOST_AUTO_TEST_CASE(values_out_of_range_are_refused) {
  using Kind = RawValue::Kind;
  BOOST_TEST(complaints(typed("SCLOver", Kind::Integer, "9")).empty());
  BOOST_TEST(complaints(typed("SCLOver", Kind::Integer, "10")) ==
             "r:2:9: error: SCLOver: wants a number from -1 to 9\n");
  BOOST_TEST(complaints(typed("SCLOver", Kind::Integer, "-2")) ==
             "r:2:9: error: SCLOver: wants a number from -1 to 9\n");
  BOOST_TEST(complaints(text("SenderIpRanges", {"192.0.2.0/24", "example.com"})) ==
             "r:2:9: error: SenderIpRanges: \"example.com\" is no IP address or network such as 192.0.2.0/24 or "
             "2001:db8::/32\n");
  BOOST_TEST(complaints(text("ContentCharacterSetContainsWords", {"Japanese/"})) ==
             "r:2:9: error: ContentCharacterSetContainsWords: \"Japanese/\" names no charset\n");
  BOOST_TEST(complaints(text("MessageTypeMatches", {"Signed", "RSS"})) ==
             "r:2:9: warning: MessageTypeMatches: no mail is recognized as RSS\n");
  BOOST_TEST(complaints(text("MessageTypeMatches", {"Sgned"})).find("is none of OOF, AutoForward") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(rules_print_as_they_are_read) {
  using Kind = RawValue::Kind;
  const std::string toml = to_toml(
      checked({stop_rule("r", {text("MessageTypeMatches", {"signed", "OOF"}), typed("SCLOver", Kind::Integer, "-1"),
                               text("MessageSizeOver", {"1KB"}), typed("HasNoClassification", Kind::Integer, "1")})}));
  for (const char* line : {"MessageTypeMatches = [\"Signed\", \"OOF\"]", "SCLOver = -1", "MessageSizeOver = 1024",
                           "HasNoClassification = true"}) {
    BOOST_TEST(toml.find(line) != std::string::npos, line);
  }
}

BOOST_AUTO_TEST_CASE(structure_beyond_the_limits_is_unknown) {
  const message::Message message;
  const message::Facts facts;
  const std::vector<std::string> domains;
  const message::HeaderList headers = {{"Auto-Submitted", " auto-replied"}};
  const message::AttributeMap attributes;
  const Sight sight{message, headers, facts, attributes, domains, domains, domains};
  BOOST_TEST((is_of_type("OOF", sight) == base::Truth::Yes));
  BOOST_TEST((is_of_type("AutoForward", sight) == base::Truth::No));
  BOOST_TEST((is_of_type("Signed", sight) == base::Truth::Unknown));
}

BOOST_AUTO_TEST_SUITE_END()
