// Kleene's truth tables, all of them.
#include "base/truth.h"

#include <boost/test/unit_test.hpp>

using waybill::base::Truth;

BOOST_AUTO_TEST_SUITE(base_truth)

BOOST_AUTO_TEST_CASE(unknown_survives_unless_the_other_side_decides) {
  const auto n = Truth::No;
  const auto u = Truth::Unknown;
  const auto y = Truth::Yes;
  const Truth values[] = {n, u, y};
  const Truth conjunction[3][3] = {{n, n, n}, {n, u, u}, {n, u, y}};
  const Truth disjunction[3][3] = {{n, u, y}, {u, u, y}, {y, y, y}};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      BOOST_TEST((both(values[i], values[j]) == conjunction[i][j]));
      BOOST_TEST((either(values[i], values[j]) == disjunction[i][j]));
    }
  }
  BOOST_TEST((negate(n) == y && negate(u) == u && negate(y) == n));
}

BOOST_AUTO_TEST_SUITE_END()
