// Names that differ in case or blanks are the same.
#include "ldap/case_ignore_match.h"

#include <boost/test/unit_test.hpp>

using waybill::ldap::folded;

BOOST_AUTO_TEST_SUITE(ldap_case_ignore_match)

BOOST_AUTO_TEST_CASE(case_and_blanks_do_not_count) {
  for (const char* same : {"two blanks", "Two  Blanks", "  TWO   BLANKS ", "two blanks  "}) {
    BOOST_TEST(folded(same) == "two blanks", same);
  }
}

BOOST_AUTO_TEST_CASE(all_else_counts) {
  BOOST_TEST(folded("twoblanks") != folded("two blanks"));
  BOOST_TEST(folded("two\tblanks") != folded("two blanks"));
  BOOST_TEST(folded("Ä  Ö") == "Ä Ö");
  BOOST_TEST(folded("   ") == "");
  BOOST_TEST(folded("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
