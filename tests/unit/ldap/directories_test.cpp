// Several directories as one: whose answer counts, and whose time.
#include "ldap/directories.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

using namespace waybill;
using namespace std::chrono_literals;
using message::Fact;
using message::Found;
using message::NotFound;
using message::Query;
using message::QueryKind;
using message::Unavailable;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kLong = 3600s;  // so that a slow machine makes no difference

// What a directory was asked, and until when it might answer.
struct Asked {
  std::vector<Query> queries = {};
  Clock::duration time{};
};

class Fake : public engine::Directory {
 public:
  Fake(std::map<Query, Fact> answers, Asked& asked) : answers_(std::move(answers)), asked_(asked) {}

  std::vector<Fact> ask(const std::vector<Query>& queries, Clock::time_point deadline) override {
    asked_ = {queries, deadline - Clock::now()};
    std::vector<Fact> out;
    for (const Query& query : queries) {
      const auto known = answers_.find(query);
      out.push_back(known == answers_.end() ? Fact(NotFound{}) : known->second);
    }
    return out;
  }

 private:
  std::map<Query, Fact> answers_;
  Asked& asked_;
};

Fact entry(const std::string& dn, std::vector<std::string> groups = {}) {
  message::Entry out{dn, {}};
  if (!groups.empty()) out.attributes["memberOf"] = std::move(groups);
  return Found{std::make_shared<const message::Entry>(std::move(out))};
}

std::string to_text(const Fact& fact) {
  if (const auto* no = std::get_if<NotFound>(&fact)) return no->note.empty() ? "no" : "no: " + no->note;
  if (const auto* unknown = std::get_if<Unavailable>(&fact)) return "unavailable: " + unknown->reason;
  const auto& found = std::get<Found>(fact);
  if (found.entry == nullptr) return "yes";
  std::string out = found.entry->dn;
  for (const auto& [name, values] : found.entry->attributes) {
    for (const std::string& value : values) out += ' ' + value;
  }
  return out;
}

// One question to directories that answer it so.
struct Question {
  Question(const Query& query, const std::vector<Fact>& answers) : asked(answers.size()) {
    std::vector<std::unique_ptr<engine::Directory>> all;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      all.push_back(std::make_unique<Fake>(std::map<Query, Fact>{{query, answers[i]}}, asked[i]));
    }
    answer = to_text(ldap::Directories(std::move(all)).ask({query}, Clock::now() + kLong).front());
  }

  std::vector<Asked> asked;
  std::string answer;
};

std::string answer(const Query& query, const std::vector<Fact>& answers) { return Question(query, answers).answer; }

const Query kPerson{QueryKind::Person, "anna@example.com"};
const Query kEntry{QueryKind::Entry, "uid=anna"};
const Query kMember{QueryKind::Member, "anna@example.com", "Sales"};
const Query kGroups{QueryKind::Groups, "anna@example.com"};
const Fact kAbsent = NotFound{};
const Fact kNoGroup = NotFound{std::string(message::kNoSuchGroup)};
const Fact kNobody = NotFound{"not in the directory"};
const Fact kDown = Unavailable{"down"};

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_directories)

BOOST_AUTO_TEST_CASE(the_first_that_finds_somebody_counts) {
  for (const Query& query : {kPerson, kEntry}) {
    BOOST_TEST(answer(query, {entry("a"), entry("b")}) == "a");
    BOOST_TEST(answer(query, {kAbsent, entry("b"), entry("c")}) == "b");
    BOOST_TEST(answer(query, {kAbsent, kAbsent}) == "no");
  }
}

BOOST_AUTO_TEST_CASE(nobody_is_absent_while_one_could_not_be_asked) {
  for (const Query& query : {kPerson, kEntry, kMember, kGroups}) {
    BOOST_TEST(answer(query, {kAbsent, kDown}) == "unavailable: down");
    BOOST_TEST(answer(query, {kDown, kAbsent}) == "unavailable: down");
    BOOST_TEST(answer(query, {kDown, kAbsent, Unavailable{"late"}}) == "unavailable: down; late");
  }
  BOOST_TEST(answer(kPerson, {kDown, entry("b")}) == "b");
  BOOST_TEST(answer(kMember, {kDown, kAbsent, Found{}}) == "yes");
}

BOOST_AUTO_TEST_CASE(a_group_is_missing_when_all_miss_it) {
  BOOST_TEST(answer(kMember, {kNoGroup, kNoGroup}) == "no: no such group");
  BOOST_TEST(answer(kMember, {kNoGroup, kNobody}) == "no");
  BOOST_TEST(answer(kMember, {kNobody, kNobody}) == "no: not in the directory");
  BOOST_TEST(answer(kMember, {kAbsent, kNoGroup}) == "no");
  BOOST_TEST(answer(kMember, {kNoGroup, kDown}) == "unavailable: down");
  BOOST_TEST(answer(kMember, {kNoGroup, Found{}}) == "yes");
}

BOOST_AUTO_TEST_CASE(groups_are_those_of_all) {
  BOOST_TEST(answer(kGroups, {entry("a", {"g1", "g2"}), entry("b", {"g2", "g3"})}) == "a g1 g2 g3");
  BOOST_TEST(answer(kGroups, {kAbsent, entry("b", {"g1"}), kAbsent}) == "b g1");
  BOOST_TEST(answer(kGroups, {entry("a", {"g1"}), kDown}) == "unavailable: down");
  BOOST_TEST(answer(kGroups, {kDown, entry("b", {"g1"})}) == "unavailable: down");
}

BOOST_AUTO_TEST_CASE(what_is_settled_is_not_asked_again) {
  const Question settled(kPerson, {entry("a"), entry("b")});
  BOOST_TEST(settled.asked[0].queries.size() == 1U);
  BOOST_TEST(settled.asked[1].queries.empty());
  std::vector<Asked> asked(2);
  std::vector<std::unique_ptr<engine::Directory>> all;
  all.push_back(std::make_unique<Fake>(std::map<Query, Fact>{{kPerson, entry("a")}}, asked[0]));
  all.push_back(std::make_unique<Fake>(std::map<Query, Fact>{{kMember, Found{}}}, asked[1]));
  const auto facts = ldap::Directories(std::move(all)).ask({kEntry, kPerson, kMember}, Clock::now() + kLong);
  BOOST_TEST(to_text(facts[0]) == "no");
  BOOST_TEST(to_text(facts[1]) == "a");
  BOOST_TEST(to_text(facts[2]) == "yes");
  BOOST_TEST((asked[1].queries == std::vector<Query>{kEntry, kMember}));
}

BOOST_AUTO_TEST_CASE(each_has_its_share_of_the_time_that_is_left) {
  const Question question(kPerson, {kAbsent, kAbsent, kAbsent});
  const auto is_about = [](Clock::duration time, Clock::duration wanted) {
    return time <= wanted && time > wanted - 5min;
  };
  BOOST_TEST(is_about(question.asked[0].time, kLong / 3));
  BOOST_TEST(is_about(question.asked[1].time, kLong / 2));
  BOOST_TEST(is_about(question.asked[2].time, kLong));
}

BOOST_AUTO_TEST_SUITE_END()
