#include "doctor/configuration.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;

BOOST_AUTO_TEST_SUITE(doctor_configuration)

BOOST_AUTO_TEST_CASE(clean) {
  BOOST_TEST(tests::told(check_configuration("/etc/w.toml", {}), Check::Configuration) ==
             "ok: /etc/w.toml has no errors\n");
}

BOOST_AUTO_TEST_CASE(warnings_are_counted) {
  base::Diagnostics diagnostics;
  diagnostics.warn({"r.toml", 3, 1}, "one");
  diagnostics.warn({"r.toml", 4, 1}, "two");
  const Findings findings = check_configuration("/etc/w.toml", diagnostics);
  BOOST_TEST(tests::told(findings, Check::Configuration) == "warning: /etc/w.toml has 2 warnings\n");
  BOOST_TEST(findings[0].fix == "waybill check -c /etc/w.toml");
}

BOOST_AUTO_TEST_CASE(errors_are_told_one_by_one_and_hide_warnings) {
  base::Diagnostics diagnostics;
  diagnostics.warn({"r.toml", 3, 1}, "one");
  diagnostics.error({"r.toml", 4, 2}, "two");
  diagnostics.error({"r.toml", 5, 1}, "three");
  const Findings findings = check_configuration("/etc/w.toml", diagnostics);
  BOOST_TEST(tests::told(findings, Check::Configuration) ==
             "error: r.toml:4:2: error: two\nerror: r.toml:5:1: error: three\n");
  BOOST_TEST(findings[0].fix == "editor +4 r.toml\nwaybill check -c /etc/w.toml");
}

BOOST_AUTO_TEST_SUITE_END()
