// Messages with attachments, and what the inspector says of them in one line a file.
#pragma once

#include <string>
#include <string_view>

#include "content/inspector.h"
#include "message/raw_message.h"
#include "mime/codec.h"

namespace waybill::content::test {

inline std::string attached(const std::string& name, std::string_view bytes,
                            const std::string& type = "application/octet-stream") {
  return "--b\nContent-Type: " + type + "\nContent-Disposition: attachment; filename=\"" + name +
         "\"\nContent-Transfer-Encoding: base64\n\n" + mime::encode_base64(bytes, "\n");
}

inline std::string mail(const std::string& parts) {
  return "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n" + parts +
         "--b--\n";
}

inline message::Attachments inspected(const std::string& bytes, const base::Limits& limits = {}) {
  static const auto kInspector = make_inspector();
  const message::RawMessage raw = message::read(bytes);
  return (*kInspector)->inspect({{}, raw.headers, raw.body}, limits);
}

inline std::string line_of(const message::Attachment& one) {
  std::string out = to_string(one) + ' ' + std::to_string(one.size);
  if (one.is_executable) out += " program";
  if (one.is_protected) out += " protected";
  if (!one.is_supported) out += " unsupported";
  if (!one.text.empty() && one.text.size() < 40) out += ": " + one.text.substr(0, one.text.find('\n'));
  return out + '\n';
}

inline std::string said(const message::Attachments& attachments) {
  std::string out;
  for (const message::Attachment& one : attachments.all) out += line_of(one);
  return out + (attachments.beyond_limits ? "beyond limits\n" : "");
}

// Of one attachment.
inline std::string said_of(const std::string& name, std::string_view bytes, const base::Limits& limits = {}) {
  return said(inspected(mail(attached(name, bytes)), limits));
}

}  // namespace waybill::content::test
