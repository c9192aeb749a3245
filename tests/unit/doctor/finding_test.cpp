// The table of checks, and its page.
#include "doctor/finding.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <set>

using namespace waybill::doctor;

BOOST_AUTO_TEST_SUITE(doctor_finding)

BOOST_AUTO_TEST_CASE(each_check_has_its_row_and_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < checks().size(); ++i) {
    BOOST_TEST(static_cast<std::size_t>(checks()[i].check) == i);
    BOOST_TEST(names.insert(checks()[i].name).second, checks()[i].name);
  }
  BOOST_TEST((checks().back().check == Check::TestMail));
}

BOOST_AUTO_TEST_CASE(the_page_has_these_rows_and_no_others) {
  std::ifstream in(WAYBILL_DOCS "/operations.md");
  const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::string table = "| check | what has to be so |\n| --- | --- |\n";
  for (const CheckRow& row : checks()) {
    table += "| `" + std::string(row.name) + "` | " + std::string(row.sentence) + " |\n";
  }
  BOOST_TEST(page.find(table + '\n') != std::string::npos, table);
}

BOOST_AUTO_TEST_CASE(the_worst_decides) {
  const Finding fine{Check::Daemon, Severity::Ok, ""};
  const Finding unseen{Check::Socket, Severity::Unknown, ""};
  const Finding warning{Check::Disk, Severity::Warning, ""};
  const Finding error{Check::Login, Severity::Error, ""};
  BOOST_TEST((worst({}) == Severity::Ok));
  BOOST_TEST((worst({fine}) == Severity::Ok));
  BOOST_TEST((worst({unseen, fine}) == Severity::Unknown));
  BOOST_TEST((worst({warning, unseen, fine}) == Severity::Warning));
  BOOST_TEST((worst({fine, error, warning}) == Severity::Error));
}

BOOST_AUTO_TEST_SUITE_END()
