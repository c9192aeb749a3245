// engine/admit.h: what is settled about a message before any rule looks at it.
#pragma once

#include <string_view>

#include "engine/policy.h"
#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::engine {

// Inside means: SASL login, verified client certificate, client in a trusted network, or handed over on
// this host (sendmail(1)). Only then may a From address draw somebody's attributes: else it may be forged.
bool is_inside(const message::Envelope& envelope, const Organization& organization);

// Delivery reports (null sender and multipart/report; RFC 3462, RFC 5321 4.5.5): rules never touch them.
bool is_system_message(const message::Message& message, const mime::Part& top);

// Header firewall: fields that only we or Exchange hubs may set are removed from what comes from outside:
// X-Waybill-*, X-MS-Exchange-Organization-*. Not X-Waybill-Hop (dedupe/hop.h).
bool is_foreign_mark(std::string_view field_name);

}  // namespace waybill::engine
