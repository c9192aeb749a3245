// smtp/replies.cpp: lines, codes, enhanced status codes.
#include "smtp/replies.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace waybill::smtp {
namespace {

constexpr std::size_t kMostLine = 2048;  // RFC 5321 says 512; Postfix takes as much
constexpr std::size_t kMostLines = 100;
constexpr std::size_t kMostText = 500;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

base::Error not_smtp(std::string_view line) {
  return {base::ErrorKind::Unavailable, "this is no reply of SMTP: \"" + base::printable(line, 80) + '"'};
}

int code_of(std::string_view line) {
  const bool has_code = line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit);
  const int code = has_code ? (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0') : 0;
  return code >= 200 && code <= 599 ? code : 0;
}

// The length of `D.D.D` at the start of `text`, of one to three digits each behind the first; else 0.
std::size_t status_length(std::string_view text, int code_class) {
  if (text.empty() || text[0] - '0' != code_class) return 0;
  std::size_t at = 1;
  for (int group = 0; group < 2; ++group) {
    if (at >= text.size() || text[at++] != '.') return 0;
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto digits = static_cast<std::size_t>(std::find_if_not(begin, text.end(), is_digit) - begin);
    if (digits < 1 || digits > 3) return 0;
    at += digits;
  }
  return at == text.size() || text[at] == ' ' ? at : 0;
}

}  // namespace

message::Reply to_reply(const RawReply& raw) {
  message::Reply out{raw.code, std::to_string(raw.code / 100) + ".0.0", {}};
  std::string text;
  for (const std::string& line : raw.lines) {
    const std::size_t status = status_length(line, raw.code / 100);
    if (status != 0) out.status = line.substr(0, status);
    const std::string_view rest = base::trim(std::string_view(line).substr(status));
    if (!text.empty() && !rest.empty()) text += ' ';
    text += rest;
  }
  out.text = base::printable(text, kMostText);
  return out;
}

base::Result<std::optional<RawReply>> Replies::next() {
  while (!complete_) {
    const std::size_t end = unread_.find('\n');
    if (std::min(end, unread_.size()) > kMostLine) return not_smtp(unread_);
    if (end == std::string::npos) return std::optional<RawReply>();
    std::string line = unread_.substr(0, end);
    unread_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    if (const auto error = take_line(line)) return *error;
  }
  complete_ = false;
  return std::exchange(partial_, std::nullopt);
}

std::optional<base::Error> Replies::take_line(std::string_view line) {
  const int code = code_of(line);
  const char separator = line.size() > 3 ? line[3] : ' ';
  if (code == 0 || (separator != ' ' && separator != '-')) return not_smtp(line);
  if (!partial_) partial_ = RawReply{code, {}};
  if (partial_->code != code || partial_->lines.size() == kMostLines) return not_smtp(line);
  partial_->lines.emplace_back(line.substr(std::min<std::size_t>(line.size(), 4)));
  complete_ = separator == ' ';
  return std::nullopt;
}

}  // namespace waybill::smtp
