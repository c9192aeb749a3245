// Conditions on attachments: what they ask for, and what each takes for a match.
#include "rules/attachment_conditions.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;
using namespace waybill::message;
using waybill::base::Truth;
using Kind = RawValue::Kind;

namespace {

Evaluation run(RawParameter parameter, const Facts& facts) {
  const Rule rule = checked({stop_rule("r", {std::move(parameter)})}).at(0);
  const Message message;
  const std::vector<std::string> none;
  return evaluate(rule, {message, message.headers, facts, AttributeMap(), none, none, none});
}

bool holds(RawParameter parameter, std::vector<Attachment> attachments) {
  Facts facts;
  facts.add({std::move(attachments)});
  return run(std::move(parameter), facts).trace.matched == Truth::Yes;
}

bool has_extension(const std::string& name, const std::string& word) {
  return holds(text("AttachmentExtensionMatchesWords", {word}), {{.name = name}});
}

bool is_over(std::size_t size, RawParameter parameter, const std::string& inside = "") {
  return holds(std::move(parameter), {{.inside = inside, .size = size}});
}

RawParameter yes(const char* name) { return typed(name, Kind::Boolean, "true"); }

std::string complaint(RawParameter parameter) {
  std::string out;
  checked({stop_rule("r", {std::move(parameter)})}, &out);
  return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(waybill::base::Truth)

BOOST_AUTO_TEST_SUITE(rules_attachment_conditions)

BOOST_AUTO_TEST_CASE(all_ask_for_the_attachments_until_they_are_known) {
  for (const RawParameter& parameter :
       {text("AttachmentContainsWords", {"x"}), text("AttachmentMatchesPatterns", {"x"}),
        text("AttachmentNameMatchesPatterns", {"x"}), text("AttachmentExtensionMatchesWords", {"x"}),
        yes("AttachmentHasExecutableContent"), yes("AttachmentIsPasswordProtected"), yes("AttachmentIsUnsupported"),
        yes("AttachmentProcessingLimitExceeded"), text("AttachmentPropertyContainsWords", {"x:y"}),
        text("AttachmentSizeOver", {"1"}), text("ExceptIfAttachmentSizeOver", {"1"})}) {
    const Evaluation unknown = run(parameter, {});
    BOOST_TEST(unknown.trace.matched == Truth::Unknown, parameter.name);
    BOOST_REQUIRE(unknown.missing.size() == 1U);
    BOOST_TEST(to_string(unknown.missing[0]) == "attachments");
    Facts facts;
    facts.add(Attachments{});
    BOOST_TEST(run(parameter, facts).missing.empty());
  }
}

BOOST_AUTO_TEST_CASE(any_attachment_is_enough_and_is_named) {
  Facts facts;
  facts.add({{{.name = "a.txt"}, {.name = "b\n.exe", .inside = "c.zip"}}});
  const Evaluation found = run(text("AttachmentExtensionMatchesWords", {"exe"}), facts);
  BOOST_TEST(found.trace.conditions.at(0).saw == "c.zip/b\\x0A.exe");
  const Evaluation not_found = run(text("AttachmentExtensionMatchesWords", {"js"}), facts);
  BOOST_TEST(not_found.trace.conditions.at(0).saw == "a.txt and 1 more");
}

BOOST_AUTO_TEST_CASE(an_extension_is_what_follows_a_dot_at_the_end) {
  for (const char* name : {"a.exe", "a.EXE", ".exe", "a.txt.exe", "a.exe. ."}) BOOST_TEST(has_extension(name, "exe"));
  for (const char* name : {"exe", "a.exe.txt", "a.exes", "a.texe", "", "."}) BOOST_TEST(!has_extension(name, "exe"));
  BOOST_TEST(has_extension("a.exe", ".Exe"));
  BOOST_TEST(has_extension("a.tar.gz", "tar.gz"));
  BOOST_TEST(!has_extension("atar.gz", "tar.gz"));
  BOOST_TEST(!has_extension("a.", "."));
}

BOOST_AUTO_TEST_CASE(sizes_have_units_and_the_size_itself_is_over) {
  const auto over = [](const char* size) { return text("AttachmentSizeOver", {size}); };
  BOOST_TEST(is_over(1024, over("1KB")));
  BOOST_TEST(!is_over(1023, over("1 kb")));
  BOOST_TEST(is_over(5 << 20U, over("5MB")));
  BOOST_TEST(is_over(5 << 20U, over("5 MB (5,242,880 bytes)")));
  BOOST_TEST(is_over(7, over("7B")));
  BOOST_TEST(is_over(7, typed("AttachmentSizeOver", Kind::Integer, "7")));
  BOOST_TEST(!is_over(6, over("7")));
  BOOST_TEST(!is_over(std::size_t{1} << 40U, over("2TB")));
  BOOST_TEST(!is_over(9000, over("1KB"), "a.zip"));
  for (const char* bad : {"", "MB", "-1", "1.5MB", "5 MiB", "9999999999TB", "5MB5"}) {
    BOOST_TEST(has(complaint(over(bad)), "is not a size such as \"10MB\""), bad);
  }
  BOOST_TEST(has(complaint(yes("AttachmentSizeOver")), "is not a size"));
}

BOOST_AUTO_TEST_CASE(words_and_flags_are_those_of_the_attachment) {
  BOOST_TEST(holds(text("AttachmentContainsWords", {"offer", "bill"}), {{}, {.text = "the Bill."}}));
  BOOST_TEST(!holds(text("AttachmentContainsWords", {"offer"}), {{.name = "offer", .text = "offers"}}));
  BOOST_TEST(holds(yes("AttachmentHasExecutableContent"), {{.is_executable = true}}));
  BOOST_TEST(!holds(yes("AttachmentHasExecutableContent"), {{.is_protected = true}}));
  BOOST_TEST(holds(yes("AttachmentIsPasswordProtected"), {{.is_protected = true}}));
  BOOST_TEST(!holds(yes("AttachmentIsPasswordProtected"), {{.is_executable = true}}));
  BOOST_TEST(holds(yes("AttachmentIsUnsupported"), {{.is_supported = true}, {}}));
  BOOST_TEST(!holds(yes("AttachmentIsUnsupported"), {{.is_supported = true}}));
}

BOOST_AUTO_TEST_CASE(patterns_are_those_of_name_and_text) {
  BOOST_TEST(holds(text("AttachmentNameMatchesPatterns", {"x", "^INV.*\\.pdf$"}), {{}, {.name = "invoice.pdf"}}));
  BOOST_TEST(!holds(text("AttachmentNameMatchesPatterns", {"^invoice"}), {{.name = "a", .inside = "invoice.zip"}}));
  BOOST_TEST(!holds(text("AttachmentNameMatchesPatterns", {".*"}), {{.text = "x"}}));
  BOOST_TEST(holds(text("AttachmentMatchesPatterns", {"\\d{4}"}), {{.text = "in 2026"}}));
  BOOST_TEST(!holds(text("AttachmentMatchesPatterns", {"\\d{4}"}), {{.name = "2026", .text = "x"}}));
}

BOOST_AUTO_TEST_CASE(a_limit_is_of_the_whole_message) {
  Facts facts;
  facts.add(Attachments{{}, true});
  BOOST_TEST(run(yes("AttachmentProcessingLimitExceeded"), facts).trace.matched == Truth::Yes);
  BOOST_TEST(!holds(yes("AttachmentProcessingLimitExceeded"), {{}}));
}

BOOST_AUTO_TEST_CASE(a_property_has_one_of_the_words) {
  const auto has_property = [](const char* wanted, const char* name, const char* value) {
    return holds(text("AttachmentPropertyContainsWords", {"x:y", wanted}), {{.properties = {{name, value}}}});
  };
  BOOST_TEST(has_property("Project:Apollo,Blue Moon", "PROJECT", "the blue  moon"));
  BOOST_TEST(has_property("Personal Use : yes", "Personal Use", "Yes"));
  BOOST_TEST(!has_property("Project:Apollo", "Project", "Apollonia"));
  BOOST_TEST(!has_property("Project:Apollo", "Client", "Apollo"));
  BOOST_TEST(has(complaint(text("AttachmentPropertyContainsWords", {"Apollo"})), "of the form Property:word,word"));
  BOOST_TEST(has(complaint(text("AttachmentPropertyContainsWords", {":Apollo"})), "of the form Property:word,word"));
  BOOST_TEST(has(complaint(text("AttachmentPropertyContainsWords", {"Project:a,,b"})), "has an empty word"));
}

BOOST_AUTO_TEST_CASE(false_is_no_condition_and_says_so) {
  std::string out;
  const Ruleset rules = checked({stop_rule("r", {typed("AttachmentIsUnsupported", Kind::Boolean, "false")})}, &out);
  BOOST_TEST(rules.at(0).conditions.empty());
  BOOST_TEST(has(out, "r:2:1: warning: AttachmentIsUnsupported = false is as if it were not there"), out);
}

BOOST_AUTO_TEST_CASE(conditions_on_texts_say_what_is_not_read) {
  BOOST_TEST(
      has(complaint(text("ExceptIfAttachmentContainsWords", {"x"})),
          "r:2:1: warning: ExceptIfAttachmentContainsWords: the text inside of Office and PDF files is not read"));
}

BOOST_AUTO_TEST_SUITE_END()
