// Plans are carried out in order, bodies go out in large pieces, and the first failure is the last request.
#include "milter/apply.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

// Notes every request; fails from the given one on.
class Notes final : public milter::Mta {
 public:
  explicit Notes(std::size_t fails_at = static_cast<std::size_t>(-1)) : fails_at_(fails_at) {}

  bool change_header(const std::string& name, int index, const std::string& value) override {
    return note("change " + name + ' ' + std::to_string(index) + value);
  }
  bool remove_header(const std::string& name, int index) override {
    return note("remove " + name + ' ' + std::to_string(index));
  }
  bool add_header(const std::string& name, const std::string& value) override { return note("add " + name + value); }
  bool insert_header(int index, const std::string& name, const std::string& value) override {
    return note("insert " + std::to_string(index) + ' ' + name + value);
  }
  bool replace_body(std::string_view bytes) override {
    sizes.push_back(bytes.size());
    starts.push_back(bytes.data());
    body += bytes;
    return note("body");
  }

  bool remove_recipient(const std::string& argument) override { return note('-' + argument); }
  bool add_recipient(const std::string& address) override { return note('+' + address); }
  bool hold(const std::string&) override { return note("hold"); }

  std::vector<std::string> requests;
  std::vector<std::size_t> sizes;
  std::vector<const char*> starts;
  std::string body;

 private:
  bool note(std::string request) {
    requests.push_back(std::move(request));
    return requests.size() <= fails_at_;
  }
  std::size_t fails_at_;
};

std::string text_of(std::size_t size) {
  std::string out(size, 'x');
  for (std::size_t i = 0; i < size; i += 97) out[i] = static_cast<char>('a' + i % 26);
  return out;
}

std::string sent(const std::string& body, const message::Edits& edits, Notes& notes) {
  const message::Copy copy{{}, message::Verdict::Accept, {}, edits};
  BOOST_TEST(milter::apply(milter::plan(message::Message(), copy), body, notes));
  return notes.body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_apply)

BOOST_AUTO_TEST_CASE(nothing_to_do_asks_nothing) {
  Notes notes;
  BOOST_TEST(milter::apply(milter::Plan(), "body", notes));
  BOOST_TEST(notes.requests.empty());
}

BOOST_AUTO_TEST_CASE(header_requests_come_first_then_the_body) {
  const message::Copy copy{
      {}, message::Verdict::Accept, {}, {message::SpliceBody{0, 0, "new "}, message::AddHeader{"X", " 1"}}};
  Notes notes;
  BOOST_TEST(milter::apply(milter::plan(message::Message(), copy), "old", notes));
  BOOST_TEST((notes.requests == std::vector<std::string>{"add X 1", "body"}));
  BOOST_TEST(notes.body == "new old");
}

BOOST_AUTO_TEST_CASE(small_pieces_are_sent_together) {
  message::Edits edits;
  for (std::size_t i = 0; i < 100; ++i) edits.push_back(message::SpliceBody{i * 10, i * 10, "+"});
  Notes notes;
  const std::string body = text_of(1000);
  BOOST_TEST(sent(body, edits, notes).size() == 1100U);
  BOOST_TEST(notes.sizes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_large_piece_is_sent_from_where_it_lies) {
  Notes notes;
  const std::string body = text_of(3 * milter::kBodyPacket + 5);
  BOOST_TEST((sent(body, {message::SpliceBody{body.size(), body.size(), "end"}}, notes) == body + "end"));
  BOOST_TEST(notes.sizes.size() == 2U);
  BOOST_TEST(notes.sizes[0] == 3 * milter::kBodyPacket);
  BOOST_TEST((notes.starts[0] == body.data()));
}

BOOST_AUTO_TEST_CASE(every_split_of_a_body_arrives_whole) {
  const std::string body = text_of(2 * milter::kBodyPacket + 10);
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}, milter::kBodyPacket - 1, milter::kBodyPacket,
                               milter::kBodyPacket + 1, 2 * milter::kBodyPacket, body.size()}) {
    for (const std::size_t added :
         {std::size_t{1}, milter::kBodyPacket - 1, milter::kBodyPacket, 2 * milter::kBodyPacket}) {
      Notes notes;
      const std::string insertion(added, '+');
      std::string expected = body;
      expected.insert(at, insertion);
      BOOST_TEST((sent(body, {message::SpliceBody{at, at, insertion}}, notes) == expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_body_that_becomes_empty_is_asked_for_once) {
  Notes notes;
  BOOST_TEST(sent("gone", {message::SpliceBody{0, 4, ""}}, notes).empty());
  BOOST_TEST((notes.sizes == std::vector<std::size_t>{0}));
}

BOOST_AUTO_TEST_CASE(a_body_of_exact_packets_has_no_empty_tail) {
  Notes notes;
  const std::string body = text_of(2 * milter::kBodyPacket);
  sent(body, {message::SpliceBody{0, 1, "y"}}, notes);
  for (const std::size_t size : notes.sizes) BOOST_TEST(size > 0U);
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_after_a_failure) {
  const message::Copy copy{
      {},
      message::Verdict::Accept,
      {},
      {message::AddHeader{"A", " 1"}, message::AddHeader{"B", " 2"}, message::SpliceBody{0, 0, "x"}}};
  for (std::size_t fails_at = 0; fails_at < 3; ++fails_at) {
    Notes notes(fails_at);
    BOOST_TEST(!milter::apply(milter::plan(message::Message(), copy), "body", notes));
    BOOST_TEST(notes.requests.size() == fails_at + 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
