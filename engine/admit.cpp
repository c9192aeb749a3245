// engine/admit.cpp: inside or outside, system messages, header firewall.
#include "engine/admit.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/text.h"

namespace waybill::engine {

bool is_inside(const message::Envelope& envelope, const Organization& organization) {
  if (!envelope.auth_user.empty() || envelope.client_certificate || envelope.client_ip.empty()) return true;
  return std::any_of(organization.trusted_networks.begin(), organization.trusted_networks.end(),
                     [&](const Network& network) { return network.contains(envelope.client_ip); });
}

bool is_system_message(const message::Message& message, const mime::Part& top) {
  return message.envelope.sender.empty() && top.is("multipart/report");
}

message::Edits remove_foreign_marks(const message::HeaderList& headers) {
  constexpr std::array<std::string_view, 2> kOurs = {"X-Waybill-", "X-MS-Exchange-Organization-"};
  message::Edits edits;
  std::map<std::string, std::size_t> instances;
  for (const message::HeaderField& field : headers) {
    const bool ours = std::any_of(kOurs.begin(), kOurs.end(), [&](std::string_view prefix) {
      return base::starts_with_ignore_case(field.name, prefix);
    });
    if (ours) edits.push_back(message::RemoveHeader{field.name, ++instances[base::lower(field.name)]});
  }
  return edits;
}

}  // namespace waybill::engine
