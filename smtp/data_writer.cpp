// smtp/data_writer.cpp: from line to line, a slice as long as nothing is to be put in.
#include "smtp/data_writer.h"

#include <algorithm>

namespace waybill::smtp {
namespace {

// Where in `text`, which begins behind `last`, something has to be put in; its size when nowhere.
std::size_t next_change(std::string_view text, char last) {
  if (last == '\n' && text.starts_with('.')) return 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t lf = text.find('\n', at);
    if (lf == std::string_view::npos) break;
    if ((lf == 0 ? last : text[lf - 1]) != '\r') return lf;
    at = lf + 1;
    if (text.substr(at).starts_with('.')) return at;
  }
  return text.size();
}

}  // namespace

Survey survey(const std::vector<std::string_view>& pieces) {
  Survey out;
  char last = '\n';
  for (const std::string_view piece : pieces) {
    unsigned char bits = 0;
    for (const char c : piece) {
      bits |= static_cast<unsigned char>(c);
      out.bytes += c == '\n' && last != '\r' ? 2U : 1U;
      last = c;
    }
    out.eight_bit = out.eight_bit || (bits & 0x80U) != 0;
  }
  if (last != '\n') out.bytes += 2;
  return out;
}

std::string_view DataWriter::next() {
  while (piece_ < pieces_.size() && at_ == pieces_[piece_].size()) {
    ++piece_;
    at_ = 0;
  }
  return piece_ < pieces_.size() ? slice() : finish();
}

std::string_view DataWriter::slice() {
  const std::string_view rest = pieces_[piece_].substr(at_);
  if (!dotted_ && last_ == '\n' && rest.front() == '.') {
    dotted_ = true;
    return ".";
  }
  if (rest.front() == '\n' && last_ != '\r') {
    last_ = '\r';
    return "\r";
  }
  // The first byte is fine now: a doubled dot, the LF of a CRLF, or any other.
  const std::string_view first = rest.substr(0, 1);
  const std::string_view out = rest.substr(0, 1 + next_change(rest.substr(1), first.front()));
  dotted_ = false;
  at_ += out.size();
  last_ = out.back();
  return out;
}

std::string_view DataWriter::finish() {
  if (ended_) return {};
  ended_ = true;
  return last_ == '\n' ? ".\r\n" : "\r\n.\r\n";
}

}  // namespace waybill::smtp
