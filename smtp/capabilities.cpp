// smtp/capabilities.cpp: keyword by keyword.
#include "smtp/capabilities.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace waybill::smtp {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void take(Capabilities& out, const std::vector<std::string>& words) {
  const std::string& keyword = words.front();
  if (keyword == "PIPELINING") out.pipelining = true;
  if (keyword == "DSN") out.dsn = true;
  if (keyword == "8BITMIME") out.eight_bit_mime = true;
  if (keyword == "SMTPUTF8") out.smtputf8 = true;
  if (keyword == "XFORWARD") out.xforward.assign(words.begin() + 1, words.end());
  if (keyword != "SIZE") return;
  out.size = true;
  if (words.size() > 1) std::from_chars(words[1].data(), words[1].data() + words[1].size(), out.most_bytes);
}

}  // namespace

Capabilities parse_capabilities(const std::vector<std::string>& lines) {
  Capabilities out;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<std::string> words;
    for (const std::string_view word : base::split(lines[i], ' ')) {
      if (!word.empty()) words.push_back(upper(word));
    }
    if (!words.empty()) take(out, words);
  }
  return out;
}

}  // namespace waybill::smtp
