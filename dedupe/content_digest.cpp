// dedupe/content_digest.cpp: from raw bytes to the digest, piece by piece.
#include "dedupe/content_digest.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "mime/codec.h"

namespace waybill::dedupe {
namespace {

using mime::Part;
using mime::TransferEncoding;

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kPostfixBreak = 998;
constexpr std::size_t kSendmailBreak = 990;

// CRLF as LF, and the line ends at the end apart.
class TextLines {
 public:
  explicit TextLines(Sha256& sink) : sink_(sink) {}

  void put(std::string_view bytes) {
    piece_.clear();
    if (has_cr_ && !bytes.empty() && bytes.front() != '\n') piece_ += '\r';
    if (!bytes.empty()) has_cr_ = bytes.back() == '\r';
    if (has_cr_ && !bytes.empty()) bytes.remove_suffix(1);
    while (!bytes.empty()) {
      const std::size_t cr = std::min(bytes.find("\r\n"), bytes.size());
      piece_ += bytes.substr(0, cr);
      bytes.remove_prefix(std::min(bytes.size(), cr + 1));
    }
    pass_on();
  }

  void finish(bool with_last_line_ends) {
    if (has_cr_) {
      piece_ = '\r';
      pass_on();
    }
    if (with_last_line_ends) put_line_ends();
  }

 private:
  void pass_on() {
    const std::size_t end = piece_.find_last_not_of('\n') + 1;
    if (end > 0) {
      put_line_ends();
      sink_.put(std::string_view(piece_).substr(0, end));
    }
    line_ends_ += piece_.size() - end;
  }

  void put_line_ends() {
    const std::string some(std::min(line_ends_, kPiece), '\n');
    for (; line_ends_ > 0; line_ends_ -= std::min(line_ends_, kPiece)) {
      sink_.put(std::string_view(some).substr(0, line_ends_));
    }
  }

  Sha256& sink_;
  std::string piece_;
  std::size_t line_ends_ = 0;  // seen at the end, and not passed on yet
  bool has_cr_ = false;        // likewise, and it may be half a line end
};

// Raw bytes line by line: breaks that MTAs made are undone, lines end with CRLF. Pieces end where a line does.
template <class Sink>
class WireLines {
 public:
  explicit WireLines(Sink sink) : sink_(sink) {}

  void put_all(std::string_view raw) {
    std::size_t next = 0;
    line_ = line_at(raw, next);
    piece_ += line_;
    size_ = line_.size();
    while (next <= raw.size()) put(line_at(raw, next));
    sink_(piece_);
  }

 private:
  static std::string_view line_at(std::string_view raw, std::size_t& next) {
    const std::string_view line = base::next_line(raw, next);
    const bool has_lf = next <= raw.size();
    return has_lf && line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  }

  void put(std::string_view line) {
    const std::string_view before = std::exchange(line_, line);
    const bool may_be_rest = line.starts_with(' ');
    if (may_be_rest && before.size() >= kSendmailBreak && before.ends_with('!')) {
      piece_.pop_back();
      size_ += line.size() - 2;
      line.remove_prefix(1);
    } else if (may_be_rest && size_ == kPostfixBreak) {
      size_ = line.size();
      line.remove_prefix(1);
    } else {
      end_line();
      size_ = line.size();
    }
    piece_ += line;
  }

  void end_line() {
    piece_ += "\r\n";
    if (piece_.size() < kPiece) return;
    sink_(piece_);
    piece_.clear();
  }

  Sink sink_;
  std::string piece_;
  std::string_view line_;  // the last one, as it stands
  std::size_t size_ = 0;   // of the last one, without Sendmail's breaks
};

// False: programs decode it differently.
template <class Sink>
bool decode(TransferEncoding encoding, std::string_view raw, Sink sink) {
  if (encoding == TransferEncoding::QuotedPrintable) {
    const auto decoded = [&](std::string_view piece) { sink(mime::decode_quoted_printable(piece)); };
    WireLines(decoded).put_all(raw);
  } else if (encoding != TransferEncoding::Base64) {
    WireLines(sink).put_all(raw);
  }
  if (encoding != TransferEncoding::Base64) return true;
  mime::Base64Decoder decoder;
  std::string decoded;
  for (std::size_t at = 0; at < raw.size(); at += kPiece) {
    decoded.clear();
    decoder.put(raw.substr(at, kPiece), decoded);
    sink(decoded);
  }
  decoded.clear();
  decoder.finish(decoded);
  sink(decoded);
  return decoder.is_whole();
}

// As it stands, without blanks and line ends.
std::string raw_digest(Sha256& hash, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size(); at += kPiece) {
    std::string piece(raw.substr(at, kPiece));
    std::erase_if(piece, base::is_space);
    hash.put(piece);
  }
  return hex(hash.finish());
}

std::string_view raw_content(const Part& part, std::string_view body, bool is_outermost) {
  const std::string_view raw = part.body.of(body);
  const bool lacks_delimiter = is_outermost && part.parent != mime::kNoPart && part.body.end == body.size();
  return lacks_delimiter ? base::without_line_end(raw) : raw;
}

}  // namespace

std::string content_digest(Sha256& hash, const Part& part, std::string_view body, bool is_outermost) {
  const std::string_view raw = raw_content(part, body, is_outermost);
  bool is_clear = true;
  if (part.is_text()) {
    TextLines lines(hash);
    is_clear = decode(part.encoding, raw, [&](std::string_view bytes) { lines.put(bytes); });
    lines.finish(!is_outermost || part.parent != mime::kNoPart);
  } else {
    is_clear = decode(part.encoding, raw, [&](std::string_view bytes) { hash.put(bytes); });
  }
  std::string out = hex(hash.finish());
  if (!is_clear) out += " raw " + raw_digest(hash, raw);
  return out;
}

}  // namespace waybill::dedupe
