// Who is asked, how often, and that both are asked in one round.
#include "engine/decide.h"

#include <boost/test/unit_test.hpp>

#include "rules/check.h"

using namespace waybill;

namespace {

class People final : public engine::Directory {
 public:
  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point) override {
    for (const message::Query& query : queries) asked += to_string(query) + '\n';
    return std::vector<message::Fact>(queries.size(), message::Fact(message::Found{}));
  }
  std::string asked;
};

class OneProgram final : public engine::Inspector {
 public:
  message::Attachments inspect(const message::Message& message, const base::Limits&) override {
    ++calls;
    body = message.body;
    return {{{.name = "run.exe", .is_executable = true}}};
  }
  int calls = 0;
  std::string body;
};

rules::RawParameter parameter(const char* name, const char* value,
                              rules::RawValue::Kind kind = rules::RawValue::Kind::Text) {
  return {name, {}, {{kind, value, {}}}, false};
}

rules::RawRule stop(const char* name, std::vector<rules::RawParameter> conditions) {
  conditions.push_back(parameter("Name", name));
  conditions.push_back(parameter("StopRuleProcessing", "true", rules::RawValue::Kind::Boolean));
  return {{}, std::move(conditions)};
}

struct World {
  engine::Policy policy;
  People people;
  OneProgram program;

  explicit World(std::vector<rules::RawRule> raw) {
    base::Diagnostics diagnostics;
    policy.rules = rules::check({{rules::Insertion::Declared, std::move(raw)}}, policy.limits, diagnostics);
    policy.signatures.resize(policy.rules.size());
    policy.organization.trusted_networks.push_back(*message::parse_network("127.0.0.0/8"));
    BOOST_REQUIRE(!diagnostics.has_errors());
  }

  std::string decide() {
    message::Message message;
    message.envelope.client_ip = "127.0.0.1";
    message.envelope.recipients = {{"bob@example.org", "<bob@example.org>", {}}};
    message.headers = {{"From", " anna@example.com"}};
    message.body = "Hello\r\n";
    std::string matched;
    for (const auto& rule :
         engine::decide(policy, message, people, program, {}, 0, {message::Telling::Matches}).rules) {
      if (rule.matched == base::Truth::Yes) matched += rule.name;
    }
    return matched;
  }
};

const rules::RawParameter kProgram =
    parameter("AttachmentHasExecutableContent", "true", rules::RawValue::Kind::Boolean);

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_decide)

BOOST_AUTO_TEST_CASE(attachments_are_looked_into_once_for_all_rules) {
  World world({stop("a", {kProgram, parameter("ExceptIfAttachmentSizeOver", "0")}),
               stop("b", {kProgram, parameter("AttachmentExtensionMatchesWords", "exe")})});
  BOOST_TEST(world.decide() == "b");
  BOOST_TEST(world.program.calls == 1);
  BOOST_TEST(world.program.body == "Hello\r\n");
  BOOST_TEST(world.people.asked == "");
}

BOOST_AUTO_TEST_CASE(the_directory_is_asked_in_the_same_round_and_only_its_own_questions) {
  World world({stop("a", {kProgram, parameter("FromMemberOf", "All Users")})});
  world.policy.limits.question_rounds = 1;
  BOOST_TEST(world.decide() == "a");
  BOOST_TEST(world.people.asked == "member anna@example.com of \"All Users\"\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_opened_when_the_rest_of_a_rule_decides) {
  World world({stop("a", {kProgram, parameter("SenderDomainIs", "example.net")})});
  BOOST_TEST(world.decide() == "");
  BOOST_TEST(world.program.calls == 0);
}

BOOST_AUTO_TEST_SUITE_END()
