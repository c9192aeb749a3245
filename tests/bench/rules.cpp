// tests/bench/rules.cpp: what a 20 KB mail costs with 1,000 rules, 10,000 words and 500 patterns, beside ten such
// rules.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "engine/process.h"
#include "rules/check.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMailBytes = 20'000;
constexpr std::size_t kWordsOfRule = 10;
constexpr int kRuns = 1000;  // the fastest counts: the others were disturbed

// Words of two to four syllables: many begin alike, as those of a language do.
class Language {
 public:
  std::string word() {
    static constexpr std::string_view kSyllables[] = {"an", "be", "con", "de",  "ex", "fi", "ge", "in", "li",
                                                      "ma", "no", "or",  "per", "re", "sa", "ti", "un", "ver"};
    std::string out;
    for (std::size_t i = 2 + random_() % 3; i > 0; --i) out += kSyllables[random_() % std::size(kSyllables)];
    return out;
  }
  std::size_t number() { return random_() % 100; }

 private:
  std::mt19937 random_{1};
};

std::string text(std::size_t size, std::string_view line_begin, std::string_view line_end) {
  Language language;
  std::string out;
  for (std::size_t i = 0; out.size() < size; ++i) {
    if (i % 10 == 0) out += line_begin;
    if (i % 30 == 0) out += "123-4" + std::to_string(language.number()) + ' ';
    out.append(language.word()).append(i % 10 == 9 ? line_end : " ");
  }
  return out;
}

// As mail programs write it: a quarter text, the rest HTML.
std::string body() {
  return "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text(kMailBytes / 4, "", ".\r\n") +
         "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         text(kMailBytes * 3 / 4, "<p style=3D\"margin: 0\">", ".</p>\r\n") + "\r\n--b--\r\n";
}

message::Message mail(const std::string& body) {
  message::Message out;
  out.envelope.recipients = {{"you@example.net", {}, {}}};
  out.headers = {{"Received", " from client.example.com by mx.example.com with ESMTP"},
                 {"From", " Geek <geek@example.com>"},
                 {"To", " You <you@example.net>"},
                 {"Subject", " Offer"},
                 {"Date", " Fri, 2 Jan 2026 10:00:00 +0100"},
                 {"Message-ID", " <bench@client.example.com>"},
                 {"MIME-Version", " 1.0"},
                 {"Content-Type", " multipart/alternative; boundary=b"}};
  out.body = body;
  return out;
}

rules::RawParameter parameter(std::string name, const std::vector<std::string>& values) {
  rules::RawParameter out{std::move(name), {}, {}, values.size() != 1};
  for (const std::string& value : values) out.values.push_back({rules::RawValue::Kind::Text, value, {}});
  return out;
}

// Every second rule has a pattern: half of those a word in it, half just numbers.
rules::RuleFile make_rules(std::size_t count) {
  Language language;
  rules::RuleFile out;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> words;
    for (std::size_t word = 0; word < kWordsOfRule; ++word) words.push_back(language.word() + language.word());
    rules::RawRule rule{{}, {parameter("Name", {"rule " + std::to_string(i)})}};
    rule.parameters.push_back(parameter("SubjectOrBodyContainsWords", words));
    const std::string number = std::to_string(language.number());
    const std::string pattern =
        i % 4 == 1 ? language.word() + language.word() + R"(-\d{3})" : R"(\b\d{3}-\d{2}-)" + number + R"(\d{2}\b)";
    if (i % 2 == 1) rule.parameters.push_back(parameter("SubjectOrBodyMatchesPatterns", {pattern}));
    out.rules.push_back(std::move(rule));
  }
  return out;
}

struct Cost {
  double load = 0;  // seconds
  double mail = 0;
};

template <class Work>
double seconds(Work work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

Cost measure(std::size_t count) {
  const std::string bytes = body();
  const message::Message message = mail(bytes);
  engine::Policy policy;
  base::Diagnostics diagnostics;
  Cost cost;
  const rules::RuleFile file = make_rules(count);
  cost.load = seconds([&] { policy.rules = rules::check({file}, policy.limits, diagnostics); });
  policy.signatures.resize(policy.rules.size());
  cost.mail = 3600;
  for (int i = 0; i < kRuns; ++i) {
    cost.mail =
        std::min(cost.mail, seconds([&] {
                   engine::process(policy, engine::prepare(message, policy.limits), {}, 0, {message::Telling::Matches});
                 }));
  }
  return cost;
}

}  // namespace
}  // namespace waybill::bench

int main() {
  const auto ten = waybill::bench::measure(10);
  const auto thousand = waybill::bench::measure(1000);
  fmt::print(
      "a mail of 20 KB with ten rules: {:.2f} ms; with 1,000 rules, 10,000 words and 500 patterns: {:.2f} ms, {:.2f} "
      "times as long; these rules load in {:.2f} s\n",
      ten.mail * 1e3, thousand.mail * 1e3, thousand.mail / ten.mail, thousand.load);
  return 0;
}
