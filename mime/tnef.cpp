// mime/tnef.cpp: a signature, a key, then attributes: level, id, size, bytes, checksum; numbers are little-endian.
#include "mime/tnef.h"

#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace waybill::mime {
namespace {

constexpr std::uint32_t kSignature = 0x223E9F78;
constexpr std::uint32_t kMessageClass = 0x00078008;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 4; i > 0; --i) out = (out << 8U) | static_cast<std::uint8_t>(bytes[at + i - 1]);
  return out;
}

std::string modern_name(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames = {{
      {"IPM.Microsoft Mail.Note", "IPM.Note"},
      {"IPM.Microsoft Schedule.MtgReq", "IPM.Schedule.Meeting.Request"},
      {"IPM.Microsoft Schedule.MtgRespP", "IPM.Schedule.Meeting.Resp.Pos"},
      {"IPM.Microsoft Schedule.MtgRespN", "IPM.Schedule.Meeting.Resp.Neg"},
      {"IPM.Microsoft Schedule.MtgRespA", "IPM.Schedule.Meeting.Resp.Tent"},
      {"IPM.Microsoft Schedule.MtgCncl", "IPM.Schedule.Meeting.Canceled"},
  }};
  for (const auto& [old, modern] : kNames) {
    if (base::equals_ignore_case(old, name)) return std::string(modern);
  }
  return std::string(name);
}

}  // namespace

std::string tnef_message_class(std::string_view tnef) {
  constexpr std::size_t kHead = 9;  // level, id, size
  if (tnef.size() < 6 || number_at(tnef, 0) != kSignature) return {};
  for (std::size_t at = 6; tnef.size() - at >= kHead;) {
    const std::uint32_t id = number_at(tnef, at + 1);
    const std::size_t size = number_at(tnef, at + 5);
    at += kHead;
    if (size > tnef.size() - at) return {};
    const std::string_view value = tnef.substr(at, size);
    if (id == kMessageClass) return modern_name(value.substr(0, value.find('\0')));
    at += size;
    if (tnef.size() - at < 2) return {};
    at += 2;  // checksum
  }
  return {};
}

}  // namespace waybill::mime
