// engine/once.cpp: marks of signatures, in a header field.
#include "engine/once.h"

#include <algorithm>

#include "base/text.h"
#include "signature/mark.h"

namespace waybill::engine {
namespace {

constexpr const char* kFieldName = "X-Waybill-Signed";

}  // namespace

std::string mark_of(const rules::Rule& rule, const signature::Signature& signature, std::string_view sender) {
  if (rule.disclaimer->once == rules::Once::Always) return {};
  const std::string_view domain = sender.substr(sender.rfind('@') + 1);
  return signature::mark_of(rule.name, signature.tokens().empty() ? domain : sender);
}

bool is_listed(const message::HeaderList& headers, std::string_view mark) {
  return std::any_of(headers.begin(), headers.end(), [&](const message::HeaderField& field) {
    if (!base::equals_ignore_case(field.name, kFieldName)) return false;
    const std::string value = message::unfold(field.value);
    const auto marks = base::split(value, ' ');
    return std::find(marks.begin(), marks.end(), mark) != marks.end();
  });
}

message::Edit list_field(const std::vector<std::string>& marks) {
  message::InsertHeader field{kFieldName, {}};
  for (const std::string& mark : marks) field.value += ' ' + mark;
  return field;
}

}  // namespace waybill::engine
