// engine/admit.cpp: inside or outside, system messages, header firewall.
#include "engine/admit.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dedupe/hop.h"

namespace waybill::engine {

bool is_inside(const message::Envelope& envelope, const Organization& organization) {
  if (!envelope.auth_user.empty() || envelope.client_certificate || envelope.client_ip.empty()) return true;
  return std::any_of(organization.trusted_networks.begin(), organization.trusted_networks.end(),
                     [&](const message::Network& network) { return network.contains(envelope.client_ip); });
}

bool is_system_message(const message::Message& message, const mime::Part& top) {
  return message.envelope.sender.empty() && top.is("multipart/report");
}

bool is_foreign_mark(std::string_view field_name) {
  constexpr std::array<std::string_view, 2> kOurs = {"X-Waybill-", "X-MS-Exchange-Organization-"};
  if (base::equals_ignore_case(field_name, dedupe::kHopField)) return false;
  return std::any_of(kOurs.begin(), kOurs.end(),
                     [&](std::string_view prefix) { return base::starts_with_ignore_case(field_name, prefix); });
}

}  // namespace waybill::engine
