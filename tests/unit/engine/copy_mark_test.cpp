// A copy that comes back is known; nothing else is taken for one.
#include "engine/copy_mark.h"

#include <boost/test/unit_test.hpp>

#include "base/text.h"
#include "message/compose.h"

using namespace waybill;
using namespace waybill::engine;

namespace {

constexpr std::int64_t kNow = 1'700'000'000;
const std::string kKey(32, 'k');

// As it comes back: marked for `marked`, sent to `recipients`.
message::Message copy(const std::vector<std::string>& marked, const std::vector<std::string>& recipients) {
  message::Message out;
  const message::HeaderList headers = {{"X-Waybill-Dedupe-ID", " v1:id"}, {"Subject", " s"}};
  out.headers = message::apply_to_headers(headers, {copy_mark(kKey, "v1:id", marked, kNow)});
  for (const std::string& recipient : recipients)
    out.envelope.recipients.push_back({recipient, '<' + recipient + '>', {}});
  return out;
}

bool holds(const message::Message& message, std::int64_t now = kNow, const std::string& key = kKey) {
  return admit_copy(key, message, now).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_copy_mark)

// The words are those of Python:
//   base64.urlsafe_b64encode(hmac.digest(key, b"waybill copy 1\nv1:id\n1700000000\na@x", "sha256")[:16])
BOOST_AUTO_TEST_CASE(what_it_looks_like) {
  const message::InsertHeader field = copy_mark(kKey, "v1:id", {"a@x", "b@x", "c@x", "d@x"}, kNow);
  BOOST_TEST(field.name == "X-Waybill-Copy");
  BOOST_TEST(
      field.value ==
      " v1 1700000000 Cof6Q568xqrIEQeUxNPQkg gu7hSVv603xnizFaF-7csQ lagGu_exAm4Hm7_jePhJ4A\n K8Bsj-nY9jFGms6BLwQjBQ");
}

BOOST_AUTO_TEST_CASE(a_copy_is_known_and_its_mark_removed) {
  const message::Message message = copy({"a@x", "B@x"}, {"a@x", "b@x"});
  const auto edits = admit_copy(kKey, message, kNow);
  BOOST_REQUIRE(edits.has_value());
  const message::HeaderList left = message::apply_to_headers(message.headers, *edits);
  BOOST_TEST(message::count(left, "X-Waybill-Copy") == 0U);
  BOOST_TEST(left.size() == 2U);
}

BOOST_AUTO_TEST_CASE(recipients_that_were_refused_do_not_matter) {
  const std::vector<std::string> all = {"a@x", "b@x", "c@x", "d@x", "e@x"};
  BOOST_TEST(holds(copy(all, {"b@x", "e@x"})));
  BOOST_TEST(holds(copy(all, {"a@x"})));
  BOOST_TEST(holds(copy(all, all)));
}

BOOST_AUTO_TEST_CASE(it_holds_for_no_other_recipient) {
  BOOST_TEST(!holds(copy({"a@x", "b@x"}, {"a@x", "c@x"})));
  BOOST_TEST(!holds(copy({"a@x"}, {"a@x", "a@x"})));
  BOOST_TEST(!holds(copy({"a@x"}, {})));
  BOOST_TEST(!holds(copy({}, {"a@x"})));
}

BOOST_AUTO_TEST_CASE(it_holds_for_an_hour) {
  const message::Message message = copy({"a@x"}, {"a@x"});
  BOOST_TEST(holds(message, kNow + 3600));
  BOOST_TEST(!holds(message, kNow + 3601));
  BOOST_TEST(holds(message, kNow - 60));
  BOOST_TEST(!holds(message, kNow - 61));
}

BOOST_AUTO_TEST_CASE(it_needs_the_key_and_the_id) {
  message::Message message = copy({"a@x"}, {"a@x"});
  BOOST_TEST(!holds(message, kNow, std::string(32, 'x')));
  message.headers[1].value = " v1:other";
  BOOST_TEST(!holds(message));
  message.headers.erase(message.headers.begin() + 1);
  BOOST_TEST(!holds(message));
}

BOOST_AUTO_TEST_CASE(what_is_no_mark_is_none) {
  message::Message message = copy({"a@x"}, {"a@x"});
  const std::string good = message.headers[0].value;
  for (const std::string& bad :
       {std::string(), std::string(" v1"), std::string(" v1 1700000000"), " v2" + good.substr(3),
        " v1 1700000001" + good.substr(14), " v1 x1700000000" + good.substr(14), good.substr(0, good.size() - 1),
        good + 'A', std::string(" v1 99999999999999999999 x")}) {
    message.headers[0].value = bad;
    BOOST_TEST(!holds(message), bad);
  }
  message.headers[0].value = good;
  BOOST_TEST(holds(message));
  message.headers.push_back(message.headers[0]);
  BOOST_TEST(!holds(message));
  const message::HeaderList left = message::apply_to_headers(message.headers, without_marks(message));
  BOOST_TEST(left.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_thousand_recipients_fit_into_a_header) {
  std::vector<std::string> recipients;
  for (int i = 0; i < 1000; ++i) recipients.push_back(std::to_string(i) + "@example.com");
  const message::Message message = copy(recipients, recipients);
  BOOST_TEST(holds(message));
  BOOST_TEST(message.headers[0].value.size() < 30'000U);
  for (const std::string_view line : base::split(message.headers[0].value, '\n')) BOOST_TEST(line.size() < 100U);
}

BOOST_AUTO_TEST_SUITE_END()
