// tests/unit/main.cpp: the main() that every unit test executable shares.
#define BOOST_TEST_DYN_LINK
#define BOOST_TEST_MODULE waybill
#include <boost/test/unit_test.hpp>
