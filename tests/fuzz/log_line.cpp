// tests/fuzz/log_line.cpp: lines of a log file, and each as the text of every program that can prove something.
#include "mta/log_line.h"

#include "base/text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

void check(const mta::LogLine& line) {
  for (const mta::Proof& proof : mta::proofs_in(line)) {
    fuzz::require(line.text.starts_with(proof.queue_id + ": "), "a proof is of the message that begins the text");
    fuzz::require(proof.recipient.empty() || line.text.find("=<" + proof.recipient + ">") != std::string_view::npos ||
                      line.text.find(",<" + proof.recipient + ">") != std::string_view::npos,
                  "a recipient stands in the line");
    fuzz::require(proof.recipient.empty() == line.program.ends_with("/qmgr"), "the queue manager alone speaks for all");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string_view line : base::split(fuzz::as_text(data, size), '\n')) {
    if (const auto parsed = mta::parse_log_line(line)) {
      fuzz::require(line.ends_with(parsed->text) && line.size() > parsed->text.size(), "a text ends its line");
      check(*parsed);
    }
    for (const char* program : {"postfix/qmgr", "postfix-out/smtp", "sm-mta"}) check({program, line});
  }
  return 0;
}
