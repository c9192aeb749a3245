// Whole words in all the scripts that mail has.
#include "rules/word_list.h"

#include <re2/re2.h>

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "rules/automaton.h"
#include "rules/fold_case.h"

using namespace waybill::rules;

namespace {

bool has(const std::vector<std::string>& words, std::string_view text) {
  return WordList(words).find(text).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_word_list)

BOOST_AUTO_TEST_CASE(a_word_stands_alone) {
  for (const char* text : {"contoso", " Contoso.", "a@contoso.com", "x_CONTOSO_y", "(contoso)"}) {
    BOOST_TEST(has({"contoso"}, text), text);
  }
  for (const char* text : {"", "Acontoso", "contosoa", "Acontosob", "contoso1", "\u00e9contoso", "conto so"}) {
    BOOST_TEST(!has({"contoso"}, text), text);
  }
}

BOOST_AUTO_TEST_CASE(any_of_the_words_is_enough_and_is_named) {
  const WordList list({"offer", "price list", "OFFER", "list"});
  BOOST_TEST(*list.find("our Price \n\t List 2026") == 1U);
  BOOST_TEST(*list.find("a list, an offer") == 0U);
  BOOST_TEST(!list.find("pricelist").has_value());
  BOOST_TEST(!list.find("offers and prices").has_value());
}

BOOST_AUTO_TEST_CASE(letters_fold_as_re2_folds_them) {
  for (char32_t c = 1; c < 0x1E944; ++c) {
    const char32_t folded = fold_case(c);
    if (folded == c || (c >= 0xD800 && c < 0xE000)) continue;
    std::string letter;
    std::string other;
    waybill::base::append_utf8(letter, c);
    waybill::base::append_utf8(other, folded);
    BOOST_TEST(re2::RE2::FullMatch(letter, "(?i)" + other), other);
    BOOST_TEST((fold_case(folded) == folded), other);
  }
  for (const char* letters : {"aA", "kK\u212a", "sS\u017f", "\u03c3\u03c2\u03a3", "\u00e5\u212b", "\u00df\u1e9e"}) {
    std::size_t at = 0;
    const std::string_view all = letters;
    const char32_t folded = fold_case(waybill::base::next_code_point(all, at));
    while (at < all.size()) BOOST_TEST((fold_case(waybill::base::next_code_point(all, at)) == folded), all);
  }
}

BOOST_AUTO_TEST_CASE(an_automaton_finds_all_that_overlaps) {
  const Automaton automaton({"a", "abc", "b", "bc", "bcd", "c"});
  std::string hits;
  automaton.scan("xabcd", [&](std::size_t string, std::size_t end) {
    hits += std::to_string(string) + '@' + std::to_string(end) + ' ';
  });
  BOOST_TEST(hits == "0@2 2@3 1@4 3@4 5@4 4@5 ");
  Automaton({}).scan("abc", [&](std::size_t, std::size_t) { BOOST_FAIL("nothing to find"); });
}

BOOST_AUTO_TEST_CASE(case_folds_beyond_ascii) {
  BOOST_TEST(has({"\u00fcbung"}, "die \u00dcBUNG."));
  BOOST_TEST(has({"\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2"}, "\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3"));
  BOOST_TEST(has({"\u0434\u043e\u0433\u043e\u0432\u043e\u0440"}, "\u0414\u041e\u0413\u041e\u0412\u041e\u0420"));
}

BOOST_AUTO_TEST_CASE(letters_of_any_script_are_no_boundary_but_cjk_is) {
  BOOST_TEST(!has({"bung"}, "\u00dcbung"));
  BOOST_TEST(has({"\u5951\u7d04"}, "\u65b0\u5951\u7d04\u66f8\u306e"));
  BOOST_TEST(has({"SAP"}, "\u7279\u4fa1SAP\u66f8"));
  BOOST_TEST(!has({"SAP"}, "ASAP\u66f8"));
}

BOOST_AUTO_TEST_CASE(nothing_in_a_word_is_a_pattern) {
  BOOST_TEST(has({"C++"}, "some C++ code"));
  BOOST_TEST(!has({"C++"}, "some C++20 code"));
  BOOST_TEST(has({"+", "++"}, "a++"));
  BOOST_TEST(has({"price", "prices"}, "prices"));
  BOOST_TEST(has({"a.b"}, "a.b"));
  BOOST_TEST(!has({"a.b"}, "axb"));
  BOOST_TEST(!has({"*"}, "anything"));
  BOOST_TEST(has({"[x]|(y"}, "see [x]|(y there"));
  BOOST_TEST(has({"\\d"}, "is \\d ok"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_boundaries) {
  BOOST_TEST(has({"offer"}, "\xFFoffer\xC3"));
  BOOST_TEST(has({std::string("\xC3\xBC")}, "\xC3\xBC\xFF"));
  BOOST_TEST(!has({"offer"},
                  "of\x01\x02"
                  "fer xoffer"));
  BOOST_TEST(!has({"a\x01", "\x02"}, "ab"));
}

BOOST_AUTO_TEST_CASE(many_words_make_one_list) {
  std::vector<std::string> words;
  words.reserve(10000);
  for (int i = 0; i < 10000; ++i) words.push_back("word" + std::to_string(i) + " phrase");
  BOOST_TEST(has(words, "here is word9999  phrase"));
  BOOST_TEST(!has(words, "here is word10000 phrase"));
}

BOOST_AUTO_TEST_SUITE_END()
