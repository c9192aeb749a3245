// tests/bench/dedupe.cpp: how fast the dedupe ID of a mail is made, its part table apart (bench_scan).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "dedupe/dedupe_id.h"
#include "mime/part_table.h"
#include "tests/bench/mails.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRuns = 20;  // the fastest counts: the others were disturbed

message::Message message_of(const Mail& mail) {
  message::Message out;
  for (const auto& [name, value] : mail.headers) out.headers.push_back({name, value});
  out.body = mail.body;
  return out;
}

bool measure(const char* what, const Mail& mail, std::string_view key) {
  const message::Message message = message_of(mail);
  const auto table = mime::scan(message.headers, message.body, base::Limits());
  if (!table) return false;
  std::chrono::duration<double> best = std::chrono::hours(1);
  for (int i = 0; i < kRuns; ++i) {
    const auto begin = Clock::now();
    const std::string id = dedupe::dedupe_id(message, *table, key);
    best = std::min<std::chrono::duration<double>>(best, Clock::now() - begin);
    if (id.size() != 46) return false;
  }
  fmt::print("ID of {:<32} {:8.3f} ms {:6.2f} GB/s\n", what, best.count() * 1e3,
             static_cast<double>(mail.body.size()) / best.count() / 1e9);
  return true;
}

Mail large_text() {
  Mail mail = make_mail(2 * 1024);
  std::string lines;
  while (lines.size() < 25 * 1024 * 1024)
    lines += "A line of text as people write it, some seventy characters long.\r\n";
  mail.body = lines;
  return mail;
}

int run() {
  const Mail large = make_mail(25 * 1024 * 1024);
  const bool right =
      measure("a mail of 2 KB", make_mail(2 * 1024), {}) && measure("a mail of 20 KB", make_mail(20 * 1024), {}) &&
      measure("25 MB, a base64 attachment", large, {}) &&
      measure("the same, with a key", large, std::string(32, 'k')) && measure("25 MB of text", large_text(), {});
  return right ? 0 : 1;
}

}  // namespace
}  // namespace waybill::bench

int main() { return waybill::bench::run(); }
