#include "message/domain.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace waybill::message {
namespace {

BOOST_AUTO_TEST_SUITE(domain)

BOOST_AUTO_TEST_CASE(all_forms_of_a_domain_are_one) {
  const std::string ascii = "xn--mller-kva.example";
  BOOST_TEST(normalized_domain("müller.example") == ascii);
  BOOST_TEST(normalized_domain("MÜLLER.Example") == ascii);
  BOOST_TEST(normalized_domain("mu\u0308ller.example") == ascii);  // decomposed
  BOOST_TEST(normalized_domain("müller\u3002example") == ascii);   // ideographic full stop
  BOOST_TEST(normalized_domain("XN--mller-KVA.example") == ascii);
  BOOST_TEST(normalized_domain("straße.example") == "xn--strae-oqa.example");  // nontransitional: not strasse
  BOOST_TEST(normalized_domain("例え.テスト") == "xn--r8jz45g.xn--zckzah");
}

BOOST_AUTO_TEST_CASE(what_is_no_domain_stays) {
  BOOST_TEST(normalized_domain("Example.COM") == "example.com");
  BOOST_TEST(normalized_domain("").empty());
  BOOST_TEST(normalized_domain("Ä\u2003B.example") == "Ä\u2003b.example");
  BOOST_TEST(normalized_domain("\xFF.Example") == "\xFF.example");
  const std::string with_nul("ü\0.Example", 11);
  BOOST_TEST(normalized_domain(with_nul) == std::string("ü\0.example", 11));
  for (const std::string wide : {"evil\uFF20example.com", "a\uFF0Cb.example", "a\uFF1Eb.example", "ü\u3000b.example"})
    BOOST_TEST(normalized_domain(wide) == wide);
  std::string endless;
  for (int i = 0; i < 1'000'000; ++i) endless += "ü";
  BOOST_TEST(normalized_domain(endless) == endless);
}

BOOST_AUTO_TEST_CASE(people_read_unicode) {
  BOOST_TEST(unicode_domain("xn--mller-kva.example") == "müller.example");
  BOOST_TEST(unicode_domain("example.com") == "example.com");
  BOOST_TEST(unicode_domain("xn--\xFF.example") == "xn--\xFF.example");
  const std::string with_nul("xn--mller-kva\0.example", 22);
  BOOST_TEST(unicode_domain(with_nul) == with_nul);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace waybill::message
