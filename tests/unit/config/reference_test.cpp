// The reference of rule parameters: its page is the table, and its examples are good.
#include "rules/reference.h"

#include <boost/test/unit_test.hpp>

#include "config/read_file.h"
#include "config/read_toml_rules.h"
#include "rules/check.h"

using namespace waybill;

BOOST_AUTO_TEST_SUITE(config_reference)

// Written by `waybill words > docs/parameters.md`.
BOOST_AUTO_TEST_CASE(the_document_is_the_table) {
  const auto document = config::read_file(WAYBILL_DOCS "/parameters.md", 1024 * 1024);
  BOOST_REQUIRE(document.ok());
  BOOST_TEST(*document == rules::words_markdown());
}

BOOST_AUTO_TEST_CASE(every_example_passes_the_check) {
  for (const rules::Word& word : rules::words()) {
    if (word.status != rules::Status::Done) continue;
    BOOST_TEST_CONTEXT(rules::example_rule(word)) {
      base::Diagnostics diagnostics;
      const auto file = config::read_toml_rules(rules::example_rule(word), "rules.toml", {}, diagnostics);
      rules::check({file}, {}, diagnostics);
      for (const auto& diagnostic : diagnostics.all()) {
        BOOST_TEST((diagnostic.severity != base::Severity::Error), to_string(diagnostic));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(one_parameter_is_described_with_its_exception_and_its_partner) {
  const std::string words = rules::describe(*rules::find_parameter("exceptifheadercontainswords"));
  BOOST_TEST(words.starts_with("ExceptIfHeaderContainsWords: exception\n"));
  BOOST_TEST(words.find("stands beside: ExceptIfHeaderContainsMessageHeader\n") != std::string::npos);
  BOOST_TEST(words.find("example: ExceptIfHeaderContainsWords = [\"Sales\"]\n") != std::string::npos);
  const std::string refused = rules::describe(*rules::find_parameter("ApplyOME"));
  BOOST_TEST(refused.find("refused: it needs Microsoft's message encryption service") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
