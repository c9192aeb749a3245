// A connection as an MTA drives it: what is collected, what is asked, what is answered.
#include "milter/session.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <functional>
#include <sstream>

#include "message/compose.h"
#include "tests/model/model_mta.h"

using namespace waybill;

namespace {

// Decides what the test wants, and keeps what it was shown.
class Fake final : public milter::Judge {
 public:
  message::Outcome decide(const message::Message& message) const override {
    seen = message;
    body = message.body;
    return answer(message);
  }
  std::optional<std::string> send_others(const message::Message&, message::Outcome& outcome) const override {
    others = outcome.copies.size() - 1;
    return send_failure;
  }
  void note_accepted(const message::Message&, const message::Outcome&) const override { ++accepted; }
  void note_finished(const engine::Finished& finished) const override {
    told.push_back(finished.outcome.copies[0].verdict);
  }
  const base::Limits& limits() const override { return bounds; }
  base::Limits bounds;
  std::optional<std::string> send_failure;
  mutable std::size_t others = 0;
  mutable std::size_t accepted = 0;
  mutable std::vector<message::Verdict> told;

  std::function<message::Outcome(const message::Message&)> answer = [](const message::Message&) {
    return message::Outcome{{}, {}, {message::Copy()}};
  };
  mutable message::Message seen;
  mutable std::string body;
};

message::Outcome outcome_with(message::Edits edits) {
  message::Copy copy;
  copy.edits = std::move(edits);
  return {{}, {}, {copy}};
}

struct Connection {
  explicit Connection(bool leading_space = true, bool dry_run = false)
      : service(judge, dry_run), session(service, leading_space) {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
    sink->set_pattern("%l %v");
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  }
  ~Connection() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("none")); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void begin(std::string_view from = "<anna@example.com>") {
    session.begin_message(from, {}, {});
    session.add_recipient("<you@example.net>", {});
  }
  milter::Answer end() { return session.end_message("QUEUE1", mta); }

  std::ostringstream log;
  std::shared_ptr<Fake> judge = std::make_shared<Fake>();
  milter::Service service;
  milter::Session session;
  model::ModelMta mta{{}, ""};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_session)

BOOST_AUTO_TEST_CASE(everything_the_mta_says_is_in_the_message) {
  Connection c;
  c.session.connect("192.0.2.1");
  c.session.begin_message("<anna@example.com>", {"SIZE=9", "RET=HDRS"}, {"anna", true});
  c.session.add_recipient("<Bob@Example.net>", {"NOTIFY=NEVER"});
  c.session.add_recipient("carl@example.net", {});
  c.session.add_header("Subject", "  two\n\tlines");
  c.session.add_body("one ");
  c.session.add_body("two\r\n");
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
  const message::Envelope& envelope = c.judge->seen.envelope;
  BOOST_TEST(envelope.sender == "anna@example.com");
  BOOST_TEST(envelope.client_ip == "192.0.2.1");
  BOOST_TEST(envelope.auth_user == "anna");
  BOOST_TEST(envelope.client_certificate);
  BOOST_TEST(envelope.queue_id == "QUEUE1");
  BOOST_TEST(envelope.recipients[0].address == "Bob@Example.net");
  BOOST_TEST(envelope.recipients[0].argument == "<Bob@Example.net>");
  BOOST_TEST(envelope.recipients[0].parameters[0] == "NOTIFY=NEVER");
  BOOST_TEST(envelope.recipients[1].argument == "carl@example.net");
  BOOST_TEST(c.judge->seen.headers[0].value == "  two\n\tlines");
  BOOST_TEST(c.judge->body == "one two\r\n");
}

BOOST_AUTO_TEST_CASE(the_blank_that_an_old_mta_takes_off_is_put_back) {
  Connection c(false);
  c.begin();
  c.session.add_header("Subject", " x");
  c.end();
  BOOST_TEST(c.judge->seen.headers[0].value == "  x");
}

BOOST_AUTO_TEST_CASE(who_submits_on_this_host_has_no_client_address) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {"127.0.0.1", "anna@example.com", ""},  // sendmail(1) behind Postfix
      {"127.0.0.1", "", ""},                  // the same with the null sender
      {"127.0.0.1", "<anna@example.com>", "127.0.0.1"},
      {"127.0.0.1", "<>", "127.0.0.1"},
      {"192.0.2.1", "anna@example.com", "192.0.2.1"},
      {"", "<anna@example.com>", ""}};
  for (const auto& [client, argument, expected] : cases) {
    Connection c;
    c.session.connect(client);
    c.begin(argument);
    c.end();
    BOOST_TEST(c.judge->seen.envelope.client_ip == expected);
  }
}

BOOST_AUTO_TEST_CASE(edits_reach_the_mta_and_one_line_the_log) {
  Connection c;
  c.judge->answer = [](const message::Message&) {
    return outcome_with({message::InsertHeader{"X-A", " 1"}, message::SpliceBody{4, 4, "more "}});
  };
  c.begin();
  c.session.add_body("old text\r\n");
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
  BOOST_TEST(c.mta.headers()[0].value == " 1");
  BOOST_TEST(c.mta.body() == "old more text\r\n");
  BOOST_TEST(c.log.str().starts_with("info QUEUE1: from=<anna@example.com> to=<you@example.net> nrcpt=1 "));
  BOOST_TEST(std::count(c.log.view().begin(), c.log.view().end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(a_second_message_knows_nothing_of_the_first_but_the_client) {
  Connection c;
  c.session.connect("192.0.2.1");
  c.session.begin_message("<anna@example.com>", {"SIZE=9", "RET=HDRS"}, {"anna", true});
  c.session.add_header("Subject", " first");
  c.session.add_body("first");
  c.end();
  c.begin("<bert@example.com>");
  c.session.add_body("second");
  c.end();
  BOOST_TEST(c.judge->seen.envelope.sender == "bert@example.com");
  BOOST_TEST(c.judge->seen.envelope.auth_user.empty());
  BOOST_TEST(!c.judge->seen.envelope.client_certificate);
  BOOST_TEST(c.judge->seen.envelope.client_ip == "192.0.2.1");
  BOOST_TEST(c.judge->seen.envelope.recipients.size() == 1U);
  BOOST_TEST(c.judge->seen.headers.empty());
  BOOST_TEST(c.judge->body == "second");
}

BOOST_AUTO_TEST_CASE(an_aborted_message_is_forgotten_and_not_logged) {
  Connection c;
  c.begin();
  c.session.add_body("never");
  BOOST_TEST(c.service.messages_under_way() == 1U);
  c.session.abort_message();
  c.session.abort_message();
  BOOST_TEST(c.service.messages_under_way() == 0U);
  BOOST_TEST(c.log.str().empty());
}

BOOST_AUTO_TEST_CASE(a_message_is_under_way_until_its_end) {
  Connection c;
  std::size_t at_the_end = 0;
  c.judge->answer = [&](const message::Message&) {
    at_the_end = c.service.messages_under_way();
    return outcome_with({});
  };
  c.begin();
  c.end();
  BOOST_TEST(at_the_end == 1U);
  BOOST_TEST(c.service.messages_under_way() == 0U);
}

BOOST_AUTO_TEST_CASE(steps_out_of_turn_do_nothing) {
  Connection c;
  c.session.add_recipient("<a@b>", {});
  c.session.add_header("A", " b");
  c.session.add_body("x");
  c.session.fail("y");
  BOOST_TEST((c.end().verdict == message::Verdict::Tempfail));
}

BOOST_AUTO_TEST_CASE(a_reload_does_not_touch_a_message_under_way) {
  Connection c;
  const auto after = std::make_shared<Fake>();
  c.begin();
  c.service.replace(after);
  c.end();
  BOOST_TEST(c.judge->seen.envelope.sender == "anna@example.com");
  BOOST_TEST(after->seen.envelope.sender.empty());
  c.begin();
  c.end();
  BOOST_TEST(after->seen.envelope.sender == "anna@example.com");
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_kept_is_tried_again_later) {
  setenv("TMPDIR", "/nonexistent", 1);
  Connection c;
  c.judge->bounds.spool_bytes = 4;
  c.begin();
  c.session.add_body("more than four");
  const milter::Answer answer = c.end();
  unsetenv("TMPDIR");
  BOOST_TEST((answer.verdict == message::Verdict::Tempfail));
  BOOST_TEST(answer.reply->code == 451);
  BOOST_TEST(c.log.str().find("/nonexistent") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_failed_on_the_way_is_answered_at_the_end) {
  Connection c;
  c.begin();
  c.session.fail("out of memory");
  BOOST_TEST((c.end().verdict == message::Verdict::Tempfail));
  c.begin();
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
}

BOOST_AUTO_TEST_CASE(a_request_that_fails_gives_a_temporary_failure) {
  struct Broken final : milter::Mta {
    bool change_header(const std::string&, int, const std::string&) override { return false; }
    bool remove_header(const std::string&, int) override { return false; }
    bool add_header(const std::string&, const std::string&) override { return false; }
    bool insert_header(int, const std::string&, const std::string&) override { return false; }
    bool replace_body(std::string_view) override { return false; }
    bool remove_recipient(const std::string&) override { return false; }
    bool add_recipient(const std::string&) override { return false; }
    bool hold(const std::string&) override { return false; }
  } broken;
  Connection c;
  c.judge->answer = [](const message::Message&) { return outcome_with({message::AddHeader{"A", " b"}}); };
  c.begin();
  BOOST_TEST((c.session.end_message("Q", broken).verdict == message::Verdict::Tempfail));
  BOOST_TEST(c.log.str().find("verdict=tempfail") != std::string::npos);
  BOOST_TEST((c.judge->told == std::vector{message::Verdict::Tempfail}));
}

BOOST_AUTO_TEST_CASE(a_dry_run_lets_all_pass_even_what_fails) {
  Connection c(true, true);
  c.judge->answer = [](const message::Message&) {
    message::Outcome outcome = outcome_with({message::InsertHeader{"A", " b"}});
    outcome.copies[0].verdict = message::Verdict::Reject;
    return outcome;
  };
  c.begin();
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
  c.begin();
  c.session.fail("no memory");
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
  BOOST_TEST(c.log.str().find("verdict=reject ms=0 dry-run\n") != std::string::npos);
  BOOST_TEST(c.log.str().find("verdict=tempfail") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_rejection_carries_its_reply_and_changes_nothing) {
  Connection c;
  c.judge->answer = [](const message::Message&) {
    message::Outcome outcome = outcome_with({message::AddHeader{"A", " b"}});
    outcome.copies[0].verdict = message::Verdict::Reject;
    outcome.copies[0].reply = message::Reply{550, "5.7.1", "no"};
    return outcome;
  };
  c.begin();
  const milter::Answer answer = c.end();
  BOOST_TEST((answer.verdict == message::Verdict::Reject));
  BOOST_TEST(answer.reply->text == "no");
  BOOST_TEST(c.mta.headers().empty());
}

BOOST_AUTO_TEST_CASE(copies_that_cannot_be_sent_leave_the_message_to_be_tried_again) {
  Connection c;
  c.judge->answer = [](const message::Message&) {
    message::Copy first{{"you@example.net"}, message::Verdict::Accept, {}, {message::AddHeader{"A", " b"}}};
    message::Copy second{{"carl@example.net"}};
    return message::Outcome{{}, {}, {first, second}};
  };
  c.judge->send_failure = "connection refused";
  c.begin();
  BOOST_TEST((c.end().verdict == message::Verdict::Tempfail));
  BOOST_TEST(c.judge->others == 1U);
  BOOST_TEST(c.judge->accepted == 0U);
  BOOST_TEST(c.mta.headers().empty());
  BOOST_TEST(c.log.str().find("QUEUE1: copies were not sent: connection refused") != std::string::npos);

  c.judge->send_failure.reset();
  c.begin();
  BOOST_TEST((c.end().verdict == message::Verdict::Accept));
  BOOST_TEST(c.mta.headers().size() == 1U);
  BOOST_TEST(c.judge->accepted == 1U);
  BOOST_TEST(c.log.str().find("QUEUE1: copy=2 of=2 to=<carl@example.net> nrcpt=1 verdict=accept") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_quarantined_message_is_held_with_its_changes) {
  Connection c;
  c.judge->answer = [](const message::Message&) {
    message::Copy copy{{"you@example.net"}, message::Verdict::Quarantine, {}, {message::AddHeader{"A", " b"}}};
    return message::Outcome{{}, {}, {copy}};
  };
  c.begin();
  BOOST_TEST((c.end().verdict == message::Verdict::Quarantine));
  BOOST_TEST(c.mta.headers().size() == 1U);
  BOOST_TEST(c.mta.envelope_changes() == std::vector<std::string>{"hold"});
}

BOOST_AUTO_TEST_SUITE_END()
