// milter/negotiation.cpp: the bits.
#include "milter/negotiation.h"

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>

namespace waybill::milter {
namespace {

constexpr unsigned long kActions =
    SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_ADDRCPT | SMFIF_DELRCPT | SMFIF_QUARANTINE;
constexpr unsigned long kAlways = SMFIP_HDR_LEADSPC | SMFIP_NOUNKNOWN;
constexpr unsigned long kNotSent = SMFIP_NOHELO | SMFIP_NODATA | SMFIP_NOEOH;
constexpr unsigned long kNotAnswered = SMFIP_NR_CONN | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR | SMFIP_NR_BODY;

}  // namespace

bool Terms::leading_space() const { return (protocol & SMFIP_HDR_LEADSPC) != 0; }

std::optional<Terms> negotiate(unsigned long offered_actions, unsigned long offered_protocol, Transport transport) {
  if ((offered_actions & kActions) != kActions) return std::nullopt;
  const unsigned long wanted = transport == Transport::Unix ? kAlways | kNotSent | kNotAnswered : kAlways;
  // Which macros we want can be told only to an MTA that offers it (Postfix and Sendmail do); else it sends its own.
  return Terms{kActions | (offered_actions & SMFIF_SETSYMLIST), offered_protocol & wanted};
}

}  // namespace waybill::milter
