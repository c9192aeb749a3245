// rules/compile_patterns.cpp: from values to pattern lists.
#include "rules/compile_patterns.h"

#include <utility>

#include "rules/pattern_list.h"

namespace waybill::rules {
namespace {

using Patterns = std::vector<std::shared_ptr<const Pattern>>;

// "Department:^Sales,Support$": the patterns, as parts of the value.
std::vector<std::string_view> patterns_of_attribute(std::string_view value) {
  const std::size_t colon = value.find(':');
  std::size_t begin = colon + 1;
  std::vector<std::string_view> out;
  int open = 0;
  for (std::size_t i = begin; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\\') ++i;
    if (c == '(' || c == '[' || c == '{') ++open;
    if ((c == ')' || c == ']' || c == '}') && open > 0) --open;
    if (c != ',' || open != 0) continue;
    out.push_back(value.substr(begin, i - begin));
    begin = i + 1;
  }
  out.push_back(value.substr(begin));
  return out;
}

class Compiler {
 public:
  Compiler(std::string name, Dialect dialect, base::Diagnostics& diagnostics)
      : name_(std::move(name)), dialect_(dialect), diagnostics_(diagnostics) {}

  // REQUIRES: pattern is a part of value.text.
  void add(std::string_view pattern, const RawValue& value, Patterns& out) {
    const auto offset = static_cast<std::size_t>(pattern.data() - value.text.data());
    const auto say = [&](std::size_t at) { return base::advance(value.place, value.text, offset + at, value.jumps); };
    if (pattern.empty()) return diagnostics_.error(say(0), name_ + ": a pattern is empty");
    auto compiled = Pattern::compile(pattern, dialect_);
    if (const auto* error = std::get_if<PatternError>(&compiled)) {
      return diagnostics_.error(say(error->offset), name_ + ": " + error->text);
    }
    out.push_back(std::get<0>(std::move(compiled)));
    if (out.back()->match("") == base::Truth::Yes && out.back()->match("\x01") == base::Truth::Yes) {
      diagnostics_.warn(say(0), name_ + ": the pattern is in every text");
    }
  }

 private:
  std::string name_;
  Dialect dialect_;
  base::Diagnostics& diagnostics_;
};

}  // namespace

void compile_patterns(Condition& condition, const RawParameter& raw, Dialect dialect, base::Diagnostics& diagnostics) {
  Compiler compiler(Parameter{condition.word, condition.exception}.name(), dialect, diagnostics);
  const bool of_attributes = condition.word->type == ValueType::AttributePatterns;
  Patterns patterns;
  for (const RawValue& value : raw.values) {
    const auto texts = of_attributes ? patterns_of_attribute(value.text) : std::vector<std::string_view>{value.text};
    for (const std::string_view text : texts) compiler.add(text, value, patterns);
    if (!of_attributes) continue;
    condition.pattern_lists.push_back(std::make_shared<const PatternList>(std::exchange(patterns, {})));
  }
  if (!of_attributes) condition.pattern_lists.push_back(std::make_shared<const PatternList>(std::move(patterns)));
}

}  // namespace waybill::rules
