// rules/legacy_translation.cpp: a dialect so small that RE2 does all of it.
#include "rules/legacy_translation.h"

#include <string>
#include <vector>

#include "rules/pattern_reader.h"

namespace waybill::rules {
namespace {

// Exchange 2010: what is not in its table of signs stands for itself.
class LegacyTranslator {
 public:
  explicit LegacyTranslator(std::string_view pattern) : reader_(pattern) {}

  std::variant<Translation, PatternError> run() {
    while (!reader_.at_end()) item();
    if (!groups_.empty()) reader_.fail(groups_.back(), "( is not closed");
    if (reader_.error()) return *reader_.error();
    return Translation{out_, out_};
  }

 private:
  void item() {
    const std::size_t begin = reader_.at();
    if (reader_.skip("*")) return repeat(begin);
    repeatable_ = false;
    if (reader_.skip("(")) {
      groups_.push_back(begin);
      out_ += "(?:";
    } else if (reader_.skip("|")) {
      out_ += '|';
    } else {
      single(begin);
      repeatable_ = true;
    }
  }

  void single(std::size_t begin) {
    if (reader_.skip(")")) return close_group(begin);
    if (reader_.skip("^")) return put(kStart);
    if (reader_.skip("$")) return put(kEnd);
    if (reader_.skip("\\")) return escape(begin);
    put(literal(reader_.character()));
  }

  void put(std::string_view item) { out_ += item; }

  void repeat(std::size_t begin) {
    if (!repeatable_) reader_.fail(begin, "* with nothing before it that it could repeat");
    out_ += '*';
    repeatable_ = false;
  }

  void close_group(std::size_t begin) {
    if (groups_.empty()) return reader_.fail(begin, ") without (");
    groups_.pop_back();
    out_ += ')';
  }

  void escape(std::size_t begin) {
    constexpr std::string_view kWord2010 = R"(\pL\p{Nd})";
    if (reader_.at_end()) return reader_.fail(begin, "a backslash at the end");
    const char32_t c = reader_.character();
    const bool is_negated = c >= U'A' && c <= U'Z';
    const std::string open = is_negated ? "[^" : "[";
    switch (c) {
      case U'w':
      case U'W':
        return put(open + std::string(kWord2010) + ']');
      case U's':
      case U'S':
        return put(open + std::string(kSpaceClass) + ']');
      case U'd':
      case U'D':
        return put(open + std::string(kDigitClass) + ']');
      default:
        break;
    }
    const bool is_sign = c < 0x80 && !(c >= U'0' && c <= U'9') && !is_negated && !(c >= U'a' && c <= U'z');
    if (!is_sign) return reader_.fail(begin, "only \\S \\s \\D \\d \\w \\W and signs stand behind a backslash");
    put(literal(c));
  }

  PatternReader reader_;
  std::string out_;
  bool repeatable_ = false;
  std::vector<std::size_t> groups_;  // where they begin
};

}  // namespace

std::variant<Translation, PatternError> translate_legacy(std::string_view pattern) {
  return LegacyTranslator(pattern).run();
}

}  // namespace waybill::rules
