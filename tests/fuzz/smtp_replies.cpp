// tests/fuzz/smtp_replies.cpp: bytes of a server; whole or one by one they are the same replies.
#include "smtp/replies.h"

#include "base/text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

// All replies, "!" behind what is no SMTP.
void take(smtp::Replies& replies, std::string& out) {
  while (!out.ends_with('!')) {
    const auto next = replies.next();
    if (next && !*next) return;
    if (next) {
      const message::Reply reply = smtp::to_reply(**next);
      fuzz::require(reply.code >= 200 && reply.code <= 599, "a code is one of SMTP");
      fuzz::require(base::is_ascii(reply.text) || base::is_valid_utf8(reply.text), "a text can be logged");
      out += to_string(reply) + '\n';
    } else {
      out += '!';
    }
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::as_text(data, size);
  smtp::Replies whole;
  whole.put(bytes);
  std::string at_once;
  take(whole, at_once);
  smtp::Replies pieces;
  std::string one_by_one;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    pieces.put(bytes.substr(i, 1));
    take(pieces, one_by_one);
  }
  fuzz::require(at_once == one_by_one, "pieces do not matter");
  return 0;
}
