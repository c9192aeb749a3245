// tests/fuzz/smtp_data.cpp: a message in pieces; what follows DATA ends where it should, and reads back.
#include "smtp/data_writer.h"

#include <string>

#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

// What a server makes of it: RFC 5321, 4.5.2.
std::string read_back(std::string_view data) {
  std::string out;
  char last = '\n';
  for (std::size_t i = 0; i < data.size(); ++i) {
    const bool doubled = last == '\n' && data[i] == '.';
    if (!doubled) out += data[i];
    last = doubled ? '.' : data[i];
  }
  return out;
}

std::string with_line_ends(std::string_view message) {
  std::string out;
  for (const char c : message) {
    if (c == '\n' && !out.ends_with('\r')) out += '\r';
    out += c;
  }
  return out.empty() || out.ends_with('\n') ? out : out + "\r\n";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view message = fuzz::as_text(data + 1, size - 1);
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < message.size(); at += data[0] + 1U) pieces.push_back(message.substr(at, data[0] + 1U));
  std::string out = "\n";
  smtp::DataWriter writer(pieces);
  for (std::string_view slice = writer.next(); !slice.empty(); slice = writer.next()) out += slice;
  fuzz::require(out.find("\n.\r\n") == out.size() - 4, "it ends once, at its end");
  const std::string back = read_back(std::string_view(out).substr(1, out.size() - 4));
  fuzz::require(back == with_line_ends(message), "it reads back");
  fuzz::require(smtp::survey(pieces).bytes == back.size(), "its size is what SIZE said");
  return 0;
}
