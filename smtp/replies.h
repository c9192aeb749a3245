// smtp/replies.h: from the bytes that an SMTP server sends to its replies (RFC 5321, 4.2).
//
// Contract
//   Pure. A line ends with CRLF or LF. All lines of one reply have one code, from 200 to 599; a lone code without text
//   is one. A server that sends anything else, a line of more than 2048 bytes or a reply of more than 100 lines is no
//   SMTP server: an error, and nothing it says afterwards means anything.
// Threads: one at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "message/outcome.h"

namespace waybill::smtp {

struct RawReply {
  int code = 0;
  std::vector<std::string> lines;  // without code
};

// The enhanced status code (RFC 2034) is taken off the text; without one it is `2.0.0`, `4.0.0` or `5.0.0`. Lines are
// joined by blanks, and cut at 500 bytes; control characters are written as \xHH.
message::Reply to_reply(const RawReply& raw);

class Replies {
 public:
  void put(std::string_view bytes) { unread_ += bytes; }
  // The next whole reply; nothing when more bytes are needed for it.
  base::Result<std::optional<RawReply>> next();

  std::size_t unread() const { return unread_.size() + (partial_ ? 1 : 0); }  // 0: all that came was taken

 private:
  std::optional<base::Error> take_line(std::string_view line);

  std::string unread_;
  std::optional<RawReply> partial_;
  bool complete_ = false;
};

}  // namespace waybill::smtp
