// rules/translation.cpp: one walk over the pattern writes both translations.
//
// Where RE2 lacks something, its translation gets less: a lookaround or \b becomes the empty expression, a
// backreference any text, an atomic group an ordinary one. Each finds more than what it stands for, and as they are
// never negated, so does the whole. Options but `i` are worked in, so both engines run with the same few.
#include "rules/translation.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "rules/legacy_translation.h"
#include "rules/pattern_reader.h"

namespace waybill::rules {
namespace {

constexpr std::string_view kNothing = "(?:)";
constexpr unsigned kMostOfRe2 = 1000;  // repetitions
constexpr unsigned kMostOfPcre2 = 65535;

bool is_space(char c) { return base::is_space(c) || c == '\f' || c == '\v'; }

std::string word_boundary(bool negated) {
  const std::string word = "[" + std::string(kWordClass) + R"(\x{200C}\x{200D}])";
  const std::string behind = negated ? "(?=" : "(?!";
  const std::string not_behind = negated ? "(?!" : "(?=";
  return "(?:(?<=" + word + ')' + behind + word + ")|(?<!" + word + ')' + not_behind + word + "))";
}

// .NET's inline options.
struct Options {
  bool ignore_case = true;
  bool multi_line = false;     // m: ^ and $ at lines
  bool single_line = false;    // s: . is also a line feed
  bool explicit_only = false;  // n: ( ) does not capture
  bool spaced = false;         // x: white space and # comments do not count
};

class Translator {
 public:
  explicit Translator(std::string_view pattern) : reader_(pattern) {}

  std::variant<Translation, PatternError> run() {
    while (!reader_.at_end()) item();
    if (!groups_.empty()) reader_.fail(groups_.back().offset, "( is not closed");
    resolve_references();
    if (reader_.error()) return *reader_.error();
    return Translation{std::move(re2_), std::move(pcre2_), exact_, std::move(origins_)};
  }

 private:
  struct Group {
    std::size_t offset;
    Options options;  // of what is around it
    bool silent;      // RE2 does not get what is in it
  };
  struct Reference {
    std::size_t offset;  // in the pattern
    std::size_t place;   // in pcre2_
    std::string name;    // or number
  };
  enum class Before { Nothing, Item, Quantifier };

  void item() {
    const std::size_t begin = reader_.at();
    origins_.emplace_back(pcre2_.size(), begin);
    const char c = reader_.peek();
    if (options_.spaced && (is_space(c) || c == '#')) return skip_spaced();
    if (reader_.skip("(?#")) return comment(begin);
    if (quantifier()) return;
    if (reader_.skip("(")) return open_group(begin);
    if (reader_.skip(")")) return close_group(begin);
    if (reader_.skip("\\")) return escape(begin);
    if (reader_.skip("[")) return character_class();
    if (reader_.skip("|")) return alternative();
    if (reader_.skip("^")) return put(options_.multi_line ? "(?:(?m:^))" : kStart);
    if (reader_.skip("$")) return put(options_.multi_line ? "(?:(?m:$))" : kEnd);
    if (reader_.skip(".")) return put(options_.single_line ? "(?s:.)" : R"([^\n])");
    put(literal(reader_.character()));
  }

  // ---- output ----

  void write(std::string_view re2, std::string_view pcre2) {
    if (!is_silent()) re2_ += re2;
    pcre2_ += pcre2;
  }
  void put(std::string_view item) {
    write(item, item);
    before_ = Before::Item;
  }
  void put_weak(std::string_view re2, std::string_view pcre2) {
    write(re2, pcre2);
    exact_ = false;
    before_ = Before::Item;
  }
  bool is_silent() const { return !groups_.empty() && groups_.back().silent; }

  // ---- what does not count ----

  void skip_spaced() {
    const bool is_comment = reader_.peek() == '#';
    while (!reader_.at_end() && (is_comment ? reader_.peek() != '\n' : is_space(reader_.peek()))) reader_.character();
  }

  void comment(std::size_t begin) {
    while (!reader_.at_end() && reader_.peek() != ')') reader_.character();
    if (!reader_.skip(")")) reader_.fail(begin, "the comment is not closed");
  }

  // ---- repetition ----

  bool quantifier() {
    const std::size_t begin = reader_.at();
    unsigned least = 0;
    std::optional<unsigned> most;
    if (reader_.skip("+")) {
      least = 1;
    } else if (reader_.skip("?")) {
      most = 1;
    } else if (!reader_.skip("*") && !counted(least, most)) {
      return false;
    }
    if (before_ == Before::Nothing) reader_.fail(begin, "a quantifier with nothing before it");
    if (before_ == Before::Quantifier) reader_.fail(begin, "a quantifier behind a quantifier");
    if (most && *most < least) reader_.fail(begin, "a repetition from more to less");
    if (std::max(least, most.value_or(0)) > kMostOfPcre2) reader_.fail(begin, "more than 65535 repetitions");
    put_quantifier(least, most, reader_.skip("?") ? "?" : "");
    before_ = Before::Quantifier;
    return true;
  }

  // {n}, {n,}, {n,m}; anything else in braces is text.
  bool counted(unsigned& least, std::optional<unsigned>& most) {
    const std::size_t begin = reader_.at();
    const auto first = reader_.skip("{") ? reader_.number() : std::nullopt;
    const bool has_comma = first && reader_.skip(",");
    most = has_comma ? reader_.number() : first;
    if (first && reader_.skip("}")) {
      least = *first;
      return true;
    }
    if (!reader_.error()) reader_.back_to(begin);
    return false;
  }

  void put_quantifier(unsigned least, std::optional<unsigned> most, std::string_view lazy) {
    const auto text = [&](unsigned from, std::optional<unsigned> to) {
      if (!to && from <= 1) return std::string(from == 0 ? "*" : "+").append(lazy);
      const std::string end = to ? std::to_string(*to) : std::string();
      return '{' + std::to_string(from) + ',' + end + '}' + std::string(lazy);
    };
    const bool is_large = least > kMostOfRe2 || (most && *most > kMostOfRe2);
    exact_ = exact_ && !is_large;
    write(is_large ? text(std::min(least, kMostOfRe2), std::nullopt) : text(least, most), text(least, most));
  }

  // ---- groups ----

  void open_group(std::size_t begin) {
    constexpr std::array<std::string_view, 4> kLookarounds = {"?=", "?!", "?<=", "?<!"};
    for (const std::string_view look : kLookarounds) {
      if (reader_.skip(look)) return begin_group(begin, "(?:", '(' + std::string(look), true);
    }
    if (reader_.skip("?:")) return begin_group(begin, "(?:", "(?:", false);
    if (reader_.skip("?>")) {
      exact_ = false;
      return begin_group(begin, "(?:", "(?>", false);
    }
    if (reader_.skip("?<")) return named_group(begin, '>');
    if (reader_.skip("?'")) return named_group(begin, '\'');
    if (reader_.next_is("?(")) return reader_.fail(begin, "conditions inside of a pattern are not known here");
    if (reader_.skip("?")) return inline_options(begin);
    if (!options_.explicit_only) captures_.push_back("");
    begin_group(begin, "(?:", options_.explicit_only ? "(?:" : "(", false);
  }

  void begin_group(std::size_t begin, std::string_view re2, std::string_view pcre2, bool is_lookaround) {
    const bool was_silent = is_silent();
    if (is_lookaround) write(kNothing, "");
    if (!is_lookaround) write(re2, "");
    pcre2_ += pcre2;
    exact_ = exact_ && !is_lookaround;
    groups_.push_back({begin, options_, was_silent || is_lookaround});
    before_ = Before::Nothing;
  }

  void close_group(std::size_t begin) {
    if (groups_.empty()) return reader_.fail(begin, ") without (");
    options_ = groups_.back().options;
    write(")", ")");
    groups_.pop_back();
    before_ = Before::Item;
  }

  void named_group(std::size_t begin, char close) {
    const std::string name = group_name(close);
    if (name.find('-') != std::string::npos) return reader_.fail(begin, "balancing groups are not known here");
    if (name.empty()) return reader_.fail(begin, "a group wants a name of letters, digits and _");
    if (name.front() >= '0' && name.front() <= '9') {
      return reader_.fail(begin, "groups with a number of their own are not known here");
    }
    captures_.push_back(name);
    begin_group(begin, "(?:", "(", false);
  }

  // Up to `close`, which it passes. Empty: no name.
  std::string group_name(char close) {
    std::string name;
    while (!reader_.at_end() && reader_.peek() != close) {
      const char32_t c = reader_.character();
      const bool is_good = c >= 0x80 || c == U'_' || c == U'-' || (c >= U'0' && c <= U'9') ||
                           (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
      if (!is_good) return {};
      base::append_utf8(name, c);
    }
    return reader_.skip(std::string_view(&close, 1)) ? name : std::string();
  }

  // (?i-s) up to the end of the group around it, (?i-s:...) for its own.
  void inline_options(std::size_t begin) {
    Options options = options_;
    bool value = true;
    while (!reader_.at_end() && !reader_.next_is(")") && !reader_.next_is(":")) {
      const char c = base::lower(reader_.peek());
      if (c == '-') {
        value = false;
      } else if (bool* option = find_option(options, c)) {
        *option = value;
      } else {
        return reader_.fail(begin, "an unknown kind of group");
      }
      reader_.character();
    }
    const std::string fold = options.ignore_case ? "(?i" : "(?-i";
    if (reader_.skip(":")) {
      begin_group(begin, fold + ':', fold + ':', false);
    } else if (reader_.skip(")")) {
      write(fold + ')', fold + ')');
      before_ = Before::Nothing;
    } else {
      return reader_.fail(begin, "( is not closed");
    }
    options_ = options;
  }

  static bool* find_option(Options& options, char name) {
    switch (name) {
      case 'i':
        return &options.ignore_case;
      case 'm':
        return &options.multi_line;
      case 's':
        return &options.single_line;
      case 'n':
        return &options.explicit_only;
      case 'x':
        return &options.spaced;
      default:
        return nullptr;
    }
  }

  void alternative() {
    write("|", "|");
    before_ = Before::Nothing;
  }

  // ---- escapes and classes ----

  void character_class() {
    const ClassText text = reader_.character_class(options_.ignore_case);
    text.exact ? put(text.re2) : put_weak(text.re2, text.pcre2);
  }

  void escape(std::size_t begin) {
    if (reader_.at_end()) return reader_.fail(begin, "a backslash at the end");
    const char c = reader_.peek();
    if (c >= '1' && c <= '9') return reference(begin, std::to_string(reader_.number().value_or(0)));
    if (!simple_escape(c)) return put(literal(reader_.escaped_character(false)));
    reader_.character();
    if (base::lower(c) == 'p') put('[' + reader_.category(c == 'P', options_.ignore_case) + ']');
    if (c == 'k') named_reference(begin);
  }

  // Those without a character of their own; p and k are only recognized.
  bool simple_escape(char c) {
    const auto in = [](std::string_view open, std::string_view set) { return std::string(open).append(set) + ']'; };
    switch (c) {
      case 'w':
        return put(in("[", kWordClass)), true;
      case 'W':
        return put(in("[^", kWordClass)), true;
      case 's':
        return put(in("[", kSpaceClass)), true;
      case 'S':
        return put(in("[^", kSpaceClass)), true;
      case 'd':
        return put(in("[", kDigitClass)), true;
      case 'D':
        return put(in("[^", kDigitClass)), true;
      case 'b':
      case 'B':
        return put_weak(kNothing, word_boundary(c == 'B')), true;
      case 'A':
      case 'G':
        return put(kStart), true;
      case 'z':
      case 'Z':
        return put(kEnd), true;
      default:
        return c == 'p' || c == 'P' || c == 'k';
    }
  }

  void named_reference(std::size_t begin) {
    const bool is_quoted = reader_.next_is("'");
    const bool is_open = reader_.skip("<") || reader_.skip("'");
    const std::string name = is_open ? group_name(is_quoted ? '\'' : '>') : std::string();
    if (name.empty()) return reader_.fail(begin, "wants the name of a group such as \\k<name>");
    reference(begin, name);
  }

  void reference(std::size_t begin, std::string name) {
    put_weak("(?s:.*)", "");
    references_.push_back({begin, pcre2_.size(), std::move(name)});
  }

  // .NET counts the groups with names behind those without.
  std::optional<std::size_t> capture(const std::string& name) const {
    const bool is_number = name.front() >= '0' && name.front() <= '9';
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < captures_.size(); ++i) {
      if (captures_[i] == name || (is_number && captures_[i].empty())) order.push_back(i);
    }
    for (std::size_t i = 0; is_number && i < captures_.size(); ++i) {
      if (!captures_[i].empty()) order.push_back(i);
    }
    const std::size_t wanted = is_number ? std::stoul(name) : 1;
    if (wanted == 0 || wanted > order.size() || (!is_number && order.size() > 1)) return std::nullopt;
    return order[wanted - 1] + 1;
  }

  void resolve_references() {
    for (auto reference = references_.rbegin(); reference != references_.rend(); ++reference) {
      const auto index = capture(reference->name);
      if (!index) return reader_.fail(reference->offset, "there is no single group " + reference->name);
      const std::string text = "\\g{" + std::to_string(*index) + '}';
      pcre2_.insert(reference->place, text);
      for (auto& origin : origins_) origin.first += origin.first > reference->place ? text.size() : 0;
    }
  }

  PatternReader reader_;
  std::string re2_;
  std::string pcre2_;
  std::vector<std::pair<std::size_t, std::size_t>> origins_;
  bool exact_ = true;
  Before before_ = Before::Nothing;
  Options options_;
  std::vector<Group> groups_;
  std::vector<std::string> captures_;  // their names, in order
  std::vector<Reference> references_;
};

}  // namespace

std::variant<Translation, PatternError> translate(std::string_view pattern, Dialect dialect) {
  return dialect == Dialect::Legacy ? translate_legacy(pattern) : Translator(pattern).run();
}

}  // namespace waybill::rules
