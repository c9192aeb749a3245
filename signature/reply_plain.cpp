// signature/reply_plain.cpp: lines of plain text, and which of them are quoted.
#include "signature/reply_plain.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Blanks as one, the long ones of Apple Mail too.
std::string collapsed(std::string_view line) {
  std::string out;
  out.reserve(std::min(line.size(), ReplyFinder::kLongestLine));
  line = line.substr(0, ReplyFinder::kLongestLine);
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = at;
    // ASCII with single blanks, most of the time
    for (char last = out.empty() ? ' ' : out.back(); at < line.size() && line[at] >= ' ' && line[at] < '\x7F'; ++at) {
      if (line[at] == ' ' && last == ' ') break;
      last = line[at];
    }
    out += line.substr(begin, at - begin);
    if (at > begin) continue;
    const char32_t c = base::next_code_point(line, at);
    if (c == ' ' || c == '\t' || c == '\r' || c == 0xA0 || c == 0x202F) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += line.substr(begin, at - begin);
    }
  }
  return out;
}

class ReplyPlain {
 public:
  ReplyPlain(std::string_view text, std::string_view marker) : text_(text), marker_(marker) {}

  void read() {
    const std::size_t begin = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    for (std::size_t at = begin; at < text_.size() && !finder_.is_done();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      take(at, end);
      at = end + 1;
    }
  }

  ReplyFinder::Found found() const { return finder_.finish(); }
  const std::optional<MarkerFinder::Range>& marker() const { return marker_.found(); }

 private:
  void take(std::size_t begin, std::size_t end) {
    const std::string_view line = text_.substr(begin, end - begin);
    const bool is_quoted = is_marked(line);
    finder_.take(collapsed(line), begin, is_quoted ? ReplyFinder::Kind::Quoted : ReplyFinder::Kind::Own);
    if (is_quoted || finder_.is_done() || !marker_.is_looking()) return;
    marker_.end_line();
    for (std::size_t at = begin; at < end; ++at) marker_.take(text_[at], at, at + 1);
  }

  bool is_marked(std::string_view line) {
    if (line.starts_with('>')) return !finder_.is_inside_address();
    return (line.starts_with("| ") || base::trim(line) == "|") && (finder_.expects_quote() || finder_.is_in_quote());
  }

  std::string_view text_;
  MarkerFinder marker_;
  ReplyFinder finder_;
};

}  // namespace

ReplyFinder::Found find_reply(std::string_view text) {
  ReplyPlain reply(text, {});
  reply.read();
  return reply.found();
}

std::optional<MarkerFinder::Range> find_marker(std::string_view text, std::string_view marker) {
  ReplyPlain reply(text, marker);
  reply.read();
  return reply.marker();
}

}  // namespace waybill::signature
