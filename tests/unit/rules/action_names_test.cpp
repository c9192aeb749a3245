// What rules do, in Exchange's words.
#include "rules/action_names.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;

namespace {

std::string names(std::vector<RawParameter> parameters) {
  std::string out;
  const Ruleset rules = checked({rule("r", std::move(parameters))});
  for (const std::string_view name : rules.at(0).action_names) out.append(out.empty() ? "" : " ").append(name);
  return out;
}

RawParameter yes(std::string name) { return typed(std::move(name), RawValue::Kind::Boolean, "true"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_action_names)

BOOST_AUTO_TEST_CASE(none) { BOOST_TEST(names({text("From", {"a@x"})}) == ""); }

BOOST_AUTO_TEST_CASE(what_only_qualifies_an_action_is_none) {
  BOOST_TEST(names({text("ApplyHtmlDisclaimerText", {"x"}), text("ApplyHtmlDisclaimerLocation", {"Prepend"}),
                    text("ApplyHtmlDisclaimerFallbackAction", {"Ignore"})}) == "ApplyHtmlDisclaimer");
  BOOST_TEST(names({text("RejectMessageReasonText", {"no"}), text("RejectMessageEnhancedStatusCode", {"5.7.1"})}) ==
             "RejectMessage");
  BOOST_TEST(names({text("SetHeaderName", {"X-A"}), text("SetHeaderValue", {"b"})}) == "SetHeader");
}

BOOST_AUTO_TEST_CASE(all_in_the_order_in_which_they_are_done) {
  BOOST_TEST(names({text("SetAuditSeverity", {"High"}), text("LogEventText", {"seen"}), yes("DeleteMessage"),
                    yes("Quarantine"), text("RedirectMessageTo", {"a@x"}), text("AddManagerAsRecipientType", {"Cc"}),
                    text("BlindCopyTo", {"a@x"}), text("CopyTo", {"a@x"}), text("AddToRecipients", {"a@x"}),
                    text("SetSCL", {"5"}), text("ApplyClassification", {"c"}), text("PrependSubject", {"p"}),
                    text("RemoveHeader", {"X-B"}), yes("StopRuleProcessing")}) ==
             "RemoveHeader PrependSubject ApplyClassification SetSCL AddToRecipients CopyTo BlindCopyTo "
             "AddManagerAsRecipientType RedirectMessage Quarantine DeleteMessage LogEvent SetAuditSeverity "
             "StopRuleProcessing");
}

BOOST_AUTO_TEST_CASE(to_end_the_connection_is_no_reject) {
  BOOST_TEST(names({yes("Disconnect")}) == "Disconnect");
  BOOST_TEST(names({text("SmtpRejectMessageRejectText", {"no"})}) == "RejectMessage");
}

BOOST_AUTO_TEST_SUITE_END()
