// What an edit looks like in logs and golden files.
#include "message/edit.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::message;

BOOST_AUTO_TEST_SUITE(message_edit)

BOOST_AUTO_TEST_CASE(each_edit_is_one_line) {
  BOOST_TEST(to_string(Edit{InsertHeader{"X-A", " b\n c"}}) == "insert header X-A: b\\x0A c");
  BOOST_TEST(to_string(Edit{AddHeader{"X-A", " b"}}) == "add header X-A: b");
  BOOST_TEST(to_string(Edit{ChangeHeader{"Subject", 1, " b"}}) == "change header Subject: b");
  BOOST_TEST(to_string(Edit{RemoveHeader{"Received", 2}}) == "remove header Received[2]");
  BOOST_TEST(to_string(Edit{SpliceBody{3, 3, "abc"}}) == "body 3..3: insert 3 bytes");
  BOOST_TEST(to_string(Edit{SpliceBody{3, 5, ""}}) == "body 3..5: replace by 0 bytes");
}

BOOST_AUTO_TEST_SUITE_END()
