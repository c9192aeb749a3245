// rules/translation.h: a pattern of Exchange in the syntaxes of the two engines that search.
//
// What: translate() reads one of Exchange's dialects and writes RE2's and PCRE2's.
//   DotNet: .NET regular expressions (Exchange 2013 and later).
//   Legacy: Exchange 2010 (UseLegacyRegex): \S \s \D \d \w \W | * ( ) ^ $ and \ before a sign; all else is itself.
// Not here: searching (rules/pattern.h).
//
// Contract
//   Both: case is ignored; `^` and `$` are the ends of the whole text; \d \w \s \b are Unicode's as in .NET (2010's
//   \w has no underscore).
//   re2 finds every text that the pattern finds, pcre2 just these. re2 finds more (exact is false) when the pattern
//   holds what RE2 cannot: lookaround, backreferences, atomic groups, \b, subtraction of classes, large repetitions.
//   Linear; no recursion.
// Fails: PatternError at the byte of the pattern where the trouble is: what .NET refuses, and balancing groups,
//   conditions, block names, groups with numbers of their own, which no engine here has.
// Source: .NET, System.Text.RegularExpressions; Exchange, New-TransportRule (patterns).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace waybill::rules {

enum class Dialect { DotNet, Legacy };

struct PatternError {
  std::size_t offset = 0;
  std::string text;
};

struct Translation {
  std::string re2;
  std::string pcre2;
  bool exact = true;
  // Where items of pcre2 come from: offset in it, offset in the pattern.
  std::vector<std::pair<std::size_t, std::size_t>> origins = {};
};

std::variant<Translation, PatternError> translate(std::string_view pattern, Dialect dialect);

}  // namespace waybill::rules
