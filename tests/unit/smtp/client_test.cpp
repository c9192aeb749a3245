// Messages handed to a server that behaves.
#include "smtp/client.h"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/unit/net/peer.h"

using namespace waybill;
using namespace std::chrono_literals;
using message::Submission;
using tests::Peer;

namespace {

auto soon() { return std::chrono::steady_clock::now() + 20s; }

std::unique_ptr<smtp::Client> client_of(const Peer& peer, std::size_t connections = 20) {
  auto client = smtp::Client::make({.server = peer.address(), .connections = connections});
  return std::move(*client);
}

Submission mail(std::vector<std::string> recipients = {"b@y"}, std::string_view text = "Subject: x\r\n\r\ntext\r\n") {
  Submission out{"a@x", {}, {}, {}, {text}};
  for (std::string& recipient : recipients) out.recipients.push_back({std::move(recipient), "", {}});
  return out;
}

// `250 2.0.0 text;...`, or the error.
std::string said(const base::Result<message::Receipt>& receipt) {
  if (!receipt) return receipt.error().text;
  std::string out;
  for (const message::Reply& reply : receipt->replies) out += to_string(reply) + ';';
  return out;
}

std::size_t count(const Peer& peer, std::string_view command) {
  const auto commands = peer.commands();
  return static_cast<std::size_t>(
      std::count_if(commands.begin(), commands.end(), [&](const auto& c) { return c.starts_with(command); }));
}

// Polite, but for commands that begin with `command`.
Peer::Answer but(const std::string& command, const std::string& answer) {
  return [command, answer](const std::string& line) { return line.starts_with(command) ? answer : Peer::polite(line); };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_client)

BOOST_AUTO_TEST_CASE(a_message_arrives_as_it_is) {
  Peer peer(Peer::polite);
  const auto client = client_of(peer);
  Submission submission = mail({"b@y", "c@y"}, "Subject: x\r\n\r\n");
  submission.parameters = {"RET=FULL", "ENVID=1"};
  submission.recipients[0].parameters = {"NOTIFY=NEVER"};
  submission.origin.client_address = "192.0.2.1";
  submission.pieces.insert(submission.pieces.end(), {"text\r", "\n.\r\n", "\xC3\xA9"});
  const auto receipt = client->deliver(submission, soon());
  BOOST_TEST(said(receipt) == "250 2.0.0 Ok: queued as ABC;250 2.0.0 Ok: queued as ABC;");
  BOOST_TEST(receipt->warnings.empty());
  const std::vector<std::string> want = {"EHLO localhost",
                                         "XFORWARD ADDR=192.0.2.1",
                                         "XFORWARD SOURCE=REMOTE",
                                         "MAIL FROM:<a@x> SIZE=27 BODY=8BITMIME RET=FULL ENVID=1",
                                         "RCPT TO:<b@y> NOTIFY=NEVER",
                                         "RCPT TO:<c@y>",
                                         "DATA",
                                         "."};
  std::vector<std::string> commands = peer.commands();
  commands.emplace_back(".");
  BOOST_TEST(commands == want, boost::test_tools::per_element());
  BOOST_TEST((peer.messages() == std::vector<std::string>{"Subject: x\r\n\r\ntext\r\n..\r\n\xC3\xA9\r\n"}));
}

BOOST_AUTO_TEST_CASE(each_recipient_gets_its_own_reply) {
  Peer peer([](const std::string& line) {
    if (line.starts_with("RCPT TO:<no@")) return std::string("550-5.1.1 Nobody\r\n550 5.1.1 here\r\n");
    if (line.starts_with("RCPT TO:<later@")) return std::string("450 4.2.0 Not now\r\n");
    return Peer::polite(line);
  });
  const auto client = client_of(peer);
  BOOST_TEST(said(client->deliver(mail({"no@y", "b@y", "a b@y", "later@y"}), soon())) ==
             "550 5.1.1 Nobody here;250 2.0.0 Ok: queued as ABC;553 5.1.3 The recipient is no mail address;450 4.2.0 "
             "Not now;");
  BOOST_TEST(peer.messages().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_reply_to_the_end_of_the_message_decides) {
  for (const char* answer : {"451 4.3.0 Later", "554 5.7.1 Never", "421 4.3.2 Down"}) {
    Peer peer(but(".", std::string(answer) + "\r\n"));
    const auto client = client_of(peer);
    const std::string want = std::string(answer) + ';';
    BOOST_TEST(said(client->deliver(mail({"b@y", "c@y"}), soon())) == want + want);
  }
}

BOOST_AUTO_TEST_CASE(a_refused_sender_or_start_of_data_is_refused_for_all) {
  Peer no_sender(but("MAIL", "550 5.7.1 Not you\r\n"));
  BOOST_TEST(said(client_of(no_sender)->deliver(mail({"b@y", "c@y"}), soon())) ==
             "550 5.7.1 Not you;550 5.7.1 Not you;");
  Peer no_data(but("DATA", "451 4.3.0 Full\r\n"));
  BOOST_TEST(said(client_of(no_data)->deliver(mail(), soon())) == "451 4.3.0 Full;");
}

BOOST_AUTO_TEST_CASE(without_recipients_nothing_is_sent) {
  Peer peer(but("RCPT", "550 5.1.1 Nobody\r\n"));
  const auto client = client_of(peer);
  BOOST_TEST(said(client->deliver(mail(), soon())) == "550 5.1.1 Nobody;");
  BOOST_TEST(said(client->deliver(mail({}), soon())) == "");
  BOOST_TEST(count(peer, "DATA") == 0U);
  BOOST_TEST(count(peer, "RSET") == 2U);
  BOOST_TEST(peer.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_server_without_any_extension) {
  Peer peer(but("EHLO", "250 old\r\n"));
  const auto client = client_of(peer);
  Submission submission = mail({"b@y", "c@y"});
  submission.parameters = {"ENVID=1"};
  const auto receipt = client->deliver(submission, soon());
  BOOST_TEST(said(receipt) == "250 2.0.0 Ok: queued as ABC;250 2.0.0 Ok: queued as ABC;");
  BOOST_TEST(receipt->warnings.size() == 1U);
  BOOST_TEST(count(peer, "MAIL FROM:<a@x>") == 1U);
  submission.pieces = {"\xC3\xA9"};
  BOOST_TEST(said(client->deliver(submission, soon())).starts_with("451 4.6.3"));
  submission.parameters = {"SMTPUTF8"};
  BOOST_TEST(said(client->deliver(submission, soon())).starts_with("553 5.6.7"));
}

BOOST_AUTO_TEST_CASE(refused_xforward_is_a_warning) {
  Peer peer(but("XFORWARD ADDR", "550 5.7.0 Not you\r\n"));
  Submission submission = mail();
  submission.origin.client_address = "192.0.2.1";
  const auto receipt = client_of(peer)->deliver(submission, soon());
  BOOST_TEST(said(receipt).starts_with("250"));
  BOOST_TEST((receipt->warnings == std::vector<std::string>{"the server refuses XFORWARD: 550 5.7.0 Not you"}));
}

BOOST_AUTO_TEST_CASE(a_thousand_recipients_and_a_server_with_long_replies) {
  Peer peer(but("RCPT", "250 2.1.5 " + std::string(1900, 'x') + "\r\n"));
  std::vector<std::string> recipients;
  for (int i = 0; i < 1000; ++i) recipients.push_back(std::to_string(i) + '@' + std::string(200, 'y'));
  const auto receipt = client_of(peer)->deliver(mail(recipients), soon());
  BOOST_REQUIRE(receipt.ok());
  BOOST_TEST(receipt->replies.size() == 1000U);
  BOOST_TEST(std::all_of(receipt->replies.begin(), receipt->replies.end(), message::is_accepted));
}

BOOST_AUTO_TEST_CASE(a_large_message_of_many_pieces) {
  Peer peer(Peer::polite);
  std::string text;
  while (text.size() < 8U * 1024 * 1024) text += "." + std::string(text.size() % 97, 'x') + "\r\n";
  Submission submission = mail();
  submission.pieces.clear();
  for (std::size_t at = 0; at < text.size(); at += 1000)
    submission.pieces.push_back(std::string_view(text).substr(at, 1000));
  BOOST_TEST(said(client_of(peer)->deliver(submission, soon())).starts_with("250"));
  BOOST_REQUIRE(peer.messages().size() == 1U);
  std::string want;
  for (const char c : text) want += c == '.' ? ".." : std::string_view(&c, 1);
  BOOST_TEST((peer.messages().front() == want));
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept_for_the_next_message) {
  Peer peer(Peer::polite);
  {
    const auto client = client_of(peer);
    for (int i = 0; i < 3; ++i) BOOST_TEST(said(client->deliver(mail(), soon())).starts_with("250"));
    BOOST_TEST(peer.connections() == 1);
  }
  for (int i = 0; i < 500 && count(peer, "QUIT") == 0; ++i) std::this_thread::sleep_for(10ms);
  BOOST_TEST(count(peer, "QUIT") == 1U);
}

BOOST_AUTO_TEST_CASE(after_a_refused_message_the_next_one_arrives) {
  std::atomic<int> ends = 0;
  Peer peer([&](const std::string& line) {
    return line == "." && ends++ == 0 ? std::string("554 5.7.1 Never\r\n") : Peer::polite(line);
  });
  const auto client = client_of(peer);
  BOOST_TEST(said(client->deliver(mail(), soon())).starts_with("554"));
  BOOST_TEST(said(client->deliver(mail(), soon())).starts_with("250"));
}

// The server ends a kept connection: before the next message, at its MAIL or RCPT, or with 421 to it.
BOOST_AUTO_TEST_CASE(a_kept_connection_that_ended_costs_nothing) {
  struct End {
    std::string command, answer;
  };
  const std::string timeout = tests::kThenClose + "421 4.4.2 timeout\r\n";
  for (const End& end : {End{"MAIL", tests::kClose}, {"MAIL", timeout}, {"RCPT", tests::kClose}, {"DATA", timeout}}) {
    std::atomic<int> seen = 0;
    Peer peer([&](const std::string& line) {
      return line.starts_with(end.command) && ++seen == 2 ? end.answer : Peer::polite(line);
    });
    const auto client = client_of(peer);
    for (int i = 0; i < 3; ++i) BOOST_TEST(said(client->deliver(mail(), soon())).starts_with("250"));
    BOOST_TEST(peer.connections() == 2);
    BOOST_TEST(peer.messages().size() == 3U);
  }
  Peer peer([](const std::string& line) {
    return line == "." ? tests::kThenClose + "250 2.0.0 Ok\r\n" : Peer::polite(line);
  });
  const auto client = client_of(peer);
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(said(client->deliver(mail(), soon())).starts_with("250"));
    std::this_thread::sleep_for(20ms);
  }
  BOOST_TEST(peer.messages().size() == 3U);
}

BOOST_AUTO_TEST_CASE(many_threads_share_few_connections) {
  std::atomic<int> open = 0;
  std::atomic<int> most = 0;
  Peer peer([&](const std::string& line) {
    if (line.starts_with("MAIL")) {
      const int now = ++open;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
      }
    }
    if (line == ".") --open;
    return Peer::polite(line);
  });
  const auto client = client_of(peer, 3);
  std::atomic<int> accepted = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) accepted += said(client->deliver(mail(), soon())).starts_with("250") ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(accepted == 160);
  BOOST_TEST(peer.messages().size() == 160U);
  BOOST_TEST(most <= 3);
  BOOST_TEST(peer.connections() <= 3);
}

BOOST_AUTO_TEST_CASE(who_finds_no_free_connection_waits_until_the_deadline) {
  Peer peer(but("DATA", tests::kFreeze));
  const auto client = client_of(peer, 1);
  bool first_accepted = true;  // Boost's checks are for one thread
  std::thread first([&] { first_accepted = client->deliver(mail(), std::chrono::steady_clock::now() + 3s).ok(); });
  while (count(peer, "DATA") == 0) std::this_thread::sleep_for(5ms);
  const auto begin = std::chrono::steady_clock::now();
  const auto second = client->deliver(mail(), begin + 100ms);
  BOOST_TEST(said(second) == peer.address() + ": all connections are busy");
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 2500ms));
  first.join();
  BOOST_TEST(!first_accepted);
}

BOOST_AUTO_TEST_CASE(nobody_listens) {
  std::string address;
  {
    Peer peer(Peer::polite);
    address = peer.address();
  }
  auto client = smtp::Client::make({.server = address});
  const auto receipt = (*client)->deliver(mail(), soon());
  BOOST_TEST(said(receipt) == address + ": cannot connect: Connection refused");
  BOOST_TEST((receipt.error().kind == base::ErrorKind::Unavailable));
  client = smtp::Client::make({.server = "unix:/nonexistent/socket"});
  BOOST_TEST(said((*client)->deliver(mail(), soon())) ==
             "unix:/nonexistent/socket: cannot connect: No such file or directory");
  BOOST_TEST(!smtp::Client::make({.server = "localhost:25"}).ok());
}

BOOST_AUTO_TEST_SUITE_END()
