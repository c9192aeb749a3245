// What is kept from readers, and how what was hashed is found again.
#include "tracking/privacy.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::tracking;

namespace {

const std::string kKey(32, 'k');

}  // namespace

BOOST_AUTO_TEST_SUITE(tracking_privacy)

BOOST_AUTO_TEST_CASE(full) {
  const Privacy privacy(Show::Full, Show::Full, "");
  BOOST_TEST(privacy.address("anna@example.com") == "anna@example.com");
  BOOST_TEST(privacy.subject("Offer") == "Offer");
  BOOST_TEST(privacy.status("550 5.1.1 <a@x>: unknown") == "550 5.1.1 <a@x>: unknown");
}

// From Python:
//   k = b"k" * 32
//   base64.urlsafe_b64encode(hmac.digest(k, b"anna@example.com", "sha256")[:16]).rstrip(b"=")
BOOST_AUTO_TEST_CASE(hashed) {
  const Privacy privacy(Show::Hashed, Show::Full, kKey);
  BOOST_TEST(privacy.address("anna@example.com") == "h:o8gwO8IlvStOFxCefrD8Ow");
  BOOST_TEST(privacy.subject("Offer") == "Offer");
  BOOST_TEST(Privacy(Show::Full, Show::Hashed, kKey).subject("anna@example.com") == "h:o8gwO8IlvStOFxCefrD8Ow");
  BOOST_TEST(Privacy(Show::Hashed, Show::Full, std::string(32, 'l')).address("anna@example.com") !=
             "h:o8gwO8IlvStOFxCefrD8Ow");
}

BOOST_AUTO_TEST_CASE(off) {
  const Privacy privacy(Show::Off, Show::Off, "");
  BOOST_TEST(privacy.address("anna@example.com") == "");
  BOOST_TEST(privacy.subject("Offer") == "");
}

BOOST_AUTO_TEST_CASE(nobody_is_not_hidden) {
  for (const Show show : {Show::Hashed, Show::Off}) {
    const Privacy privacy(show, show, kKey);
    BOOST_TEST(privacy.address("<>") == "<>");
    BOOST_TEST(privacy.address("") == "");
    BOOST_TEST(privacy.subject("") == "");
  }
}

BOOST_AUTO_TEST_CASE(the_words_of_an_mta_may_name_a_recipient) {
  const Privacy privacy(Show::Off, Show::Full, "");
  BOOST_TEST(privacy.status("550 5.1.1 <a@x>: unknown") == "550 5.1.1");
  BOOST_TEST(privacy.status("550") == "550");
  BOOST_TEST(privacy.status("550 5.1.1") == "550 5.1.1");
  BOOST_TEST(privacy.status("got it in an earlier try") == "got it in an earlier try");
  BOOST_TEST(privacy.status("") == "");
}

BOOST_AUTO_TEST_CASE(an_address_is_searched_in_all_its_forms) {
  using Forms = std::vector<std::string>;
  BOOST_TEST(forms_of("Anna@Example.com", "") == Forms{"anna@example.com"});
  BOOST_TEST((forms_of(" <Anna@Example.com> ", kKey) == Forms{"anna@example.com", "h:o8gwO8IlvStOFxCefrD8Ow"}));
  BOOST_TEST(forms_of("<>", kKey) == Forms{"<>"});
  BOOST_TEST(forms_of("", kKey) == Forms{"<>"});
}

BOOST_AUTO_TEST_SUITE_END()
