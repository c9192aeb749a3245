// Files: made, upgraded, refused, damaged, full, locked.
#include "store/database.h"

#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include <fstream>

#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace waybill::store;
using namespace std::chrono_literals;

namespace {

const Schema kOne = {"CREATE TABLE one (number INTEGER)"};
const Schema kTwo = {kOne.front(), "ALTER TABLE one ADD COLUMN text TEXT; INSERT INTO one VALUES (7, 'seven')"};

std::string why(const std::string& path, const Schema& schema) {
  const auto database = Database::open(path, schema, 10ms);
  return database ? "" : database.error().text;
}

std::int64_t number(const Database& database, const char* sql) {
  auto statement = database.prepare(sql);
  BOOST_REQUIRE(statement.ok());
  const auto out = statement->number();
  BOOST_REQUIRE(out.ok());
  return out->value_or(-1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_database)

BOOST_AUTO_TEST_CASE(a_new_file_is_for_its_owner_only) {
  const tests::Folder folder;
  const auto database = Database::open(folder.file("a.db"), kOne, 10ms);
  BOOST_REQUIRE(database.ok());
  for (const char* name : {"a.db", "a.db-wal"}) {
    struct stat status = {};
    BOOST_REQUIRE(stat(folder.file(name).c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0600U);
  }
  BOOST_TEST(number(*database, "PRAGMA synchronous") == 2);
  BOOST_TEST(number(*database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'") == 1);
}

BOOST_AUTO_TEST_CASE(an_older_schema_is_upgraded_a_newer_one_refused) {
  const tests::Folder folder;
  const std::string path = folder.file("a.db");
  BOOST_TEST(why(path, kOne) == "");
  BOOST_TEST(why(path, kTwo) == "");
  BOOST_TEST(why(path, kTwo) == "");
  BOOST_TEST(number(*Database::open(path, kTwo, 10ms), "SELECT count(*) FROM one WHERE number = 7") == 1);
  BOOST_TEST(why(path, kOne) == path + ": was written by a newer version (schema 2, this one knows 1)");
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_leaves_the_file_as_it_was) {
  const tests::Folder folder;
  const std::string path = folder.file("a.db");
  BOOST_TEST(why(path, kOne) == "");
  BOOST_TEST(why(path, {kOne.front(), "CREATE TABLE two (x); INSERT INTO nowhere VALUES (1)"})
                 .ends_with("no such table: nowhere"));
  BOOST_TEST(why(path, kOne) == "");
  BOOST_TEST(number(*Database::open(path, kOne, 10ms), "SELECT count(*) FROM sqlite_master") == 1);
}

BOOST_AUTO_TEST_CASE(other_files_are_refused_and_stay_as_they_are) {
  const tests::Folder folder;
  const std::string text = folder.file("text");
  std::ofstream(text) << std::string(5000, 'x');
  BOOST_TEST(why(text, kOne) == text + ": file is not a database");
  BOOST_TEST(std::filesystem::file_size(text) == 5000U);
  const std::string other = folder.file("other.db");
  BOOST_TEST(why(other, kOne) == "");
  BOOST_TEST(!Database::open(other, kOne, 10ms)->run("PRAGMA application_id = 5").has_value());
  BOOST_TEST(why(other, kTwo) == other + ": this is the database of another program");
}

BOOST_AUTO_TEST_CASE(a_record_is_not_waited_for_and_a_reader_writes_nothing) {
  const tests::Folder folder;
  const std::string path = folder.file("a.db");
  BOOST_TEST(!Database::open(path, kOne, 10ms, Use::Reading).ok());
  BOOST_TEST(!std::filesystem::exists(path));
  const auto record = Database::open(path, kOne, 10ms, Use::Records);
  BOOST_TEST(number(*record, "PRAGMA synchronous") == 1);
  BOOST_TEST(!record->run("INSERT INTO one VALUES (7), (8)").has_value());
  const auto reader = Database::open(path, kOne, 10ms, Use::Reading);
  BOOST_REQUIRE(reader.ok());
  BOOST_TEST(reader->run("DELETE FROM one")->text == "attempt to write a readonly database");
  BOOST_TEST(Database::open(path, kTwo, 10ms, Use::Reading).error().text ==
             path + ": was written by an older version (schema 1, this one knows 2)");
  auto rows = reader->prepare("SELECT number, NULL, 'x' || number FROM one ORDER BY number");
  for (const std::int64_t want : {7, 8}) {
    BOOST_TEST(*rows->next());
    BOOST_TEST(rows->integer(0) == want);
    BOOST_TEST(rows->text(1) == "");
    BOOST_TEST(rows->text(2) == 'x' + std::to_string(want));
  }
  BOOST_TEST(!*rows->next());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there) {
  BOOST_TEST(why("/nonexistent/a.db", kOne) == "/nonexistent/a.db: unable to open database file");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_an_error_value) {
  const tests::Folder folder;
  const std::string path = folder.file("a.db");
  {
    const auto database = Database::open(path, kOne, 10ms);
    BOOST_TEST(!database
                    ->run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                          " INSERT INTO one SELECT i FROM n")
                    .has_value());
  }
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(20000, '\xA5');
  file.close();
  const auto database = Database::open(path, kOne, 10ms);
  BOOST_REQUIRE(database.ok());
  auto statement = database->prepare("SELECT sum(number) FROM one");
  BOOST_REQUIRE(statement.ok());
  const auto sum = statement->number();
  BOOST_REQUIRE(!sum.ok());
  BOOST_TEST((sum.error().kind == base::ErrorKind::Invalid));
}

BOOST_AUTO_TEST_CASE(a_transaction_without_commit_did_not_happen) {
  const tests::Folder folder;
  const auto database = Database::open(folder.file("a.db"), kOne, 10ms);
  {
    auto transaction = Transaction::begin(*database);
    BOOST_TEST(!database->run("INSERT INTO one VALUES (1)").has_value());
  }
  BOOST_TEST(number(*database, "SELECT count(*) FROM one") == 0);
  {
    auto transaction = Transaction::begin(*database);
    BOOST_TEST(!database->run("INSERT INTO one VALUES (1)").has_value());
    BOOST_TEST(!transaction->commit().has_value());
  }
  BOOST_TEST(number(*database, "SELECT count(*) FROM one") == 1);
}

BOOST_AUTO_TEST_CASE(values_are_bound_and_unbound) {
  const tests::Folder folder;
  const auto database = Database::open(folder.file("a.db"), kTwo, 10ms);
  auto put = database->prepare("INSERT INTO one VALUES (?1, ?2)");
  BOOST_TEST(!put->bind(std::int64_t{1} << 40).bind("'; DROP TABLE one; --").run().has_value());
  BOOST_TEST(!put->bind(2).run().has_value());
  BOOST_TEST(number(*database, "SELECT number FROM one WHERE text = '''; DROP TABLE one; --'") == std::int64_t{1}
                                                                                                      << 40);
  BOOST_TEST(number(*database, "SELECT number FROM one WHERE text IS NULL") == 2);
}

BOOST_AUTO_TEST_CASE(an_examination_finds_faults_and_changes_nothing) {
  const tests::Folder folder;
  const std::string path = folder.file("a.db");
  const auto fault = [&](const Schema& schema) {
    const auto error = Database::examine(path, schema, 10ms);
    return error ? error->text : "";
  };
  BOOST_TEST(fault(kOne) == path + ": unable to open database file");
  BOOST_TEST(!std::filesystem::exists(path));
  {
    const auto open = Database::open(path, kTwo, 10ms);
    BOOST_TEST(fault(kTwo) == "");  // while another one writes
  }
  BOOST_TEST(fault(kOne) == path + ": was written by a newer version (schema 2, this one knows 1)");
  BOOST_TEST(fault({kTwo[0], kTwo[1], "CREATE TABLE three (x)"}) == "");
  BOOST_TEST(why(path, kTwo) == "");  // not upgraded by that
  {
    // The page behind the first: that of the table.
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(512, '\xAA');
  }
  BOOST_TEST(!fault(kTwo).empty());
}

BOOST_AUTO_TEST_SUITE_END()
