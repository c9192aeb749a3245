// rules/message_type.h: kinds of messages, known by their structure and header fields.
//
// Contract: pure. Types are the values of MessageTypeMatches, as Exchange spells them. Unknown: the type shows in the
//   structure, and the message is beyond the limits.
//   OOF                   Auto-Submitted: auto-replied (RFC 3834), or the message class of an out-of-office reply
//   AutoForward           X-MS-Exchange-Organization-AutoForwarded: true, X-MS-Exchange-Inbox-Rules-Loop, or
//                         X-MS-Exchange-Generated-Message-Source of the mailbox rules
//   Encrypted             S/MIME enveloped data; multipart/encrypted too, our own
//   Calendaring           a text/calendar part with METHOD, or the message class of a meeting
//   PermissionControlled  message.rpmsg
//   Voicemail             Content-Class voice, voice-ca, voice-uc
//   Signed                multipart/signed, opaque S/MIME
//   ApprovalRequest       the message class of one
//   ReadReceipt           multipart/report of a disposition notification (RFC 8098), or its message class
//   AutoAccept, RSS       never: nothing is known by which one could tell
//   Message classes stand in winmail.dat.
#pragma once

#include <string_view>

#include "base/truth.h"
#include "rules/evaluate.h"

namespace waybill::rules {

base::Truth is_of_type(std::string_view type, const Sight& sight);

}  // namespace waybill::rules
