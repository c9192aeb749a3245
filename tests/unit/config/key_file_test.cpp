// The secret of a host: kept from others.
#include "config/key_file.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace waybill;

namespace {

struct Folder {
  Folder() { BOOST_REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& text, mode_t mode) const {
    std::ofstream(key()) << text;
    chmod(key().c_str(), mode);
    return key();
  }
  std::string key() const { return path + "/key"; }

  std::string path = (std::filesystem::temp_directory_path() / "waybill-key-XXXXXX").string();
};

std::string error_of(const std::string& path) {
  const auto key = config::read_key_file(path);
  return key ? "" : key.error().text.substr(path.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_key_file)

BOOST_AUTO_TEST_CASE(without_a_file_there_is_one_for_the_process) {
  BOOST_TEST(config::process_key().size() >= 32U);
  BOOST_TEST((&config::process_key() == &config::process_key()));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there) {
  const Folder folder;
  BOOST_TEST(error_of(folder.key()) == ": No such file or directory");
}

BOOST_AUTO_TEST_CASE(the_first_line_is_the_key) {
  const Folder folder;
  const std::string secret(32, 's');
  BOOST_TEST(*config::read_key_file(folder.write(secret + "\r\nmore", 0640)) == secret);
  BOOST_TEST(*config::read_key_file(folder.write(secret, 0600)) == secret);
  BOOST_TEST(error_of(folder.write(secret.substr(1) + '\n' + secret, 0600)) ==
             ": the first line has less than 32 characters");
  BOOST_TEST(error_of(folder.write("", 0600)) == ": the first line has less than 32 characters");
}

BOOST_AUTO_TEST_CASE(what_everybody_may_read_is_no_secret) {
  const Folder folder;
  for (const mode_t mode : {0644U, 0602U}) {
    BOOST_TEST(error_of(folder.write(std::string(32, 's'), mode)) == ": everybody may read or change it: chmod 0600");
  }
}

BOOST_AUTO_TEST_SUITE_END()
