// mime/codec.h: transfer encodings and the way back from decoded to encoded offsets (RFC 2045, 6.7 and 6.8).
//
// Contract
//   Decoders accept what mail programs accept (bare LF, lower-case hex, missing padding, characters outside
//   the alphabet ignored) and never fail. On odd input they say what Python's email package says: base64
//   ends at its padding; in quoted-printable blanks at line ends stay, an equals sign that begins nothing is
//   itself, two of them are one. Linear.
// Why ours: mimetic's base64 decoder reads past its table, its quoted-printable codec changes line ends; both
// give no offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::mime {

std::string decode_base64(std::string_view raw);
std::string decode_quoted_printable(std::string_view raw);

// False: text stands between the CR of a soft break and the next LF; some readers pass over it, and others do not.
bool is_whole_quoted_printable(std::string_view raw);

// Lines of at most 76 characters, ended by `line_end`; the last line too.
std::string encode_base64(std::string_view bytes, std::string_view line_end);
// Text: CRLF and LF become `line_end`; lines of at most 76; a trailing blank, "From " and "." at the
// start of a line are protected. UTF-8 characters are not divided by a soft break.
std::string encode_quoted_printable(std::string_view text, std::string_view line_end);

// The offset in `raw` that decodes to offset `decoded`: every byte before it belongs to an earlier decoded
// byte; a soft break there stands behind it.
std::size_t raw_offset_quoted_printable(std::string_view raw, std::size_t decoded);

// The size of the raw bytes that made the decoded byte before `offset`, an offset as above; 0 at the start.
std::size_t last_token_quoted_printable(std::string_view raw, std::size_t offset);

// Base64 that comes piece by piece.
class Base64Decoder {
 public:
  // Appends what is complete. `out` may be emptied between two calls.
  void put(std::string_view raw, std::string& out);
  // Appends what an unpadded end leaves. Nothing may be put after it.
  void finish(std::string& out);

  // Everything said something: no lone last character, no data behind "=", where some readers stop and others go on.
  bool is_whole() const { return !has_rest_ && count_ != 1; }

 private:
  static std::size_t put_groups(std::string_view raw, std::size_t at, char*& out);
  void put_one(char c, char*& out);

  std::uint32_t group_ = 0;
  unsigned count_ = 0;  // characters in group_
  unsigned pads_ = 0;
  bool ended_ = false;
  bool saw_pad_ = false;
  bool has_rest_ = false;
};

// Without line end behind the last line. REQUIRES columns > 0.
void append_base64(std::string& out, std::string_view bytes, std::size_t columns, std::string_view line_end);

// Writes quoted-printable into the middle of a line or of a text.
class QuotedPrintableWriter {
 public:
  enum class Content { Text, Binary };  // Binary: line breaks are bytes like others (UTF-16)

  // `column`: how long the line already is. `soft_end`: what ends a line at a soft break.
  QuotedPrintableWriter(std::string& out, std::size_t column, std::string_view soft_end, Content content)
      : out_(out), column_(column), soft_end_(soft_end), content_(content) {}

  // Line breaks stay as they are. A blank at the end is protected.
  void put(std::string_view bytes);
  void put_soft_break();
  std::size_t column() const { return column_; }

 private:
  std::size_t line_break_at(std::string_view bytes, std::size_t at) const;
  bool stands_for_itself(std::string_view bytes, std::size_t at) const;
  std::size_t put_run(std::string_view bytes, std::size_t at);
  void put_character(std::string_view bytes, std::size_t at, std::size_t size);

  std::string& out_;
  std::size_t column_;
  std::string_view soft_end_;
  Content content_;
};

}  // namespace waybill::mime
