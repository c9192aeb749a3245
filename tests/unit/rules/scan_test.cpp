// A search for all rules finds what each condition finds alone: made-up lists over made-up texts.
#include "rules/scan.h"

#include <re2/filtered_re2.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "base/text.h"
#include "rules/fold_case.h"
#include "rules/pattern_options.h"
#include "rules/search.h"
#include "rules/word_text.h"
#include "tests/unit/rules/raw.h"

using namespace waybill;
using namespace waybill::rules;
using namespace waybill::rules::test;

BOOST_TEST_DONT_PRINT_LOG_VALUE(waybill::base::Truth)

namespace {

class Maker {
 public:
  std::size_t up_to(std::size_t most) { return std::uniform_int_distribution<std::size_t>(1, most)(random_); }

  std::string one_of(const std::vector<std::string>& pieces) { return pieces[up_to(pieces.size()) - 1]; }

  std::string some_of(const std::vector<std::string>& pieces, std::size_t most) {
    std::string out;
    for (std::size_t i = up_to(most); i > 0; --i) out += one_of(pieces);
    return out;
  }

 private:
  std::mt19937 random_{20261126};
};

const std::vector<std::string> kLetters = {"a", "B", "b", "c", "\u00e4", "\u00c4", "\u00df", "\u7d04", "7", "-", "abc"};
const std::vector<std::string> kTextPieces = {
    "a",    "B",      "b",    "c",   "\u00e4", "\u00c4", "\u1e9e", "\u7d04", "7",   "-",    " ",
    "\r\n", "\u00a0", "\xFF", "abc", "offer",  "\u017f", "\u212a", "\u0345", "ska", "1234", ". "};
const std::vector<std::string> kPatternPieces = {
    "abc",       "offer", "\\d", "\\w+",  "a?", "(?:b|ska)", "\\b",  "[a-c]{2}", "\u00c4b",    "^",
    "(?=offer)", "k",     "\\s", "(?!b)", "c|", "(?-i)",     "[^a]", "(a)\\1",   "\u00dfabc?", "SKA"};

Scan::PatternLists pattern_lists(Maker& maker) {
  Scan::PatternLists out;
  for (std::size_t list = maker.up_to(12); list > 0; --list) {
    std::vector<std::shared_ptr<const Pattern>> patterns;
    for (std::size_t i = maker.up_to(4); i > 0; --i) {
      auto pattern = Pattern::compile(maker.some_of(kPatternPieces, 4), Dialect::DotNet);
      if (auto* good = std::get_if<0>(&pattern)) patterns.push_back(*good);
    }
    if (!patterns.empty()) out.push_back(std::make_shared<const PatternList>(patterns));
  }
  return out;
}

// How many lists are in the text.
std::size_t check_patterns(const Scan& scan, const Scan::PatternLists& lists, const std::string& utf8) {
  Text text(utf8);
  const auto hits = scan.run(text);
  std::size_t found = 0;
  for (std::size_t list = 0; list < lists.size(); ++list) {
    BOOST_TEST((hits[list] == lists[list]->search(utf8)), utf8);
    for (const auto& pattern : lists[list]->patterns()) {
      BOOST_TEST((pattern->match(utf8) <= hits[list].truth), utf8);
    }
    if (hits[list].truth == base::Truth::Yes) ++found;
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_scan)

BOOST_AUTO_TEST_CASE(words_are_found_as_each_list_finds_them) {
  Maker maker;
  for (int round = 0; round < 60; ++round) {
    Scan::WordLists lists;
    for (std::size_t list = maker.up_to(12); list > 0; --list) {
      std::vector<std::string> words;
      for (std::size_t word = maker.up_to(8); word > 0; --word) {
        words.push_back(maker.some_of(kLetters, 2) + (word % 3 == 0 ? " " + maker.one_of(kLetters) : ""));
      }
      lists.push_back(std::make_shared<const WordList>(words));
    }
    const Scan scan(lists);
    for (int i = 0; i < 20; ++i) {
      Text text(maker.some_of(kTextPieces, 30));
      const auto hits = scan.run(text);
      BOOST_REQUIRE(hits.size() == lists.size());
      for (std::size_t list = 0; list < lists.size(); ++list) {
        const auto alone = lists[list]->find(text.utf8());
        BOOST_TEST((hits[list].truth == base::truth(alone.has_value())), text.utf8());
        if (alone) BOOST_TEST(hits[list].index == *alone, text.utf8());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(patterns_are_found_as_each_list_finds_them) {
  Maker maker;
  std::size_t found = 0;
  for (int round = 0; round < 60; ++round) {
    const Scan::PatternLists lists = pattern_lists(maker);
    if (lists.empty()) continue;
    const Scan scan(lists);
    for (int i = 0; i < 20; ++i) found += check_patterns(scan, lists, maker.some_of(kTextPieces, 20));
  }
  BOOST_TEST(found > 1000U);
}

// What a pattern needs is looked for in the folded text: RE2's lower case must fold to what the text folds to.
BOOST_AUTO_TEST_CASE(pieces_of_patterns_fold_as_texts_do) {
  for (char32_t c = 0x80; c < 0x1E944; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    if (fold_case(c) == c && c != 0x130 && c != 0x131 && c != 0x345) continue;
    std::string literal = "abc";
    base::append_utf8(literal, c);
    literal += "def";
    for (const bool ignores_case : {true, false}) {
      re2::FilteredRE2 filter(3);
      int id = 0;
      re2::RE2::Options options = pattern_options();
      options.set_case_sensitive(!ignores_case);
      filter.Add(literal, options, &id);
      std::vector<std::string> pieces;
      filter.Compile(&pieces);
      bool is_there = false;
      for (const std::string& piece : pieces) {
        is_there = is_there || word_text(literal).find(word_text(piece)) != std::string::npos;
      }
      BOOST_TEST((pieces.empty() || is_there), literal);
    }
  }
}

BOOST_AUTO_TEST_CASE(conditions_of_one_kind_share_a_scan) {
  const Ruleset rules = checked({
      stop_rule("1", {text("SubjectContainsWords", {"a"}), text("ExceptIfSubjectContainsWords", {"b", "a"})}),
      stop_rule("2", {text("SubjectContainsWords", {"c"}), text("SubjectMatchesPatterns", {"x"})}),
      stop_rule("3", {text("SenderADAttributeContainsWords", {"City:a", "Department:b"})}),
      stop_rule("4", {text("SenderADAttributeContainsWords", {"Department:b,c"})}),
  });
  const Condition& first = rules[0].conditions.at(0);
  const Condition& except = rules[0].exceptions.at(0);
  const Condition& second = rules[1].conditions.at(0);
  BOOST_TEST(first.seats.at(0).scan != nullptr);
  BOOST_TEST(first.seats.at(0).scan == except.seats.at(0).scan);
  BOOST_TEST(first.seats.at(0).scan == second.seats.at(0).scan);
  BOOST_TEST(rules[1].conditions.at(1).seats.at(0).scan == nullptr);
  BOOST_TEST(rules[2].conditions.at(0).seats.at(0).scan == nullptr);
  BOOST_TEST(rules[2].conditions.at(0).seats.at(1).scan == rules[3].conditions.at(0).seats.at(0).scan);
  Text text("b, a");
  BOOST_TEST((search(first, 0, text) == Hit{base::Truth::Yes, 0}));
  BOOST_TEST((search(except, 0, text) == Hit{base::Truth::Yes, 0}));
  BOOST_TEST((search(second, 0, text) == Hit{}));
}

BOOST_AUTO_TEST_SUITE_END()
