// Message files come out as they went in, whatever their lines look like.
#include "message/raw_message.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::message;

namespace {

const Edits kStamp = {InsertHeader{"X-Stamp", " 1"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(message_raw_message)

BOOST_AUTO_TEST_CASE(without_edits_every_byte_is_kept) {
  for (const char* bytes : {"", "\n", "A: b", "A: b\n", "A: b\n\nbody", "A: b\r\n\r\nbody\r\n",
                            "A: b\r\n c\n\nbody\r\n", "From x\nA: b\n\nbody", "no header at all\n", "A : b\n\nbody",
                            "A: b\nno field\nbody", " continuation first\nA: b\n\n", "A: b\r\r\n\r\nx"}) {
    BOOST_TEST(write(read(bytes), {}) == bytes);
  }
}

BOOST_AUTO_TEST_CASE(fields_have_name_value_and_folding_with_lf) {
  const auto message = read("Subject: one\r\n two\r\nX-Odd:no blank\r\n\r\nbody\r\n");
  BOOST_REQUIRE(message.headers.size() == 2U);
  BOOST_TEST((message.headers[0] == HeaderField{"Subject", " one\n two"}));
  BOOST_TEST((message.headers[1] == HeaderField{"X-Odd", "no blank"}));
  BOOST_TEST(message.body == "body\r\n");
  BOOST_TEST(message.line_end == "\r\n");
}

BOOST_AUTO_TEST_CASE(the_header_ends_before_the_first_line_that_is_no_field) {
  const auto message = read("A: b\nnot a field\nC: d\n");
  BOOST_TEST(message.headers.size() == 1U);
  BOOST_TEST(message.separator.empty());
  BOOST_TEST(message.body == "not a field\nC: d\n");
  BOOST_TEST(write(message, kStamp) == "X-Stamp: 1\nA: b\nnot a field\nC: d\n");
}

BOOST_AUTO_TEST_CASE(a_new_field_stands_below_the_mbox_line) {
  BOOST_TEST(write(read("From anna Mon Nov 23\nA: b\n\nbody\n"), kStamp) ==
             "From anna Mon Nov 23\nX-Stamp: 1\nA: b\n\nbody\n");
}

BOOST_AUTO_TEST_CASE(header_and_body_stay_apart_where_no_empty_line_stood) {
  BOOST_TEST(write(read("only a body\n"), kStamp) == "X-Stamp: 1\n\nonly a body\n");
  BOOST_TEST(write(read("A: b\n"), {SpliceBody{0, 0, "text\n"}}) == "A: b\n\ntext\n");
  BOOST_TEST(write(read("A: b"), {SpliceBody{0, 0, "text\n"}}) == "A: b\r\n\r\ntext\n");
}

BOOST_AUTO_TEST_CASE(changed_fields_use_the_line_end_of_the_file_and_others_keep_theirs) {
  const Edits edits = {ChangeHeader{"A", 1, " x\n y"}, RemoveHeader{"C", 2}};
  BOOST_TEST(write(read("A: b\r\nC: 1\nC: 2\r\nD:\te\r\n\r\n"), edits) == "A: x\r\n y\r\nC: 1\nD:\te\r\n\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
