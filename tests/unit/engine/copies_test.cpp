// From branches to copies: joined, ordered, or one for all.
#include "engine/copies.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using message::Copy;
using message::Verdict;

namespace {

message::Envelope envelope_of(const std::vector<std::string>& recipients) {
  message::Envelope out;
  for (const std::string& to : recipients) out.recipients.push_back({to, '<' + to + '>', {}});
  return out;
}

Copy copy(std::vector<std::string> recipients, Verdict verdict = Verdict::Accept, const std::string& subject = {}) {
  Copy out{std::move(recipients), verdict};
  if (!subject.empty()) out.edits = {message::ChangeHeader{"Subject", 1, subject}};
  if (verdict == Verdict::Reject) out.reply = message::Reply{550, "5.7.1", "no"};
  if (verdict == Verdict::Tempfail) out.reply = message::Reply{451, "4.7.1", "later"};
  return out;
}

// Each copy as its recipients and verdict.
std::vector<std::string> settled(std::vector<Copy> copies, engine::PerRecipient mode = engine::PerRecipient::Split,
                                 bool can_split = true) {
  engine::Policy policy;
  policy.organization.domains = {"example.com"};
  policy.per_recipient = mode;
  policy.limits.copies = 3;
  std::vector<std::string> out;
  for (const Copy& one : engine::settle(
           std::move(copies), envelope_of({"a@example.com", "b@example.net", "c@example.org"}), policy, can_split)) {
    std::string text;
    for (const std::string& to : one.recipients) text += to.substr(0, 1);
    out.push_back(text + ' ' + to_string(one.verdict));
  }
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_copies)

BOOST_AUTO_TEST_CASE(equal_results_are_one_copy_in_the_order_of_the_envelope) {
  BOOST_TEST((settled({copy({"c@example.org"}, Verdict::Accept, " x"), copy({"b@example.net"}),
                       copy({"a@example.com"}, Verdict::Accept, " x")}) == Texts{"ac accept", "b accept"}));
}

BOOST_AUTO_TEST_CASE(one_that_waits_has_all_wait) {
  BOOST_TEST((settled({copy({"a@example.com"}), copy({"b@example.net", "c@example.org"}, Verdict::Tempfail)}) ==
              Texts{"abc tempfail"}));
}

BOOST_AUTO_TEST_CASE(what_is_held_is_edited_in_place) {
  BOOST_TEST((settled({copy({"a@example.com", "b@example.net"}), copy({"c@example.org"}, Verdict::Quarantine)}) ==
              Texts{"c quarantine", "ab accept"}));
  BOOST_TEST((settled({copy({"a@example.com"}, Verdict::Quarantine, " x"), copy({"b@example.net"}, Verdict::Quarantine),
                       copy({"c@example.org"})}) == Texts{"abc tempfail"}));
}

BOOST_AUTO_TEST_CASE(a_reject_is_the_answer_when_nobody_of_the_envelope_gets_it) {
  BOOST_TEST((settled({copy({"boss@example.com"}), copy({"a@example.com", "b@example.net"}, Verdict::Reject),
                       copy({"c@example.org"}, Verdict::Discard)}) == Texts{"ab reject", "b accept", "c discard"}));
  BOOST_TEST((settled({copy({"a@example.com", "b@example.net"}, Verdict::Reject), copy({"c@example.org"})}) ==
              Texts{"c accept", "ab reject"}));
}

BOOST_AUTO_TEST_CASE(one_copy_for_all_is_that_of_the_recipients_outside) {
  const std::vector<Copy> copies = {copy({"a@example.com"}),
                                    copy({"b@example.net", "c@example.org"}, Verdict::Accept, " x")};
  BOOST_TEST((settled(copies, engine::PerRecipient::Single) == Texts{"abc accept"}));
  BOOST_TEST((settled(copies, engine::PerRecipient::Split, false) == Texts{"abc accept"}));
  BOOST_TEST((settled({copy({"a@example.com"}), copy({"b@example.net"}, Verdict::Discard),
                       copy({"c@example.org"}, Verdict::Accept, " x")},
                      engine::PerRecipient::Single) == Texts{"ac accept", "b discard"}));
  BOOST_TEST((settled({copy({"a@example.com"}), copy({"b@example.net", "c@example.org"}, Verdict::Reject)},
                      engine::PerRecipient::Single) == Texts{"abc reject"}));
}

BOOST_AUTO_TEST_CASE(more_copies_than_the_limit_have_to_wait) {
  std::vector<Copy> copies;
  for (const char* subject : {" 1", " 2", " 3"}) copies.push_back(copy({"a@example.com"}, Verdict::Accept, subject));
  BOOST_TEST(settled(copies).size() == 3U);
  copies.push_back(copy({"b@example.net"}));
  BOOST_TEST((settled(copies) == Texts{"abc tempfail"}));
}

BOOST_AUTO_TEST_SUITE_END()
