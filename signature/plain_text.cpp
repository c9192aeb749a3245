// signature/plain_text.cpp: walks the tags, writes lines.
//
// Borders of blocks are written late: not when the tag comes, but when something visible follows. So nested
// blocks give one line break, a cell can take back the break of the paragraph inside the cell before it, and
// nothing dangles at the end.
#include "signature/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/text.h"
#include "signature/html_elements.h"
#include "signature/html_entities.h"
#include "signature/html_tokens.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kRule = "----------------------------------------";
constexpr std::string_view kCellGap = "  ";
constexpr std::size_t kDeepestIndent = 8;

// Lines of text, with white space as a reader sees it.
class Lines {
 public:
  explicit Lines(std::size_t size) { out_.reserve(size); }

  void put(std::string_view bytes) {
    open();
    out_ += bytes;
  }
  void put(char32_t c) {
    if (c == 0xA0) return no_break_space();
    if (c == U' ' || (c >= U'\t' && c <= U'\r')) return space();
    const bool is_invisible = c < U' ' || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B || c == 0xFEFF;
    if (is_invisible) return;
    open();
    base::append_utf8(out_, c);
  }
  void space() { space_ = true; }
  void no_break_space() {
    if (border_) end_line();
    spaced_line_ = true;
    space_ = true;
  }
  // Of pre: as it is.
  void put_blank() {
    open();
    out_ += ' ';
  }

  // The end of a line that was asked for: an empty one counts.
  void break_line() {
    if (border_) end_line();
    end_line(true);
  }
  // The border of a block: ends a line that holds something. A block that a cell begins with has none.
  void border() { border_ = border_ || !cell_; }
  void paragraph() {
    border();
    gap_ = gap_ || !cell_;
  }
  void hard_border() {
    cell_ = false;
    border_ = true;
  }
  // The next visible thing is led in by this.
  void lead_in(std::string marker) {
    hard_border();
    marker_ = std::move(marker);
  }
  void drop_lead_in() { marker_.clear(); }

  void begin_row() {
    end_line();
    row_lines_ = lines_;
    rows_.push_back(open_cells_.size());
  }
  void begin_cell() {
    open_cells_.resize(rows_.empty() ? 0 : std::min(rows_.back(), open_cells_.size()));
    open_cells_.push_back(++cells_);
    if (is_line_empty() || lines_ != row_lines_) return border();
    border_ = gap_ = space_ = false;
    cell_ = true;
  }
  void end_cell() {
    cell_ = false;
    if (!open_cells_.empty()) open_cells_.pop_back();
  }
  void end_row() {
    end_table();
    if (!rows_.empty()) rows_.pop_back();
  }
  void end_table() {
    hard_border();
    row_lines_ = kNoRow;
  }

  // From here on, with what is visible next, text() listens.
  void listen() {
    text_ = out_.size();
    listens_ = true;
  }
  std::string_view text() const { return std::string_view(out_).substr(std::min(text_, out_.size())); }

  std::string finish() {
    end_line();
    while (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  bool is_line_empty() const { return out_.size() == line_; }
  bool is_after_empty_line() const { return out_.empty() || out_.ends_with("\n\n"); }

  void end_line(bool even_empty = false) {
    while (!is_line_empty() && out_.back() == ' ') {  // of pre
      out_.pop_back();
      space_ = true;
    }
    if (!is_line_empty()) {
      if (space_ && std::string_view(out_).substr(line_) == "--") out_ += ' ';
      out_ += '\n';
      ++lines_;
    } else if ((even_empty || spaced_line_) && !is_after_empty_line()) {
      out_ += '\n';
    }
    line_ = out_.size();
    border_ = space_ = cell_ = spaced_line_ = false;
  }

  // Something visible comes: writes all that waited for it.
  void open() {
    if (border_) end_line();
    if (is_line_empty()) {
      split_cells();
      if (gap_ && !is_after_empty_line()) out_ += '\n';
      line_ = out_.size();
      out_ += marker_;
    } else if (cell_) {
      cell_gaps_.push_back({out_.size(), cells_});
      out_ += kCellGap;
    } else if (space_) {
      out_ += ' ';
    }
    marker_.clear();
    gap_ = cell_ = space_ = spaced_line_ = false;
    if (listens_) text_ = out_.size();
    listens_ = false;
  }

  // Text begins a line. A cell that goes on from the line before does not stand beside another one in that line.
  void split_cells() {
    std::string tail;
    const std::size_t first = cell_gaps_.empty() ? out_.size() : cell_gaps_.front().offset;
    std::size_t done = first;
    std::size_t text = text_;
    for (const CellGap& gap : cell_gaps_) {
      if (!std::binary_search(open_cells_.begin(), open_cells_.end(), gap.cell)) continue;
      tail.append(out_, done, gap.offset - done) += '\n';
      done = gap.offset + kCellGap.size();
      if (text_ > gap.offset) --text;
      ++lines_;
    }
    tail.append(out_, done);
    out_.replace(first, std::string::npos, tail);
    text_ = text;
    cell_gaps_.clear();
  }

  struct CellGap {
    std::size_t offset;
    std::size_t cell;
  };

  static constexpr auto kNoRow = static_cast<std::size_t>(-1);

  std::string out_;
  std::size_t line_ = 0;                 // where the current line begins
  std::size_t lines_ = 0;                // that hold something
  std::size_t row_lines_ = 0;            // lines_ when the row began, or kNoRow
  std::size_t cells_ = 0;                // so far
  std::vector<std::size_t> open_cells_;  // their numbers
  std::vector<std::size_t> rows_;        // of each that is open, how many cells are open around it
  std::vector<CellGap> cell_gaps_;       // of the last line
  std::string marker_;
  bool border_ = false;
  bool gap_ = false;
  bool cell_ = false;
  bool space_ = false;
  bool spaced_line_ = false;  // an empty line that holds a no-break space has a height
  std::size_t text_ = 0;      // see listen()
  bool listens_ = false;
};

// Without "(0)", which links leave out (signature/escape.cpp).
std::string digits_of(std::string_view text) {
  constexpr std::string_view kTrunk = "(0)";
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kTrunk)) {
      at += kTrunk.size() - 1;
    } else if ((text[at] >= '0' && text[at] <= '9') || text[at] == '+') {
      out += text[at];
    }
  }
  return out;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return base::starts_with_ignore_case(text, prefix) ? text.substr(prefix.size()) : text;
}

// "https://www.example.com/" is "www.example.com" to a reader.
std::string_view bare_url(std::string_view url) {
  url = without_prefix(without_prefix(url, "http://"), "https://");
  return url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
}

// What a link's URL tells beyond its text; empty: nothing.
std::string_view told_by(std::string_view url, std::string_view text) {
  constexpr std::size_t kLongest = 2048;  // nobody reads a longer one
  if (text.empty() || text.size() > kLongest || url.size() > kLongest) return {};
  for (const std::string_view scheme : {"mailto:", "tel:", "sms:"}) {
    if (!base::starts_with_ignore_case(url, scheme)) continue;
    const std::string_view address = url.substr(scheme.size());
    const bool is_mail = scheme == "mailto:";
    const bool is_same = is_mail ? text.find(address.substr(0, address.find('?'))) != std::string_view::npos
                                 : digits_of(text).ends_with(digits_of(address));
    return is_same ? std::string_view() : address;
  }
  constexpr std::array<std::string_view, 4> kShown = {"http://", "https://", "ftp://", "//"};
  const bool is_shown = std::any_of(kShown.begin(), kShown.end(),
                                    [&](std::string_view s) { return base::starts_with_ignore_case(url, s); });
  return is_shown && !base::equals_ignore_case(bare_url(url), bare_url(text)) ? url : std::string_view();
}

bool is_zero(std::string_view length) {
  double value = 1;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), value);
  return read.ec == std::errc() && value < 1;
}

// What the attributes of a tag say about how it looks.
struct Look {
  bool is_tight = false;  // a paragraph without space around it
  bool is_hidden = false;
};

// A declaration of a style.
void read_declaration(std::string_view name, std::string_view value, Look& look) {
  if (base::equals_ignore_case(name, "display")) {
    look.is_hidden = base::starts_with_ignore_case(value, "none");
  } else if (base::equals_ignore_case(name, "mso-hide")) {
    look.is_hidden = look.is_hidden || base::starts_with_ignore_case(value, "all");
  } else if (base::equals_ignore_case(name, "margin")) {
    const std::size_t second = std::min(value.find(' '), value.size());
    const std::size_t third = value.find(' ', value.find_first_not_of(' ', second));
    look.is_tight = is_zero(value) && (third == std::string_view::npos || is_zero(base::trim(value.substr(third))));
  } else if (base::equals_ignore_case(name, "margin-bottom")) {
    look.is_tight = is_zero(value);
  }
}

enum class Told { All, TextOnly };

class PlainText {
 public:
  PlainText(std::string_view html, Told told) : html_(html), told_(told), lines_(html.size() / 2) {}

  std::string run() {
    HtmlTokens tokens(html_);
    for (HtmlToken token; tokens.next(token);) add(token);
    close_link();
    return lines_.finish();
  }

 private:
  void add(const HtmlToken& token) {
    switch (token.kind) {
      case HtmlKind::Text:
        if (hidden_ == 0) put_text(html_.substr(token.begin, token.end - token.begin), false);
        return;
      case HtmlKind::RawText:
        return raw_text(token);
      case HtmlKind::Cdata:
        return put_text(html_.substr(token.begin, token.end - token.begin).substr(9), false);
      case HtmlKind::StartTag:
        return token.closed ? start_tag(token) : void();
      case HtmlKind::EndTag:
        return token.closed ? end_tag(token) : void();
      default:
        return;
    }
  }

  void raw_text(const HtmlToken& token) {
    const std::string_view text = html_.substr(token.begin, token.end - token.begin);
    const bool is_shown = base::equals_ignore_case(token.name, "textarea") ||
                          base::equals_ignore_case(token.name, "xmp") ||
                          base::equals_ignore_case(token.name, "plaintext");
    if (is_shown && hidden_ == 0) put_text(text, false);
  }

  // Outlook's own classes (MsoNormal ...) have no space between paragraphs.
  Look look_of(const HtmlToken& token) const {
    Look look;
    std::string_view style;
    HtmlAttributes attributes(html_, token);
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      if (base::equals_ignore_case(attribute.name, "style")) style = attribute.value;
      if (base::equals_ignore_case(attribute.name, "class"))
        look.is_tight = base::starts_with_ignore_case(attribute.value, "Mso");
    }
    for (std::size_t colon = 0; (colon = style.find(':')) != std::string_view::npos;) {
      const std::size_t end = std::min(style.find(';', colon), style.size());
      read_declaration(base::trim(style.substr(0, colon)), base::trim(style.substr(colon + 1, end - colon - 1)), look);
      style.remove_prefix(std::min(end + 1, style.size()));
    }
    return look;
  }

  // Inside of an element that nobody sees, or at its tags.
  bool hides(const HtmlToken& token, bool is_hidden) {
    const bool stands_alone = token.self_closing || element_info(token.name).sort == Sort::Void;
    if (hidden_ == 0 && !is_hidden) return false;
    if (!stands_alone) ++hidden_;
    return true;
  }

  void start_tag(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    const Look look = look_of(token);
    if (told_ == Told::TextOnly) {
      if (is_unspoken(info.element)) return;
    } else if (hides(token, look.is_hidden)) {
      return;
    }
    switch (info.element) {
      case Element::A:
        return open_link(token);
      case Element::Br:
        return lines_.break_line();
      case Element::Hr:
        lines_.hard_border();
        lines_.put(kRule);
        return lines_.border();
      case Element::Img:
        return put_text(attribute_of(token, "alt"), true);
      case Element::Ul:
      case Element::Ol:
        lists_.push_back(info.element == Element::Ul ? kUnordered : 0);
        return lines_.border();
      case Element::Item:
        return item();
      case Element::Row:
        return lines_.begin_row();
      case Element::Cell:
        return lines_.begin_cell();
      case Element::Pre:
        ++pre_;
        return lines_.border();
      case Element::P:
      case Element::Heading:
        is_tight_ = look.is_tight;
        return is_tight_ ? lines_.border() : lines_.paragraph();
      default:
        if (is_block(info)) lines_.border();
    }
  }

  // Adds nothing but what is not text; of blocks the border stays.
  bool is_unspoken(Element element) {
    if (element == Element::Hr || element == Element::Item) lines_.hard_border();
    return element == Element::A || element == Element::Hr || element == Element::Img || element == Element::Item;
  }

  void end_tag(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (hidden_ > 0) {
      --hidden_;
      return;
    }
    switch (info.element) {
      case Element::A:
        return close_link();
      case Element::Br:
        return lines_.break_line();
      case Element::Ul:
      case Element::Ol:
        if (!lists_.empty()) lists_.pop_back();
        [[fallthrough]];
      case Element::Item:
        lines_.drop_lead_in();
        return lines_.border();
      case Element::Cell:
        return lines_.end_cell();
      case Element::Row:
        return lines_.end_row();
      case Element::Table:
        return lines_.end_table();
      case Element::Pre:
        if (pre_ > 0) --pre_;
        return lines_.border();
      case Element::P:
      case Element::Heading:
        return is_tight_ ? lines_.border() : lines_.paragraph();
      default:
        if (is_block(info)) lines_.border();
    }
  }

  void item() {
    const std::size_t depth = std::min(lists_.size(), kDeepestIndent);
    std::string marker(depth > 1 ? 2 * (depth - 1) : 0, ' ');
    if (lists_.empty() || lists_.back() == kUnordered) {
      marker += "- ";
    } else {
      marker += std::to_string(++lists_.back()) + ". ";
    }
    lines_.lead_in(std::move(marker));
  }

  std::string_view attribute_of(const HtmlToken& token, std::string_view name) const {
    HtmlAttributes attributes(html_, token);
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      if (base::equals_ignore_case(attribute.name, name)) return attribute.value;
    }
    return {};
  }

  void open_link(const HtmlToken& token) {
    close_link();
    link_.emplace(base::trim(decode_attribute(attribute_of(token, "href"))));
    lines_.listen();
  }

  void close_link() {
    if (!link_) return;
    const std::string_view text = base::trim(lines_.text());
    const std::string url(told_by(*link_, text));
    link_.reset();
    if (url.empty()) return;
    lines_.space();
    put_text("&lt;", false);
    for (std::size_t at = 0; at < url.size();) lines_.put(base::next_code_point(url, at));
    put_text("&gt;", false);
  }

  // Text as it stands in the HTML, with references.
  void put_text(std::string_view text, bool in_attribute) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t run = plain_run(text, at);
      if (run > 0) {
        lines_.put(text.substr(at, run));
        at += run;
        continue;
      }
      const Reference reference = read_reference(text.substr(at), in_attribute);
      const char32_t c = reference.length > 0 ? reference.code_point : U'\0';
      const std::size_t begin = at;
      const char32_t written = base::next_code_point(text, at);
      if (reference.length > 0) at = begin + reference.length;
      put_character(reference.length > 0 ? c : written);
    }
  }

  // How many bytes from `at` on need no thought.
  static std::size_t plain_run(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] > ' ' && text[end] < 0x7F && text[end] != '&') ++end;
    return end - at;
  }

  void put_character(char32_t c) {
    if (pre_ == 0 || !(c == U'\n' || c == U' ' || c == U'\t')) return lines_.put(c);
    if (c == U'\n') return lines_.break_line();
    lines_.put_blank();
  }

  static constexpr std::int64_t kUnordered = -1;

  std::string_view html_;
  Told told_;
  Lines lines_;
  std::size_t pre_ = 0;
  std::size_t hidden_ = 0;           // open elements that are not seen
  bool is_tight_ = false;            // the paragraph that is open
  std::vector<std::int64_t> lists_;  // the last number, or kUnordered
  std::optional<std::string> link_;
};

}  // namespace

std::string plain_text(std::string_view html) { return PlainText(html, Told::All).run(); }

std::string visible_text(std::string_view html) {
  std::string text = PlainText(html, Told::TextOnly).run();
  const auto is_same_gap = [](char a, char b) { return a == b && (a == ' ' || a == '\n'); };
  text.erase(std::unique(text.begin(), text.end(), is_same_gap), text.end());
  return text;
}

}  // namespace waybill::signature
