#include "mta/program.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

BOOST_AUTO_TEST_SUITE(mta_program)

BOOST_AUTO_TEST_CASE(what_a_program_prints) {
  BOOST_TEST(mta::run({"printf", "%s|", "a b", "c'd"}).value() == "a b|c'd|");
  BOOST_TEST(mta::run({"true"}).value().empty());
  BOOST_TEST(mta::run_for_both({"sh", "-c", "echo out; echo aside >&2"}).value().error == "aside\n");
  BOOST_TEST(mta::run({"seq", "1", "20000"}).value().size() == 108894U);
}

BOOST_AUTO_TEST_CASE(what_goes_wrong) {
  const auto failed = mta::run({"sh", "-c", "echo this is why >&2; exit 3"});
  BOOST_TEST((failed.error().kind == base::ErrorKind::Unavailable));
  BOOST_TEST(failed.error().text == "sh -c 'echo this is why >&2; exit 3': this is why");
  BOOST_TEST((mta::run({"no-such-program-here"}).error().kind == base::ErrorKind::NotFound));
}

BOOST_AUTO_TEST_CASE(as_one_types_it) {
  BOOST_TEST(mta::shell_form({"postconf", "-e", "a = b, c"}) == "postconf -e 'a = b, c'");
  BOOST_TEST(mta::shell_form({"printf", "it's", ""}) == "printf 'it'\\''s' ''");
}

BOOST_AUTO_TEST_SUITE_END()
