// What edits make of a message; what no edit names stays as it was.
#include "message/compose.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::message;

namespace {

const HeaderList kHeaders = {{"Received", " 1"}, {"Subject", " s"}, {"received", " 2"}};

std::string names(const HeaderList& headers) {
  std::string out;
  for (const HeaderField& field : headers) out += field.name + ':' + field.value + '|';
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_compose)

BOOST_AUTO_TEST_CASE(no_edits_change_nothing) {
  BOOST_TEST((apply_to_headers(kHeaders, {}) == kHeaders));
  BOOST_TEST(apply_to_body("abc", {}) == "abc");
  BOOST_TEST(!changes_body({AddHeader{"X", " y"}}));
}

BOOST_AUTO_TEST_CASE(the_header_as_smtp_sends_it) {
  BOOST_TEST(header_text({{"A", " b"}, {"Folded", " c\n\td"}, {"Empty", ""}}) ==
             "A: b\r\nFolded: c\r\n\td\r\nEmpty:\r\n\r\n");
  BOOST_TEST(header_text({}) == "\r\n");
}

BOOST_AUTO_TEST_CASE(instances_count_before_any_edit) {
  const Edits edits = {RemoveHeader{"Received", 1}, ChangeHeader{"Received", 2, " new"}};
  BOOST_TEST(names(apply_to_headers(kHeaders, edits)) == "Subject: s|received: new|");
}

BOOST_AUTO_TEST_CASE(inserted_fields_stand_above_and_added_below) {
  const Edits edits = {InsertHeader{"A", " 1"}, InsertHeader{"B", " 2"}, AddHeader{"C", " 3"}, AddHeader{"D", " 4"}};
  BOOST_TEST(names(apply_to_headers({{"X", " x"}}, edits)) == "B: 2|A: 1|X: x|C: 3|D: 4|");
}

BOOST_AUTO_TEST_CASE(edits_of_absent_or_removed_fields_do_nothing) {
  const Edits edits = {ChangeHeader{"Subject", 2, " x"}, RemoveHeader{"To"}, RemoveHeader{"Subject"},
                       ChangeHeader{"Subject", 1, " back"}};
  BOOST_TEST(names(apply_to_headers(kHeaders, edits)) == "Received: 1|received: 2|");
}

BOOST_AUTO_TEST_CASE(many_removals_cost_linear_time) {
  const HeaderList many(100000, {"X-A", " 1"});
  Edits edits;
  for (std::size_t i = 1; i <= many.size(); ++i) edits.push_back(RemoveHeader{"x-a", i});
  BOOST_TEST(apply_to_headers(many, edits).empty());
}

BOOST_AUTO_TEST_CASE(untouched_fields_know_their_origin) {
  const auto fields = compose_headers(kHeaders, {InsertHeader{"A", " 1"}, ChangeHeader{"Subject", 1, " t"}});
  BOOST_REQUIRE(fields.size() == 4U);
  BOOST_TEST(fields[0].original == kNewField);
  BOOST_TEST(fields[1].original == 0U);
  BOOST_TEST(fields[2].original == kNewField);
  BOOST_TEST(fields[3].original == 2U);
}

BOOST_AUTO_TEST_CASE(splices_replace_their_range_and_keep_their_order) {
  const Edits edits = {SpliceBody{0, 0, "<"}, SpliceBody{1, 2, "B"}, SpliceBody{3, 3, "1"}, SpliceBody{3, 3, "2"}};
  BOOST_TEST(apply_to_body("abc", edits) == "<aBc12");
  BOOST_TEST(changes_body(edits));
}

BOOST_AUTO_TEST_CASE(slices_point_into_body_and_edits) {
  const std::string body = "abcdef";
  const Edits edits = {SpliceBody{2, 4, "XY"}};
  const auto slices = body_slices(body, edits);
  BOOST_REQUIRE(slices.size() == 3U);
  BOOST_TEST(slices[0].data() == body.data());
  BOOST_TEST(slices[1].data() == std::get<SpliceBody>(edits[0]).bytes.data());
  BOOST_TEST(slices[2].data() == body.data() + 4);
}

BOOST_AUTO_TEST_SUITE_END()
