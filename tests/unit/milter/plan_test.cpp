// Order, numbers and values of header requests, and what a model of Postfix makes of them.
#include "milter/plan.h"

#include <boost/test/unit_test.hpp>
#include <random>

#include "base/text.h"
#include "message/compose.h"
#include "milter/apply.h"
#include "tests/model/model_mta.h"

using namespace waybill;
using message::AddHeader;
using message::ChangeHeader;
using message::InsertHeader;
using message::RemoveHeader;
using message::SpliceBody;
using Kind = milter::HeaderRequest::Kind;
using Requests = std::vector<milter::HeaderRequest>;

namespace {

const message::HeaderList kHeaders = {{"Received", " from a"}, {"X-A", " 1"},          {"Subject", " s"}, {"x-a", "2"},
                                      {"X-A", "\t3\n 4"},      {"Received", " from b"}};

message::Copy copy_with(message::Edits edits) {
  return {{"you@example.net"}, message::Verdict::Accept, {}, std::move(edits)};
}

milter::Plan plan_of(const message::Copy& copy, bool leading_space = true) {
  message::Message message;
  message.headers = kHeaders;
  message.envelope.recipients = {{"you@example.net", "<you@example.net>", {}}};
  return milter::plan(message, copy, leading_space);
}

Requests requests(message::Edits edits, bool leading_space = true) {
  const message::Copy copy = copy_with(std::move(edits));
  return plan_of(copy, leading_space).headers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_plan)

BOOST_AUTO_TEST_CASE(changes_and_removals_go_from_the_highest_number_down_then_additions_then_insertions) {
  const Requests expected = {{Kind::Change, "X-A", 3, " c"},
                             {Kind::Remove, "x-A", 2, ""},
                             {Kind::Remove, "X-A", 1, ""},
                             {Kind::Add, "Z", 0, " z"},
                             {Kind::Insert, "I", 0, " i"}};
  BOOST_TEST((requests({InsertHeader{"I", " i"}, RemoveHeader{"X-A", 1}, AddHeader{"Z", " z"}, RemoveHeader{"x-A", 2},
                        ChangeHeader{"X-A", 3, " c"}}) == expected));
}

BOOST_AUTO_TEST_CASE(several_edits_of_one_field_give_one_request) {
  BOOST_TEST((requests({ChangeHeader{"Subject", 1, " a"}, ChangeHeader{"subject", 1, " b"}}) ==
              Requests{{Kind::Change, "subject", 1, " b"}}));
  BOOST_TEST((requests({RemoveHeader{"Subject", 1}, ChangeHeader{"Subject", 1, " b"}}) ==
              Requests{{Kind::Remove, "Subject", 1, ""}}));
}

BOOST_AUTO_TEST_CASE(a_field_that_is_not_there_is_neither_changed_nor_appended) {
  BOOST_TEST(requests({ChangeHeader{"Nope", 1, " x"}, RemoveHeader{"X-A", 4}, ChangeHeader{"X-A", 0, " x"}}).empty());
}

BOOST_AUTO_TEST_CASE(values_have_no_cr_no_nul_and_are_never_empty) {
  const std::string with_nul("a\0b", 3);
  const Requests found =
      requests({AddHeader{"A", " x\r\n y"}, AddHeader{"B", ""}, AddHeader{"C", with_nul}, ChangeHeader{"X-A", 1, ""}});
  BOOST_TEST((found == Requests{{Kind::Change, "X-A", 1, " "},
                                {Kind::Add, "A", 0, " x\n y"},
                                {Kind::Add, "B", 0, " "},
                                {Kind::Add, "C", 0, "ab"}}));
}

BOOST_AUTO_TEST_CASE(without_the_leading_space_negotiated_one_blank_is_left_to_the_mta) {
  const Requests found = requests({AddHeader{"A", "  x"}, AddHeader{"B", "\ty"}, AddHeader{"C", " "}}, false);
  BOOST_TEST(found[0].value == " x");
  BOOST_TEST(found[1].value == "\ty");
  BOOST_TEST(found[2].value == " ");
}

BOOST_AUTO_TEST_CASE(other_verdicts_change_nothing_and_keep_their_reply) {
  for (const auto verdict : {message::Verdict::Reject, message::Verdict::Tempfail, message::Verdict::Discard}) {
    message::Copy copy = copy_with({AddHeader{"A", " x"}, SpliceBody{0, 0, "x"}});
    copy.verdict = verdict;
    copy.reply = message::Reply{550, "5.7.1", "no"};
    const milter::Plan plan = plan_of(copy);
    BOOST_TEST(plan.headers.empty());
    BOOST_TEST((plan.body == nullptr));
    BOOST_TEST(plan.reply->text == "no");
  }
}

BOOST_AUTO_TEST_CASE(the_envelope_becomes_the_recipients_of_the_copy) {
  message::Message message;
  message.envelope.recipients = {{"a@example.net", "<a@example.net>", {}}, {"B@example.net", "B@example.net", {}}};
  const message::Copy copy{{"a@example.net", "boss@example.com"}, message::Verdict::Quarantine};
  const milter::Plan plan = milter::plan(message, copy);
  BOOST_TEST(plan.remove_recipients == std::vector<std::string>{"B@example.net"});
  BOOST_TEST(plan.add_recipients == std::vector<std::string>{"boss@example.com"});
  model::ModelMta mta({}, "");
  BOOST_TEST(milter::apply(plan, "", mta));
  BOOST_TEST((mta.envelope_changes() == std::vector<std::string>{"-B@example.net", "+boss@example.com", "hold"}));
}

BOOST_AUTO_TEST_CASE(without_edits_of_the_body_it_stays) {
  const message::Copy copy = copy_with({AddHeader{"A", " x"}});
  BOOST_TEST((plan_of(copy).body == nullptr));
}

BOOST_AUTO_TEST_CASE(insertions_stand_above_the_own_received_field_of_the_mta) {
  const message::Copy copy = copy_with({InsertHeader{"A", " 1"}, InsertHeader{"B", " 2"}});
  model::ModelMta mta(kHeaders, "");
  BOOST_TEST(milter::apply(plan_of(copy), "", mta));
  BOOST_TEST(mta.own_received_at() == 2U);
  BOOST_TEST(mta.headers()[0].name == "B");
}

// Whatever the edits: a Postfix that follows the plan ends with what message/compose.h says.
BOOST_AUTO_TEST_CASE(a_model_of_postfix_ends_with_the_composed_message) {
  std::mt19937 random(1);
  const std::string body = "line 1\r\nline 2\r\n";
  const auto pick = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  const std::vector<std::string> names = {"X-A", "x-a", "Received", "Subject", "New"};
  for (int round = 0; round < 500; ++round) {
    message::Edits edits;
    for (std::size_t left = pick(8); left > 0; --left) {
      const std::string& name = names[pick(names.size())];
      const std::string value = ' ' + std::to_string(pick(100));
      const std::vector<message::Edit> kinds = {InsertHeader{name, value}, AddHeader{name, value},
                                                ChangeHeader{name, pick(4), value}, RemoveHeader{name, pick(4)}};
      edits.push_back(kinds[pick(kinds.size())]);
    }
    if (pick(2) == 1) edits.push_back(SpliceBody{pick(4), 4 + pick(4), "new"});
    const message::Copy copy = copy_with(edits);
    BOOST_TEST(
        base::lower(model::deliver({{}, kHeaders, body}, plan_of(copy))) ==
        base::lower(model::print(message::apply_to_headers(kHeaders, edits), message::apply_to_body(body, edits))));
  }
}

BOOST_AUTO_TEST_SUITE_END()
