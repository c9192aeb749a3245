// Bodies come back to the byte, from memory and from a file.
#include "milter/body_store.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

using namespace waybill;

namespace {

std::string text_of(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 31 % 251);
  return out;
}

void append_in_chunks(milter::BodyStore& store, std::string_view text, std::size_t chunk) {
  for (std::size_t at = 0; at < text.size(); at += chunk) store.append(text.substr(at, chunk));
}

// $TMPDIR as long as this lives.
struct TemporaryFolder {
  explicit TemporaryFolder(const char* path) { setenv("TMPDIR", path, 1); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { unsetenv("TMPDIR"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_body_store)

BOOST_AUTO_TEST_CASE(an_empty_body_is_empty) {
  milter::BodyStore store(100);
  BOOST_TEST(store.finish()->empty());
}

BOOST_AUTO_TEST_CASE(up_to_the_limit_it_stays_in_memory_and_beyond_it_goes_to_a_file) {
  for (const std::size_t size : {99U, 100U, 101U, 5000U}) {
    milter::BodyStore store(100);
    const std::string text = text_of(size);
    append_in_chunks(store, text, 7);
    BOOST_TEST(store.is_in_file() == (size > 100));
    BOOST_TEST((*store.finish() == text));
    BOOST_TEST(store.size() == size);
  }
}

BOOST_AUTO_TEST_CASE(one_chunk_above_the_limit_goes_to_a_file_at_once) {
  milter::BodyStore store(10);
  store.append(text_of(1000));
  BOOST_TEST(store.is_in_file());
  BOOST_TEST((*store.finish() == text_of(1000)));
}

BOOST_AUTO_TEST_CASE(it_can_be_moved_in_any_state) {
  milter::BodyStore in_memory(100);
  in_memory.append("abc");
  milter::BodyStore moved(std::move(in_memory));
  BOOST_TEST(*moved.finish() == "abc");

  milter::BodyStore in_file(2);
  in_file.append("abc");
  BOOST_TEST(*in_file.finish() == "abc");
  milter::BodyStore moved_file(std::move(in_file));
  BOOST_TEST(*moved_file.finish() == "abc");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_made_is_told_at_the_end_and_may_help_later) {
  const TemporaryFolder nowhere("/nonexistent");
  milter::BodyStore store(10);
  append_in_chunks(store, text_of(100), 9);
  const auto body = store.finish();
  BOOST_REQUIRE(!body);
  BOOST_TEST(body.error().is_temporary());
  BOOST_TEST(body.error().text.find("/nonexistent") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
