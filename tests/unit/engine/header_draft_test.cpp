// Changes of a header, and the edits they come down to.
#include "engine/header_draft.h"

#include <boost/test/unit_test.hpp>

#include "engine/admit.h"
#include "message/compose.h"

using namespace waybill;

namespace {

const message::HeaderList kHeaders = {{"Received", " a"}, {"X-A", " 1"}, {"Subject", " s"}, {"x-a", " 2"}};

std::vector<std::string> texts(const engine::HeaderDraft& draft) {
  std::vector<std::string> out;
  for (const message::Edit& edit : draft.edits()) out.push_back(to_string(edit));
  // What the edits mean is what the draft shows.
  BOOST_TEST((message::apply_to_headers(kHeaders, draft.edits()) == draft.fields()));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_header_draft)

BOOST_AUTO_TEST_CASE(without_changes_it_is_the_original) {
  const engine::HeaderDraft draft(kHeaders);
  BOOST_TEST((&draft.fields() == &kHeaders));
  BOOST_TEST(draft.edits().empty());
}

BOOST_AUTO_TEST_CASE(the_first_of_a_name_is_set_and_a_new_one_is_added) {
  engine::HeaderDraft draft(kHeaders);
  draft.set("x-a", " new");
  draft.set("X-B", " b");
  draft.set("X-B", " c");
  BOOST_TEST((texts(draft) == std::vector<std::string>{"change header X-A: new", "add header X-B: c"}));
}

BOOST_AUTO_TEST_CASE(set_only_leaves_one) {
  engine::HeaderDraft draft(kHeaders);
  draft.set_only("X-A", " new");
  BOOST_TEST((texts(draft) == std::vector<std::string>{"change header X-A: new", "remove header x-a[2]"}));
}

BOOST_AUTO_TEST_CASE(what_was_undone_is_no_edit) {
  engine::HeaderDraft draft(kHeaders);
  draft.set("Subject", " other");
  draft.set("Subject", " s");
  draft.set("X-B", " b");
  draft.remove("X-B");
  BOOST_TEST(texts(draft).empty());
}

BOOST_AUTO_TEST_CASE(all_of_a_name_are_removed_and_a_later_one_is_new) {
  engine::HeaderDraft draft(kHeaders);
  draft.remove("X-A");
  draft.set("X-A", " 3");
  BOOST_TEST(
      (texts(draft) == std::vector<std::string>{"remove header X-A", "remove header x-a[2]", "add header X-A: 3"}));
}

BOOST_AUTO_TEST_CASE(many_forged_marks_cost_linear_time) {
  const message::HeaderList headers(100000, {"X-Waybill-Dedupe-ID", " forged"});
  engine::HeaderDraft draft(headers);
  draft.remove_if(engine::is_foreign_mark);
  BOOST_TEST(draft.edits().size() == headers.size());
}

BOOST_AUTO_TEST_SUITE_END()
