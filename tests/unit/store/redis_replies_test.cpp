// Bytes of RESP2, whole, cut, wrong and endless.
#include "store/redis_replies.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::store;

namespace {

// NOLINTNEXTLINE(misc-no-recursion): as deep as the replies of this test
std::string to_text(const RedisReply& reply) {
  switch (reply.kind) {
    case RedisReply::Kind::Nil:
      return "nil";
    case RedisReply::Kind::Integer:
      return std::to_string(reply.number);
    case RedisReply::Kind::Text:
      return '"' + reply.text + '"';
    case RedisReply::Kind::Status:
      return '+' + reply.text;
    case RedisReply::Kind::Error:
      return '-' + reply.text;
    case RedisReply::Kind::Array:
      break;
  }
  std::string out = "[";
  for (const RedisReply& item : reply.items) out += (out.size() > 1 ? " " : "") + to_text(item);
  return out + ']';
}

// All replies in it, a space between; "more" when the last is not whole; "error".
std::string read(const std::vector<std::string>& pieces) {
  RedisReplies replies;
  std::string out;
  for (const std::string& piece : pieces) {
    replies.put(piece);
    for (;;) {
      const auto next = replies.next();
      if (!next) return out + "error";
      if (!*next) break;
      out += to_text(**next) + ' ';
    }
  }
  return replies.is_empty() ? out : out + "more";
}

const std::string kAll =
    "+OK\r\n-ERR no\r\n:-7\r\n$3\r\na\r\n\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n*2\r\n*2\r\n:1\r\n$1\r\nx\r\n*1\r\n$-1\r\n";
const std::string kAllRead = "+OK -ERR no -7 \"a\r\n\" \"\" nil nil [] [[1 \"x\"] [nil]] ";

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_replies)

BOOST_AUTO_TEST_CASE(all_kinds) { BOOST_TEST(read({kAll}) == kAllRead); }

BOOST_AUTO_TEST_CASE(cut_anywhere) {
  for (std::size_t cut = 0; cut <= kAll.size(); ++cut) {
    BOOST_TEST(read({kAll.substr(0, cut), kAll.substr(cut)}) == kAllRead);
  }
  std::vector<std::string> bytes;
  for (const char c : kAll) bytes.emplace_back(1, c);
  BOOST_TEST(read(bytes) == kAllRead);
}

BOOST_AUTO_TEST_CASE(what_is_not_whole) {
  for (const char* text : {"$5\r\nabc", "*2\r\n:1\r\n", "*2\r\n", "+OK", "$", "*1\r\n$3\r\nabc\r"}) {
    BOOST_TEST(read({text}) == "more", text);
  }
  BOOST_TEST(read({"+OK\r\n+"}) == "+OK more");
}

BOOST_AUTO_TEST_CASE(what_is_none) {
  for (const char* text : {"HTTP/1.1 400 Bad Request\r\n", "\r\n", "$-2\r\n", "$x\r\n", "*-2\r\n", ":1x\r\n", "?1\r\n",
                           "*99999999999999999999\r\n", "*1\r\n!\r\n"}) {
    BOOST_TEST(read({text}) == "error", text);
  }
}

// With memory for what is announced, these would end the program.
BOOST_AUTO_TEST_CASE(what_is_announced_takes_no_memory) {
  BOOST_TEST(read({"*2147483647\r\n:1\r\n"}) == "more");
  BOOST_TEST(read({"$9223372036854775807\r\nx"}) != "");
  BOOST_TEST(read({"*1000000\r\n*1000000\r\n*1000000\r\n*1000000\r\n"}) == "more");
}

BOOST_AUTO_TEST_CASE(arrays_in_arrays_end) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "*1\r\n";
  BOOST_TEST(read({deep}) == "error");
}

BOOST_AUTO_TEST_CASE(too_much_is_an_error) {
  RedisReplies bytes;
  bytes.put("$900000000\r\n");
  std::size_t sent = 0;
  const std::string piece(4096, 'x');
  while (bytes.next().ok() && sent < 4 * RedisReplies::kMostBytes) {
    bytes.put(piece);
    sent += piece.size();
  }
  BOOST_TEST(sent <= RedisReplies::kMostBytes + piece.size());

  std::string items = "*2147483647\r\n";
  for (std::size_t i = 0; i < RedisReplies::kMostItems + 1; ++i) items += ":1\r\n";
  BOOST_TEST(read({items}) == "error");
}

BOOST_AUTO_TEST_CASE(each_exchange_has_its_allowance) {
  RedisReplies replies;
  const std::string large = "$6000000\r\n" + std::string(6000000, 'x') + "\r\n";
  for (int i = 0; i < 3; ++i) {
    replies.begin();
    replies.put(large);
    const auto reply = replies.next();
    BOOST_REQUIRE(reply.ok());
    BOOST_TEST((*reply)->text.size() == 6000000U);
  }
  replies.put(large);
  BOOST_TEST(!replies.next().ok());
}

BOOST_AUTO_TEST_SUITE_END()
