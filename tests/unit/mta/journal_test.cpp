#include "mta/journal.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "mta/program.h"
#include "tests/unit/mta/folder.h"

using namespace waybill;
using tests::read_all;

namespace {

struct Entry {
  std::string text;
  std::string program = "postfix/smtp";
  std::string user = "106";
  std::string facility = "2";
};

// A folder of journal files, which systemd-journal-remote writes from what `journalctl -o export` prints.
struct Fixture {
  tests::Folder folder;
  std::uint64_t time = 1700000000000000;  // microseconds since 1970

  void write(const std::string& name, const std::vector<Entry>& entries) {
    std::string out;
    for (const Entry& entry : entries) {
      time += 1000;
      const std::string now = std::to_string(time);
      out += "__REALTIME_TIMESTAMP=" + now + "\n__MONOTONIC_TIMESTAMP=" + now +
             "\n_BOOT_ID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nSYSLOG_FACILITY=" + entry.facility +
             "\nSYSLOG_IDENTIFIER=" + entry.program + "\nMESSAGE=" + entry.text + '\n';
      if (!entry.user.empty()) out += "_UID=" + entry.user + '\n';
      out += '\n';
    }
    folder.append(name + ".export", out);
    const auto made = mta::run({"/lib/systemd/systemd-journal-remote", "--output=" + folder.file(name + ".journal"),
                                folder.file(name + ".export")});
    BOOST_REQUIRE_MESSAGE(made.ok(), (made ? "" : made.error().text));
    folder.remove(name + ".export");
  }
  void write_ids(const std::string& name, const std::vector<std::string>& ids) {
    std::vector<Entry> entries;
    for (const std::string& id : ids) entries.push_back({tests::text_of(id)});
    write(name, entries);
  }
  mta::Journal open(const std::string& position = {}) const { return {folder.file(""), position}; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mta_journal, Fixture)

BOOST_AUTO_TEST_CASE(it_begins_at_the_end) {
  write_ids("a", {"000001", "000002"});
  auto journal = open();
  BOOST_TEST(read_all(journal) == "");
  BOOST_TEST(journal.position().starts_with("journal s="));
  write_ids("a", {"000003"});
  BOOST_TEST(read_all(journal) == "000003");
  BOOST_TEST(read_all(journal) == "");
}

BOOST_AUTO_TEST_CASE(where_no_mail_was_logged_all_that_comes_is_new) {
  write("a", {{.text = "x", .program = "systemd", .facility = "3"}});
  auto journal = open();
  BOOST_TEST(read_all(journal) == "");
  BOOST_TEST(journal.position() == "");
  write_ids("a", {"000001"});
  BOOST_TEST(read_all(journal) == "000001");
}

BOOST_AUTO_TEST_CASE(a_journal_that_comes_later) {
  auto journal = open();
  BOOST_TEST(read_all(journal).starts_with("error: the journal: there is none, or its files cannot be read"));
  write_ids("a", {"000001"});
  BOOST_TEST(read_all(journal) == "");  // the end
  write_ids("a", {"000002"});
  BOOST_TEST(read_all(journal) == "000002");
  mta::Journal nowhere(folder.file("none"), {});
  BOOST_TEST(read_all(nowhere) ==
             "error: the journal in " + folder.file("none") + " cannot be opened: No such file or directory");
}

BOOST_AUTO_TEST_CASE(it_goes_on_behind_its_position) {
  write_ids("a", {"000001"});
  std::string position;
  {
    auto journal = open();
    BOOST_TEST(read_all(journal) == "");
    position = journal.position();
  }
  auto at_once = open(position);
  BOOST_TEST(read_all(at_once) == "");
  BOOST_TEST(at_once.position() == position);
  write_ids("a", {"000002", "000003"});
  BOOST_TEST(read_all(at_once) == "000002 000003");
  auto again = open(position);
  BOOST_TEST(read_all(again) == "000002 000003");
}

BOOST_AUTO_TEST_CASE(a_new_file_of_a_rotation) {
  write_ids("a", {"000001"});
  auto journal = open();
  BOOST_TEST(read_all(journal) == "");
  const std::string position = journal.position();
  write_ids("a", {"000002"});
  write_ids("b", {"000003", "000004"});
  BOOST_TEST(read_all(journal) == "000002 000003 000004");
  auto again = open(position);
  BOOST_TEST(read_all(again) == "000002 000003 000004");
  folder.remove("a.journal");
  write_ids("b", {"000005"});
  BOOST_TEST(read_all(journal) == "000005");
}

BOOST_AUTO_TEST_CASE(a_position_that_was_vacuumed) {
  write_ids("a", {"000001"});
  std::string position;
  {
    auto journal = open();
    BOOST_TEST(read_all(journal) == "");
    position = journal.position();
  }
  write_ids("b", {"000002", "000003"});
  folder.remove("a.journal");
  auto journal = open(position);
  BOOST_TEST(read_all(journal) == "000002 000003");
  for (const char* other : {"file 1 2 3 4 5", "journal", "journal x", "journal s=x;i=y"}) {
    auto anew = open(other);
    BOOST_TEST(read_all(anew) == "", other);  // the end
  }
}

BOOST_AUTO_TEST_CASE(only_what_the_mta_can_have_written) {
  write_ids("a", {"000001"});
  auto journal = open();
  BOOST_TEST(read_all(journal) == "");
  write("a", {{.text = tests::text_of("000002"), .user = "1000"},
              {.text = tests::text_of("000003"), .user = ""},
              {.text = tests::text_of("000004"), .user = "-1"},
              {.text = tests::text_of("000005"), .facility = "1"},
              {.text = tests::text_of("000006"), .program = "logger"},
              {.text = tests::text_of("000007"), .user = "0"},
              {.text = tests::text_of("000008"), .user = "999"}});
  BOOST_TEST(read_all(journal) == "000007 000008");
}

BOOST_AUTO_TEST_CASE(many_lines) {
  write_ids("a", {"000001"});
  auto journal = open();
  BOOST_TEST(read_all(journal) == "");
  std::vector<std::string> ids;
  std::string expected;
  for (std::size_t i = 0; i < mta::Journal::kMostLines * 2 + 1; ++i) {
    ids.push_back(std::to_string(100000 + i));
    expected += (expected.empty() ? "" : " ") + ids.back();
  }
  write_ids("a", ids);
  const auto first = journal.read();
  BOOST_TEST(first.value().may_be_more);
  BOOST_TEST(first.value().proofs.size() == mta::Journal::kMostLines);
  auto rest = open(journal.position());
  BOOST_TEST((tests::ids_of(first.value().proofs) + ' ' + read_all(rest) == expected));
}

BOOST_AUTO_TEST_SUITE_END()
