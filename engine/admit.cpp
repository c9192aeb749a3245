// engine/admit.cpp: inside or outside, system messages, header firewall.
#include "engine/admit.h"

#include <algorithm>
#include <array>

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
  for (auto field = headers.begin(); field != headers.end(); ++field) {
    const bool ours = std::any_of(kOurs.begin(), kOurs.end(), [&](std::string_view prefix) {
      return base::starts_with_ignore_case(field->name, prefix);
    });
    if (!ours) continue;
    const auto instance = std::count_if(headers.begin(), field + 1, [&](const message::HeaderField& other) {
      return base::equals_ignore_case(other.name, field->name);
    });
    edits.push_back(message::RemoveHeader{field->name, static_cast<std::size_t>(instance)});
  }
  return edits;
}

}  // namespace waybill::engine
