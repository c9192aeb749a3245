// ServerDirectory against a real slapd: what it finds, and that nothing a server does makes it wait or say "no".
#include "ldap/server_directory.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "ldap/make_directory.h"
#include "tests/integration/ldap/slapd.h"

using namespace waybill;
using namespace std::chrono_literals;
using message::QueryKind;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kSlack = 1000ms;  // for a machine under load

struct Server {
  Server() { slapd.start(); }

  ldap::Options options() const {
    ldap::Options out;
    out.kind = ldap::Kind::Ldap;
    out.uris = {slapd.uri()};
    out.base = "dc=example,dc=com";
    out.bind_dn = "cn=waybill,dc=example,dc=com";
    out.password_file = slapd.write("password", "secret\n");
    out.ca_file = slapd.ca_file();
    out.timeout = 2s;
    return out;
  }

  tests::Slapd slapd;
};

std::unique_ptr<engine::Directory> make(const ldap::Options& options, ldap::Caches& caches) {
  auto made = ldap::make_directory(options, {"displayName", "manager"}, caches);
  BOOST_REQUIRE(made.ok());
  return std::move(*made);
}

std::unique_ptr<engine::Directory> make(const ldap::Options& options,
                                        const std::shared_ptr<engine::Answers>& answers = nullptr) {
  ldap::Caches caches(answers);
  return make(options, caches);
}

message::Fact ask(engine::Directory& directory, const message::Query& query, std::chrono::milliseconds time = 5s) {
  return directory.ask({query}, Clock::now() + time).front();
}

// The DN, "no", or "unavailable: ..."
std::string to_text(const message::Fact& fact) {
  if (const auto* found = std::get_if<message::Found>(&fact)) return found->entry == nullptr ? "yes" : found->entry->dn;
  if (const auto* no = std::get_if<message::NotFound>(&fact)) return no->note.empty() ? "no" : "no: " + no->note;
  return "unavailable: " + std::get<message::Unavailable>(fact).reason;
}

std::string person(engine::Directory& directory, const std::string& address, std::chrono::milliseconds time = 5s) {
  return to_text(ask(directory, {QueryKind::Person, address}, time));
}

std::string person(const ldap::Options& options, const std::string& address) { return person(*make(options), address); }

std::string member(engine::Directory& directory, const std::string& address, const std::string& group) {
  return to_text(ask(directory, {QueryKind::Member, address, group}));
}

bool is_unavailable(const std::string& text) {
  BOOST_TEST_MESSAGE(text);
  return text.starts_with("unavailable: ");
}

// A server that failed rests for a while before it is asked again.
std::string sooner_or_later(engine::Directory& directory, const std::string& address) {
  std::string answer = "unavailable: ";
  for (int i = 0; i < 200 && is_unavailable(answer); ++i) {
    answer = person(directory, address);
    std::this_thread::sleep_for(100ms);
  }
  return answer;
}

// Keeps answers in memory: what a file does.
class Kept : public engine::Answers {
 public:
  std::vector<engine::Answer> load(const std::string& directory) noexcept override { return kept_[directory]; }
  void keep(const std::string& directory, engine::Answer answer) noexcept override {
    const std::lock_guard lock(mutex_);
    kept_[directory].push_back(std::move(answer));
  }
  void age(std::chrono::milliseconds by) {
    for (auto& [directory, answers] : kept_) {
      for (engine::Answer& answer : answers) answer.at -= by;
    }
  }

 private:
  std::mutex mutex_;  // workers keep
  std::map<std::string, std::vector<engine::Answer>> kept_;
};

// Hears what the directory tells of itself.
class Heard : public ldap::Trace {
 public:
  void note(const ldap::TraceEvent& event) noexcept override {
    const std::lock_guard lock(mutex_);
    lines_.push_back(event.where + ": " + event.what + ": " + event.outcome);
  }

  bool has(const std::string& beginning) {
    const std::lock_guard lock(mutex_);
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const std::string& line) { return line.starts_with(beginning); });
  }
  std::ptrdiff_t count(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return std::count_if(lines_.begin(), lines_.end(),
                         [&what](const std::string& line) { return line.find(": " + what) != std::string::npos; });
  }
  // Waits for it.
  bool hears(const std::string& beginning) {
    for (int i = 0; i < 200 && !has(beginning); ++i) std::this_thread::sleep_for(100ms);
    return has(beginning);
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

std::chrono::microseconds cpu_time() {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) {
    return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

// Asks a server that says nothing: the answer comes by the deadline, and no thread spins meanwhile or after.
void check_patience(ldap::Options options) {
  options.timeout = 1500ms;
  auto directory = make(options);
  const auto start = Clock::now();
  const auto cpu = cpu_time();
  BOOST_TEST(person(*directory, "anna@example.com", 500ms).find("did not answer within") != std::string::npos);
  BOOST_TEST((Clock::now() - start >= 500ms));
  BOOST_TEST((Clock::now() - start < 500ms + kSlack));
  BOOST_TEST(is_unavailable(person(*directory, "anna@example.com", 3000ms)));
  const auto busy = cpu_time() - cpu;
  BOOST_TEST((busy < (Clock::now() - start) / 2), busy.count());
  BOOST_TEST(is_unavailable(person(*directory, "bob@example.com", 100ms)));
  const auto end = Clock::now();
  directory.reset();
  BOOST_TEST((Clock::now() - end < 1000ms + kSlack));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ldap_server_directory, Server)

BOOST_AUTO_TEST_CASE(a_person_comes_with_her_attributes) {
  const auto directory = make(options());
  const message::Fact fact = ask(*directory, {QueryKind::Person, "anna@example.com"});
  BOOST_REQUIRE_MESSAGE(std::holds_alternative<message::Found>(fact), to_text(fact));
  const message::Entry& entry = *std::get<message::Found>(fact).entry;
  BOOST_TEST(entry.dn == "uid=anna,dc=example,dc=com");
  BOOST_TEST(entry.attributes.at("displayname").at(0) == "Müller, Anna");
  BOOST_TEST(entry.attributes.count("sn") == 0U);
  BOOST_TEST(entry.attributes.count("userPassword") == 0U);
  BOOST_TEST(person(*directory, "am@example.com") == entry.dn);
  BOOST_TEST(person(*directory, "nobody@example.com") == "no");
  BOOST_TEST(person(*directory, "*@example.com") == "no");
  BOOST_TEST(person(*directory, "a)(mail=*") == "no");
}

BOOST_AUTO_TEST_CASE(mail_wins_over_an_alias_of_somebody_else) {
  const auto directory = make(options());
  BOOST_TEST(person(*directory, "bob@example.com") == "uid=bob,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(an_entry_is_read_by_its_dn) {
  const auto directory = make(options());
  BOOST_TEST(to_text(ask(*directory, {QueryKind::Entry, "UID=bob, dc=example,dc=com"})) == "uid=bob,dc=example,dc=com");
  BOOST_TEST(to_text(ask(*directory, {QueryKind::Entry, "uid=none,dc=example,dc=com"})) == "no");
  BOOST_TEST(to_text(ask(*directory, {QueryKind::Entry, "nonsense"})) == "no: not a DN");
}

BOOST_AUTO_TEST_CASE(members_are_found_in_each_kind_of_group_and_through_loops) {
  const auto directory = make(options());
  BOOST_TEST(member(*directory, "anna@example.com", "Staff") == "yes");
  BOOST_TEST(member(*directory, "anna@example.com", "All Users") == "yes");
  BOOST_TEST(member(*directory, "anna@example.com", "Loop") == "yes");
  BOOST_TEST(member(*directory, "bob@example.com", "Posix") == "yes");
  BOOST_TEST(member(*directory, "bob@example.com", "Büro") == "yes");
  BOOST_TEST(member(*directory, "bob@example.com", "Sales (EMEA)*") == "yes");
  BOOST_TEST(member(*directory, "bob@example.com", "All Users") == "no");
  BOOST_TEST(member(*directory, "carl@example.com", "Loop") == "no");
  BOOST_TEST(member(*directory, "all@example.com", "Loop") == "yes");
}

BOOST_AUTO_TEST_CASE(a_group_goes_by_name_dn_and_address) {
  const auto directory = make(options());
  for (const char* name : {"all users", "all@example.com", "CN=All Users,dc=example,dc=com"}) {
    BOOST_TEST(member(*directory, "anna@example.com", name) == "yes", name);
    BOOST_TEST(member(*directory, "carl@example.com", name) == "no", name);
  }
  for (const char* name : {"No Group", "*", "cn=none,dc=example,dc=com", "uid=bob,dc=example,dc=com", "bob"}) {
    BOOST_TEST(member(*directory, "anna@example.com", name) == "no: no such group", name);
  }
  BOOST_TEST(member(*directory, "who@example.com", "Staff") == "no: not in the directory");
}

BOOST_AUTO_TEST_CASE(a_name_that_looks_like_a_dn_is_a_name_where_no_entry_has_that_dn) {
  const auto directory = make(options());
  for (const char* name : {"Sales=EMEA", "ou=Sales", "cn=Sales=EMEA,dc=example,dc=com"}) {
    BOOST_TEST(member(*directory, "bob@example.com", name) == "yes", name);
    BOOST_TEST(member(*directory, "carl@example.com", name) == "no", name);
  }
  BOOST_TEST(member(*directory, "bob@example.com", "Sales=APAC") == "no: no such group");
  BOOST_TEST(to_text(ask(*directory, {QueryKind::Entry, "Sales=EMEA"})) == "no");
}

BOOST_AUTO_TEST_CASE(all_groups_of_a_person_are_listed) {
  const auto directory = make(options());
  const message::Fact fact = ask(*directory, {QueryKind::Groups, "anna@example.com"});
  BOOST_REQUIRE_MESSAGE(std::holds_alternative<message::Found>(fact), to_text(fact));
  auto groups = std::get<message::Found>(fact).entry->attributes.at("memberOf");
  std::sort(groups.begin(), groups.end());
  const std::vector<std::string> expected = {"cn=All Users,dc=example,dc=com", "cn=Loop,dc=example,dc=com",
                                             "cn=Staff,dc=example,dc=com"};
  BOOST_TEST(groups == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_size_limit_is_never_a_no) {
  const auto directory = make(options());
  BOOST_TEST(member(*directory, "dora@example.com", "Posix") == "yes");
  BOOST_TEST(member(*directory, "dora@example.com", "many11") == "yes");
  BOOST_TEST(is_unavailable(member(*directory, "dora@example.com", "All Users")));
  BOOST_TEST(is_unavailable(to_text(ask(*directory, {QueryKind::Groups, "dora@example.com"}))));
}

BOOST_AUTO_TEST_CASE(verified_tls_is_used_and_a_strange_authority_refused) {
  ldap::Options good = options();
  good.start_tls = true;
  BOOST_TEST(person(good, "anna@example.com") == "uid=anna,dc=example,dc=com");
  ldap::Options bad = good;
  bad.ca_file = slapd.other_ca_file();
  BOOST_TEST(is_unavailable(person(bad, "anna@example.com")));
  good.start_tls = bad.start_tls = false;
  good.uris = bad.uris = {slapd.tls_uri()};
  BOOST_TEST(person(good, "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(is_unavailable(person(bad, "anna@example.com")));
  bad.ca_file = "/nonexistent/ca.pem";
  BOOST_TEST(is_unavailable(person(bad, "anna@example.com")));
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_name_is_refused) {
  ldap::Options bad = options();
  bad.uris = {slapd.other_name_uri()};
  const std::string answer = person(bad, "anna@example.com");
  BOOST_TEST(answer.find("is the certificate trusted") != std::string::npos, answer);
}

BOOST_AUTO_TEST_CASE(old_tls_is_refused_before_the_password_is_sent) {
  tests::Slapd old("TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.1");
  old.start();
  ldap::Options o = options();
  o.uris = {old.tls_uri()};
  BOOST_TEST(is_unavailable(person(o, "anna@example.com")));
  o.uris = {old.uri()};
  o.start_tls = true;
  BOOST_TEST(is_unavailable(person(o, "anna@example.com")));
}

BOOST_AUTO_TEST_CASE(the_password_is_read_again_at_each_connection) {
  const auto heard = std::make_shared<Heard>();
  ldap::Options o = options();
  o.trace = heard;
  const auto directory = make(o);
  slapd.write("password", "wrong\n");
  const std::string refused = person(*directory, "anna@example.com");
  BOOST_TEST(is_unavailable(refused));
  BOOST_TEST(is_unavailable(person(*directory, "bob@example.com")));
  BOOST_TEST(heard->count("connect and log in") == 1);
  BOOST_TEST(refused.find("wrong") == std::string::npos);
  slapd.write("password", "\n");
  BOOST_TEST(is_unavailable(person(*directory, "anna@example.com")));
  slapd.write("password", "secret\r\n");
  BOOST_TEST(sooner_or_later(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  o.password_file = "/nonexistent/password";
  BOOST_TEST(is_unavailable(person(o, "anna@example.com")));
}

BOOST_AUTO_TEST_CASE(what_may_not_be_read_is_not_a_no) {
  ldap::Options o = options();
  o.base = "dc=nowhere,dc=com";
  BOOST_TEST(is_unavailable(person(o, "anna@example.com")));
  o = options();
  o.bind_dn.clear();
  BOOST_TEST(is_unavailable(person(o, "anna@example.com")));
}

BOOST_AUTO_TEST_CASE(a_referral_is_a_no_only_where_others_are_asked) {
  tests::Slapd referring("referral ldap://127.0.0.1:1");
  referring.start();
  ldap::Options o = options();
  o.uris = {referring.uri()};
  const message::Query foreign{QueryKind::Entry, "uid=olga,dc=example,dc=org"};
  BOOST_TEST(is_unavailable(to_text(ask(*make(o), foreign))));
  o.is_one_of_several = true;
  BOOST_TEST(to_text(ask(*make(o), foreign)) == "no");
}

BOOST_AUTO_TEST_CASE(another_server_takes_over) {
  ldap::Options o = options();
  o.uris = {"ldap://127.0.0.1:" + std::to_string(tests::free_port()), slapd.uri()};
  BOOST_TEST(person(o, "anna@example.com") == "uid=anna,dc=example,dc=com");
  const tests::SilentServer silent;
  o.uris = {"ldap://" + silent.address(), slapd.uri()};
  o.timeout = 2000ms;
  BOOST_TEST(person(o, "anna@example.com") == "uid=anna,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(a_server_that_went_and_came_back_is_used_again) {
  const auto directory = make(options());
  for (const char* address : {"anna@example.com", "bob@example.com", "a@x", "b@x", "c@x", "d@x", "e@x"}) {
    BOOST_TEST(!is_unavailable(person(*directory, address)), address);
  }
  slapd.stop();
  BOOST_TEST(is_unavailable(person(*directory, "carl@example.com")));
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.start();
  BOOST_TEST(sooner_or_later(*directory, "carl@example.com") == "uid=carl,dc=example,dc=com");
  slapd.stop();
  slapd.start();
  BOOST_TEST(sooner_or_later(*directory, "dora@example.com") == "uid=dora,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(a_frozen_server_costs_the_deadline_and_no_more) {
  ldap::Options o = options();
  o.timeout = 1000ms;
  const auto directory = make(o);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.freeze();
  const auto start = Clock::now();
  const auto cpu = cpu_time();
  const auto facts = directory->ask({{QueryKind::Person, "bob@example.com"},
                                     {QueryKind::Member, "anna@example.com", "Staff"},
                                     {QueryKind::Person, "anna@example.com"}},
                                    start + 700ms);
  BOOST_TEST((Clock::now() - start < 700ms + kSlack));
  BOOST_TEST((cpu_time() - cpu < 350ms + kSlack / 4));
  BOOST_TEST(is_unavailable(to_text(facts[0])));
  BOOST_TEST(is_unavailable(to_text(facts[1])));
  BOOST_TEST(to_text(facts[2]) == "uid=anna,dc=example,dc=com");
  slapd.thaw();
  // The workers that still wait for the frozen connection give up within the timeout.
  BOOST_TEST(sooner_or_later(*directory, "bob@example.com") == "uid=bob,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(a_silent_server_costs_the_deadline_and_no_more) {
  const tests::SilentServer silent;
  ldap::Options o = options();
  o.uris = {"ldap://" + silent.address()};
  check_patience(o);
  o.start_tls = true;
  check_patience(o);
  o.start_tls = false;
  o.uris = {"ldaps://" + silent.address()};
  check_patience(o);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_down_costs_the_timeout_and_then_nothing_while_it_rests) {
  ldap::Options o = options();
  o.timeout = 1500ms;
  o.uris = {"ldap://127.0.0.1:" + std::to_string(tests::free_port())};
  const auto directory = make(o);
  const auto start = Clock::now();
  for (int i = 0; i < 3; ++i) BOOST_TEST(is_unavailable(person(*directory, "anna@example.com", 5s)));
  BOOST_TEST((Clock::now() - start < 3 * o.timeout + kSlack));
  const auto later = Clock::now();
  for (int i = 0; i < 20; ++i) BOOST_TEST(is_unavailable(person(*directory, "anna@example.com", 5s)));
  BOOST_TEST((Clock::now() - later < kSlack));
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_server_that_rests_beyond_the_deadline) {
  ldap::Options o = options();
  o.uris = {"ldap://127.0.0.1:" + std::to_string(tests::free_port())};
  const auto directory = make(o);
  const std::string answer = person(*directory, "anna@example.com", 500ms);  // the first rest takes longer
  BOOST_TEST(answer.find("Can't contact LDAP server") != std::string::npos, answer);
}

BOOST_AUTO_TEST_CASE(many_may_ask_the_same_at_the_same_time) {
  const auto directory = make(options());
  std::vector<std::string> answers(16);
  std::vector<std::thread> threads;
  for (std::string& answer : answers) {
    threads.emplace_back([&] { answer = member(*directory, "anna@example.com", "All Users"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) BOOST_TEST(answer == "yes");
}

BOOST_AUTO_TEST_CASE(who_asks_the_same_at_the_same_time_shares_the_searches) {
  const auto heard = std::make_shared<Heard>();
  ldap::Options uncached = options();
  uncached.cache_lifetime = uncached.negative_lifetime = 0ms;
  uncached.trace = heard;
  const auto directory = make(uncached);
  const message::Query query{QueryKind::Member, "anna@example.com", "All Users"};
  BOOST_TEST(to_text(ask(*directory, query)) == "yes");
  const auto alone = heard->count("search ");
  BOOST_TEST(alone > 0);
  for (const message::Fact& fact : directory->ask(std::vector(16, query), Clock::now() + 5s)) {
    BOOST_TEST(to_text(fact) == "yes");
  }
  BOOST_TEST(heard->count("search ") <= 2 * alone);  // logging in is one, too
}

BOOST_AUTO_TEST_CASE(without_a_directory_nothing_is_known) {
  BOOST_TEST(person(ldap::Options(), "anna@example.com") == "unavailable: no directory configured");
}

BOOST_AUTO_TEST_CASE(a_second_server_answers_while_the_first_is_away_or_hangs) {
  tests::Slapd second;
  second.start();
  ldap::Options two = options();
  two.uris = {slapd.uri(), second.uri()};
  two.connect_timeout = 500ms;
  two.operation_timeout = 500ms;
  two.cache_lifetime = two.negative_lifetime = 0ms;
  const auto directory = make(two);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.freeze();  // in the middle of a connection that was kept, then for new ones
  for (int i = 0; i < 8; ++i) BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.thaw();
  slapd.stop();
  BOOST_TEST(sooner_or_later(*directory, "bob@example.com") == "uid=bob,dc=example,dc=com");
  second.stop();
  slapd.start();
  BOOST_TEST(sooner_or_later(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
}

BOOST_AUTO_TEST_CASE(a_mail_waits_for_a_server_that_is_started_again) {
  const auto directory = make(options());
  slapd.stop();
  std::thread starter([&] {
    std::this_thread::sleep_for(300ms);  // what is asked meanwhile finds nobody
    slapd.start();
  });
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  starter.join();
}

BOOST_AUTO_TEST_CASE(stale_answers_serve_while_no_server_answers_and_cost_no_time) {
  ldap::Options brief = options();
  brief.cache_lifetime = brief.negative_lifetime = 1ms;
  const auto directory = make(brief);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(person(*directory, "nobody@example.com") == "no");
  slapd.stop();
  BOOST_TEST(person(*directory, "anna@example.com", 1s) == "uid=anna,dc=example,dc=com");  // finds out
  const auto start = Clock::now();
  for (int i = 0; i < 100; ++i) BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(person(*directory, "nobody@example.com") == "no");
  BOOST_TEST((Clock::now() - start < kSlack));
  BOOST_TEST(is_unavailable(person(*directory, "bob@example.com", 200ms)));
}

BOOST_AUTO_TEST_CASE(answers_outlive_a_restart_and_serve_without_a_server) {
  const auto kept = std::make_shared<Kept>();
  BOOST_TEST(person(*make(options(), kept), "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(person(*make(options(), kept), "nobody@example.com") == "no");
  slapd.stop();
  const auto start = Clock::now();
  const auto directory = make(options(), kept);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(person(*directory, "nobody@example.com") == "no");
  BOOST_TEST((Clock::now() - start < kSlack));  // nobody was asked
  BOOST_TEST(is_unavailable(person(*directory, "bob@example.com", 200ms)));
  ldap::Options other = options();
  other.base = "uid=anna,dc=example,dc=com";
  BOOST_TEST(is_unavailable(person(*make(other, kept), "anna@example.com", 200ms)));
}

BOOST_AUTO_TEST_CASE(answers_outlive_a_reload_that_changes_nothing_that_they_depend_on) {
  ldap::Caches caches;
  const auto before = make(options(), caches);
  BOOST_TEST(person(*before, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.stop();
  const auto after = make(options(), caches);
  BOOST_TEST(person(*after, "anna@example.com", 200ms) == "uid=anna,dc=example,dc=com");
  ldap::Options other = options();
  other.base = "uid=anna,dc=example,dc=com";
  BOOST_TEST(is_unavailable(person(*make(other, caches), "anna@example.com", 200ms)));
  other = options();
  other.is_one_of_several = true;  // then a referral is a "no"
  BOOST_TEST(is_unavailable(person(*make(other, caches), "anna@example.com", 200ms)));
}

BOOST_AUTO_TEST_CASE(answers_grow_old_over_a_restart) {
  const auto kept = std::make_shared<Kept>();
  const std::string anna = "uid=anna,dc=example,dc=com";
  BOOST_TEST(person(*make(options(), kept), "anna@example.com") == anna);
  slapd.stop();
  kept->age(1h);  // stale: the servers are asked first
  BOOST_TEST(person(*make(options(), kept), "anna@example.com", 300ms) == anna);
  kept->age(-2h);  // the clock was wrong
  BOOST_TEST(person(*make(options(), kept), "anna@example.com", 300ms) == anna);
  kept->age(48h);
  BOOST_TEST(is_unavailable(person(*make(options(), kept), "anna@example.com", 300ms)));
}

BOOST_AUTO_TEST_CASE(without_stale_answers_a_lost_server_is_no_answer) {
  ldap::Options brief = options();
  brief.cache_lifetime = brief.negative_lifetime = 1ms;
  brief.stale_lifetime = 0ms;
  const auto directory = make(brief);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.stop();
  BOOST_TEST(is_unavailable(person(*directory, "anna@example.com", 200ms)));
}

BOOST_AUTO_TEST_CASE(what_is_used_is_asked_again_before_it_is_over) {
  ldap::Options brief = options();
  brief.cache_lifetime = 3s;
  const auto directory = make(brief);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  slapd.freeze();  // who had to wait would get no answer in time
  const auto end = Clock::now() + 2900ms;
  while (Clock::now() < end) {
    BOOST_REQUIRE(person(*directory, "anna@example.com", 100ms) == "uid=anna,dc=example,dc=com");
    std::this_thread::sleep_for(20ms);
  }
  slapd.thaw();
}

BOOST_AUTO_TEST_CASE(what_is_due_is_asked_of_the_server_and_not_of_the_cache) {
  const auto kept = std::make_shared<Kept>();
  BOOST_TEST(person(*make(options(), kept), "anna@example.com") == "uid=anna,dc=example,dc=com");
  kept->age(285s);  // of 300
  const auto trace = std::make_shared<Heard>();
  ldap::Options traced = options();
  traced.trace = trace;
  const auto directory = make(traced, kept);
  BOOST_TEST(person(*directory, "anna@example.com") == "uid=anna,dc=example,dc=com");
  BOOST_TEST(trace->has("cache: person anna@example.com: due"));
  BOOST_TEST(trace->hears(slapd.uri() + ": search (|(mail=anna@example.com)"));
}

BOOST_AUTO_TEST_SUITE_END()
