// Who has a copy: remembered, expired, kept over a restart, and never guessed when the file cannot say.
#include "store/delivered.h"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

#include "tests/unit/store/files_end_at.h"
#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using dedupe::Passage;
using store::Delivered;
using store::DeliveredOptions;

namespace {

constexpr std::int64_t kNow = 1'700'000'000;
const Passage kMail = {"v1:mail", "way", false};

std::unique_ptr<Delivered> open(const tests::Folder& folder, DeliveredOptions options = {}) {
  options.path = folder.file("delivered.db");
  options.wait = 20ms;
  auto out = Delivered::open(options);
  BOOST_REQUIRE(out.ok());
  return std::move(*out);
}

// "yn": the first is known, the second is not.
std::string known(Delivered& delivered, const Passage& passage, const std::vector<std::string>& recipients,
                  std::int64_t now = kNow) {
  const auto answers = delivered.knows(passage, recipients, now);
  if (!answers) return answers.error().text;
  std::string out;
  for (const bool yes : *answers) out += yes ? 'y' : 'n';
  return out;
}

std::string remember(Delivered& delivered, const Passage& passage, const std::vector<std::string>& recipients,
                     std::int64_t now = kNow) {
  const auto error = delivered.remember(passage, recipients, now);
  return error ? error->text : "";
}

store::Database raw(const tests::Folder& folder) {
  auto out = store::Database::open(folder.file("delivered.db"), {""}, 20ms);
  BOOST_REQUIRE(out.ok());
  return std::move(*out);
}

std::int64_t rows(const tests::Folder& folder) {
  const auto database = raw(folder);
  return database.prepare("SELECT count(*) FROM delivered")->number()->value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_delivered)

BOOST_AUTO_TEST_CASE(those_who_were_remembered_are_known) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  BOOST_TEST(known(*delivered, kMail, {"a@x", "b@x"}) == "nn");
  BOOST_TEST(remember(*delivered, kMail, {"a@x", "A@X", "c@x"}) == "");
  BOOST_TEST(known(*delivered, kMail, {"a@x", "b@x", "C@X"}) == "yny");
  BOOST_TEST(known(*delivered, kMail, {}) == "");
}

BOOST_AUTO_TEST_CASE(another_message_or_another_way_is_not_known) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  BOOST_TEST(remember(*delivered, kMail, {"a@x"}) == "");
  BOOST_TEST(known(*delivered, {"v1:other", "way", false}, {"a@x"}) == "n");
  BOOST_TEST(known(*delivered, {"v1:mail", "other", false}, {"a@x"}) == "n");
}

BOOST_AUTO_TEST_CASE(a_restart_forgets_nothing) {
  const tests::Folder folder;
  BOOST_TEST(remember(*open(folder), kMail, {"a@x"}) == "");
  BOOST_TEST(known(*open(folder), kMail, {"a@x"}) == "y");
}

BOOST_AUTO_TEST_CASE(seven_days_or_an_hour) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  const Passage anonymous = {"v1:alert", "way", true};
  BOOST_TEST(remember(*delivered, kMail, {"a@x"}) == "");
  BOOST_TEST(remember(*delivered, anonymous, {"a@x"}) == "");
  BOOST_TEST(known(*delivered, kMail, {"a@x"}, kNow + 7 * 86400 - 1) == "y");
  BOOST_TEST(known(*delivered, kMail, {"a@x"}, kNow + 7 * 86400) == "n");
  BOOST_TEST(known(*delivered, anonymous, {"a@x"}, kNow + 3599) == "y");
  BOOST_TEST(known(*delivered, anonymous, {"a@x"}, kNow + 3600) == "n");
}

BOOST_AUTO_TEST_CASE(remembered_again_counts_from_the_later_time) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  for (const std::int64_t now : {kNow, kNow + 1000, kNow - 1000}) {
    BOOST_TEST(remember(*delivered, kMail, {"a@x"}, now) == "");
  }
  BOOST_TEST(known(*delivered, kMail, {"a@x"}, kNow + 7 * 86400 + 999) == "y");
  BOOST_TEST(known(*delivered, kMail, {"a@x"}, kNow + 7 * 86400 + 1000) == "n");
}

BOOST_AUTO_TEST_CASE(what_is_forgotten_is_not_known) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  BOOST_TEST(remember(*delivered, kMail, {"a@x", "b@x"}) == "");
  BOOST_TEST(remember(*delivered, {"v1:mail", "other", false}, {"a@x"}) == "");
  BOOST_TEST(!delivered->forget(kMail).has_value());
  BOOST_TEST(known(*delivered, kMail, {"a@x", "b@x"}) == "nn");
  BOOST_TEST(known(*delivered, {"v1:mail", "other", false}, {"a@x"}) == "y");
}

BOOST_AUTO_TEST_CASE(what_is_over_goes_in_small_steps) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  std::vector<std::string> many;
  for (int i = 0; i < 500; ++i) many.push_back(std::to_string(i));
  BOOST_TEST(remember(*delivered, kMail, many) == "");
  BOOST_TEST(rows(folder) == 500);
  for (const std::int64_t want : {301, 101, 1, 1}) {
    BOOST_TEST(remember(*delivered, {"v1:new", "way", false}, {"a@x"}, kNow + 8 * 86400) == "");
    BOOST_TEST(rows(folder) == want);
  }
}

BOOST_AUTO_TEST_CASE(the_file_stays_bounded_and_the_newest_are_known) {
  const tests::Folder folder;
  DeliveredOptions options;
  options.most_bytes = 200'000;
  const auto delivered = open(folder, options);
  std::vector<std::string> many;
  for (int i = 0; i < 300; ++i) many.push_back(std::to_string(i) + "@example.com");
  for (int mail = 0; mail < 60; ++mail) {
    BOOST_TEST(remember(*delivered, {"v1:" + std::to_string(mail), "way", false}, many, kNow + mail) == "");
  }
  BOOST_TEST(rows(folder) < 4000);
  BOOST_TEST(rows(folder) > 1000);
  BOOST_TEST(std::filesystem::file_size(folder.file("delivered.db")) < 500'000U);
  BOOST_TEST(known(*delivered, {"v1:59", "way", false}, {many.front(), many.back()}) == "yy");
  BOOST_TEST(known(*delivered, {"v1:0", "way", false}, {many.front()}) == "n");
}

BOOST_AUTO_TEST_CASE(many_threads) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  std::atomic<int> unknown = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 10; ++j) {
        const Passage mail = {"v1:" + std::to_string(i), "way", false};
        const std::string recipient = std::to_string(j);
        const auto error = delivered->remember(mail, {recipient}, kNow);
        const auto answer = delivered->knows(mail, {recipient}, kNow);
        if (error || !answer || !answer->front()) ++unknown;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(unknown == 0);
  BOOST_TEST(rows(folder) == 80);
}

// Somebody else writes and does not end.
BOOST_AUTO_TEST_CASE(a_locked_file_is_an_error_and_remembers_nothing) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  const auto other = raw(folder);
  {
    auto transaction = store::Transaction::begin(other);
    BOOST_REQUIRE(transaction.ok());
    const auto error = delivered->remember(kMail, {"a@x"}, kNow);
    BOOST_REQUIRE(error.has_value());
    BOOST_TEST(error->text == "database is locked");
    BOOST_TEST(error->is_temporary());
    BOOST_TEST(known(*delivered, kMail, {"a@x"}) == "n");
  }
  BOOST_TEST(remember(*delivered, kMail, {"a@x"}) == "");
  BOOST_TEST(known(*delivered, kMail, {"a@x"}) == "y");
}

// No file may grow, as on a full disk.
BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_remembers_all_or_nobody) {
  const tests::Folder folder;
  const auto delivered = open(folder);
  BOOST_TEST(remember(*delivered, kMail, {"before@x"}) == "");
  std::vector<std::string> many;
  for (int i = 0; i < 4000; ++i) many.push_back(std::to_string(i) + std::string(50, 'x'));
  {
    const tests::FilesEndAt limit(100'000);
    const auto error = delivered->remember(kMail, many, kNow);
    BOOST_REQUIRE(error.has_value());
    BOOST_TEST(error->is_temporary(), error->text);
    BOOST_TEST(known(*delivered, kMail, {"before@x", many.front(), many.back()}) == "ynn");
  }
  BOOST_TEST(remember(*delivered, kMail, many) == "");
  BOOST_TEST(known(*delivered, kMail, {"before@x", many.front(), many.back()}) == "yyy");
}

BOOST_AUTO_TEST_SUITE_END()
