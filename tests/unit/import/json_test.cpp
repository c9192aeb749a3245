// Get-TransportRule | ConvertTo-Json, and tables of parameters as JSON.
#include <boost/test/unit_test.hpp>

#include "tests/unit/import/imported.h"

using namespace waybill::import;

BOOST_AUTO_TEST_SUITE(import_json)

BOOST_AUTO_TEST_CASE(one_rule_or_many) {
  const std::string a =
      R"({"Name": "a", "State": "Enabled", "Priority": 1, "From": ["x", "y"], "SentTo": null, "Size": 12})";
  const std::string b = R"({"Priority":0,"Name":"b\u0026","State":"Disabled","Actions":["X"],"PrependSubject":"[E] "})";
  BOOST_TEST(shown(a) == ">\"a\"|From = [\"x\", \"y\"]|");
  const std::string both = ">\"b&\"|Enabled = false|PrependSubject = \"[E] \"||>\"a\"|From = [\"x\", \"y\"]|";
  BOOST_TEST(shown("[" + a + ",\n " + b + "]") == both);
  BOOST_TEST(shown("\xEF\xBB\xBF {\"value\": [" + a + "," + b + "], \"Count\": 2}") == both);
}

BOOST_AUTO_TEST_CASE(parameters_for_splatting) {
  BOOST_TEST(shown(R"([{"Name": "a", "Enabled": false, "SetSCL": -1, "FromScope": "NotInOrganization"}])") ==
             ">\"a\"|Enabled = false|FromScope = \"NotInOrganization\"|SetSCL = -1|");
}

BOOST_AUTO_TEST_CASE(dates_of_both_powershells) {
  BOOST_TEST(shown(R"({"Name":"a","State":"Enabled","ExpiryDate":"\/Date(1500000000000)\/"})") ==
             ">\"a\"|ExpiryDate = \"2017-07-14T02:40:00Z\"|");
  BOOST_TEST(shown(R"({"Name":"a","State":"Enabled","ExpiryDate":"2030-01-01T00:00:00+01:00"})") ==
             ">\"a\"|ExpiryDate = \"2030-01-01T00:00:00+01:00\"|");
}

BOOST_AUTO_TEST_CASE(numbers_of_enumerations_are_not_guessed) {
  const std::string out = shown("{\"Name\": \"a\",\n \"State\": \"Enabled\",\n \"FromScope\": 1, \"x\": {\"y\": 1.5}}");
  BOOST_TEST(has(out, ">\"a\"|Enabled = false|"), out);
  BOOST_TEST(has(out, "f:3:15: error: FromScope: a number where a name is meant"), out);
  BOOST_TEST(has(out, "f:3:23: error: x: unknown parameter"), out);
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_said_at_its_place) {
  BOOST_TEST(has(shown("[\n {\"Name\": \"a\",}\n]"), "f:2:15: error: no well-formed JSON"));
  BOOST_TEST(has(shown("[{\"Name\": \"a\""), "error: no well-formed JSON"));
  BOOST_TEST(has(shown("[{\"Name\": \"\\ud800\"}]"), "error: no well-formed JSON"));
  BOOST_TEST(has(shown("[1, 2]"), "error: no transport rule in it"));
  BOOST_TEST(shown("[CmdletBinding()]\nparam()\nNew-TransportRule a") ==
             ">\"a\"|f:2:1: warning: param: what it does only a run could know; nothing of it is read\n");
}

BOOST_AUTO_TEST_CASE(bounds_hold) {
  BOOST_TEST(has(shown(std::string(100000, '[')), "too many brackets inside each other"));
  Limits limits;
  limits.values = 5;
  BOOST_TEST(has(shown("[[1,2,3,4,5,6]]", limits), "too many values"));
}

BOOST_AUTO_TEST_SUITE_END()
