// What was written is found by each of its sides, stays as long as it should, and is gone when it is forgotten.
#include "store/tracking_file.h"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

#include "store/tracking_schema.h"
#include "store/tracking_search.h"
#include "tests/unit/store/files_end_at.h"
#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using store::TrackingFile;
using store::TrackingOptions;
using store::TrackingSearch;
using tracking::Trail;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kDay = 86'400'000;

// A mail to `to` that was refused for the last of them; with a rule that added archive@x.
Trail trail(const std::string& queue_id, const std::string& from, const std::vector<std::string>& to,
            std::int64_t at = kNow) {
  Trail out{at,   "192.0.2.1", "mx", queue_id, '<' + queue_id + "@x>", "v1:" + queue_id,
            2048, "Offer",     from, from,     "Originating",          {}};
  tracking::Event received{"RECEIVE", "SMTP", at};
  for (const std::string& address : to) received.recipients.push_back({address});
  out.events = {received,
                {"AGENTINFO", "AGENT", at + 5, "Transport Rule Agent", {}, {"archive@x"}, "S:TRA=ETR|ruleId=A"},
                {"FAIL", "AGENT", at + 5, "Transport Rule Agent", {{to.back(), "550 5.7.1 no"}}}};
  return out;
}

struct World {
  World() {
    options.path = folder.file("tracking.db");
    options.key_file = folder.file("tracking.key");
  }

  TrackingFile open() const {
    auto out = TrackingFile::open(options, 20ms);
    BOOST_REQUIRE_MESSAGE(out.ok(), (out ? "" : out.error().text));
    return std::move(*out);
  }
  void write(const std::vector<Trail>& trails, std::int64_t now = kNow) const {
    const auto error = open().write(trails, now);
    BOOST_REQUIRE_MESSAGE(!error, (error ? error->text : ""));
  }
  std::vector<Trail> find(const TrackingSearch& search = {}) const {
    auto out = store::find_events(options.path, search);
    BOOST_REQUIRE_MESSAGE(out.ok(), (out ? "" : out.error().text));
    return std::move(*out);
  }
  // "Q1 RECEIVE, Q1 FAIL"
  std::string told(const TrackingSearch& search = {}) const {
    std::string out;
    for (const Trail& one : find(search)) {
      out += (out.empty() ? "" : ", ") + one.queue_id + ' ' + one.events.at(0).id;
    }
    return out;
  }
  std::string bytes() const {
    std::string out;
    for (const char* end : {"", "-wal"}) {
      std::ifstream in(options.path + end, std::ios::binary);
      out.append(std::istreambuf_iterator<char>(in), {});
    }
    return out;
  }

  tests::Folder folder;
  TrackingOptions options;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_tracking_file)

BOOST_AUTO_TEST_CASE(what_was_written_is_read) {
  const World w;
  const Trail written = trail("Q1", "a@x", {"b@x", "c@x"});
  w.write({written});
  const auto found = w.find();
  BOOST_REQUIRE(found.size() == 3U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    BOOST_TEST(found[i].at == kNow);
    BOOST_TEST(found[i].client_ip == "192.0.2.1");
    BOOST_TEST(found[i].server == "mx");
    BOOST_TEST(found[i].queue_id == "Q1");
    BOOST_TEST(found[i].message_id == "<Q1@x>");
    BOOST_TEST(found[i].dedupe_id == "v1:Q1");
    BOOST_TEST(found[i].bytes == 2048);
    BOOST_TEST(found[i].subject == "Offer");
    BOOST_TEST(found[i].sender == "a@x");
    BOOST_TEST(found[i].return_path == "a@x");
    BOOST_TEST(found[i].directionality == "Originating");
    BOOST_REQUIRE(found[i].events.size() == 1U);
    const tracking::Event& event = found[i].events[0];
    BOOST_TEST(event.id == written.events[i].id);
    BOOST_TEST(event.source == written.events[i].source);
    BOOST_TEST(event.at == written.events[i].at);
    BOOST_TEST(event.context == written.events[i].context);
    BOOST_TEST(event.custom_data == written.events[i].custom_data);
    BOOST_TEST(event.log_id == "1." + std::to_string(i));
    BOOST_TEST(event.related == written.events[i].related);
    BOOST_REQUIRE(event.recipients.size() == written.events[i].recipients.size());
  }
  BOOST_TEST(found[0].events[0].recipients[1].address == "c@x");
  BOOST_TEST(found[2].events[0].recipients[0].status == "550 5.7.1 no");
}

BOOST_AUTO_TEST_CASE(found_by_each_side_and_by_all_together) {
  const World w;
  Trail bounce = trail("Q2", "a@x", {"d@x"}, kNow + 1000);
  bounce.return_path = "<>";
  w.write({trail("Q1", "a@x", {"b@x", "c@x"}), bounce});
  BOOST_TEST(w.told({.queue_id = "Q1"}) == "Q1 RECEIVE, Q1 AGENTINFO, Q1 FAIL");
  BOOST_TEST(w.told({.queue_id = "q1"}) == "");
  BOOST_TEST(w.told({.message_ids = {"<no@x>", "<Q2@x>"}, .event_id = "FAIL"}) == "Q2 FAIL");
  BOOST_TEST(w.told({.recipient_forms = {"b@x"}}) == "Q1 RECEIVE");
  BOOST_TEST(w.told({.recipient_forms = {"c@x"}}) == "Q1 RECEIVE, Q1 FAIL");
  BOOST_TEST(w.told({.recipient_forms = {"archive@x"}}) == "Q1 AGENTINFO, Q2 AGENTINFO");
  BOOST_TEST(w.told({.sender_forms = {"a@x", "h:any"}, .event_id = "RECEIVE"}) == "Q1 RECEIVE, Q2 RECEIVE");
  BOOST_TEST(w.told({.sender_forms = {"<>"}, .event_id = "RECEIVE"}) == "Q2 RECEIVE");
  BOOST_TEST(w.told({.event_id = "RECEIVE", .since = kNow + 1}) == "Q2 RECEIVE");
  BOOST_TEST(w.told({.event_id = "RECEIVE", .since = kNow, .until = kNow + 1000}) == "Q1 RECEIVE");
  BOOST_TEST(w.told({.sender_forms = {"a@x"}, .recipient_forms = {"d@x"}, .event_id = "FAIL"}) == "Q2 FAIL");
  BOOST_TEST(w.told({.recipient_forms = {"'; DROP TABLE message; --"}}) == "");
}

BOOST_AUTO_TEST_CASE(the_newest_are_kept_when_there_are_too_many_and_come_oldest_first) {
  const World w;
  w.write({trail("Q3", "a@x", {"b@x"}, kNow + 3), trail("Q1", "a@x", {"b@x"}, kNow + 1),
           trail("Q2", "a@x", {"b@x"}, kNow + 2)});
  BOOST_TEST(w.told({.event_id = "FAIL", .most = 2}) == "Q2 FAIL, Q3 FAIL");
  BOOST_TEST(w.told({.most = 2}) == "Q3 AGENTINFO, Q3 FAIL");
}

BOOST_AUTO_TEST_CASE(without_a_file_or_with_another_there_is_an_error) {
  const World w;
  auto out = store::find_events(w.options.path, {});
  BOOST_REQUIRE(!out.ok());
  BOOST_TEST(out.error().text == w.options.path + ": No such file or directory");
  BOOST_TEST((out.error().kind == base::ErrorKind::NotFound));
  BOOST_TEST(!store::forget_address(w.options.path, {"a@x"}).ok());
  BOOST_TEST(!std::filesystem::exists(w.options.path));
  w.write({});
  BOOST_TEST(!store::Database::open(w.options.path, store::tracking_schema(), 20ms)
                  ->run("PRAGMA user_version = 2")
                  .has_value());
  const std::string newer = w.options.path + ": was written by a newer version (schema 2, this one knows 1)";
  BOOST_TEST(TrackingFile::open(w.options, 20ms).error().text == newer);
  BOOST_TEST(store::find_events(w.options.path, {}).error().text == newer);
}

BOOST_AUTO_TEST_CASE(what_is_too_old_goes_with_all_that_belongs_to_it) {
  const World w;
  std::vector<Trail> old;
  for (int i = 0; i < 500; ++i) old.push_back(trail('Q' + std::to_string(i), "a@x", {"b@x"}, kNow + i));
  w.write(old);
  w.write({trail("NEW", "a@x", {"b@x"}, kNow + 31 * kDay)}, kNow + 31 * kDay);
  BOOST_TEST(w.find({.event_id = "RECEIVE"}).size() == 300U);  // 200, and one for the new one
  for (int i = 0; i < 2; ++i) w.write({}, kNow + 31 * kDay);
  BOOST_TEST(w.told() == "NEW RECEIVE, NEW AGENTINFO, NEW FAIL");
  const auto database = store::Database::open(w.options.path, store::tracking_schema(), 20ms);
  BOOST_TEST(database->prepare("SELECT count(*) FROM event")->number()->value() == 3);
  BOOST_TEST(database->prepare("SELECT count(*) FROM recipient")->number()->value() == 3);
}

BOOST_AUTO_TEST_CASE(the_file_stays_bounded_and_the_newest_are_there) {
  World w;
  w.options.most_bytes = 1'000'000;
  TrackingFile file = w.open();
  for (int batch = 0; batch < 40; ++batch) {
    std::vector<Trail> trails;
    for (int i = 0; i < 200; ++i) {
      trails.push_back(trail('Q' + std::to_string(batch) + '.' + std::to_string(i), "a@x", {"b@x"}, kNow + batch));
    }
    BOOST_TEST(!file.write(trails, kNow).has_value());
  }
  BOOST_TEST(std::filesystem::file_size(w.options.path) < 2'500'000U);
  BOOST_TEST(w.find({.queue_id = "Q39.199"}).size() == 3U);
  BOOST_TEST(w.find({.queue_id = "Q0.0"}).empty());
  BOOST_TEST(w.find({.event_id = "RECEIVE", .most = 100'000}).size() > 500U);
}

BOOST_AUTO_TEST_CASE(hashed_addresses_are_found_by_who_has_the_key) {
  World w;
  w.write({trail("FULL", "a@x", {"b@x"})});
  w.options.addresses = tracking::Show::Hashed;
  w.options.subjects = tracking::Show::Off;
  w.write({trail("HASH", "a@x", {"b@x"})});
  std::ifstream key_file(w.options.key_file);
  std::string key;
  std::getline(key_file, key);
  BOOST_TEST(w.told({.recipient_forms = tracking::forms_of("b@x", key), .event_id = "FAIL"}) == "FULL FAIL, HASH FAIL");
  BOOST_TEST(w.told({.sender_forms = tracking::forms_of("a@x", key), .event_id = "FAIL"}) == "FULL FAIL, HASH FAIL");
  BOOST_TEST(w.told({.recipient_forms = {"b@x"}, .event_id = "FAIL"}) == "FULL FAIL");
  const Trail hashed = w.find({.queue_id = "HASH", .event_id = "FAIL"}).at(0);
  BOOST_TEST(hashed.subject == "");
  BOOST_TEST(hashed.sender.starts_with("h:"));
  BOOST_TEST(hashed.events[0].recipients[0].status == "550 5.7.1");
}

BOOST_AUTO_TEST_CASE(without_its_key_nothing_is_written) {
  World w;
  w.options.addresses = tracking::Show::Hashed;
  w.options.key_file = "/nonexistent/key";
  BOOST_TEST(TrackingFile::open(w.options, 20ms).error().text == "/nonexistent/key: No such file or directory");
  BOOST_TEST(!std::filesystem::exists(w.options.path));
}

BOOST_AUTO_TEST_CASE(a_forgotten_address_stands_nowhere_and_others_stay) {
  const World w;
  w.write({trail("SENT", "gone@x", {"b@x", "c@x"}), trail("GOT", "a@x", {"gone@x"}),
           trail("SHARED", "a@x", {"b@x", "gone@x"}), trail("OTHER", "a@x", {"b@x"})});
  const auto forgotten = store::forget_address(w.options.path, {"gone@x"});
  BOOST_REQUIRE(forgotten.ok());
  BOOST_TEST(forgotten->messages == 3);
  BOOST_TEST(forgotten->is_overwritten);
  BOOST_TEST(w.bytes().find("gone@x") == std::string::npos);
  BOOST_TEST(w.bytes().find("b@x") != std::string::npos);
  BOOST_TEST(w.told({.recipient_forms = {"gone@x"}}) == "");
  for (const char* own : {"SENT", "GOT"}) {
    const Trail found = w.find({.queue_id = own, .event_id = "FAIL"}).at(0);
    BOOST_TEST(found.subject + found.message_id + found.client_ip == "");
  }
  BOOST_TEST(w.find({.queue_id = "SENT", .event_id = "RECEIVE"}).at(0).events[0].recipients[0].address == "b@x");
  const Trail shared = w.find({.queue_id = "SHARED", .event_id = "FAIL"}).at(0);
  BOOST_TEST(shared.subject == "Offer");
  BOOST_TEST(shared.sender == "a@x");
  BOOST_TEST(shared.events[0].recipients[0].address + shared.events[0].recipients[0].status == "");
  BOOST_TEST(w.find({.queue_id = "OTHER", .event_id = "FAIL"}).at(0).events[0].recipients[0].status == "550 5.7.1 no");
  BOOST_TEST(store::forget_address(w.options.path, {"gone@x"})->messages == 0);
}

// Pages of a large file are divided and joined meanwhile: nothing stays behind in what they leave.
BOOST_AUTO_TEST_CASE(a_forgotten_address_stands_nowhere_in_a_large_file) {
  const World w;
  TrackingFile file = w.open();
  for (int batch = 0; batch < 20; ++batch) {
    std::vector<Trail> trails;
    for (int i = 0; i < 200; ++i) {
      const std::string other = std::to_string((batch * 7919 + i * 104729) % 5000) + "@example.com";
      const bool is_gone = i % 10 == 3;
      trails.push_back(trail('Q' + std::to_string(i), is_gone ? "gone@x" : other,
                             {is_gone ? other : "gone@x", std::to_string(i) + "@example.net"}, kNow + batch));
    }
    BOOST_TEST(!file.write(trails, kNow + (batch == 10 ? 31 * kDay : 0)).has_value());
  }
  BOOST_TEST(store::forget_address(w.options.path, {"gone@x"})->is_overwritten);
  BOOST_TEST(w.bytes().size() > 1'000'000U);
  BOOST_TEST(w.bytes().find("gone@x") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_reader_still_sees_is_not_yet_overwritten) {
  const World w;
  w.write({trail("GOT", "a@x", {"gone@x"})});
  const auto reader = store::Database::open(w.options.path, store::tracking_schema(), 20ms, store::Use::Reading);
  auto rows = reader->prepare("SELECT address FROM recipient");
  BOOST_TEST(*rows->next());
  // It waits for readers as long as a person would.
  const auto forgotten = store::forget_address(w.options.path, {"gone@x"}, 20ms);
  BOOST_REQUIRE(forgotten.ok());
  BOOST_TEST(forgotten->messages == 1);
  BOOST_TEST(!forgotten->is_overwritten);
}

BOOST_AUTO_TEST_CASE(a_locked_file_and_a_full_disk_are_temporary_errors_that_write_nothing) {
  const World w;
  TrackingFile file = w.open();
  {
    const auto other = store::Database::open(w.options.path, store::tracking_schema(), 20ms);
    const auto transaction = store::Transaction::begin(*other);
    BOOST_REQUIRE(transaction.ok());
    const auto error = file.write({trail("Q1", "a@x", {"b@x"})}, kNow);
    BOOST_TEST(error->text == "database is locked");
    BOOST_TEST(error->is_temporary());
  }
  {
    const std::vector<Trail> many(4000, trail("Q1", "a@x", {"b@x"}));
    const tests::FilesEndAt limit(200'000);
    const auto error = file.write(many, kNow);
    BOOST_REQUIRE(error.has_value());
    BOOST_TEST(error->is_temporary(), error->text);
  }
  BOOST_TEST(w.told() == "");
  BOOST_TEST(!file.write({trail("Q2", "a@x", {"b@x"})}, kNow).has_value());
  BOOST_TEST(w.told({.event_id = "FAIL"}) == "Q2 FAIL");
}

BOOST_AUTO_TEST_SUITE_END()
