// Lists of milters, read and written again.
#include "mta/milter_list.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::mta;

BOOST_AUTO_TEST_SUITE(mta_milter_list)

BOOST_AUTO_TEST_CASE(blanks_and_commas_separate) {
  BOOST_TEST(read_milters("").empty());
  BOOST_TEST(read_milters(" , ").empty());
  BOOST_TEST(write_milters(read_milters("inet:a:1 unix:/b,\tinet:c:2 ,")) == "inet:a:1, unix:/b, inet:c:2");
}

BOOST_AUTO_TEST_CASE(settings_in_braces) {
  const auto milters = read_milters("{ inet:a:1, connect_timeout=3s,default_action=accept }, {unix:/b}, {inet:c:3");
  BOOST_REQUIRE(milters.size() == 3U);
  BOOST_TEST(milters[0].text == "{ inet:a:1, connect_timeout=3s,default_action=accept }");
  BOOST_TEST(milters[0].address == "inet:a:1");
  BOOST_TEST(milters[0].settings.at("connect_timeout") == "3s");
  BOOST_TEST(milters[0].settings.at("default_action") == "accept");
  BOOST_TEST(milters[1].address == "unix:/b");
  BOOST_TEST(milters[1].settings.empty());
  BOOST_TEST(milters[2].address == "{inet:c:3");  // not closed: Postfix will not take it
}

BOOST_AUTO_TEST_CASE(without_blanks_for_master_cf) {
  const auto tight = [](const char* list) { return write_tight(read_milters(list)); };
  BOOST_TEST(tight("") == "");
  BOOST_TEST(tight("inet:a:1, unix:/b") == "inet:a:1,unix:/b");
  BOOST_TEST(tight("{ inet:a:1, connect_timeout=3s default_action=accept }, inet:c:3") ==
             "{inet:a:1,connect_timeout=3s,default_action=accept},inet:c:3");
}

BOOST_AUTO_TEST_CASE(programs_that_are_known) {
  const auto described = [](const char* item) { return describe(read_milters(item).front()); };
  BOOST_TEST(described("unix:/run/opendkim/opendkim.sock") == "unix:/run/opendkim/opendkim.sock (opendkim)");
  BOOST_TEST(described("{ inet:127.0.0.1:8891, default_action=accept }") == "inet:127.0.0.1:8891 (opendkim)");
  BOOST_TEST(described("inet:localhost:11332") == "inet:localhost:11332 (rspamd)");
  BOOST_TEST(described("unix:/var/run/amavis/amavisd-milter.sock") ==
             "unix:/var/run/amavis/amavisd-milter.sock (amavis)");
  BOOST_TEST(described("inet:localhost:88911") == "inet:localhost:88911");
}

BOOST_AUTO_TEST_SUITE_END()
