// smtp/data_writer.h: the bytes of a message as they follow DATA (RFC 5321, 4.5.2), without copying them.
//
// What: next() gives slices of the pieces and, between them, what SMTP asks for: the CR before a bare LF, the second
// dot of a line that begins with one, the line end that the last line lacks, the dot that ends it all.
//
// Contract
//   Nothing else changes. A bare CR stays as it is: it ends no line and a dot behind it is not doubled, as RFC 5321
//   reads it and Postfix sends it; the MTA that gets the message decides (Postfix since 3.7.10 makes a blank of it).
//   A CR at the end of one piece and a LF at the beginning of the next are one line end.
//   A message without bytes is just the dot.
//   The pieces outlive the writer.
// Cost: one pass of memchr.
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace waybill::smtp {

struct Survey {
  std::uint64_t bytes = 0;  // as SIZE counts them (RFC 1870, 5): with CRLF, without added dots
  bool eight_bit = false;
};
Survey survey(const std::vector<std::string_view>& pieces);

class DataWriter {
 public:
  explicit DataWriter(const std::vector<std::string_view>& pieces) : pieces_(pieces) {}

  // The next slice, never empty; empty behind the end.
  std::string_view next();

 private:
  std::string_view slice();
  std::string_view finish();

  const std::vector<std::string_view>& pieces_;
  std::size_t piece_ = 0;
  std::size_t at_ = 0;   // in the piece
  char last_ = '\n';     // of the message so far: a line begins
  bool dotted_ = false;  // the dot at `at_` was doubled already
  bool ended_ = false;
};

}  // namespace waybill::smtp
