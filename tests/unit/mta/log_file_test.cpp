#include "mta/log_file.h"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>

#include "tests/unit/mta/folder.h"

using namespace waybill;
using tests::line_of;
using tests::read_all;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  tests::Folder folder;
  std::string path = folder.file("mail.log");

  mta::LogFile open(const std::string& position = {}) const { return {path, position, std::chrono::seconds(0)}; }
  void write(const std::string& id) const { folder.append("mail.log", line_of(id)); }
  // As the order says, the last one now.
  void change_times(const std::vector<std::string>& names) const {
    auto time = fs::file_time_type::clock::now() - std::chrono::seconds(names.size());
    for (const std::string& name : names) fs::last_write_time(folder.file(name), time += std::chrono::seconds(1));
  }
  // What a reader finds who stopped behind "000001" and comes back after `change`.
  template <class Change>
  std::string after_a_restart(Change change) const {
    folder.append("mail.log", "");
    std::string position;
    {
      auto log = open();
      BOOST_TEST(read_all(log) == "");
      write("000001");
      BOOST_TEST(read_all(log) == "000001");
      position = log.position();
    }
    write("000002");
    change();
    auto log = open(position);
    return read_all(log);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mta_log_file, Fixture)

BOOST_AUTO_TEST_CASE(it_begins_at_the_end) {
  write("000000");
  folder.append("mail.log", line_of("000001").substr(0, 50));
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  BOOST_TEST(log.position().starts_with("file "));
  folder.append("mail.log", line_of("000001").substr(50));
  write("000002");
  BOOST_TEST(read_all(log) == "000001 000002");
  BOOST_TEST(read_all(log) == "");
}

BOOST_AUTO_TEST_CASE(a_line_waits_for_its_end) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  const std::string line = line_of("000001");
  for (const char c : line.substr(0, line.size() - 1)) {
    folder.append("mail.log", {c});
    BOOST_REQUIRE(read_all(log).empty());
  }
  const std::string before = log.position();
  folder.append("mail.log", "\r\n");
  auto again = open(before);
  BOOST_TEST(read_all(log) == "000001");
  BOOST_TEST(read_all(again) == "000001");
}

BOOST_AUTO_TEST_CASE(a_file_that_comes_later_is_read_from_its_beginning) {
  auto log = open();
  BOOST_TEST(read_all(log) == "error: " + path + ": No such file or directory");
  BOOST_TEST(log.position() == "");
  write("000001");
  BOOST_TEST(read_all(log) == "000001");
}

BOOST_AUTO_TEST_CASE(what_is_no_log) {
  mta::LogFile directory(folder.file(""), {});
  BOOST_TEST(read_all(directory) == "error: " + folder.file("") + ": expected a regular file");
  BOOST_REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  auto pipe = open();
  BOOST_TEST(read_all(pipe) == "error: " + path + ": expected a regular file");
  for (const char* position :
       {"journal s=1;i=2", "file", "file 1 2 3 4 x", "file 1 2 -3 0 0", "file 1 2 3 4 5", "file 1 2 3 0 0 0"}) {
    BOOST_TEST(mta::LogFile(path, position).position() == "", position);
  }
}

BOOST_AUTO_TEST_CASE(rotated_by_rename) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  write("000001");
  folder.rename("mail.log", "mail.log.1");
  BOOST_TEST(read_all(log) == "000001");
  folder.append("mail.log", "");
  folder.append("mail.log.1", line_of("000002"));  // a syslogd that was not told yet
  BOOST_TEST(read_all(log) == "000002");
  folder.append("mail.log.1", line_of("000003") + "Nov 26 18:03:52 mx cut of");
  write("000004");
  BOOST_TEST(read_all(log) == "000003 000004");
  for (int i = 10; i < 20; ++i) {
    folder.remove("mail.log.1");
    folder.rename("mail.log", "mail.log.1");
    write("0000" + std::to_string(i));
    BOOST_TEST(read_all(log) == "0000" + std::to_string(i));
  }
}

BOOST_AUTO_TEST_CASE(who_writes_may_be_slow_to_take_the_new_file) {
  write("000000");
  mta::LogFile log(path, {}, std::chrono::hours(1));
  BOOST_TEST(read_all(log) == "");
  folder.rename("mail.log", "mail.log.1");
  write("000002");
  folder.append("mail.log.1", line_of("000001"));
  BOOST_TEST(read_all(log) == "000001");
  fs::last_write_time(folder.file("mail.log.1"), fs::file_time_type::clock::now() - std::chrono::hours(2));
  BOOST_TEST(read_all(log) == "000002");
}

BOOST_AUTO_TEST_CASE(rotated_by_copy_and_truncate) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  write("000001");
  folder.copy("mail.log", "mail.log.1");
  folder.truncate("mail.log");
  BOOST_TEST(read_all(log) == "000001");
  write("000002");
  BOOST_TEST(read_all(log) == "000002");
  // It has grown beyond the place meanwhile.
  folder.truncate("mail.log");
  write("000003");
  write("000004");
  write("000005");
  BOOST_TEST(read_all(log) == "000003 000004 000005");
}

BOOST_AUTO_TEST_CASE(what_was_cut_is_read_again) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  for (int i = 10; i < 20; ++i) write("0000" + std::to_string(i));
  BOOST_TEST(read_all(log).size() == 69U);
  fs::resize_file(path, 5 * line_of("000000").size());
  BOOST_TEST(read_all(log) == "000000 000010 000011 000012 000013");
  write("000020");
  BOOST_TEST(read_all(log) == "000020");
}

BOOST_AUTO_TEST_CASE(deleted_and_made_again) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  write("000001");
  folder.remove("mail.log");
  BOOST_TEST(read_all(log) == "000001");
  write("000002");
  BOOST_TEST(read_all(log) == "000002");
}

BOOST_AUTO_TEST_CASE(a_restart) {
  BOOST_TEST(after_a_restart([] {}) == "000002");
}

BOOST_AUTO_TEST_CASE(rotations_while_nobody_reads) {
  const auto rename = [&] {
    folder.rename("mail.log", "mail.log-20261126");
    write("000003");
  };
  BOOST_TEST(after_a_restart(rename) == "000002 000003");
}

BOOST_AUTO_TEST_CASE(two_rotations_while_nobody_reads) {
  const auto rename = [&] {
    folder.rename("mail.log", "mail.log.2");
    folder.append("mail.log.1", line_of("000003"));
    folder.append("mail.log.3", line_of("000008"));
    folder.append("mail.log.0.gz", line_of("000009"));
    write("000004");
    change_times({"mail.log.3", "mail.log.2", "mail.log.0.gz", "mail.log.1", "mail.log"});
  };
  BOOST_TEST(after_a_restart(rename) == "000002 000003 000004");
}

BOOST_AUTO_TEST_CASE(a_copy_and_truncation_while_nobody_reads) {
  const auto copy = [&] {
    folder.copy("mail.log", "mail.log.1");
    folder.truncate("mail.log");
    for (const char* id : {"000003", "000004", "000005"}) write(id);
  };
  BOOST_TEST(after_a_restart(copy) == "000002 000003 000004 000005");
}

BOOST_AUTO_TEST_CASE(what_was_compressed_is_lost_but_not_what_follows) {
  const auto compress = [&] {
    folder.rename("mail.log", "mail.log.1.gz");
    write("000003");
  };
  BOOST_TEST(after_a_restart(compress) == "000003");
}

BOOST_AUTO_TEST_CASE(an_inode_that_is_used_again) {
  const auto use_again = [&] {
    folder.truncate("mail.log");
    for (const char* id : {"000003", "000004", "000005"}) write(id);
  };
  BOOST_TEST(after_a_restart(use_again) == "000003 000004 000005");
}

BOOST_AUTO_TEST_CASE(gone_and_not_yet_there) {
  BOOST_TEST(after_a_restart([&] { folder.remove("mail.log"); }) == "error: " + path + ": No such file or directory");
}

BOOST_AUTO_TEST_CASE(lines_that_are_too_long_are_skipped) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  for (const std::size_t size : {mta::LogFile::kMostLine, std::size_t{300000}, std::size_t{1000000}}) {
    folder.append("mail.log", "Nov 26 18:03:52 mx postfix/smtp[1]: 000001: to=<" + std::string(size, 'x'));
    BOOST_TEST(read_all(log) == "");
    folder.append("mail.log", "x");
    BOOST_TEST(read_all(log) == "");
    folder.append("mail.log", ">, relay=x, dsn=2.0.0, status=sent (ok)\n" + line_of("000002"));
    BOOST_TEST(read_all(log) == "000002");
  }
  // Its end, wherever a reading begins, is no line.
  folder.append("mail.log", std::string(256U * 1024, 'x') + line_of("000004"));
  BOOST_TEST(read_all(log).empty());
  const std::string begin = "Nov 26 18:03:52 mx postfix/smtp[1]: 000003: to=<";
  const std::string end = ">, relay=x, dsn=2.0.0, status=sent (ok)";
  const std::string longest = begin + std::string(mta::LogFile::kMostLine - begin.size() - end.size(), 'x') + end;
  folder.append("mail.log", begin + 'x' + longest.substr(begin.size()) + '\n');
  BOOST_TEST(read_all(log) == "");
  folder.append("mail.log", longest + '\n');
  BOOST_TEST(read_all(log) == "000003");
}

BOOST_AUTO_TEST_CASE(many_lines) {
  write("000000");
  auto log = open();
  BOOST_TEST(read_all(log) == "");
  std::string expected;
  std::string lines;
  for (int i = 100000; i < 110000; ++i) {
    lines += line_of(std::to_string(i)) + "Nov 26 18:03:52 mx postfix/smtpd[1]: connect from unknown[127.0.0.1]\n";
    expected += (expected.empty() ? "" : " ") + std::to_string(i);
  }
  folder.append("mail.log", lines);
  const std::string before = log.position();
  BOOST_TEST((read_all(log) == expected));
  auto again = open(before);
  const auto first = again.read();
  BOOST_TEST(first.value().may_be_more);
  BOOST_TEST(first.value().proofs.size() < 5000U);
  auto rest = open(again.position());
  BOOST_TEST((tests::ids_of(first.value().proofs) + ' ' + read_all(rest) == expected));
}

BOOST_AUTO_TEST_SUITE_END()
