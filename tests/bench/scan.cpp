// tests/bench/scan.cpp: how fast the part table of a mail with a 25 MB base64 attachment is made.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "mime/part_table.h"
#include "tests/bench/mails.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLargeMail = 25 * 1024 * 1024;
constexpr int kRuns = 20;  // the fastest counts: the others were disturbed

int run() {
  const Mail mail = make_mail(kLargeMail);
  message::HeaderList headers;
  for (const auto& [name, value] : mail.headers) headers.push_back({name, value});
  std::chrono::duration<double> best = std::chrono::hours(1);
  for (int i = 0; i < kRuns; ++i) {
    const auto begin = Clock::now();
    const auto table = mime::scan(headers, mail.body, base::Limits());
    best = std::min<std::chrono::duration<double>>(best, Clock::now() - begin);
    if (!table || table->size() != 5) return 1;
  }
  fmt::print("scan of a mail of {:.1f} MB: {:.1f} GB/s\n", static_cast<double>(mail.body.size()) / 1048576,
             static_cast<double>(mail.body.size()) / best.count() / 1e9);
  return 0;
}

}  // namespace
}  // namespace waybill::bench

int main() { return waybill::bench::run(); }
