// Programs by their first bytes, with libmagic's word on the rarer ones.
#include "content/executable.h"

#include <boost/test/unit_test.hpp>

#include "content/file_types.h"
#include "tests/unit/content/files.h"

using namespace std::string_literals;
using namespace waybill::content;

namespace {

bool is_program(std::string bytes, std::size_t size = 600) {
  static const auto kTypes = FileTypes::load();
  if (bytes.size() < size) bytes.resize(size);
  return is_executable(bytes, (*kTypes)->type_of(bytes));
}

std::string at(std::size_t offset, std::string_view signature) { return std::string(offset, '\0').append(signature); }

}  // namespace

BOOST_AUTO_TEST_SUITE(content_executable)

BOOST_AUTO_TEST_CASE(programs_of_all_systems) {
  BOOST_TEST(is_program(test::kProgram));
  BOOST_TEST(is_program("MZ\x90\0\3\0"s));  // DOS, OS/2, VxD
  BOOST_TEST(is_program("ZM\x90\0\3\0"s));
  BOOST_TEST(
      is_program("\x7F"
                 "ELF\2\1\1\0"s));
  BOOST_TEST(is_program("\xCF\xFA\xED\xFE\7\0\0\1\3\0\0\0\2\0\0\0\x10\0\0\0"s));  // macOS
  BOOST_TEST(is_program("\xCA\xFE\xBA\xBE\0\0\0\2\1\0\0\7\0\0\0\3\0\0\x10\0"s));
  BOOST_TEST(is_program("\xCA\xFE\xBA\xBE\0\0\0\x34\0\x1D"s));                  // Java
  BOOST_TEST(is_program("\x4C\0\0\0\1\x14\2\0\0\0\0\0\xC0\0\0\0\0\0\0\x46"s));  // .lnk
  BOOST_TEST(is_program(at(0x171, "MICROSOFT PIFEX")));
  BOOST_TEST(is_program("\x4C\1\3\0\0\0\0\x5E\x2C\1\0\0\x09\0\0\0\0\0\0\0.text\0\0\0"s));  // .obj
}

BOOST_AUTO_TEST_CASE(the_test_file_of_virus_scanners) {
  const std::string eicar = R"(X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-)"
                            "TEST-FILE!$H+H*";
  BOOST_TEST(is_program(eicar, 0));
  BOOST_TEST(!is_program("see: " + eicar, 0));
}

BOOST_AUTO_TEST_CASE(texts_pictures_and_noise_are_none) {
  BOOST_TEST(!is_program("MZ, and much more text than this.", 0));
  BOOST_TEST(!is_program("#!/bin/sh\nexit\n", 0));
  BOOST_TEST(!is_program("\x89PNG\r\n\x1A\n"));
  BOOST_TEST(!is_program("\xEB\x3C\x90 noise that libmagic takes for a .COM file"));
  BOOST_TEST(!is_program("\xE9\x12\x34"));
  BOOST_TEST(!is_program("", 0));
  BOOST_TEST(!is_program("MZ", 0));
}

BOOST_AUTO_TEST_SUITE_END()
