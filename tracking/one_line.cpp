// tracking/one_line.cpp: character by character.
#include "tracking/one_line.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::tracking {
namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

}  // namespace

std::string one_line(std::string_view text, std::size_t most) {
  const auto is_plain = [](char c) { return c >= ' ' && c < '\x7F'; };
  if (text.size() <= most && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    const std::size_t before = out.size();
    base::append_utf8(out, is_control(c) ? U' ' : c);
    if (out.size() <= most) continue;
    out.resize(before);
    break;
  }
  return out;
}

}  // namespace waybill::tracking
