// signature/wrap_lines.cpp: measures lines, and breaks them.
#include "signature/wrap_lines.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::size_t kLong = 60;
constexpr std::size_t kLongest = 80;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void append_wrapped(std::string& out, std::string_view line, std::size_t width) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  std::size_t begin = 0;       // of the line that is being written
  std::size_t blank = indent;  // the last place to break; none yet
  for (std::size_t at = line.find(' ', indent);; at = line.find(' ', at + 1)) {
    const std::size_t end = std::min(at, line.size());
    const bool fits = characters(line.substr(begin, end - begin)) <= width;
    if (!fits && blank > std::max(begin, indent)) {
      out.append(line.substr(begin, blank - begin)) += '\n';
      begin = blank + 1;
    }
    if (end == line.size()) break;
    if (!line.substr(end).starts_with(" >")) blank = end;
  }
  out += line.substr(begin);
}

}  // namespace

std::size_t wrap_width(std::string_view text) {
  std::size_t longest = 0;
  bool goes_on = false;
  bool is_long = false;  // the line before
  for (std::size_t at = 0; at <= text.size();) {
    std::string_view line = base::next_line(text, at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('>')) {
      is_long = false;
      continue;
    }
    const std::size_t length = characters(line);
    const bool is_word =
        line.substr(std::min(line.find_first_not_of(' '), line.size())).find(' ') == std::string_view::npos;
    if (length > kLongest && !is_word) return 0;
    goes_on = goes_on || (is_long && !base::trim(line).empty());
    is_long = length >= kLong && !is_word;
    if (!is_word) longest = std::max(longest, length);
  }
  return goes_on ? longest : 0;
}

std::string wrapped(std::string_view fragment, std::size_t width) {
  std::string out;
  for (const std::string_view line : base::split(fragment, '\n')) {
    if (line.data() != fragment.data()) out += '\n';
    if (width == 0 || line == "-- ") {
      out += line;
    } else {
      append_wrapped(out, line, width);
    }
  }
  return out;
}

}  // namespace waybill::signature
