// rules/message_type.cpp: one function a type.
#include "rules/message_type.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "base/text.h"
#include "mime/codec.h"
#include "mime/tnef.h"

namespace waybill::rules {
namespace {

using base::Truth;
using mime::Part;

// The value of the first field of that name, its parameters cut off.
std::string field(const Sight& sight, std::string_view name) {
  const message::HeaderField* found = message::find(sight.headers, name);
  if (found == nullptr) return {};
  const std::string value = message::unfold(found->value);
  return std::string(base::trim(std::string_view(value).substr(0, value.find_first_of(";("))));
}

bool is_any(std::string_view value, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view one) { return base::equals_ignore_case(one, value); });
}

template <class Test>
bool any_part(const Sight& sight, Test test) {
  return std::any_of(sight.parts->parts().begin(), sight.parts->parts().end(), test);
}

// Of winmail.dat: it stands among the first attributes.
std::string message_class(const Sight& sight) {
  constexpr std::size_t kLooked = 8 * 1024;
  for (const Part& part : sight.parts->parts()) {
    if (!part.is("application/ms-tnef") && !part.is("application/vnd.ms-tnef")) continue;
    const std::string_view raw = part.body.of(sight.message.body).substr(0, kLooked);
    const bool is_encoded = part.encoding == mime::TransferEncoding::Base64;
    return mime::tnef_message_class(is_encoded ? mime::decode_base64(raw) : std::string(raw));
  }
  return {};
}

bool has_class(const Sight& sight, std::string_view prefix) {
  return base::starts_with_ignore_case(message_class(sight), prefix);
}

bool has_method(const Part& part, std::string_view body) {
  if (!part.content_type.parameter("method").empty()) return true;
  std::string text(part.body.of(body));
  if (part.encoding == mime::TransferEncoding::Base64) text = mime::decode_base64(text);
  return text.find("\nMETHOD:") != std::string::npos;
}

bool is_smime(const Part& part) { return part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime"); }

// ---- by header fields ----

bool is_auto_reply(const Sight& sight) { return is_any(field(sight, "Auto-Submitted"), {"auto-replied"}); }

bool is_auto_forward(const Sight& sight) {
  return is_any(field(sight, "X-MS-Exchange-Organization-AutoForwarded"), {"true"}) ||
         message::find(sight.headers, "X-MS-Exchange-Inbox-Rules-Loop") != nullptr ||
         is_any(field(sight, "X-MS-Exchange-Generated-Message-Source"), {"Mailbox Rules Agent"});
}

bool is_voicemail(const Sight& sight) {
  return is_any(field(sight, "Content-Class"), {"voice", "voice-ca", "voice-uc"});
}

bool is_rights_managed(const Sight& sight) { return is_any(field(sight, "Content-Class"), {"rpmsg.message"}); }

bool is_never(const Sight&) { return false; }

// ---- by structure ----

bool has_auto_reply_class(const Sight& sight) { return has_class(sight, "IPM.Note.rules.OOFTemplate."); }

bool is_encrypted(const Sight& sight) {
  const Part& top = (*sight.parts)[0];
  if (top.is("multipart/encrypted")) return true;
  const std::string_view type = top.content_type.parameter("smime-type");
  const bool is_p7m = base::lower(top.file_name()).ends_with(".p7m");
  return is_smime(top) && (type.empty() ? is_p7m : is_any(type, {"enveloped-data", "authEnveloped-data"}));
}

bool is_signed(const Sight& sight) {
  const Part& top = (*sight.parts)[0];
  return top.is("multipart/signed") ||
         (is_smime(top) && is_any(top.content_type.parameter("smime-type"), {"signed-data"}));
}

bool is_calendaring(const Sight& sight) {
  return any_part(sight,
                  [&](const Part& part) { return part.is("text/calendar") && has_method(part, sight.message.body); }) ||
         has_class(sight, "IPM.Schedule.Meeting.");
}

bool has_rights_message(const Sight& sight) {
  return any_part(sight, [](const Part& part) {
    return part.is("application/x-microsoft-rpmsg-message") || is_any(part.file_name(), {"message.rpmsg"});
  });
}

bool is_approval_request(const Sight& sight) { return has_class(sight, "IPM.Note.Microsoft.Approval.Request"); }

bool is_read_receipt(const Sight& sight) {
  const Part& top = (*sight.parts)[0];
  const bool is_report = top.is("multipart/report") &&
                         is_any(top.content_type.parameter("report-type"), {"disposition-notification"}) &&
                         any_part(sight, [](const Part& part) { return part.is("message/disposition-notification"); });
  const std::string item = base::lower(message_class(sight));
  return is_report || (item.starts_with("ipm.note") && (item.ends_with(".mdnread") || item.ends_with(".mdnnotread")));
}

using Test = bool (*)(const Sight&);

struct Type {
  std::string_view name;
  Test by_header;
  Test by_structure;
};

constexpr std::array<Type, 11> kTypes = {{
    {"OOF", is_auto_reply, has_auto_reply_class},
    {"AutoForward", is_auto_forward, nullptr},
    {"Encrypted", is_never, is_encrypted},
    {"Calendaring", is_never, is_calendaring},
    {"PermissionControlled", is_rights_managed, has_rights_message},
    {"Voicemail", is_voicemail, nullptr},
    {"Signed", is_never, is_signed},
    {"ApprovalRequest", is_never, is_approval_request},
    {"ReadReceipt", is_never, is_read_receipt},
    {"AutoAccept", is_never, nullptr},
    {"RSS", is_never, nullptr},
}};

}  // namespace

Truth is_of_type(std::string_view type, const Sight& sight) {
  const auto* row = std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& one) { return one.name == type; });
  if (row == kTypes.end()) return Truth::No;
  if (row->by_header(sight)) return Truth::Yes;
  if (row->by_structure == nullptr) return Truth::No;
  return sight.parts == nullptr ? Truth::Unknown : base::truth(row->by_structure(sight));
}

}  // namespace waybill::rules
