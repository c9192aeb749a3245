// A file that changes under the directory: replaced, written in pieces, broken, gone.
#include "ldap/watched_ldif.h"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 20ms;
constexpr auto kManyLooks = 10 * kLook;

std::string person(const std::string& name) {
  return "dn: uid=" + name + ",dc=example,dc=com\nuid: " + name + "\nmail: " + name + "@example.com\n\n";
}

struct Watched {
  Watched() {
    std::string pattern = (std::filesystem::temp_directory_path() / "waybill-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    file = folder + "/people.ldif";
    write(file, person("anna"));
    auto loaded = ldap::WatchedLdif::load(file, {"displayName"}, {}, kLook);
    BOOST_REQUIRE(loaded.ok());
    directory = std::move(*loaded);
  }
  ~Watched() {
    directory.reset();
    std::filesystem::remove_all(folder);
  }

  static void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  bool knows(const std::string& name) const {
    const auto facts = directory->ask({{message::QueryKind::Person, name + "@example.com", {}}}, {});
    return std::holds_alternative<message::Found>(facts.front());
  }

  bool comes_to_know(const std::string& name) const {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!knows(name) && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(kLook);
    return knows(name);
  }

  std::string folder;
  std::string file;
  std::unique_ptr<ldap::WatchedLdif> directory;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_watched_ldif)

BOOST_FIXTURE_TEST_CASE(a_file_that_is_renamed_over_it_counts, Watched) {
  BOOST_TEST(knows("anna"));
  write(file + ".new", person("bob"));
  std::filesystem::rename(file + ".new", file);
  BOOST_TEST(comes_to_know("bob"));
  BOOST_TEST(!knows("anna"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_written_again_counts, Watched) {
  write(file, person("bob"));
  BOOST_TEST(comes_to_know("bob"));
}

BOOST_FIXTURE_TEST_CASE(a_file_of_the_same_size_and_time_counts, Watched) {
  const auto time = std::filesystem::last_write_time(file);
  write(file + ".new", person("dora"));
  std::filesystem::last_write_time(file + ".new", time);
  std::filesystem::rename(file + ".new", file);
  BOOST_TEST(comes_to_know("dora"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_written_in_pieces_counts_as_a_whole, Watched) {
  {
    std::ofstream out(file);
    for (int i = 0; i < 30; ++i) {
      out << person("p" + std::to_string(i)) << std::flush;
      BOOST_TEST(knows("anna") == !knows("p0"));
      std::this_thread::sleep_for(kLook / 4);
    }
    out << person("last");
  }
  BOOST_TEST(comes_to_know("last"));
  BOOST_TEST(knows("p0"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_lost_most_of_its_people_counts_when_it_stands_still_for_long, Watched) {
  write(file, person("anna") + person("bob") + person("carl"));
  BOOST_REQUIRE(comes_to_know("carl"));
  const auto begin = std::chrono::steady_clock::now();
  write(file, person("dora"));
  BOOST_TEST(comes_to_know("dora"));
  BOOST_TEST(!knows("anna"));
  BOOST_TEST((std::chrono::steady_clock::now() - begin >= 30 * kLook));
}

BOOST_FIXTURE_TEST_CASE(what_a_writer_had_written_at_a_pause_is_forgotten, Watched) {
  write(file, person("anna") + person("bob") + person("carl"));
  BOOST_REQUIRE(comes_to_know("carl"));
  std::ofstream out(file);
  out << person("anna") << std::flush;
  std::this_thread::sleep_for(kManyLooks);
  out << person("bob") << person("carl") << person("dora") << std::flush;
  BOOST_TEST(comes_to_know("dora"));
  std::this_thread::sleep_for(40 * kLook);
  BOOST_TEST(knows("carl"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_broken_empty_or_gone_changes_nothing, Watched) {
  for (const char* text : {"dn: uid=bob,dc=example,dc=com\nmail bob@example.com\n", ""}) {
    write(file, text);
    std::this_thread::sleep_for(kManyLooks);
    BOOST_TEST(knows("anna"));
  }
  std::filesystem::remove(file);
  std::this_thread::sleep_for(kManyLooks);
  BOOST_TEST(knows("anna"));
  write(file, person("bob"));
  BOOST_TEST(comes_to_know("bob"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_no_directory) {
  BOOST_TEST(!ldap::WatchedLdif::load("/nonexistent/people.ldif", {}).ok());
}

BOOST_AUTO_TEST_SUITE_END()
