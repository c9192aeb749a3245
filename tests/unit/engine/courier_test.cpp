// Copies that are sent on their own: each once, whatever goes wrong between them.
#include "engine/courier.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

using namespace waybill;
using message::Verdict;

namespace {

constexpr std::int64_t kNow = 1767225600;

class Port final : public engine::Outgoing {
 public:
  base::Result<message::Receipt> deliver(const message::Submission& submission,
                                         std::chrono::steady_clock::time_point) override {
    if (left == 0) return base::Error{base::ErrorKind::Unavailable, "connection refused"};
    --left;
    message::Receipt receipt;
    for (const message::Recipient& to : submission.recipients) {
      const auto special = replies.find(to.address);
      receipt.replies.push_back(special == replies.end() ? message::Reply{250, "2.0.0", "ok"} : special->second);
      if (receipt.replies.back().code == 250) got.push_back(submission.sender + " -> " + to.address);
    }
    bytes.clear();
    for (const std::string_view piece : submission.pieces) bytes += piece;
    return receipt;
  }

  int left = 100;  // mails that it takes
  std::map<std::string, message::Reply> replies;
  std::vector<std::string> got;
  std::string bytes;  // of the last one
};

class Memory final : public engine::Delivered {
 public:
  base::Result<std::vector<bool>> knows(const dedupe::Passage&, const std::vector<std::string>& recipients,
                                        std::int64_t) override {
    if (is_broken) return base::Error{base::ErrorKind::Unavailable, "disk full"};
    std::vector<bool> out;
    for (const std::string& to : recipients) out.push_back(known.count(to) != 0);
    return out;
  }
  std::optional<base::Error> remember(const dedupe::Passage&, const std::vector<std::string>& recipients,
                                      std::int64_t) override {
    if (is_broken) return base::Error{base::ErrorKind::Unavailable, "disk full"};
    known.insert(recipients.begin(), recipients.end());
    return std::nullopt;
  }
  std::optional<base::Error> forget(const dedupe::Passage&) override {
    known.clear();
    return std::nullopt;
  }

  std::set<std::string> known;
  bool is_broken = false;
};

struct World {
  World() {
    message.envelope.sender = "anna@example.com";
    for (const char* to : {"a@example.net", "b@example.net", "c@example.net"}) {
      message.envelope.recipients.push_back({to, '<' + std::string(to) + '>', {}});
    }
    message.headers = {{"Subject", " Offer"}, {"Message-ID", " <1@client.example.com>"}};
    message.body = "Hello\r\n";
    outcome.id = "v1:id";
    outcome.copies = {copy("a@example.net", " A"), copy("b@example.net", " B"), copy("c@example.net", " C")};
  }

  static message::Copy copy(std::string to, std::string subject) {
    return {{std::move(to)}, Verdict::Accept, {}, {message::ChangeHeader{"Subject", 1, std::move(subject)}}};
  }

  // What failed, or nothing.
  std::string send() {
    const engine::Sending sending = courier.send_others(message, outcome, {}, kNow);
    return sending.failure ? sending.failure->text : "";
  }
  message::Outcome spared() const { return *courier.spare_known(message, outcome, kNow); }

  std::shared_ptr<Port> port = std::make_shared<Port>();
  std::shared_ptr<Memory> memory = std::make_shared<Memory>();
  engine::Courier courier{port, memory, std::string(32, 'k'), "mx.example.com"};
  message::Message message;
  message::Outcome outcome;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_courier)

BOOST_AUTO_TEST_CASE(all_but_the_first_are_sent_with_their_changes_and_a_mark) {
  World w;
  BOOST_TEST(w.send() == "");
  BOOST_TEST((w.port->got ==
              std::vector<std::string>{"anna@example.com -> b@example.net", "anna@example.com -> c@example.net"}));
  BOOST_TEST(w.port->bytes.find("Subject: C\r\n") != std::string::npos);
  BOOST_TEST(w.port->bytes.find("X-Waybill-Copy: v1 ") != std::string::npos);
  BOOST_TEST(w.port->bytes.ends_with("\r\n\r\nHello\r\n"));
}

BOOST_AUTO_TEST_CASE(a_port_that_goes_between_two_copies_is_tried_again_without_the_first) {
  World w;
  w.port->left = 1;
  BOOST_TEST(w.send() == "connection refused");
  BOOST_TEST(w.memory->known == std::set<std::string>{"b@example.net"}, boost::test_tools::per_element());
  w.port->left = 100;
  w.outcome = w.spared();
  BOOST_TEST((w.outcome.copies[1].verdict == Verdict::Discard));
  BOOST_TEST(w.outcome.copies[1].sent_before == std::vector<std::string>{"b@example.net"});
  BOOST_TEST(w.send() == "");
  BOOST_TEST(w.port->got.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_recipient_who_has_it_is_spared_in_the_first_copy_too) {
  World w;
  w.memory->known = {"a@example.net"};
  const message::Outcome spared = w.spared();
  BOOST_TEST(spared.copies[0].recipients.empty());
  BOOST_TEST((spared.copies[0].verdict == Verdict::Discard));
  BOOST_TEST((spared.copies[2].verdict == Verdict::Accept));
}

BOOST_AUTO_TEST_CASE(a_copy_that_passes_again_is_no_retry) {
  World w;
  BOOST_TEST(w.send() == "");
  w.message.headers.push_back({"X-Waybill-Dedupe-ID", " v1:id"});  // requeued, say
  for (const message::Copy& copy : w.spared().copies) {
    BOOST_TEST((copy.verdict == Verdict::Accept));
    BOOST_TEST(copy.recipients.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_remembered_or_asked_has_to_wait) {
  World w;
  w.memory->is_broken = true;
  BOOST_TEST(w.send() == "disk full");
  BOOST_TEST(!w.courier.spare_known(w.message, w.outcome, kNow).ok());
}

BOOST_AUTO_TEST_CASE(a_recipient_who_has_to_wait_has_all_wait_and_others_are_remembered) {
  World w;
  w.outcome.copies[1].recipients.push_back("d@example.net");
  w.port->replies["b@example.net"] = {450, "4.2.1", "busy"};
  BOOST_TEST(w.send() == "the MTA said 450 4.2.1 busy");
  BOOST_TEST(w.memory->known == std::set<std::string>{"d@example.net"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refused_recipients_are_reported_to_the_sender_once) {
  World w;
  w.outcome.copies[1].verdict = Verdict::Reject;
  w.outcome.copies[1].reply = message::Reply{550, "5.7.1", "not there"};
  w.port->replies["c@example.net"] = {550, "5.1.1", "unknown"};
  BOOST_TEST(w.send() == "");
  BOOST_TEST(w.port->got == std::vector<std::string>{" -> anna@example.com"});
  for (const char* text : {"b@example.net", "not there", "c@example.net", "unknown"}) {
    BOOST_TEST(w.port->bytes.find(text) != std::string::npos, text);
  }
  BOOST_TEST(w.send() == "");
  BOOST_TEST(w.port->got.size() == 1U);
}

BOOST_AUTO_TEST_CASE(whom_the_mta_refuses_becomes_a_copy_that_is_rejected) {
  World w;
  w.outcome.copies[1].recipients.push_back("d@example.net");
  for (const char* to : {"b@example.net", "c@example.net"}) w.port->replies[to] = {550, "5.1.1", "unknown"};
  BOOST_TEST(w.send() == "");
  BOOST_REQUIRE(w.outcome.copies.size() == 5U);
  BOOST_TEST(w.outcome.copies[1].recipients == std::vector<std::string>{"d@example.net"});
  BOOST_TEST((w.outcome.copies[2].verdict == Verdict::Discard));
  for (const std::size_t i : {3U, 4U}) BOOST_TEST(to_string(*w.outcome.copies[i].reply) == "550 5.1.1 unknown");
  BOOST_TEST(w.outcome.copies[3].recipients == std::vector<std::string>{"b@example.net"});
  BOOST_TEST(w.outcome.copies[4].recipients == std::vector<std::string>{"c@example.net"});
}

BOOST_AUTO_TEST_CASE(one_copy_asks_for_nothing) {
  World w;
  w.outcome.copies.resize(1);
  w.memory->is_broken = true;
  w.port->left = 0;
  BOOST_TEST(w.send() == "");
  BOOST_TEST(!w.courier.note_accepted(w.message, w.outcome).has_value());
}

BOOST_AUTO_TEST_CASE(what_could_be_another_mail_is_forgotten_when_all_went_well) {
  World w;
  BOOST_TEST(w.send() == "");
  BOOST_TEST(!w.courier.note_accepted(w.message, w.outcome).has_value());
  BOOST_TEST(w.memory->known.size() == 2U);  // its Message-ID tells it from others
  w.message.headers.pop_back();
  BOOST_TEST(!w.courier.note_accepted(w.message, w.outcome).has_value());
  BOOST_TEST(w.memory->known.empty());
}

BOOST_AUTO_TEST_SUITE_END()
