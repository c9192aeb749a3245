// milter/reply_text.cpp: one character at a time.
#include "milter/reply_text.h"

#include "base/text.h"

namespace waybill::milter {
namespace {

constexpr std::size_t kMostBytes = 900;

std::string for_reply(char c) {
  if (c == '%') return "%%";
  if (base::is_space(c)) return " ";
  return {c > ' ' && c < '\x7f' ? c : '?'};
}

}  // namespace

std::string reply_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    const std::string next = for_reply(text[i]);
    if (out.size() + next.size() > kMostBytes) break;
    out += next;
  }
  return out;
}

}  // namespace waybill::milter
