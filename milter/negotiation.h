// milter/negotiation.h: what we ask of an MTA for a connection.
//
// What: actions that we may use at the end of a message, and steps that need not be sent or answered.
// Contract: pure; asks for nothing that the MTA does not offer.
// Why it depends on the kind of socket
//   On a unix socket no step is answered and those that tell us nothing are not sent: that makes a libmilter filter two
//   to six times faster. Over TCP MTAs write without TCP_NODELAY: with unanswered steps each message waits for delayed
//   acknowledgements (Postfix 3.7.11 about 42 ms, Sendmail 8.17.1 about 230 ms), so there each step is answered.
#pragma once

#include <optional>

namespace waybill::milter {

enum class Transport { Unix, Inet };

struct Terms {
  unsigned long actions = 0;   // SMFIF_*
  unsigned long protocol = 0;  // SMFIP_*

  bool leading_space() const;
};

// Nothing when the MTA lacks an action that we cannot do without.
std::optional<Terms> negotiate(unsigned long offered_actions, unsigned long offered_protocol, Transport transport);

}  // namespace waybill::milter
