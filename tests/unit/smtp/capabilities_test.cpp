// What the lines of EHLO say.
#include "smtp/capabilities.h"

#include <boost/test/unit_test.hpp>

using waybill::smtp::Capabilities;
using waybill::smtp::parse_capabilities;

BOOST_AUTO_TEST_SUITE(smtp_capabilities)

BOOST_AUTO_TEST_CASE(those_of_postfix) {
  const Capabilities server = parse_capabilities({"mx.example.com", "PIPELINING", "SIZE 10240000", "ETRN", "8BITMIME",
                                                  "DSN", "SMTPUTF8", "XFORWARD NAME ADDR PROTO HELO", "CHUNKING"});
  BOOST_TEST((server.pipelining && server.size && server.eight_bit_mime && server.dsn && server.smtputf8));
  BOOST_TEST(server.most_bytes == 10240000U);
  BOOST_TEST((server.xforward == std::vector<std::string>{"NAME", "ADDR", "PROTO", "HELO"}));
}

BOOST_AUTO_TEST_CASE(none_and_odd_ones) {
  const Capabilities none = parse_capabilities({"PIPELINING is my name"});
  BOOST_TEST(!(none.pipelining || none.size || none.eight_bit_mime || none.dsn || none.smtputf8));
  const Capabilities odd = parse_capabilities({"x", "size", "dsn  ", "", "8bitmimes", "SMTPUTF8X", "Size x"});
  BOOST_TEST((odd.size && odd.dsn && !odd.eight_bit_mime && !odd.smtputf8));
  BOOST_TEST(odd.most_bytes == 0U);
  BOOST_TEST(parse_capabilities({}).xforward.empty());
}

BOOST_AUTO_TEST_SUITE_END()
