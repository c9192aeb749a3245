// The observer: mail never waits for it, and it tells when something was lost.
#include "store/tracking.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "store/tracking_schema.h"
#include "store/tracking_search.h"
#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using store::Tracking;

namespace {

class World {
 public:
  World() {
    options.path = folder.file("tracking.db");
    pace = {.gather = 1ms, .retry = 1ms, .idle = 1h, .wait = 1ms};
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    sink->set_pattern("%l %v");
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  }
  ~World() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("none")); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  static void note(Tracking& tracking, const std::string& queue_id) {
    message::Message message;
    message.envelope.queue_id = queue_id;
    message.envelope.recipients = {{"b@x", "<b@x>", {}}};
    const message::Outcome outcome{"v1:id", {}, {message::Copy{{"b@x"}}}};
    tracking.note({message, outcome, std::chrono::system_clock::now(), 1ms});
  }
  std::size_t written() const {
    const auto found = store::find_events(options.path, {.most = 100'000});
    return found ? found->size() : 0;
  }
  // Looks until it is so, for 20 seconds at most.
  template <class Claim>
  static bool becomes(Claim claim) {
    for (int i = 0; i < 4000; ++i) {
      if (claim()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }
  // REQUIRES that nobody logs any more.
  std::string log() const { return log_.str(); }

  tests::Folder folder;
  store::TrackingOptions options;
  store::Pace pace;

 private:
  std::ostringstream log_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_tracking)

BOOST_AUTO_TEST_CASE(the_file_is_made_at_the_start_and_trails_are_written_without_being_asked) {
  const World w;
  Tracking tracking(w.options, "mx", w.pace);
  BOOST_TEST(World::becomes([&] { return std::filesystem::exists(w.options.path); }));
  World::note(tracking, "Q1");
  BOOST_TEST(World::becomes([&] { return w.written() == 1; }));
  BOOST_TEST(store::find_events(w.options.path, {.queue_id = "Q1"})->at(0).server == "mx");
}

BOOST_AUTO_TEST_CASE(what_waits_is_written_at_the_end_and_nothing_later) {
  World w;
  w.pace.gather = 1h;  // until somebody ends it
  Tracking tracking(w.options, "mx", w.pace);
  for (int i = 0; i < 100; ++i) World::note(tracking, "Q");
  tracking.finish();
  BOOST_TEST(w.written() == 100U);
  BOOST_TEST(tracking.lost() == 0U);
  World::note(tracking, "LATE");
  tracking.finish();
  BOOST_TEST(w.written() == 100U);
  BOOST_TEST(tracking.lost() == 1U);
  BOOST_TEST(w.log() == "");
}

BOOST_AUTO_TEST_CASE(many_threads) {
  const World w;
  Tracking tracking(w.options, "mx", w.pace);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) World::note(tracking, "Q");
    });
  }
  for (std::thread& thread : threads) thread.join();
  tracking.finish();
  BOOST_TEST(w.written() == 400U);
}

BOOST_AUTO_TEST_CASE(a_full_queue_loses_and_counts_and_tells_once) {
  World w;
  w.pace.gather = 1h;
  w.pace.most_waiting_bytes = 10'000;
  Tracking tracking(w.options, "mx", w.pace);
  for (int i = 0; i < 1000; ++i) World::note(tracking, "Q");
  const std::uint64_t lost = tracking.lost();
  BOOST_TEST(lost > 900U);
  BOOST_TEST(lost < 1000U);
  tracking.finish();
  BOOST_TEST(w.written() == 1000 - lost);
  std::uint64_t told = 0;  // once, or twice when the file was made meanwhile
  std::istringstream log(w.log());
  std::string line;
  for (int lines = 0; std::getline(log, line); ++lines) {
    BOOST_TEST(lines < 2);
    BOOST_TEST(line.ends_with(" records were lost"), line);
    told += std::stoul(line.substr(std::string("warning message tracking: ").size()));
  }
  BOOST_TEST(told == lost);
}

BOOST_AUTO_TEST_CASE(a_folder_that_comes_later_costs_no_trail) {
  World w;
  w.options.path = w.folder.file("later/tracking.db");
  Tracking tracking(w.options, "mx", w.pace);
  for (int i = 0; i < 10; ++i) World::note(tracking, "Q");
  std::this_thread::sleep_for(20ms);  // some tries
  std::filesystem::create_directory(w.folder.file("later"));
  BOOST_TEST(World::becomes([&] { return w.written() == 10; }));
  tracking.finish();
  BOOST_TEST(tracking.lost() == 0U);
  BOOST_TEST(w.log() == "warning message tracking: " + w.options.path +
                            ": unable to open database file; mail goes on, records wait or are lost\n"
                            "info message tracking works again\n");
}

BOOST_AUTO_TEST_CASE(a_folder_that_never_comes_ends_with_a_count) {
  World w;
  w.options.path = "/nonexistent/tracking.db";
  Tracking tracking(w.options, "mx", w.pace);
  for (int i = 0; i < 10; ++i) World::note(tracking, "Q");
  tracking.finish();
  BOOST_TEST(tracking.lost() == 10U);
  BOOST_TEST(w.log().ends_with("\nwarning message tracking: 10 records were lost\n"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_loses_all_and_keeps_no_memory) {
  const World w;
  std::ofstream(w.options.path) << std::string(5000, 'x');
  Tracking tracking(w.options, "mx", w.pace);
  for (int i = 0; i < 10; ++i) World::note(tracking, "Q");
  BOOST_TEST(World::becomes([&] { return tracking.lost() == 10; }));
  tracking.finish();
  BOOST_TEST(w.log() == "warning message tracking: " + w.options.path +
                            ": file is not a database; mail goes on, records wait or are lost\n"
                            "warning message tracking: 10 records were lost\n");
}

BOOST_AUTO_TEST_CASE(while_another_process_locks_the_file_trails_wait) {
  const World w;
  Tracking tracking(w.options, "mx", w.pace);
  BOOST_TEST(World::becomes([&] { return store::find_events(w.options.path, {}).ok(); }));
  {
    const auto other = store::Database::open(w.options.path, store::tracking_schema(), 5s);
    const auto transaction = store::Transaction::begin(*other);
    BOOST_REQUIRE(transaction.ok());
    for (int i = 0; i < 10; ++i) World::note(tracking, "Q");
    std::this_thread::sleep_for(20ms);
    BOOST_TEST(w.written() == 0U);
  }
  BOOST_TEST(World::becomes([&] { return w.written() == 10; }));
}

BOOST_AUTO_TEST_SUITE_END()
