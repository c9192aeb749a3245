// Which server is tried, and when one that failed is tried again.
#include "ldap/servers.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

const ldap::Servers::Time kStart = ldap::Servers::Time() + 1000h;
constexpr double kEven = 0.5;  // neither longer nor shorter

struct Two {
  ldap::Servers servers{{"ldap://a", "ldap://b"}};

  int take(std::chrono::milliseconds later, std::size_t from = 0) {
    const auto server = servers.take(from, kStart + later);
    return server ? static_cast<int>(*server) : -1;
  }
  void fail(std::size_t server, std::chrono::milliseconds later) {
    servers.note_failure(server, "down", kStart + later, kEven);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_servers)

BOOST_FIXTURE_TEST_CASE(servers_are_offered_in_their_order, Two) {
  BOOST_TEST(take(0ms) == 0);
  BOOST_TEST(take(0ms) == 0);
  BOOST_TEST(take(0ms, 1) == 1);
  BOOST_TEST(take(0ms, 2) == -1);
  BOOST_TEST(servers.uri(1) == "ldap://b");
}

BOOST_FIXTURE_TEST_CASE(one_that_failed_rests_while_the_next_is_used, Two) {
  fail(0, 0ms);
  BOOST_TEST(take(999ms) == 1);
  BOOST_TEST(!servers.is_better_open(1, kStart + 999ms));
  BOOST_TEST(servers.is_better_open(1, kStart + 1s));
  BOOST_TEST(take(1s) == 0);
}

BOOST_FIXTURE_TEST_CASE(who_refuses_the_login_rests_for_long_or_until_there_is_another_password, Two) {
  BOOST_TEST(servers.note_refused_login(0, "Invalid credentials", kStart));
  fail(1, 0ms);
  BOOST_TEST(take(599999ms) == 1);
  BOOST_TEST(take(600000ms) == 0);
  BOOST_TEST(!servers.note_refused_login(0, "Invalid credentials", kStart + 600000ms));
  BOOST_TEST(take(600001ms) == -1);
  servers.forget_refused_logins();
  BOOST_TEST(take(600001ms) == 0);
}

BOOST_FIXTURE_TEST_CASE(who_tried_it_at_the_same_time_tells_the_same_failure, Two) {
  BOOST_TEST(take(0ms) == 0);
  BOOST_TEST(take(0ms) == 0);
  fail(0, 400ms);
  fail(0, 401ms);
  BOOST_TEST(take(1399ms) == 1);
  BOOST_TEST(take(1400ms) == 0);
  fail(0, 1500ms);
  fail(0, 1501ms);
  BOOST_TEST(take(3499ms) == 1);
  BOOST_TEST(take(3500ms) == 0);
}

BOOST_FIXTURE_TEST_CASE(one_caller_probes_and_the_others_wait_for_it, Two) {
  fail(0, 0ms);
  fail(1, 0ms);
  BOOST_TEST(servers.all_failed());
  BOOST_TEST(servers.why_none() == "down; down");
  BOOST_TEST(take(500ms) == -1);
  BOOST_TEST((servers.next_chance(kStart + 500ms) == kStart + 1s));
  BOOST_TEST(take(1s) == 0);
  BOOST_TEST(take(1s) == 1);
  BOOST_TEST(take(1s) == -1);
  BOOST_TEST((servers.next_chance(kStart + 1s) < kStart + 1100ms));
  servers.note_success(0);
  BOOST_TEST(!servers.all_failed());
  BOOST_TEST(take(1s) == 0);
  BOOST_TEST(take(1s) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_prober_who_never_tells_is_given_up, Two) {
  fail(0, 0ms);
  fail(1, 0ms);
  BOOST_TEST(take(1s) == 0);
  BOOST_TEST(take(1s) == 1);
  BOOST_TEST(take(10s) == -1);
  BOOST_TEST(take(12s) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_prober_who_had_nothing_to_ask_leaves_it_to_another, Two) {
  fail(0, 0ms);
  BOOST_TEST(take(1s) == 0);
  servers.release(0);
  BOOST_TEST(take(1s) == 0);
  servers.note_failure(0, "down", kStart + 1s, kEven);
  servers.release(0);  // it rests all the same
  BOOST_TEST(take(2s) == 1);
}

BOOST_FIXTURE_TEST_CASE(each_failure_doubles_the_rest_up_to_half_a_minute, Two) {
  auto now = 0ms;
  for (const auto rest : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
    fail(0, now);
    BOOST_TEST(take(now + rest - 1ms) == 1);
    now += rest;
    BOOST_TEST(take(now) == 0);
  }
  servers.note_success(0);
  fail(0, now);
  BOOST_TEST(take(now + 1s) == 0);
}

BOOST_FIXTURE_TEST_CASE(the_log_is_told_of_changes_and_of_refusals_once_an_hour, Two) {
  BOOST_TEST(!servers.note_success(0));
  BOOST_TEST(servers.note_failure(0, "down", kStart, kEven));
  BOOST_TEST(!servers.note_failure(0, "down", kStart, kEven));
  BOOST_TEST(!servers.note_failure(0, "down", kStart + 5s, kEven));
  BOOST_TEST(servers.note_success(0));
  BOOST_TEST(!servers.note_success(0));
  BOOST_TEST(servers.note_refusal(0, kStart));
  BOOST_TEST(!servers.note_success(0));
  BOOST_TEST(!servers.note_refusal(0, kStart + 59min));
  BOOST_TEST(servers.note_refusal(1, kStart + 59min));
  BOOST_TEST(servers.note_refusal(0, kStart + 60min));
  BOOST_TEST(servers.rest(0, kStart + 60min).count() == 0);
}

BOOST_FIXTURE_TEST_CASE(the_rest_differs_by_lot, Two) {
  servers.note_failure(0, "down", kStart, 0);
  servers.note_failure(1, "down", kStart, 1);
  BOOST_TEST(take(749ms) == -1);
  BOOST_TEST(take(750ms) == 0);
  BOOST_TEST(take(1249ms) == -1);
  BOOST_TEST(take(1250ms) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
