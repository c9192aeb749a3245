// The digest and the ways to write it.
#include "dedupe/sha256.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::dedupe;

BOOST_AUTO_TEST_SUITE(dedupe_sha256)

BOOST_AUTO_TEST_CASE(the_known_digests_come_out) {
  Sha256 none;
  BOOST_TEST(hex(none.finish()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 pieces;
  pieces.put("a");
  pieces.put("");
  pieces.put("bc");
  BOOST_TEST(hex(pieces.finish()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(base64url_has_no_padding_and_no_signs_of_urls) {
  BOOST_TEST(base64url("") == "");
  BOOST_TEST(base64url("A") == "QQ");
  BOOST_TEST(base64url("\xFB\xFF\xFE") == "-__-");
  BOOST_TEST(base64url(std::string(100, 'a')).size() == 134U);
}

BOOST_AUTO_TEST_SUITE_END()
