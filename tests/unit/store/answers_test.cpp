// Answers of directories over restarts: what is read again is what was kept, and no trouble of the file is mail's.
#include "store/answers.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using message::QueryKind;
using store::Answers;

namespace {

const auto kNow = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());

class World {
 public:
  World() {
    options = {.path = folder.file("directory.db"), .keep = 24h};
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    sink->set_pattern("%l %v");
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  }
  ~World() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("none")); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // One life of the daemon, that keeps these.
  void keep(const std::string& directory, const std::vector<engine::Answer>& answers) const {
    Answers life(options, {.gather = 1h, .wait = 100ms});
    for (const engine::Answer& answer : answers) life.keep(directory, answer);
  }
  std::vector<engine::Answer> load(const std::string& directory) const {
    return Answers(options, {.gather = 1h, .wait = 100ms}).load(directory);
  }
  std::string log() const { return log_.str(); }

  tests::Folder folder;
  store::AnswersOptions options;

 private:
  std::ostringstream log_;
};

engine::Answer person(const std::string& address, std::string dn, std::chrono::seconds ago = 0s) {
  auto entry = std::make_shared<message::Entry>(message::Entry{std::move(dn), {}});
  return {{QueryKind::Person, address}, message::Found{std::move(entry)}, kNow - ago};
}

engine::Answer large_person(int number, std::chrono::seconds ago = 0s) {
  constexpr std::size_t kBytes = 10'000;
  auto entry = std::make_shared<message::Entry>();
  entry->dn = "uid=" + std::to_string(number);
  entry->attributes["description"] = {std::string(kBytes, 'x')};
  return {{QueryKind::Person, std::to_string(number) + "@x"}, message::Found{std::move(entry)}, kNow - ago};
}

std::string dn_of(const engine::Answer& answer) { return std::get<message::Found>(answer.fact).entry->dn; }

}  // namespace

BOOST_AUTO_TEST_SUITE(store_answers)

BOOST_AUTO_TEST_CASE(an_entry_comes_back_to_the_byte) {
  const World w;
  auto entry = std::make_shared<message::Entry>();
  entry->dn = "uid=anna,dc=example,dc=com";
  const std::string bytes{"\x00\xFF\xC3\n", 4};
  entry->attributes["displayName"] = {"Müller, Anna", ""};
  entry->attributes["objectSid"] = {bytes};
  w.keep("d", {{{QueryKind::Person, "anna@example.com"}, message::Found{entry}, kNow}});
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST((read[0].query == message::Query{QueryKind::Person, "anna@example.com"}));
  BOOST_TEST((read[0].at == kNow));
  const message::Entry& found = *std::get<message::Found>(read[0].fact).entry;
  BOOST_TEST(found.dn == entry->dn);
  BOOST_TEST((found.attributes == entry->attributes));
  BOOST_TEST(found.attributes.at("OBJECTSID").at(0) == bytes);
}

BOOST_AUTO_TEST_CASE(yes_and_no_come_back) {
  const World w;
  w.keep("d", {{{QueryKind::Member, "a@x", "All Users"}, message::Found{}, kNow - 2s},
               {{QueryKind::Member, "a@x", "None"}, message::NotFound{"no such group"}, kNow - 1s}});
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 2U);
  BOOST_TEST((std::get<message::Found>(read[0].fact).entry == nullptr));
  BOOST_TEST(read[1].query.group == "None");
  BOOST_TEST(std::get<message::NotFound>(read[1].fact).note == "no such group");
}

BOOST_AUTO_TEST_CASE(the_last_answer_counts_and_the_oldest_comes_first) {
  const World w;
  w.keep("d", {person("a@x", "uid=old", 30s), person("b@x", "uid=b", 20s), person("a@x", "uid=new", 10s)});
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 2U);
  BOOST_TEST(dn_of(read[0]) == "uid=b");
  BOOST_TEST(dn_of(read[1]) == "uid=new");
}

BOOST_AUTO_TEST_CASE(each_directory_has_its_own) {
  const World w;
  w.keep("d", {person("a@x", "uid=a,dc=d")});
  w.keep("e", {person("a@x", "uid=a,dc=e")});
  BOOST_TEST(dn_of(w.load("d").at(0)) == "uid=a,dc=d");
  BOOST_TEST(dn_of(w.load("e").at(0)) == "uid=a,dc=e");
  BOOST_TEST(w.load("f").empty());
  BOOST_TEST(w.log() == "");
}

BOOST_AUTO_TEST_CASE(what_is_over_goes) {
  const World w;
  w.keep("d", {person("a@x", "uid=a", 25h), person("b@x", "uid=b", 23h)});
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST(dn_of(read[0]) == "uid=b");
}

BOOST_AUTO_TEST_CASE(the_file_stays_bounded_and_the_newest_stay) {
  World w;
  w.options.most_bytes = 200'000;
  for (int round = 0; round < 20; ++round) {
    std::vector<engine::Answer> answers;
    for (int i = 0; i < 100; ++i) {
      const std::string name = std::to_string(round * 100 + i);
      answers.push_back(person(name + "@x", "uid=" + name + std::string(200, 'x'), std::chrono::seconds(20 - round)));
    }
    w.keep("d", answers);
  }
  BOOST_TEST(std::filesystem::file_size(w.options.path) < 500'000U);
  const auto read = w.load("d");
  BOOST_TEST(read.size() > 100U);
  BOOST_TEST(read.size() < 1000U);
  BOOST_TEST(dn_of(read.back()).starts_with("uid=19"));
}

BOOST_AUTO_TEST_CASE(large_entries_leave_the_file_bounded_and_the_newest_in_it) {
  World w;
  w.options.most_bytes = 1'000'000;
  for (int life = 0; life < 6; ++life) {
    std::vector<engine::Answer> answers;
    for (int i = 0; i < 80; ++i) answers.push_back(large_person(life * 80 + i, std::chrono::seconds(6 - life)));
    w.keep("d", answers);
  }
  BOOST_TEST(std::filesystem::file_size(w.options.path) < 2'500'000U);
  const auto read = w.load("d");
  BOOST_TEST(read.size() > 50U);
  BOOST_TEST(read.size() < 100U);
  BOOST_TEST(dn_of(read.back()) == "uid=479");
}

BOOST_AUTO_TEST_CASE(what_waits_for_a_locked_file_is_no_more_than_the_file_has_room_for) {
  World w;
  w.options.most_bytes = 1'000'000;
  w.keep("d", {person("a@x", "uid=a")});
  Answers life(w.options, {.gather = 1ms, .retry = 1ms, .wait = 1ms});
  const auto somebody = store::Database::open(w.options.path, {""}, 1s);
  BOOST_REQUIRE(somebody.ok());
  BOOST_REQUIRE(!somebody->run("BEGIN EXCLUSIVE"));
  const auto kept = large_person(0);
  for (int i = 0; i < 1000; ++i) life.keep("d", kept);
  BOOST_TEST(life.lost() > 900U);
  BOOST_TEST(life.lost() < 920U);
  BOOST_REQUIRE(!somebody->run("ROLLBACK"));
  life.finish();
  BOOST_TEST(life.lost() < 920U);
  BOOST_TEST(w.load("d").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_row_that_nobody_can_read_is_skipped) {
  const World w;
  w.keep("d", {person("a@x", "uid=a"), person("b@x", "uid=b")});
  const auto database = store::Database::open(w.options.path, {""}, 100ms);
  BOOST_REQUIRE(database.ok());
  BOOST_REQUIRE(!database->run("UPDATE answer SET value = 'no CBOR' WHERE subject = 'a@x'"));
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST(dn_of(read[0]) == "uid=b");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_told_and_nothing_else) {
  const World w;
  std::ofstream(w.options.path) << std::string(5000, 'x');
  BOOST_TEST(w.load("d").empty());
  BOOST_TEST(w.log().find("directory.db: file is not a database") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_set_aside_and_a_new_one_begun_with_one_warning) {
  const World w;
  w.keep("d", {large_person(1), large_person(2)});
  std::fstream(w.options.path, std::ios::in | std::ios::out | std::ios::binary).seekp(4096) << std::string(8192, 'x');
  w.keep("d", {large_person(3)});
  BOOST_TEST(w.log() == "warning the directory's cache file: " + w.options.path + " was damaged; it is now " +
                            w.options.path + ".broken, and a new one is begun\n");
  BOOST_TEST(std::filesystem::file_size(w.options.path + ".broken") > 20'000U);
  const auto read = w.load("d");
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST(dn_of(read[0]) == "uid=3");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_that_is_not_known_to_be_ours_stays) {
  const World w;
  w.keep("d", {large_person(1)});
  std::fstream file(w.options.path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096) << std::string(4096, 'x');
  file.seekp(68) << "HERS" << std::flush;  // application_id
  w.keep("d", {large_person(2)});
  BOOST_TEST(!std::filesystem::exists(w.options.path + ".broken"));
  BOOST_TEST(w.log().find("database of another program") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_its_folder_there_is_nothing_to_read) {
  World w;
  w.options.path = "/nonexistent/directory.db";
  BOOST_TEST(w.load("d").empty());
}

BOOST_AUTO_TEST_SUITE_END()
