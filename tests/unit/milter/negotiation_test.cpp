// Only what is needed is asked for, and only what is offered.
#include "milter/negotiation.h"

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

#include <boost/test/unit_test.hpp>

using namespace waybill::milter;

BOOST_AUTO_TEST_SUITE(milter_negotiation)

BOOST_AUTO_TEST_CASE(on_a_unix_socket_no_step_is_answered_and_idle_steps_are_not_sent) {
  const auto terms = negotiate(SMFI_CURR_ACTS, SMFI_CURR_PROT, Transport::Unix);
  BOOST_REQUIRE(terms.has_value());
  for (const long one : {SMFIP_NR_CONN, SMFIP_NR_MAIL, SMFIP_NR_RCPT, SMFIP_NR_HDR, SMFIP_NR_BODY, SMFIP_NOHELO,
                         SMFIP_NODATA, SMFIP_NOEOH, SMFIP_NOUNKNOWN, SMFIP_HDR_LEADSPC}) {
    const auto bit = static_cast<unsigned long>(one);
    BOOST_TEST((terms->protocol & bit) == bit);
  }
  BOOST_TEST((terms->protocol & (SMFIP_NOCONNECT | SMFIP_NOMAIL | SMFIP_NORCPT | SMFIP_NOHDRS | SMFIP_NOBODY)) == 0U);
}

BOOST_AUTO_TEST_CASE(on_an_inet_socket_every_step_is_answered) {
  const auto terms = negotiate(SMFI_CURR_ACTS, SMFI_CURR_PROT, Transport::Inet);
  BOOST_REQUIRE(terms.has_value());
  BOOST_TEST(terms->protocol == static_cast<unsigned long>(SMFIP_HDR_LEADSPC | SMFIP_NOUNKNOWN));
}

BOOST_AUTO_TEST_CASE(actions_are_those_that_change_a_message_its_recipients_and_its_queue) {
  const auto terms = negotiate(SMFI_CURR_ACTS, SMFI_CURR_PROT, Transport::Unix);
  BOOST_TEST(terms->actions ==
             static_cast<unsigned long>(SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_ADDRCPT | SMFIF_DELRCPT |
                                        SMFIF_QUARANTINE | SMFIF_SETSYMLIST));
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_that_is_not_offered) {
  const unsigned long old = SMFIP_NOHELO | SMFIP_NOEOH | SMFIP_NR_HDR;
  const auto terms = negotiate(SMFI_V2_ACTS, old, Transport::Unix);
  BOOST_REQUIRE(terms.has_value());
  BOOST_TEST((terms->protocol & ~old) == 0U);
  BOOST_TEST(!terms->leading_space());
  BOOST_TEST((terms->actions & SMFIF_SETSYMLIST) == 0U);
}

BOOST_AUTO_TEST_CASE(an_mta_that_allows_no_change_of_the_body_is_refused) {
  BOOST_TEST(!negotiate(SMFIF_ADDHDRS | SMFIF_CHGHDRS, SMFI_CURR_PROT, Transport::Unix).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
