// Bytes of a server, whole and in pieces, to replies.
#include "smtp/replies.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using smtp::Replies;

namespace {

// `CODE text CODE text`: all replies in `bytes`; "..." when more is to come, "!" when it is no SMTP.
std::string all(Replies& replies) {
  std::string out;
  for (;;) {
    const auto next = replies.next();
    if (!next) return out + '!';
    if (!*next) return out + (replies.unread() == 0 ? "" : "...");
    const message::Reply reply = smtp::to_reply(**next);
    out += to_string(reply) + ';';
  }
}

std::string all(std::string_view bytes) {
  Replies replies;
  replies.put(bytes);
  return all(replies);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_replies)

BOOST_AUTO_TEST_CASE(replies_of_one_line_and_of_several) {
  BOOST_TEST(all("250 2.1.5 Ok\r\n") == "250 2.1.5 Ok;");
  BOOST_TEST(all("550-5.7.1 Not\r\n550 5.7.1 here\r\n") == "550 5.7.1 Not here;");
  BOOST_TEST(all("250-a\r\n250-\r\n250 b\r\n354 go\r\n") == "250 2.0.0 a b;354 3.0.0 go;");
  BOOST_TEST(all("250\r\n250-\r\n250\r\n") == "250 2.0.0 ;250 2.0.0 ;");
}

BOOST_AUTO_TEST_CASE(a_bare_line_feed_ends_a_line_too) {
  BOOST_TEST(all("250 ok\n451 no\n") == "250 2.0.0 ok;451 4.0.0 no;");
}

BOOST_AUTO_TEST_CASE(bytes_may_come_one_by_one) {
  Replies replies;
  std::string seen;
  for (const char c : std::string_view("550-5.7.1 Not\r\n550 5.7.1 here\r\n")) {
    BOOST_TEST(seen == "");
    replies.put(std::string_view(&c, 1));
    const auto next = replies.next();
    BOOST_REQUIRE(next.ok());
    if (*next) seen = to_string(smtp::to_reply(**next));
  }
  BOOST_TEST(seen == "550 5.7.1 Not here");
  BOOST_TEST(replies.unread() == 0U);
}

BOOST_AUTO_TEST_CASE(half_a_reply_is_unread) {
  BOOST_TEST(all("25") == "...");
  BOOST_TEST(all("250-ok\r\n") == "...");
  BOOST_TEST(all("250 ok\r\n2") == "250 2.0.0 ok;...");
}

BOOST_AUTO_TEST_CASE(what_is_no_smtp_is_an_error) {
  for (const char* bytes : {"hello\r\n", "\r\n", "25 ok\r\n", "2500 ok\r\n", "250:ok\r\n", "150 ok\r\n", "600 ok\r\n",
                            "250-a\r\n251 b\r\n", "HTTP/1.1 200 OK\r\n"}) {
    BOOST_TEST(all(bytes) == "!", bytes);
  }
}

BOOST_AUTO_TEST_CASE(lines_and_replies_have_bounds) {
  BOOST_TEST(all("250 " + std::string(2040, 'x') + "\r\n").starts_with("250 2.0.0 xxx"));
  BOOST_TEST(all("250 " + std::string(2050, 'x') + "\r\n") == "!");
  BOOST_TEST(all("250 " + std::string(2050, 'x')) == "!");
  std::string lines;
  for (int i = 0; i < 99; ++i) lines += "250-x\r\n";
  BOOST_TEST(all(lines + "250 x\r\n").ends_with(";"));
  BOOST_TEST(all(lines + "250-x\r\n250 x\r\n") == "!");
}

BOOST_AUTO_TEST_CASE(a_status_of_another_class_is_text) {
  BOOST_TEST(all("550 4.7.1 odd\r\n") == "550 5.0.0 4.7.1 odd;");
  BOOST_TEST(all("550 5.7.1\r\n") == "550 5.7.1 ;");
  BOOST_TEST(all("550 5.7.1234 x\r\n") == "550 5.0.0 5.7.1234 x;");
  BOOST_TEST(all("550 5.7x\r\n") == "550 5.0.0 5.7x;");
  BOOST_TEST(all("550 5\r\n") == "550 5.0.0 5;");
}

BOOST_AUTO_TEST_CASE(the_text_is_safe_to_log) {
  BOOST_TEST(all("550 a\x1b[2Jb\r\n") == "550 5.0.0 a\\x1B[2Jb;");
  std::string long_reply;
  for (int i = 0; i < 50; ++i) long_reply += "550-" + std::string(100, 'x') + "\r\n";
  Replies replies;
  replies.put(long_reply + "550 x\r\n");
  BOOST_TEST(smtp::to_reply(**replies.next()).text.size() <= 510U);
}

BOOST_AUTO_TEST_SUITE_END()
