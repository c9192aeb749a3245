// TOML rules files: places to the character, and rule sets that survive being written.
#include "config/read_toml_rules.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "rules/words.h"
#include "signature/template.h"

using namespace waybill;
using namespace waybill::config;

namespace {

std::string said(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) out += to_string(diagnostic) + '\n';
  return out;
}

std::vector<rules::RawRule> read(std::string_view text, std::string* out = nullptr) {
  base::Diagnostics diagnostics;
  auto file = read_toml_rules(text, "r.toml", {}, diagnostics);
  if (out != nullptr) *out = said(diagnostics);
  return file.rules;
}

rules::Ruleset checked(std::string_view text, std::string* out = nullptr) {
  base::Diagnostics diagnostics;
  const auto file = read_toml_rules(text, "r.toml", {}, diagnostics);
  auto result = rules::check({file}, {}, diagnostics);
  if (out != nullptr) *out = said(diagnostics);
  return result;
}

std::string place(const base::Place& place) { return std::to_string(place.line) + ':' + std::to_string(place.column); }

}  // namespace

BOOST_AUTO_TEST_SUITE(config_read_toml_rules)

BOOST_AUTO_TEST_CASE(rules_and_parameters_keep_the_order_and_places_of_the_file) {
  std::string out;
  const auto rules = read(
      "[[TransportRule]]\nName = 'z'\nFrom = ['a@b', \"c@d\"]\nEnabled = true\n\n"
      "[[transportrule]]\nName = 'a'\nPriority = 0x10\nExpiryDate = 2026-03-31T18:00:00+02:00\n",
      &out);
  BOOST_TEST(out == "");
  BOOST_REQUIRE(rules.size() == 2U);
  const auto& p = rules[0].parameters;
  BOOST_REQUIRE(p.size() == 3U);
  BOOST_TEST(p[0].name == "Name");
  BOOST_TEST(p[1].name == "From");
  BOOST_TEST(p[1].is_list);
  BOOST_TEST(place(p[1].place) == "3:1");
  BOOST_TEST(place(p[1].values.at(1).place) == "3:17");
  BOOST_TEST(p[2].values.at(0).text == "true");
  BOOST_TEST((p[2].values.at(0).kind == rules::RawValue::Kind::Boolean));
  BOOST_TEST(rules[1].parameters.at(1).values.at(0).text == "16");
  BOOST_TEST(rules[1].parameters.at(2).values.at(0).text == "2026-03-31T18:00:00+02:00");
  BOOST_TEST((rules[1].parameters.at(2).values.at(0).kind == rules::RawValue::Kind::Date));
}

BOOST_AUTO_TEST_CASE(a_text_is_where_its_first_character_is) {
  const auto rules = read(
      "\xEF\xBB\xBF[[TransportRule]]\nA = '''<p>'''\nB = '''\n<p>'''\nC = \"x\"\n"
      "\"\u00e4\u00f6\" = 'x'\nD = \"\"\"\r\nx\"\"\"\nE = ''\n");
  BOOST_REQUIRE(rules.size() == 1U);
  const auto at = [&](std::size_t i) { return place(rules[0].parameters.at(i).values.at(0).place); };
  BOOST_TEST(at(0) == "2:8");
  BOOST_TEST(at(1) == "4:1");
  BOOST_TEST(at(2) == "5:6");
  BOOST_TEST(at(3) == "6:9");
  BOOST_TEST(at(4) == "8:1");
  BOOST_TEST(at(5) == "9:6");
  BOOST_TEST(rules[0].parameters.at(1).values.at(0).text == "<p>");
}

BOOST_AUTO_TEST_CASE(syntax_errors_have_their_place) {
  std::string out;
  BOOST_TEST(read("[[TransportRule]]\nName = '\u00e4\u00f6x\n", &out).empty());
  BOOST_TEST(out.starts_with("r.toml:2:12: error: ") == true, out);
  read("a = \"\xFF\"\n", &out);
  BOOST_TEST(out.starts_with("r.toml:1:") == true, out);
}

BOOST_AUTO_TEST_CASE(what_is_no_rule_is_an_error) {
  std::string out;
  read("[[TransportRules]]\nName='x'\n", &out);
  BOOST_TEST(out.starts_with("r.toml:1:3: error: unknown key or table \"TransportRules\"") == true, out);
  read("[TransportRule]\nName='x'\n", &out);
  BOOST_TEST(out.find("each rule begins with [[TransportRule]]") != std::string::npos);
  read("TransportRule = [1]\n", &out);
  BOOST_TEST(out == "r.toml:1:18: error: each rule begins with [[TransportRule]]\n");
  read("[[TransportRule]]\nA = 1.5\nB = [[1]]\nC = {x=1}\nD = 07:00:00\n", &out);
  BOOST_TEST(std::count(out.begin(), out.end(), '\n') == 4, out);
}

BOOST_AUTO_TEST_CASE(a_file_over_the_limit_is_refused) {
  base::Limits limits;
  limits.rule_file_bytes = 17;
  base::Diagnostics fits;
  BOOST_TEST(read_toml_rules("[[TransportRule]]", "r", limits, fits).rules.size() == 1U);
  base::Diagnostics longer;
  BOOST_TEST(read_toml_rules("[[TransportRule]]\n", "r", limits, longer).rules.empty());
  BOOST_TEST(said(longer) == "r:1:1: error: the file is larger than 17 bytes\n");
}

BOOST_AUTO_TEST_CASE(every_example_of_a_word_that_is_done_is_accepted) {
  for (const rules::Word& word : rules::words()) {
    if (word.status != rules::Status::Done || word.name == "Name") continue;
    std::string rule = "[[TransportRule]]\nName = 'r'\n" + std::string(word.name) + " = " + std::string(word.example);
    if (!word.needs.empty()) {
      const rules::Word* partner = rules::find_parameter(word.needs)->word;
      rule += '\n' + std::string(partner->name) + " = " + std::string(partner->example);
    }
    std::string out;
    checked(rule, &out);
    BOOST_TEST(out.find(": error: ") == std::string::npos, out);
  }
}

BOOST_AUTO_TEST_CASE(written_rules_read_back_as_the_same) {
  const char* source =
      "[[TransportRule]]\nName = \"a 'b' \\\"c\\\"\"\nComments = \"x\\r\\ny\\u0001\\u007F\\\\\"\nEnabled = false\n"
      "Mode = 'audit'\nActivationDate = 2026-01-01\nExpiryDate = \"2027-01-01T00:00:00+01:00\"\n"
      "RuleErrorAction = 'Defer'\nSenderAddressLocation = 'headerorenvelope'\nFromScope = 'inorganization'\n"
      "SubjectContainsWords = ['C:\\dir', \"it's\", '\"q\"']\nHeaderContainsMessageHeader = 'X-A'\n"
      "HeaderContainsWords = 'w'\nExceptIfSenderADAttributeContainsWords = ['department:a\\, b,c']\n"
      "ExceptIfHeaderContainsMessageHeader = 'X-B'\nExceptIfHeaderContainsWords = ['v']\n"
      "ApplyHtmlDisclaimerText = '''\n\n  <p>\u00e4 \\ \"q\" ''x''\n</p>\n'''\nApplyHtmlDisclaimerLocation = "
      "'Prepend'\n"
      "ApplyHtmlDisclaimerFallbackAction = 'Ignore'\nStopRuleProcessing = true\n"
      "[[TransportRule]]\nName = 'two'\nFrom = 'A@b.org'\nApplyHtmlDisclaimerText = \"it's '''quoted'''\"\nPriority = "
      "0\n";
  std::string out;
  const rules::Ruleset first = checked(source, &out);
  BOOST_TEST(out.find(": error: ") == std::string::npos, out);
  const std::string written = to_toml(first);
  const rules::Ruleset second = checked(written, &out);
  BOOST_TEST(out == "");
  BOOST_TEST(to_toml(second) == written);
  BOOST_REQUIRE(second.size() == 2U);
  BOOST_TEST(second[0].name == "two");
  BOOST_TEST(second[0].disclaimer->html.text == "it's '''quoted'''");
  BOOST_TEST(second[1].disclaimer->html.text == first[1].disclaimer->html.text);
  BOOST_TEST(second[1].comments == "x\r\ny\x01\x7F\\");
  BOOST_TEST(second[1].conditions.size() == 3U);
  BOOST_TEST(second[1].exceptions.size() == 2U);
  BOOST_TEST(*second[1].expiry == *first[1].expiry);
}

BOOST_AUTO_TEST_CASE(a_text_with_escapes_knows_where_each_character_stands) {
  // What is said of %%EndIf%% in this rule's text.
  const auto place_of_error = [](const std::string& written) {
    base::Diagnostics diagnostics;
    const auto rules = checked("[[TransportRule]]\nName = 'a'\nFrom = 'a@b'\nApplyHtmlDisclaimerText = " + written);
    BOOST_REQUIRE(rules.size() == 1U);
    const rules::DisclaimerText& html = rules[0].disclaimer->html;
    signature::Template::parse(html.text, html.place, diagnostics, html.jumps);
    BOOST_REQUIRE(diagnostics.all().size() == 1U);
    return place(diagnostics.all()[0].place);
  };
  BOOST_TEST(place_of_error(R"('''ab%%EndIf%%''')") == "4:32");
  BOOST_TEST(place_of_error("'''\nab\n %%EndIf%%'''") == "6:2");
  BOOST_TEST(place_of_error("'''\r\nab\r\n %%EndIf%%'''") == "6:2");
  BOOST_TEST(place_of_error(R"("ab%%EndIf%%")") == "4:30");
  BOOST_TEST(place_of_error(R"("\"ä\"\t%%EndIf%%")") == "4:35");
  BOOST_TEST(place_of_error(R"("a\nb%%EndIf%%")") == "4:32");
  BOOST_TEST(place_of_error(R"("\u00E4\U0001F600%%EndIf%%")") == "4:44");
  BOOST_TEST(place_of_error("\"\"\"\na\\\"\nb %%EndIf%%\"\"\"") == "6:3");
  BOOST_TEST(place_of_error("\"\"\"\na \\\n   \n  b %%EndIf%%\"\"\"") == "7:5");
  BOOST_TEST(place_of_error("\"\"\"\r\na\\t\r\nb %%EndIf%%\"\"\"") == "6:3");
}

BOOST_AUTO_TEST_CASE(our_own_ways_to_give_a_signature_survive_being_written) {
  const std::string text =
      "[[TransportRule]]\nName = \"a\"\nEmptyLines = \"Keep\"\nFrom = [\"a@b\"]\n"
      "ApplyHtmlDisclaimerFile = \"s/a.html\"\nApplyTextDisclaimerText = '''-- \n%%DisplayName%%\n'''\n\n"
      "[[TransportRule]]\nName = \"b\"\nFrom = [\"a@b\"]\nApplyHtmlDisclaimerText = '''x'''\n"
      "ApplyTextDisclaimerFile = \"s/a.txt\"\n";
  std::string out;
  BOOST_TEST(to_toml(checked(text, &out)) == text);
  BOOST_TEST(out == "");
}

BOOST_AUTO_TEST_SUITE_END()
