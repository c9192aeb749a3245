// Any bytes as a pattern and a text: the translations agree with each other, and no search takes long.
//
// Input: the pattern, a line feed, the text. A first byte 'L' means the dialect of Exchange 2010, and is no part of the
// pattern.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/pattern.h"
#include "rules/pattern_list.h"
#include "rules/pattern_scan.h"
#include "rules/word_text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using namespace waybill::rules;
using base::Truth;

namespace {

// PCRE2's own answer, where RE2 has decided alone.
Truth second_opinion(const std::string& pattern, std::string_view text) {
  const auto forced = Pattern::compile("(?=)(?:" + pattern + ')', Dialect::DotNet);
  const auto* compiled = std::get_if<0>(&forced);
  return compiled == nullptr ? Truth::Unknown : (*compiled)->match(text);
}

void check_searches(const std::shared_ptr<const Pattern>& pattern, std::string_view text) {
  const Truth truth = pattern->match(text);
  const auto list = std::make_shared<const PatternList>(std::vector{pattern, pattern});
  fuzz::require(list->match(text) == truth, "a list finds what its patterns find");
  const PatternScan scan({list});
  const auto hits = scan.run(text, word_text(text));
  fuzz::require(hits.at(0) == list->search(text), "a scan finds what its lists find");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::as_text(data, size);
  const bool is_legacy = input.starts_with('L');
  if (is_legacy) input.remove_prefix(1);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string pattern(input.substr(0, line));
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  if (pattern.size() > 1000 || text.size() > 4000) return 0;

  const Dialect dialect = is_legacy ? Dialect::Legacy : Dialect::DotNet;
  const auto translated = translate(pattern, dialect);
  const auto compiled = Pattern::compile(pattern, dialect);
  if (const auto* error = std::get_if<PatternError>(&compiled)) {
    fuzz::require(error->offset <= pattern.size() && !error->text.empty(), "an error has a place and a text");
    return 0;
  }
  const auto& good = std::get<0>(compiled);
  check_searches(good, text);
  const bool is_exact = std::get<Translation>(translated).exact;
  if (!is_exact || is_legacy || pattern.find('#') != std::string::npos) return 0;  // a comment would hide the bracket
  if (!base::is_valid_utf8(text)) return 0;  // behind other bytes PCRE2 sees no beginning of the text, RE2 does
  const Truth second = second_opinion(pattern, text);
  fuzz::require(second == Truth::Unknown || second == good->match(text), "RE2 and PCRE2 agree");
  return 0;
}
