// The message class in a winmail.dat, whole and cut off anywhere.
#include "mime/tnef.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::mime;
using namespace std::string_literals;

namespace {

std::string number(std::uint32_t value) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string attribute(std::uint32_t id, const std::string& value) {
  return "\x01" + number(id) + number(static_cast<std::uint32_t>(value.size())) + value + "\0\0"s;
}

std::string tnef(const std::string& message_class) {
  return number(0x223E9F78) + "\x01\0"s + attribute(0x00089006, number(0x10000)) +
         attribute(0x00078008, message_class + '\0');
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_tnef)

BOOST_AUTO_TEST_CASE(the_message_class_is_found) {
  BOOST_TEST(tnef_message_class(tnef("IPM.Note.rules.OOFTemplate.Microsoft")) ==
             "IPM.Note.rules.OOFTemplate.Microsoft");
  BOOST_TEST(tnef_message_class(tnef("IPM.Microsoft Schedule.MtgCncl")) == "IPM.Schedule.Meeting.Canceled");
}

BOOST_AUTO_TEST_CASE(what_is_damaged_has_none) {
  const std::string whole = tnef("IPM.Note");
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    BOOST_TEST(tnef_message_class(whole.substr(0, size)).empty(), size);
  }
  BOOST_TEST(tnef_message_class("x" + whole).empty());
  BOOST_TEST(
      tnef_message_class(number(0x223E9F78) + "\0\0"s + "\x01" + number(7) + number(0xFFFFFFFF) + "abc").empty());
}

BOOST_AUTO_TEST_SUITE_END()
