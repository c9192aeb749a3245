// Each limit at n and n + 1; and what a small file may make us do.
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/unit/content/files.h"
#include "tests/unit/content/mail.h"

using namespace waybill;
using namespace waybill::content::test;

namespace {

bool is_beyond(const std::string& bytes, const base::Limits& limits) { return inspected(bytes, limits).beyond_limits; }

std::string nested(int depth) {
  std::string bytes = "Hello";
  for (int i = 0; i < depth; ++i) bytes = packed({{"inner", bytes}});
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(content_limits)

BOOST_AUTO_TEST_CASE(attachments_are_counted_with_members_and_folders) {
  const std::string bytes = mail(attached("a.txt", "x") + attached("a.zip", packed({{"d/", ""}, {"a", "x"}})));
  BOOST_TEST(!is_beyond(bytes, {.attachments = 4}));
  BOOST_TEST(is_beyond(bytes, {.attachments = 3}));
  BOOST_TEST(inspected(bytes, {.attachments = 1}).all.size() == 1U);
}

BOOST_AUTO_TEST_CASE(archives_and_messages_are_opened_to_a_depth) {
  BOOST_TEST(!is_beyond(mail(attached("a", nested(3))), {.archive_depth = 3}));
  BOOST_TEST(is_beyond(mail(attached("a", nested(4))), {.archive_depth = 3}));
  std::string forwarded = "Subject: x\n\nHello\n";
  for (int i = 0; i < 3; ++i) forwarded = "Content-Type: message/rfc822\n\n" + forwarded;
  BOOST_TEST(!is_beyond(forwarded, {.archive_depth = 3}));
  BOOST_TEST(is_beyond(forwarded, {.archive_depth = 2}));
}

BOOST_AUTO_TEST_CASE(what_is_unpacked_is_counted_over_all_archives) {
  const std::string zip = packed({{"a", std::string(600, 'x')}});
  const std::string bytes = mail(attached("a.zip", zip) + attached("b.zip", zip));
  BOOST_TEST(!is_beyond(bytes, {.unpacked_bytes = 1200}));
  const message::Attachments cut = inspected(bytes, {.unpacked_bytes = 1199});
  BOOST_TEST(cut.beyond_limits);
  BOOST_TEST(cut.all.at(3).size == 599U);
  BOOST_TEST(!cut.all.at(3).is_supported);
}

BOOST_AUTO_TEST_CASE(long_texts_are_read_at_their_beginning) {
  const std::string bytes = mail(attached("a.txt", std::string(1000, 'x')));
  BOOST_TEST(!is_beyond(bytes, {.attachment_text_bytes = 1000}));
  const message::Attachments cut = inspected(bytes, {.attachment_text_bytes = 999});
  BOOST_TEST(cut.beyond_limits);
  BOOST_TEST(cut.all.at(0).text.size() == 999U);
  BOOST_TEST(cut.all.at(0).size == 1000U);
}

BOOST_AUTO_TEST_CASE(a_bomb_costs_no_more_than_the_limit) {
  const std::string zip = packed({{"zeros", std::string(std::size_t{200} << 20U, '\0')}});
  BOOST_REQUIRE(zip.size() < 300000U);
  const auto start = std::chrono::steady_clock::now();
  const message::Attachments found = inspected(mail(attached("a.zip", zip)));
  BOOST_TEST(found.beyond_limits);
  BOOST_TEST(found.all.at(1).size == base::Limits().unpacked_bytes);
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_CASE(a_message_of_too_many_parts_is_beyond_the_limits) {
  BOOST_TEST(is_beyond(mail(attached("a", "x") + attached("b", "x")), {.parts = 3}));
}

BOOST_AUTO_TEST_SUITE_END()
