// HMAC-SHA-256 by the test cases of RFC 4231.
#include "dedupe/hmac.h"

#include <boost/test/unit_test.hpp>

#include "dedupe/sha256.h"

using namespace waybill::dedupe;

BOOST_AUTO_TEST_SUITE(dedupe_hmac)

BOOST_AUTO_TEST_CASE(the_known_codes_come_out) {
  BOOST_TEST(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  BOOST_TEST(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  BOOST_TEST(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(equal_is_equal_to_the_byte) {
  BOOST_TEST(equal_secretly("", ""));
  BOOST_TEST(equal_secretly("abc", "abc"));
  BOOST_TEST(!equal_secretly("abc", "abd"));
  BOOST_TEST(!equal_secretly("abc", "ab"));
  BOOST_TEST(!equal_secretly("", "a"));
}

BOOST_AUTO_TEST_SUITE_END()
