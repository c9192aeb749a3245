// The table of rule words answers for every parameter of Exchange.
#include "rules/words.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <set>

using namespace waybill::rules;

BOOST_AUTO_TEST_SUITE(rules_words)

BOOST_AUTO_TEST_CASE(every_parameter_of_exchange_has_a_row) {
  std::ifstream file(WAYBILL_TEST_DATA "/exchange-parameters.txt");
  std::set<std::string> exchange;
  for (std::string line; std::getline(file, line);) exchange.insert(line);
  BOOST_TEST(exchange.size() == 179U);
  std::set<std::string> ours;
  for (const std::string_view name : parameter_names()) {
    if (!find_parameter(name)->word->own) ours.emplace(name);
  }
  BOOST_TEST(ours == exchange, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_are_found_in_any_case_and_under_their_alias) {
  const auto found = find_parameter("exceptiffrommemberof");
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(found->name() == "ExceptIfFromMemberOf");
  BOOST_TEST(found->exception);
  BOOST_TEST(find_parameter("ApplyHtmlDisclaimerTextLocation")->name() == "ApplyHtmlDisclaimerLocation");
  BOOST_TEST(!find_parameter("ExceptIfName").has_value());
  BOOST_TEST(!find_parameter("").has_value());
}

BOOST_AUTO_TEST_CASE(rows_are_complete) {
  for (const Word& word : words()) {
    BOOST_TEST_CONTEXT(word.name) {
      BOOST_TEST(!word.sentence.empty());
      BOOST_TEST(!word.example.empty());
      const bool is_choice = word.type == ValueType::Choice || word.type == ValueType::Choices;
      BOOST_TEST(is_choice == !word.choices.empty());
      BOOST_TEST((word.status == Status::Done) == word.reason.empty());
      BOOST_TEST((word.needs.empty() || find_parameter(word.needs).has_value()));
      const bool goes_with_another = word.kind == WordKind::Condition && !word.needs.empty();
      const bool works = word.observe != nullptr || word.set != nullptr || goes_with_another;
      if (word.status == Status::Done) BOOST_TEST(works);
      if (word.kind != WordKind::Condition) BOOST_TEST((word.looks == Looks::Nothing));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
