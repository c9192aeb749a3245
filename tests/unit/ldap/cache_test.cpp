// The cache: what it keeps, for how long, and how much of it.
#include "ldap/cache.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

const ldap::Cache::Time kStart = ldap::Cache::Time() + 1000h;

message::Query person(const std::string& address) { return {message::QueryKind::Person, address}; }
message::Fact found(const std::string& dn) {
  return message::Found{std::make_shared<const message::Entry>(message::Entry{dn, {}})};
}
std::string dn_of(const std::optional<ldap::Cache::Kept>& kept) {
  const auto* entry = kept ? std::get_if<message::Found>(&kept->fact) : nullptr;
  return entry == nullptr ? "" : entry->entry->dn;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_cache)

BOOST_AUTO_TEST_CASE(an_answer_is_kept_for_its_lifetime_and_no_longer) {
  ldap::Cache cache({10s, 10s, 0s});
  cache.keep(person("a@x"), found("uid=a"), kStart);
  BOOST_TEST(dn_of(cache.find(person("a@x"), kStart + 9999ms)) == "uid=a");
  BOOST_TEST(!cache.find(person("a@x"), kStart + 10s).has_value());
  BOOST_TEST(!cache.find(person("b@x"), kStart).has_value());
}

BOOST_AUTO_TEST_CASE(no_is_kept_and_could_not_ask_is_not) {
  ldap::Cache cache({10s, 10s, 0s});
  cache.keep(person("a@x"), message::NotFound{"why"}, kStart);
  cache.keep(person("b@x"), message::Unavailable{"down"}, kStart);
  const auto kept = cache.find(person("a@x"), kStart);
  BOOST_REQUIRE(kept.has_value());
  BOOST_TEST(std::get<message::NotFound>(kept->fact).note == "why");
  BOOST_TEST(!cache.find(person("b@x"), kStart).has_value());
}

BOOST_AUTO_TEST_CASE(could_not_ask_does_not_displace_an_answer) {
  ldap::Cache cache({10s, 10s, 0s});
  cache.keep(person("a@x"), found("uid=a"), kStart);
  cache.keep(person("a@x"), message::Unavailable{"down"}, kStart + 1s);
  BOOST_TEST(dn_of(cache.find(person("a@x"), kStart + 2s)) == "uid=a");
}

BOOST_AUTO_TEST_CASE(a_listener_hears_of_what_is_kept_and_of_nothing_else) {
  ldap::Cache cache({10s, 0s, 0s});
  std::vector<std::string> heard;
  cache.set_listener([&](const message::Query& query, const message::Fact&) { heard.push_back(query.subject); });
  cache.keep(person("a@x"), found("uid=a"), kStart);
  cache.keep(person("b@x"), message::Unavailable{"down"}, kStart);
  cache.keep(person("c@x"), message::NotFound{}, kStart);  // "no" is not kept
  cache.keep(person("a@x"), found("uid=a"), kStart);
  BOOST_TEST(heard == (std::vector<std::string>{"a@x", "a@x"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(questions_that_differ_in_one_word_are_different) {
  ldap::Cache cache({10s, 10s, 0s});
  cache.keep({message::QueryKind::Member, "a@x", "G"}, message::Found{}, kStart);
  BOOST_TEST((cache.find({message::QueryKind::Member, "a@x", "G"}, kStart).has_value()));
  BOOST_TEST((!cache.find({message::QueryKind::Member, "a@x", "H"}, kStart).has_value()));
  BOOST_TEST((!cache.find({message::QueryKind::Person, "a@x", "G"}, kStart).has_value()));
}

BOOST_AUTO_TEST_CASE(a_new_answer_replaces_the_old_and_lives_anew) {
  ldap::Cache cache({10s, 10s, 0s});
  cache.keep(person("a@x"), found("uid=old"), kStart);
  cache.keep(person("a@x"), found("uid=new"), kStart + 5s);
  BOOST_TEST(dn_of(cache.find(person("a@x"), kStart + 14s)) == "uid=new");
  BOOST_TEST(cache.size() == 1U);
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_and_the_newest_stay) {
  ldap::Cache cache({10s, 10s, 0s}, 160 * 512);
  for (int i = 0; i < 5000; ++i) cache.keep(person(std::to_string(i)), found("uid=a"), kStart);
  BOOST_TEST(cache.bytes() <= 160U * 512);
  BOOST_TEST(cache.size() > 100U);
  BOOST_TEST(dn_of(cache.find(person("4999"), kStart)) == "uid=a");
  BOOST_TEST(!cache.find(person("0"), kStart).has_value());
}

BOOST_AUTO_TEST_CASE(bytes_are_those_of_what_is_there) {
  ldap::Cache cache({10s, 10s, 0s});
  BOOST_TEST(cache.bytes() == 0U);
  const message::Attributes attributes = {{"title", {std::string(1000, 'x'), std::string(500, 'y')}}};
  cache.keep(person("a@x"), message::Found{std::make_shared<const message::Entry>(message::Entry{"uid=a", attributes})},
             kStart);
  const std::size_t large = cache.bytes();
  BOOST_TEST(large > 1500U);
  BOOST_TEST(large < 3000U);
  cache.keep(person("a@x"), found("uid=a"), kStart);
  BOOST_TEST(cache.bytes() < large - 1500);
  cache.keep(person("b@x"), found("uid=b"), kStart + 1h);
  BOOST_TEST(cache.size() <= 2U);
}

BOOST_AUTO_TEST_CASE(an_answer_is_fresh_then_due_then_stale_then_gone) {
  ldap::Cache cache({100s, 10s, 1000s});
  const auto age = [&](std::chrono::seconds later) { return cache.find(person("a@x"), kStart + later)->age; };
  cache.keep(person("a@x"), found("uid=a"), kStart);
  BOOST_TEST((age(0s) == ldap::Cache::Age::Fresh));
  BOOST_TEST((age(69s) == ldap::Cache::Age::Fresh));
  BOOST_TEST((age(90s) == ldap::Cache::Age::Due));
  BOOST_TEST((age(100s) == ldap::Cache::Age::Stale));
  BOOST_TEST((age(1099s) == ldap::Cache::Age::Stale));
  BOOST_TEST(!cache.find(person("a@x"), kStart + 1100s).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_asked_together_is_not_due_together) {
  ldap::Cache cache({100s, 10s, 0s});
  int due = 0;
  for (int i = 0; i < 1000; ++i) cache.keep(person(std::to_string(i)), found("uid=a"), kStart);
  for (int i = 0; i < 1000; ++i)
    due += cache.find(person(std::to_string(i)), kStart + 80s)->age == ldap::Cache::Age::Due ? 1 : 0;
  BOOST_TEST(due > 300);
  BOOST_TEST(due < 700);
}

BOOST_AUTO_TEST_CASE(no_has_a_lifetime_of_its_own) {
  ldap::Cache cache({100s, 10s, 0s});
  cache.keep(person("a@x"), message::NotFound{}, kStart);
  BOOST_TEST(cache.find(person("a@x"), kStart + 9s).has_value());
  BOOST_TEST(!cache.find(person("a@x"), kStart + 10s).has_value());
}

BOOST_AUTO_TEST_CASE(lifetime_zero_keeps_nothing) {
  ldap::Cache cache({0s, 0s, 1h});
  cache.keep(person("a@x"), found("uid=a"), kStart);
  BOOST_TEST(cache.size() == 0U);
}

BOOST_AUTO_TEST_CASE(many_threads_see_whole_answers) {
  ldap::Cache cache({10s, 10s, 0s}, 320 * 512);
  const auto work = [&](int thread) {
    for (int i = 0; i < 2000; ++i) {
      const std::string name = std::to_string((i * 7 + thread) % 500);
      cache.keep(person(name), found("uid=" + name), kStart);
      const auto kept = cache.find(person(name), kStart);
      if (kept && dn_of(kept) != "uid=" + name) throw std::logic_error("another one's answer");
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back(work, t);
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(cache.bytes() <= 320U * 512);
}

BOOST_AUTO_TEST_SUITE_END()
