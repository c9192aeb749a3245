// rules/pattern.cpp: RE2 first, PCRE2 for what it cannot decide.
//
// PCRE2 counts its match limit anew at every start position and does not count how far a repetition runs, so it
// bounds no search of a long text. A callout stands before each item of the pattern instead and adds up how far the
// search has moved.
#include "rules/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rules/pattern_options.h"

namespace waybill::rules {
namespace {

using base::Truth;

constexpr std::uint32_t kMostMatches = 5'000'000;  // for one start position
constexpr std::uint32_t kMostDepth = 250'000;
constexpr std::uint32_t kMostKilobytes = 32 * 1024;
constexpr std::size_t kLeastSteps = 5'000'000;
constexpr std::size_t kStepsPerByte = 16;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Pcre2Code = std::unique_ptr<pcre2_code, Deleter<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Deleter<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Deleter<pcre2_match_context_free>>;
using MatchResult = std::unique_ptr<pcre2_match_data, Deleter<pcre2_match_data_free>>;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

std::string message_of(int error) {
  std::array<PCRE2_UCHAR, 256> text = {};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

PatternError at_its_place(const Translation& translation, int error, std::size_t offset) {
  std::size_t place = 0;
  for (const auto& [translated, original] : translation.origins) {
    if (translated <= offset) place = original;
  }
  if (error == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH) {
    return {place, "a lookbehind wants alternatives of fixed length here"};
  }
  return {place, message_of(error)};
}

std::variant<Pcre2Code, PatternError> compile_pcre2(const Translation& translation) {
  constexpr std::uint32_t kOptions =
      PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MATCH_INVALID_UTF | PCRE2_AUTO_CALLOUT | PCRE2_NEVER_BACKSLASH_C;
  const CompileContext context(pcre2_compile_context_create(nullptr));
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  int error = 0;
  PCRE2_SIZE offset = 0;
  Pcre2Code code(
      pcre2_compile(units(translation.pcre2), translation.pcre2.size(), kOptions, &error, &offset, context.get()));
  if (code == nullptr) return at_its_place(translation, error, offset);
  return code;
}

// How far a search may still go.
struct Steps {
  std::size_t left = 0;
  std::size_t last = 0;  // where it was
};

int count_steps(pcre2_callout_block* block, void* steps_of) {
  auto& steps = *static_cast<Steps*>(steps_of);
  const std::size_t here = block->current_position;
  const std::size_t moved = std::max(here, steps.last) - std::min(here, steps.last) + 1;
  steps.last = here;
  if (moved > steps.left) return PCRE2_ERROR_MATCHLIMIT;
  steps.left -= moved;
  return 0;
}

Truth search(const pcre2_code* code, std::string_view text) {
  Steps steps{kLeastSteps + kStepsPerByte * text.size()};
  const MatchContext context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), kMostMatches);
  pcre2_set_depth_limit(context.get(), kMostDepth);
  pcre2_set_heap_limit(context.get(), kMostKilobytes);
  pcre2_set_callout(context.get(), count_steps, &steps);
  const MatchResult result(pcre2_match_data_create_from_pattern(code, nullptr));
  const int found = pcre2_match(code, units(text), text.size(), 0, 0, result.get(), context.get());
  if (found == PCRE2_ERROR_NOMATCH) return Truth::No;
  return found >= 0 ? Truth::Yes : Truth::Unknown;
}

}  // namespace

struct Pattern::Code {
  explicit Code(const std::string& text) : re2(text, pattern_options()) {}

  re2::RE2 re2;
  Pcre2Code pcre2;  // null: re2 is exact
};

Pattern::Pattern(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Pattern::~Pattern() = default;

std::variant<std::shared_ptr<const Pattern>, PatternError> Pattern::compile(std::string_view pattern, Dialect dialect) {
  auto translated = translate(pattern, dialect);
  if (auto* error = std::get_if<PatternError>(&translated)) return std::move(*error);
  const auto& translation = std::get<Translation>(translated);
  auto code = std::make_unique<Code>(translation.re2);
  const bool is_too_large = !code->re2.ok();  // for RE2: it is searched for in every text then
  if (is_too_large) code = std::make_unique<Code>("");
  if (is_too_large || !translation.exact) {
    auto compiled = compile_pcre2(translation);
    if (auto* error = std::get_if<PatternError>(&compiled)) return std::move(*error);
    code->pcre2 = std::move(std::get<Pcre2Code>(compiled));
  }
  return std::shared_ptr<const Pattern>(new Pattern(std::move(code)));
}

Truth Pattern::match(std::string_view text) const {
  const bool found = code_->re2.Match(text, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
  return found ? confirm(text) : Truth::No;
}

Truth Pattern::confirm(std::string_view text) const {
  return code_->pcre2 == nullptr ? Truth::Yes : search(code_->pcre2.get(), text);
}

const std::string& Pattern::re2() const { return code_->re2.pattern(); }

}  // namespace waybill::rules
