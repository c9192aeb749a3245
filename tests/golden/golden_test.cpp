// Every golden case through the pure function, and through the plan of the milter and a model MTA.
// `-- --update` writes what came out in place of what was expected; the diff is for review.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>

#include "message/compose.h"
#include "milter/plan.h"
#include "tests/golden/golden_case.h"
#include "tests/model/model_mta.h"

using namespace waybill;
namespace fs = std::filesystem;

namespace {

bool updating() {
  const auto& suite = boost::unit_test::framework::master_test_suite();
  return suite.argc > 1 && std::string_view(suite.argv[1]) == "--update";
}

void compare(const fs::path& file, const std::string& result) {
  if (updating()) {
    std::ofstream(file, std::ios::binary) << result;
  } else {
    BOOST_TEST(result == golden::read_file(file));
  }
}

message::Outcome decide(const golden::Case& c, const message::Message& message) {
  return golden::decide(c, c.policy, message);
}

constexpr std::size_t kMostCopies = 4;  // of one case

// after.eml, after.2.eml ...: the copies that are passed on, and no others.
void compare_copies(const golden::Case& c, const message::Outcome& outcome) {
  for (std::size_t k = 0; k < std::max(outcome.copies.size(), kMostCopies); ++k) {
    const fs::path after = c.folder / (k == 0 ? "after.eml" : "after." + std::to_string(k + 1) + ".eml");
    if (k < outcome.copies.size() && is_passed_on(outcome.copies[k])) {
      compare(after, message::write(c.raw, outcome.copies[k].edits));
    } else {
      BOOST_TEST(!fs::exists(after));
    }
  }
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_cases)

BOOST_AUTO_TEST_CASE(there_are_at_least_forty_each_with_a_sentence) {
  const auto folders = golden::case_folders();
  BOOST_TEST(folders.size() >= 40U);
  for (const fs::path& folder : folders) {
    BOOST_TEST_CONTEXT(folder.filename().string()) {
      const std::string readme = golden::read_file(folder / "README");
      BOOST_TEST(readme.ends_with(".\n"));
      BOOST_TEST(std::count(readme.begin(), readme.end(), '\n') == 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_pure_function_gives_the_expected_outcome_and_message) {
  for (const fs::path& folder : golden::case_folders()) {
    BOOST_TEST_CONTEXT(folder.filename().string()) {
      const golden::Case c = golden::read_case(folder);
      const message::Outcome outcome = decide(c, {c.envelope, c.raw.headers, c.raw.body, c.raw.line_end});
      compare(folder / "expect", to_string(outcome));
      compare_copies(c, outcome);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_decided_does_not_depend_on_how_much_is_told) {
  for (const fs::path& folder : golden::case_folders()) {
    BOOST_TEST_CONTEXT(folder.filename().string()) {
      const golden::Case c = golden::read_case(folder);
      const message::Message message{c.envelope, c.raw.headers, c.raw.body, c.raw.line_end};
      message::Outcome all = decide(c, message);
      const message::Outcome matches = golden::decide(c, c.policy, message, {message::Telling::Matches});
      std::erase_if(all.rules, [](const message::RuleTrace& rule) { return rule.matched == base::Truth::No; });
      for (message::RuleTrace& rule : all.rules) rule.conditions.clear();
      BOOST_TEST(to_string(matches) == to_string(all));
    }
  }
}

// An MTA has CRLF everywhere; what it ends up with must be the file's result with CRLF.
BOOST_AUTO_TEST_CASE(a_model_mta_that_follows_the_plan_ends_with_the_same_message) {
  for (const fs::path& folder : golden::case_folders()) {
    BOOST_TEST_CONTEXT(folder.filename().string()) {
      const golden::Case c = golden::read_case(folder);
      const std::string bytes = with_crlf(*c.bytes);
      const message::RawMessage raw = message::read(bytes);
      const message::Message message{c.envelope, raw.headers, raw.body, "\r\n"};
      const message::Outcome outcome = decide(c, message);
      if (!is_passed_on(outcome.copies[0])) continue;
      const message::Edits& edits = outcome.copies[0].edits;
      BOOST_TEST(model::deliver(message, milter::plan(message, outcome.copies[0])) ==
                 model::print(message::apply_to_headers(raw.headers, edits), message::apply_to_body(raw.body, edits)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
