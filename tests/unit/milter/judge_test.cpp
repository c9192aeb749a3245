// A policy with its directory.
#include "milter/judge.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

class Silent final : public engine::Directory {
 public:
  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override {
    ++calls;
    deadlines.push_back(deadline);
    return std::vector<message::Fact>(queries.size(), message::Unavailable{"silent"});
  }
  int calls = 0;
  std::vector<std::chrono::steady_clock::time_point> deadlines;
};

class Blind final : public engine::Inspector {
 public:
  message::Attachments inspect(const message::Message&, const base::Limits&) override {
    ++calls;
    return {};
  }
  int calls = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_judge)

BOOST_AUTO_TEST_CASE(without_rules_nobody_is_asked_and_the_mail_is_accepted) {
  const auto directory = std::make_shared<Silent>();
  const auto inspector = std::make_shared<Blind>();
  const milter::PolicyJudge judge(std::make_shared<engine::Policy>(), {directory, inspector},
                                  {std::chrono::seconds(1)});
  message::Envelope envelope;
  envelope.recipients.push_back({"you@example.net", "<you@example.net>", {}});
  const message::HeaderList headers = {{"From", " anna@example.com"}};
  const message::Outcome outcome = judge.decide({envelope, headers, "text\r\n"});
  BOOST_REQUIRE(outcome.copies.size() == 1U);
  BOOST_TEST((outcome.copies[0].verdict == message::Verdict::Accept));
  BOOST_TEST(directory->calls == 0);
  BOOST_TEST(inspector->calls == 0);
}

BOOST_AUTO_TEST_SUITE_END()
