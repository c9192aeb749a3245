// The secret of a host: kept from others.
#include "store/key_file.h"

#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include <fstream>

#include "tests/unit/store/folder.h"

using namespace waybill;

namespace {

std::string write(const tests::Folder& folder, const std::string& text, mode_t mode) {
  std::ofstream(folder.file("key")) << text;
  chmod(folder.file("key").c_str(), mode);
  return folder.file("key");
}

std::string error_of(const std::string& path) {
  const auto key = store::read_key_file(path);
  return key ? "" : key.error().text.substr(path.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_key_file)

BOOST_AUTO_TEST_CASE(without_a_file_there_is_one_for_the_process) {
  BOOST_TEST(store::process_key().size() >= 32U);
  BOOST_TEST((&store::process_key() == &store::process_key()));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there) {
  const tests::Folder folder;
  BOOST_TEST(error_of(folder.file("key")) == ": No such file or directory");
}

BOOST_AUTO_TEST_CASE(the_first_line_is_the_key) {
  const tests::Folder folder;
  const std::string secret(32, 's');
  BOOST_TEST(*store::read_key_file(write(folder, secret + "\r\nmore", 0640)) == secret);
  BOOST_TEST(*store::read_key_file(write(folder, secret, 0600)) == secret);
  BOOST_TEST(error_of(write(folder, secret.substr(1) + '\n' + secret, 0600)) ==
             ": the first line has less than 32 characters");
  BOOST_TEST(error_of(write(folder, "", 0600)) == ": the first line has less than 32 characters");
}

BOOST_AUTO_TEST_CASE(what_everybody_may_read_is_no_secret) {
  const tests::Folder folder;
  for (const mode_t mode : {0644U, 0602U}) {
    BOOST_TEST(error_of(write(folder, std::string(32, 's'), mode)) == ": everybody may read or change it: chmod 0600");
  }
}

BOOST_AUTO_TEST_CASE(one_that_is_kept_is_made_once_for_its_owner) {
  const tests::Folder folder;
  const auto made = store::keep_key_file(folder.file("key"));
  BOOST_REQUIRE(made.ok());
  BOOST_TEST(made->size() == 43U);
  struct stat status = {};
  BOOST_REQUIRE(stat(folder.file("key").c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777U) == 0600U);
  BOOST_TEST(*store::keep_key_file(folder.file("key")) == *made);
  BOOST_TEST(*store::keep_key_file(folder.file("other")) != *made);
  BOOST_TEST(store::keep_key_file(folder.file("no/key")).error().text ==
             folder.file("no/key") + ": No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
