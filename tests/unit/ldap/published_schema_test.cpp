// Definitions of attribute types, as servers write them.
#include "ldap/published_schema.h"

#include <boost/test/unit_test.hpp>

using waybill::ldap::PublishedSchema;

BOOST_AUTO_TEST_SUITE(ldap_published_schema)

BOOST_AUTO_TEST_CASE(each_name_and_the_number_count_in_any_case) {
  PublishedSchema schema;
  BOOST_TEST(schema.add("( 2.5.4.4 NAME ( 'sn' 'surname' ) DESC 'RFC2256: last name' SUP name )"));
  // As Active Directory's aggregate writes them.
  BOOST_TEST(
      schema.add("( 1.2.840.113556.1.2.141 NAME 'department' SYNTAX '1.3.6.1.4.1.1466.115.121.1.15' SINGLE-VALUE )"));
  BOOST_TEST(schema.types() == 2U);
  for (const char* name : {"sn", "SurName", "2.5.4.4", "department", "sn;lang-de"})
    BOOST_TEST(schema.defines(name), name);
  for (const char* name : {"", "name", "title", "s"}) BOOST_TEST(!schema.defines(name), name);
}

BOOST_AUTO_TEST_CASE(what_is_no_definition_is_left_out) {
  PublishedSchema schema;
  for (const char* text : {"", "(", "( )", "title", "( 2.5.4.12 NAME 'title'", "( NAME"}) {
    BOOST_TEST(!schema.add(text), text);
  }
  BOOST_TEST(schema.types() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
