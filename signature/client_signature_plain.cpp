// signature/client_signature_plain.cpp: in plain text, the line "-- " and what stands below it.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "signature/client_signature.h"

namespace waybill::signature {

namespace {

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z');
}

// Mailing lists draw a line above their footer.
bool is_list_line(std::string_view line) {
  constexpr std::size_t kShortest = 20;
  return line.size() >= kShortest && line.find_first_not_of('_') == std::string_view::npos;
}

// What people type below the signature that their mail program wrote.
bool is_postscript(std::string_view line) {
  constexpr std::array<std::string_view, 8> kWords = {"P.S", "P. S", "PS", "P.P.S", "PPS", "N.B", "N. B", "NB"};
  line = base::trim(line);
  return std::any_of(kWords.begin(), kWords.end(), [line](std::string_view word) {
    const bool is_longer = line.size() > word.size() && is_alphanumeric(line[word.size()]);
    return base::starts_with_ignore_case(line, word) && !is_longer;
  });
}

class Finder {
 public:
  std::optional<Stretch> run(std::string_view text) {
    for (const Stretch& stretch : newest_plain(text)) {
      where_ = Where::Text;
      is_behind_blank_ = false;
      for (std::size_t at = stretch.begin; at < stretch.end;) {
        const std::size_t next = std::min(text.find('\n', at), stretch.end - 1) + 1;
        take(base::without_line_end(text.substr(at, next - at)), at, next);
        at = next;
      }
    }
    return is_sure() ? std::optional(found_) : std::nullopt;
  }

 private:
  enum class Where { Text, Signature, Footer };

  void take(std::string_view line, std::size_t begin, std::size_t end) {
    if (line == "-- " || line == "--") return separator(line == "--", {begin, end});
    if (where_ == Where::Signature && is_list_line(line)) where_ = Where::Footer;
    const bool is_blank = base::trim(line).empty();
    if (where_ == Where::Signature) {
      ++lines_;
      if (!is_blank) below(line, end);
    } else if (where_ == Where::Text && !is_blank) {
      has_text_ = true;
      has_text_further_down_ = separators_ > 0;
    }
    is_behind_blank_ = is_blank;
  }

  void separator(bool is_bare, const Stretch& line) {
    ++separators_;
    found_ = line;
    is_bare_ = is_bare;
    stands_apart_ = is_behind_blank_;
    had_text_ = has_text_;
    where_ = Where::Signature;
    is_behind_blank_ = false;
  }

  void below(std::string_view line, std::size_t end) {
    found_.end = end;
    height_ = lines_;
    has_gap_ = has_gap_ || is_behind_blank_;
    has_postscript_ = has_postscript_ || is_postscript(line);
  }

  bool is_sure() const {
    if (separators_ != 1 || !had_text_ || has_postscript_) return false;
    if (!is_bare_) return height_ <= kMostSignatureLines;
    return stands_apart_ && height_ <= kMostLinesBelowBare && !has_gap_ && !has_text_further_down_;
  }

  Where where_ = Where::Text;
  bool is_behind_blank_ = false;  // a blank line stands right above
  bool has_text_ = false;         // hers, so far

  std::size_t separators_ = 0;
  Stretch found_;  // from the last separator to the last line below it that is not blank
  bool is_bare_ = false;
  bool stands_apart_ = false;
  bool had_text_ = false;
  std::size_t lines_ = 0;   // below it
  std::size_t height_ = 0;  // up to the last that is not blank
  bool has_gap_ = false;
  bool has_postscript_ = false;
  bool has_text_further_down_ = false;  // below a quote
};

}  // namespace

std::optional<Stretch> find_client_signature_plain(std::string_view text) { return Finder().run(text); }

}  // namespace waybill::signature
