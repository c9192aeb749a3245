// Users of this host: the test runs as one of them.
#include "doctor/account.h"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace waybill::doctor;

BOOST_AUTO_TEST_SUITE(doctor_account)

BOOST_AUTO_TEST_CASE(by_name_and_by_number) {
  const auto root = find_account("root");
  BOOST_REQUIRE(root.has_value());
  BOOST_TEST(root->uid == 0U);
  BOOST_TEST(root->is_in(root->gid));
  BOOST_TEST(find_account(uid_t{0})->name == "root");
  BOOST_TEST(!find_account("no-such-user-here").has_value());
  BOOST_TEST(group_name(0) == "root");
  BOOST_TEST(group_name(4000000000U) == "4000000000");
}

BOOST_AUTO_TEST_CASE(what_we_are_is_tried_here) {
  const pid_t here = getpid();
  pid_t there = 0;
  const auto result = attempt_as({"me", geteuid(), getegid()}, [&] {
    there = getpid();
    return std::string("done");
  });
  BOOST_TEST(result.value_or("") == "done");
  BOOST_TEST(there == here);
}

BOOST_AUTO_TEST_CASE(another_user_is_tried_in_a_child_that_is_him) {
  const auto nobody = find_account("nobody");
  BOOST_REQUIRE(nobody.has_value());
  if (geteuid() == nobody->uid) return;
  const std::string far(100000, 'x');
  const auto result =
      attempt_as(*nobody, [&] { return std::to_string(geteuid()) + ' ' + std::to_string(getegid()) + ' ' + far; });
  if (geteuid() != 0) {
    BOOST_TEST(!result.has_value());
  } else {
    BOOST_TEST(result.value_or("") == std::to_string(nobody->uid) + ' ' + std::to_string(nobody->gid) + ' ' + far);
  }
}

BOOST_AUTO_TEST_CASE(a_child_that_dies_tells_nothing) {
  const auto nobody = find_account("nobody");
  const auto result = attempt_as(*nobody, []() -> std::string { _exit(3); });
  BOOST_TEST(!result.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
