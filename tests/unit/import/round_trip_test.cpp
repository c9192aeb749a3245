// The same rules through every form: script, collection, Clixml, JSON, and the TOML that comes of them.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "config/read_powershell.h"
#include "config/read_toml_rules.h"
#include "rules/check.h"
#include "rules/words.h"
#include "tests/unit/import/imported.h"

using namespace waybill;
using namespace waybill::import;

namespace {

std::string said(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) out += to_string(diagnostic) + '\n';
  return out;
}

std::string file(const char* name) {
  std::ifstream in(std::string(WAYBILL_TEST_DATA "/") + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string from_toml(const std::string& toml) {
  base::Diagnostics diagnostics;
  const auto rules = rules::check({config::read_toml_rules(toml, "t", {}, diagnostics)}, {}, diagnostics);
  BOOST_TEST(!diagnostics.has_errors(), said(diagnostics) << toml);
  return to_toml(rules);
}

std::string from_script(const std::string& script) {
  base::Diagnostics diagnostics;
  const auto rules = rules::check({config::read_powershell(script, "s", {}, diagnostics)}, {}, diagnostics);
  BOOST_TEST(!diagnostics.has_errors(), said(diagnostics) << script);
  return to_toml(rules);
}

// A rule as lists of texts by parameter, written in each form.
struct Sample {
  std::string name;
  bool enabled = true;
  std::vector<std::pair<std::string, std::vector<std::string>>> parameters;
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return random_() % end; }

  std::string text() {
    static const std::vector<std::string> kPieces = {
        "a",    "b c", "'",     "''",  "\"",     "\u2019",  "\u201c", "`n",  "$x", "$(1)", "%%Title%%", "\n",
        "\r\n", "]]>", "&amp;", "<p>", "\u00fc", "_x000D_", "\\",     "'''", "#",  "\t",   "@'",        "\U0001F3B5"};
    std::string out = "t";
    for (std::size_t i = below(8); i > 0; --i) out += kPieces[below(kPieces.size())];
    return out + "z";
  }

 private:
  std::mt19937 random_;
};

Sample sample(Dice& dice, std::size_t number) {
  Sample out{"r" + std::to_string(number) + dice.text(), dice.below(3) != 0, {}};
  if (dice.below(2) == 0) out.parameters.push_back({"Comments", {dice.text()}});
  if (dice.below(2) == 0) out.parameters.push_back({"Mode", {"Audit"}});
  if (dice.below(2) == 0) out.parameters.push_back({"SubjectContainsWords", {dice.text(), dice.text()}});
  if (dice.below(2) == 0) out.parameters.push_back({"From", {"a@example.com", "b@example.com"}});
  if (dice.below(2) == 0) out.parameters.push_back({"ExceptIfFromMemberOf", {dice.text()}});
  out.parameters.push_back({"ApplyHtmlDisclaimerText", {dice.text()}});
  if (dice.below(2) == 0) out.parameters.push_back({"ApplyHtmlDisclaimerFallbackAction", {"Reject"}});
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string in_quotes(const std::string& text, Dice& dice) {
  if (dice.below(2) == 0) return "'" + replaced(replaced(text, "'", "''"), "\u2019", "\u2019\u2019") + "'";
  std::string out = replaced(replaced(replaced(text, "`", "``"), "\"", "\"\""), "\u201c", "\u201c\u201c");
  return "\"" + replaced(out, "$", "`$") + "\"";
}

std::string command(const Sample& rule, Dice& dice) {
  std::string out = "New-TransportRule -Name " + in_quotes(rule.name, dice);
  for (const auto& [name, values] : rule.parameters) {
    out += (dice.below(4) == 0 ? " `\n\u2013" : " -") + name + (dice.below(3) == 0 ? ":" : " ");
    for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : " , ") + in_quotes(values[i], dice);
  }
  return out + " -Enabled $" + (rule.enabled ? "true" : "false");
}

std::string json(const std::string& text) {
  std::string out = replaced(replaced(text, "\\", "\\\\"), "\"", "\\\"");
  return '"' + replaced(replaced(replaced(out, "\n", "\\n"), "\r", "\\r"), "\t", "\\t") + '"';
}

std::string json(const Sample& rule) {
  std::string out =
      "{\"Name\": " + json(rule.name) + ", \"State\": \"" + (rule.enabled ? "Enabled" : "Disabled") + "\"";
  for (const auto& [name, values] : rule.parameters) {
    out += ", \"" + name + "\": [";
    for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ",") + json(values[i]);
    out += "]";
  }
  return out + "}";
}

std::string xml(const std::string& text) {
  std::string out = replaced(replaced(text, "_x", "_x005F_x"), "\r", "_x000D_");
  return replaced(replaced(replaced(out, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

std::string clixml(const Sample& rule) {
  std::string out = "<Obj><Props><S N=\"Name\">" + xml(rule.name) + "</S><S N=\"State\">" +
                    (rule.enabled ? "Enabled" : "Disabled") + "</S>";
  for (const auto& [name, values] : rule.parameters) {
    out += "<Obj N=\"" + name + "\"><LST>";
    for (const std::string& value : values) out += "<S>" + xml(value) + "</S>";
    out += "</LST></Obj>";
  }
  return out + "</Props></Obj>";
}

rules::RawParameter only_parameter(const std::string& toml) {
  base::Diagnostics diagnostics;
  const auto file = config::read_toml_rules(toml, "t", {}, diagnostics);
  BOOST_REQUIRE_MESSAGE(file.rules.size() == 1U && file.rules[0].parameters.size() == 1U, said(diagnostics) << toml);
  return file.rules[0].parameters[0];
}

std::string argument(const rules::RawParameter& parameter) {
  std::string out = "-" + parameter.name + ":";
  for (const rules::RawValue& value : parameter.values) {
    const bool text = value.kind == rules::RawValue::Kind::Text;
    const bool boolean = value.kind == rules::RawValue::Kind::Boolean;
    if (&value != &parameter.values.front()) out += ", ";
    out += text ? "'" + replaced(value.text, "'", "''") + "'" : (boolean ? "$" : "") + value.text;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(import_round_trip)

BOOST_AUTO_TEST_CASE(the_rule_that_began_it) {
  const std::string script = file("seed/rules.ps1");
  const Result result = import_one(script);
  BOOST_TEST(result.report == "");
  BOOST_TEST(from_toml(result.toml) == from_script(script));
  BOOST_TEST(from_toml(result.toml) == from_toml(file("seed/rules.toml")));
}

BOOST_AUTO_TEST_CASE(all_forms_say_the_same) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Dice dice(seed);
    std::string script;
    std::string collection = "<rules>";
    std::string array = "[";
    std::string objects = "<Objs>";
    for (std::size_t i = 0; i < 3; ++i) {
      const Sample rule = sample(dice, i);
      const std::string text = command(rule, dice);
      script += text + "\n";
      collection += "<rule><version><commandBlock><![CDATA[" + replaced(text, "]]>", "]]]]><![CDATA[>") +
                    "]]></commandBlock></version></rule>";
      array += (i == 0 ? "" : ",") + json(rule);
      objects += clixml(rule);
    }
    const Result imported = import_one(script);
    BOOST_REQUIRE_MESSAGE(imported.report.empty(), imported.report << script);
    const std::string expected = from_script(script);
    BOOST_TEST(from_toml(imported.toml) == expected);
    BOOST_TEST(from_toml(import_one(array + "]").toml) == expected);
    BOOST_TEST(from_toml(import_one(objects + "</Objs>").toml) == expected);
    const std::string lines = replaced(expected, "\\r\\n", "\\n");  // XML knows one line end
    BOOST_TEST(replaced(from_toml(import_one(collection + "</rules>").toml), "\\r\\n", "\\n") ==
               replaced(from_script(replaced(script, "\r\n", "\n")), "\\r\\n", "\\n"));
    BOOST_TEST(!lines.empty());
  }
}

// Each word of the table with its own example.
BOOST_AUTO_TEST_CASE(every_parameter_comes_through) {
  const std::set<std::string_view> elsewhere = {"Name", "Priority", "Enabled", "Confirm", "DomainController"};
  for (const rules::Word& word : rules::words()) {
    if (elsewhere.count(word.name) != 0) continue;
    const rules::RawParameter example =
        only_parameter("[[TransportRule]]\n" + std::string(word.name) + " = " + std::string(word.example) + "\n");
    const Result result = import_one("New-TransportRule r " + argument(example));
    BOOST_REQUIRE_MESSAGE(has(result.toml, "Name = \"r\"\n"), word.name << result.report);
    const std::string read = result.toml.substr(result.toml.find("Name = ") + 11);
    if (word.status == rules::Status::Never) {
      BOOST_TEST(has(result.report, std::string(word.name) + ": not possible here: "), word.name);
      BOOST_TEST(!has(result.toml, std::string(word.name) + " = "), word.name);
      BOOST_TEST(has(result.toml, "Enabled = false") == (word.kind == rules::WordKind::Condition), word.name);
    } else if (example.values.front().text != "false") {
      BOOST_TEST(result.report == "", word.name);
      const rules::RawParameter again = only_parameter("[[TransportRule]]\n" + read);
      BOOST_TEST(again.name == word.name);
      if (word.type != rules::ValueType::Size) BOOST_TEST(argument(again) == argument(example));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
