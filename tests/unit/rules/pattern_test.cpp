// Both dialects of patterns: what they find, what is refused and where, and what no pattern may cost.
#include "rules/pattern.h"

#include <boost/test/unit_test.hpp>

#include "rules/pattern_list.h"

using namespace waybill::rules;
using waybill::base::Truth;

BOOST_TEST_DONT_PRINT_LOG_VALUE(waybill::base::Truth)

namespace {

std::shared_ptr<const Pattern> compiled(std::string_view pattern, Dialect dialect = Dialect::DotNet) {
  auto result = Pattern::compile(pattern, dialect);
  if (const auto* error = std::get_if<PatternError>(&result)) BOOST_FAIL(std::string(pattern) + ": " + error->text);
  return std::get<0>(result);
}

bool finds(std::string_view pattern, std::string_view text, Dialect dialect = Dialect::DotNet) {
  return compiled(pattern, dialect)->match(text) == Truth::Yes;
}
bool finds_2010(std::string_view pattern, std::string_view text) { return finds(pattern, text, Dialect::Legacy); }

std::string refused(std::string_view pattern, Dialect dialect = Dialect::DotNet) {
  const auto result = Pattern::compile(pattern, dialect);
  const auto* error = std::get_if<PatternError>(&result);
  return error == nullptr ? "taken" : std::to_string(error->offset) + ": " + error->text;
}

bool is_exact(std::string_view pattern) { return std::get<Translation>(translate(pattern, Dialect::DotNet)).exact; }

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_pattern)

BOOST_AUTO_TEST_CASE(case_is_ignored_and_a_match_may_be_anywhere) {
  BOOST_TEST(finds("offer", "our OFFER 7"));
  BOOST_TEST(finds("STRASSE|\u00fcbung", "die \u00dcBUNG"));
  BOOST_TEST(finds("(?-i)Offer", "Offer"));
  BOOST_TEST(!finds("(?-i)Offer", "offer"));
  BOOST_TEST(finds("(?-i:O)ffer", "OFFER"));
  BOOST_TEST(finds("(a(?-i)b|C)d", "aCD"));
  BOOST_TEST(!finds("(a(?-i)b|C)d", "xcd"));
}

BOOST_AUTO_TEST_CASE(anchors_are_the_ends_of_the_text) {
  for (const Dialect dialect : {Dialect::DotNet, Dialect::Legacy}) {
    BOOST_TEST(finds("^fred@contoso", "fred@contoso.co.uk", dialect));
    BOOST_TEST(!finds("^fred@contoso", "alfred@contoso.com", dialect));
    BOOST_TEST(!finds("^b", "a\nb", dialect));
    BOOST_TEST(!finds("a$", "a\nb", dialect));
  }
  BOOST_TEST(finds("(?m)^b$", "a\nb\nc"));
  BOOST_TEST(finds("\\Aa\\Z", "a"));
  BOOST_TEST(!finds("\\Ab", "a\nb"));
}

BOOST_AUTO_TEST_CASE(the_dialect_of_2010_takes_most_signs_as_themselves) {
  BOOST_TEST(finds_2010("\\d\\d\\d-\\d\\d-\\d\\d\\d\\d", "SSN 123-45-6789."));
  BOOST_TEST(finds_2010("a(bc)*d", "xABCBCd"));
  BOOST_TEST(finds_2010("a(bc)*d", "ad"));
  BOOST_TEST(finds_2010("C++", "c++"));
  BOOST_TEST(!finds_2010("C++", "ccc"));
  BOOST_TEST(finds_2010("contoso.com$", "a@contoso.com"));
  BOOST_TEST(!finds_2010("contoso.com$", "a@contosoxcom"));
  for (const char* sign : {".", "+", "?", "[", "]", "{", "}", "[a-z]", "{2}"}) {
    BOOST_TEST(finds_2010(sign, std::string("x") + sign + "y"), sign);
  }
  BOOST_TEST(!finds_2010("[a-z]", "b"));
  BOOST_TEST(finds_2010("a(?b)", "a?b"));
  BOOST_TEST(finds_2010("\\(525\\)|##", "call (525)"));
  BOOST_TEST(finds_2010("^##", "## x"));
  BOOST_TEST(finds_2010("^\\w\\w$", "\u00e97"));
  BOOST_TEST(!finds_2010("\\w", "_"));
  BOOST_TEST(finds_2010("\\W", "_"));
  BOOST_TEST(finds_2010("a\\sb", "a\u00a0b"));
  BOOST_TEST(!finds_2010("^\\S*$", "a b"));
  BOOST_TEST(finds_2010("\\\\\\|", "a\\|"));
}

BOOST_AUTO_TEST_CASE(classes_are_those_of_dotnet) {
  BOOST_TEST(finds("^\\w+$", "\u00e9_7\u0301\u203f"));
  BOOST_TEST(!finds("\\w", "-+ "));
  BOOST_TEST(finds("^\\d\\D$", "\u0663x"));
  BOOST_TEST(finds("^\\s+$", " \t\r\n\v\f\u0085\u00a0\u2003\u3000"));
  BOOST_TEST(!finds("\\s", "a\u200bb"));
  BOOST_TEST(finds("^[a-c]x[^a-c]$", "BXd"));
  BOOST_TEST(!finds("[^a-c]", "aBC"));
  BOOST_TEST(finds("^[]a]+$", "a]"));
  BOOST_TEST(finds("^[^]a]$", "b"));
  BOOST_TEST(finds("^[[:]+$", "[:"));
  BOOST_TEST(finds("^[\\w.-]+$", "a.b-c"));
  BOOST_TEST(finds("^[\\d-]+$", "1-2"));
  BOOST_TEST(finds("^[+\\-*\\]\\\\]+$", "*-+]\\"));
  BOOST_TEST(finds("^[\\x41\\u00DF\\t]+$", "a\u00df\t"));
  BOOST_TEST(finds("[\\W]x", "-x"));
  BOOST_TEST(finds("^[\\W_]+$", "-_ "));
  BOOST_TEST(!finds("[\\W_]", "a7"));
  BOOST_TEST(finds("^[^\\W\\d_]+$", "abc\u00e9"));
  BOOST_TEST(!finds("^[^\\W\\d_]+$", "abc7"));
  BOOST_TEST(!finds("[^\\W\\d_]", "_7-"));
  BOOST_TEST(finds("a[^\\S\\n]b", "a b"));
  BOOST_TEST(!finds("a[^\\S\\n]b", "a\nb"));
  BOOST_TEST(finds("^[a-z-[aeiou]]+$", "xyz"));
  BOOST_TEST(!finds("^[a-z-[aeiou]]+$", "xaz"));
  BOOST_TEST(finds("^[\\w-[\\d_]]$", "a"));
  BOOST_TEST(!finds("^[\\w-[\\d_]]$", "4"));
  BOOST_TEST(finds("^\\p{Lu}+$", "aB"));
  BOOST_TEST(!finds("(?-i)^\\p{Lu}+$", "aB"));
  BOOST_TEST(finds("^\\P{L}[\\p{Nd}\\p{P}]$", "-."));
}

BOOST_AUTO_TEST_CASE(escapes_are_those_of_dotnet) {
  BOOST_TEST(finds("^\\x41\\u0042\\t\\n\\e\\a\\f\\v\\cA\\x2e$", "AB\t\n\x1B\a\f\v\x01."));
  BOOST_TEST(finds("^\\uD83D\\uDE00$", "\U0001F600"));
  BOOST_TEST(finds("^\\.\\*\\@\\#\\ $", ".*@# "));
  BOOST_TEST(finds("^[\\b]\\010[\\101]$", "\b\bA"));
  BOOST_TEST(finds("a.c", "abc"));
  BOOST_TEST(!finds("a.c", "a\nc"));
  BOOST_TEST(finds("(?s)a.c", "a\nc"));
  BOOST_TEST(finds("a{,2}", "a{,2}"));
  BOOST_TEST(finds("^a{2}b{1,}c{0,1}$", "AABBC"));
  BOOST_TEST(finds("x{y}]", "x{y}]"));
  BOOST_TEST(finds("^a+?b*?c??$", "aabb"));
}

BOOST_AUTO_TEST_CASE(groups_comments_and_options) {
  BOOST_TEST(finds("^(?:ab)+(?<n>c)(?'m'd)(?#no)$", "ababcd"));
  BOOST_TEST(finds("(?x) a b # comment\n c [ ] \\ d", "abc  d"));
  BOOST_TEST(finds("(?x: a ) b", "a b"));
  BOOST_TEST(finds("(?x)a +$", "aaa"));
  BOOST_TEST(finds("^(|a)$", ""));
}

BOOST_AUTO_TEST_CASE(word_boundaries_know_all_letters) {
  BOOST_TEST(finds("\\bnda\\b", "the NDA, please"));
  BOOST_TEST(!finds("\\bnda\\b", "panda"));
  BOOST_TEST(!finds("\\bung\\b", "\u00dcbung"));
  BOOST_TEST(!finds("\\bgr\\b", "gr\u00f6\u00dfe"));
  BOOST_TEST(finds("\\Bda", "panda"));
  BOOST_TEST(!finds("\\Bda", "da"));
}

BOOST_AUTO_TEST_CASE(lookaround_and_references_are_done_by_pcre2) {
  BOOST_TEST(finds("offer(?! 7)", "offer 8"));
  BOOST_TEST(!finds("offer(?! 7)", "OFFER 7"));
  BOOST_TEST(finds("(?<=no\\. )\\d+", "No. 42"));
  BOOST_TEST(!finds("(?<!no\\. )\\b\\d+", "No. 42"));
  BOOST_TEST(finds("^(?=.*a)(?=.*b).*$", "xbxa"));
  BOOST_TEST(!finds("^(?=.*a)(?=.*b).*$", "xbx"));
  BOOST_TEST(finds("(\\w)\\1", "Anna"));
  BOOST_TEST(!finds("(\\w)\\1", "Ana"));
  BOOST_TEST(finds("^(?<q>['\"])x\\k<q>$", "'x'"));
  BOOST_TEST(!finds("^(?<q>['\"])x\\k'q'$", "'x\""));
  BOOST_TEST(finds("^(?<n>a)(b)\\1\\2$", "abba"));  // groups with names count last
  BOOST_TEST(finds("(?n)(a)(?<x>b)\\1", "abb"));
  BOOST_TEST(!finds("^(?>a*)a", "aaa"));
  BOOST_TEST(finds("^(a{1200})$", std::string(1200, 'a')));
  BOOST_TEST(!finds("^(a{1200})$", std::string(1199, 'a')));
}

BOOST_AUTO_TEST_CASE(re2_alone_decides_where_it_can) {
  for (const char* pattern :
       {"^a.*b$", "[a-z]+@\\d{2,3}", "(?:a|b)*?", "\\w\\s\\D", "[^\\W]", "(?i)x(?-i)y", "[\\W_]"}) {
    BOOST_TEST(is_exact(pattern), pattern);
  }
  for (const char* pattern : {"\\b", "(?=a)", "(a)\\1", "[a-z-[b]]", "a{1001}", "(?>a)"}) {
    BOOST_TEST(!is_exact(pattern), pattern);
  }
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_said_at_its_place) {
  BOOST_TEST(refused("a(?<x-y>b)") == "1: balancing groups are not known here");
  BOOST_TEST(refused("ab\\p{IsGreek}").starts_with("2: block names such as IsGreek are not known here"));
  BOOST_TEST(refused("[a\\p{IsGreek}]").starts_with("2: block names"));
  BOOST_TEST(refused("\\p{Greek}") == "0: \"Greek\" is no category of Unicode");
  BOOST_TEST(refused("\\pL").starts_with("0: wants a category"));
  BOOST_TEST(refused("a(?(1)b|c)").starts_with("1: conditions"));
  BOOST_TEST(refused("(?<1>a)").starts_with("0: groups with a number"));
  BOOST_TEST(refused("a(b") == "1: ( is not closed");
  BOOST_TEST(refused("ab)") == "2: ) without (");
  BOOST_TEST(refused("a[b") == "1: [ is not closed");
  BOOST_TEST(refused("a[z-b]") == "2: a range from the later to the earlier character");
  BOOST_TEST(refused("a[b-\\d]") == "2: a range wants characters at both ends");
  BOOST_TEST(refused("*a") == "0: a quantifier with nothing before it");
  BOOST_TEST(refused("(+a)") == "1: a quantifier with nothing before it");
  BOOST_TEST(refused("a++") == "2: a quantifier behind a quantifier");
  BOOST_TEST(refused("a{3,2}") == "1: a repetition from more to less");
  BOOST_TEST(refused("a{70000}") == "1: more than 65535 repetitions");
  BOOST_TEST(refused("a{99999999999}") == "2: the number is too large");
  BOOST_TEST(refused("a\\") == "1: a backslash at the end");
  BOOST_TEST(refused("a\\y") == "1: \\y is not known");
  BOOST_TEST(refused("a\\xZZ") == "1: wants 2 hexadecimal digits");
  BOOST_TEST(refused("\\uD800x") == "0: half of a surrogate pair");
  BOOST_TEST(refused("(a)\\2") == "3: there is no single group 2");
  BOOST_TEST(refused("\\k<x>") == "0: there is no single group x");
  BOOST_TEST(refused("a(?<=b+)") == "1: a lookbehind wants alternatives of fixed length here");
  BOOST_TEST(refused("(?y)") == "0: an unknown kind of group");
  BOOST_TEST(refused("(?#a") == "0: the comment is not closed");
  BOOST_TEST(refused("a\\bc", Dialect::Legacy).starts_with("1: only \\S"));
  BOOST_TEST(refused("a|*", Dialect::Legacy).starts_with("2: * with nothing"));
  BOOST_TEST(refused("a**", Dialect::Legacy).starts_with("2: * with nothing"));
  BOOST_TEST(refused("(a", Dialect::Legacy) == "0: ( is not closed");
  BOOST_TEST(refused("a)", Dialect::Legacy) == "1: ) without (");
}

BOOST_AUTO_TEST_CASE(quantifiers_stand_behind_everything) {
  for (const char* pattern :
       {"^*a", "(?:^)*a", "\\b*a", "(?=a)*a", "(?!b){2}a", "$?a", "(a)\\1*", "\\b+a", "\\A{2}a"}) {
    BOOST_TEST(finds(pattern, "aa"), pattern);
  }
}

BOOST_AUTO_TEST_CASE(no_pattern_is_slow) {
  const std::string text(200'000, 'a');
  BOOST_TEST((compiled("(a+)+$x")->match(text) == Truth::No));  // RE2
  for (const char* pattern :
       {"(?=a)(a+)+b?(?!a|$)c", "(a|aa)+\\b\\Bx?\\1b", "(?:a[^b]*)+(?<=c)", "(a*)*\\1\\Ba\\b\\b(?!$)"}) {
    const auto truth = compiled(pattern)->match(text);
    BOOST_TEST((truth != Truth::Yes), pattern);
  }
  BOOST_TEST((compiled("(?=(a+)+\\1(?!a|$))")->match(text) == Truth::Unknown));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_passed_over) {
  BOOST_TEST(finds("offer", "\xFF offer"));
  BOOST_TEST(finds("offer(?!x)", "\xFF\xC3 offer"));
  BOOST_TEST(!finds("^.$", "\xFF"));
}

BOOST_AUTO_TEST_CASE(a_list_searches_all_patterns) {
  const PatternList list({compiled("^re:"), compiled("\\boffer\\b"), compiled("(a+)+\\b(?!a|$)x")});
  BOOST_TEST((list.match("Re: a") == Truth::Yes));
  BOOST_TEST((list.match("an offer") == Truth::Yes));
  BOOST_TEST((list.match("offers") == Truth::No));
  BOOST_TEST((PatternList({compiled("x")}).match("X") == Truth::Yes));
}

BOOST_AUTO_TEST_SUITE_END()
