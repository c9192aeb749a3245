// signature/reply_finder.cpp: a few lines of memory, and the state before each of them to go back to.
#include "signature/reply_finder.h"

#include <algorithm>
#include <bit>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::size_t kMostJoined = 5;       // lines of one attribution
constexpr std::size_t kMostUnannounced = 2;  // of one that begins with a name
constexpr std::size_t kShortestEnd = 2;      // bytes of the last line of an attribution
constexpr std::size_t kMostGap = 2;          // lines without a label inside of a header

constexpr unsigned bit(Label label) { return static_cast<unsigned>(label); }

constexpr bool is_ascii_word(char c) {
  return (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '.' || c == ',';
}

bool is_list_footer(std::string_view line) {
  constexpr std::size_t kShortest = 20;  // Mailman draws 47
  return line.size() >= kShortest && line.find_first_not_of('_') == std::string_view::npos;
}

}  // namespace

void ReplyFinder::take(std::string_view text, std::size_t place, Kind kind) {
  if (rest_) return;
  text = base::trim(text.substr(0, kLongestLine));
  if (text.empty()) {
    after_blank_ = true;
  } else if (kind == Kind::Quoted) {
    take_quoted(place);
  } else if (kind == Kind::Footer && state_.in_quote) {
    state_.in_footer = true;
  } else {
    take_text(text, place, kind == Kind::Intro);
  }
}

void ReplyFinder::take_rule(std::size_t place) {
  if (rest_) return;
  push({}, place);
  line(count_ - 1).is_rule = true;
}

void ReplyFinder::expect_header(std::size_t place) { expected_header_ = place; }

void ReplyFinder::quote_rest(std::size_t place) {
  if (rest_) return;
  if (kept() > 0 && line(count_ - 1).is_rule) place = line(above_rules(count_ - 1)).place;
  rest_ = true;
  rest_place_ = place;
}

void ReplyFinder::expect_rest(std::size_t place) {
  if (!expected_rest_ && !rest_) expected_rest_ = place;
}

void ReplyFinder::take_quoted(std::size_t place) {
  if (!state_.attribution) attribute(likely_attribution());
  if (!state_.in_quote) {
    state_.in_quote = true;
    state_.is_attributed = state_.attribution.has_value();
    state_.cut = state_.attribution ? *state_.attribution : place;
  }
  state_.in_footer = false;
  state_.attribution.reset();
  first_ = count_;
  labels_ = 0;
}

void ReplyFinder::take_text(std::string_view text, std::size_t place, bool is_intro) {
  push(text, place);
  if (is_intro) {
    if (!state_.attribution) state_.attribution = place;
  } else if (is_rule(text)) {
    line(count_ - 1).is_rule = true;
    if (state_.in_quote && is_list_footer(text)) state_.in_footer = true;
  } else {
    note_own();
  }
  if (!rest_) recognize(text);
}

// The newest line is her own, unless what follows proves something else.
void ReplyFinder::note_own() {
  const Line& last = line(count_ - 1);
  if (expected_rest_) has_rest_ = true;
  if (state_.in_quote && last.text == "--") state_.in_footer = true;
  if (state_.in_footer) return;
  if (state_.attribution && state_.has_own && !state_.in_quote) {
    rest_ = true;
    rest_place_ = *state_.attribution;
    return;
  }
  state_.has_text_below = state_.has_text_below || state_.in_quote || state_.attribution;
  state_.has_own = true;
  state_.in_quote = false;
  state_.attribution.reset();
  state_.cut.reset();
}

void ReplyFinder::recognize(std::string_view text) {
  if (expected_header_) {
    const std::size_t place = *expected_header_;
    expected_header_.reset();
    if (looks_like_label(text)) return quote_rest(place);
  }
  if (is_divider(text)) return quote_from(count_ - 1);
  if (kept() > 1 && line(count_ - 2).is_divider && looks_like_label(text)) return quote_from(count_ - 2);
  line(count_ - 1).is_divider = looks_like_divider(text);
  if (!recognize_header(text) && !recognize_unknown_header(text)) recognize_attribution();
}

// From, and two more fields; Subject, an address or a rule above tell it from a travel request.
bool ReplyFinder::recognize_header(std::string_view text) {
  const Label label = header_label(text);
  if (label == Label::None && (labels_ == 0 || ++gap_ > kMostGap)) labels_ = 0;
  if (labels_ == 0) {
    has_address_ = false;
    header_ = count_ - 1;
  }
  if (label == Label::None) return false;
  gap_ = 0;
  labels_ |= bit(label);
  has_address_ = has_address_ || text.find('@') != std::string_view::npos;
  if ((labels_ & bit(Label::From)) == 0 || std::popcount(labels_) < 3 || count_ - header_ > kept()) return false;
  const bool is_sure = (labels_ & bit(Label::Subject)) != 0 || has_address_ || above_rules(header_) != header_;
  if (is_sure) quote_from(header_);
  return is_sure;
}

// Outlook draws a rule above its header, in all languages.
bool ReplyFinder::recognize_unknown_header(std::string_view text) {
  constexpr std::size_t kEnough = 3;
  const bool is_below = kept() > 1 && (unknown_labels_ > 0 || line(count_ - 2).is_rule);
  unknown_labels_ = is_below && looks_like_label(text) ? unknown_labels_ + 1 : 0;
  const bool is_sure = unknown_labels_ == kEnough && kept() >= kEnough && line(count_ - kEnough).text.ends_with('>');
  if (is_sure) quote_from(count_ - kEnough);
  return is_sure;
}

const Attribution& ReplyFinder::attribution_in(std::size_t number) {
  Line& which = line(number);
  if (!which.attribution) which.attribution = read_attribution(which.text);
  return *which.attribution;
}

// The fewest lines that begin as attributions do; else the fewest that are one.
void ReplyFinder::recognize_attribution() {
  const std::string& last = line(count_ - 1).text;
  if (last.size() < kShortestEnd || is_ascii_word(last.back()) || !attribution_in(count_ - 1).ends) return;
  Attribution joined = attribution_in(count_ - 1);
  std::size_t fewest = 0;
  bool crosses_blank = false;
  for (std::size_t count = 1; count <= std::min(kMostJoined, kept()); ++count) {
    const Line& first = line(count_ - count);
    const Attribution& head = attribution_in(count_ - count);
    if (count > 1) joined.prepend(head);
    const bool begins_well = head.begins_date || (head.begins && first.text.find_first_of("0123456789") != kNowhere);
    if (joined.is_whole() && begins_well && (!crosses_blank || head.begins)) return attribute(count);
    if (joined.is_whole() && fewest == 0 && count <= kMostUnannounced && !crosses_blank) fewest = count;
    crosses_blank = crosses_blank || first.follows_blank;
  }
  attribute(fewest);
}

bool ReplyFinder::expects_quote() { return !rest_ && (state_.attribution || likely_attribution() > 0); }

bool ReplyFinder::is_inside_address() const {
  return kept() > 0 && !after_blank_ && ends_in_address(line(count_ - 1).text);
}

std::size_t ReplyFinder::likely_attribution() {
  if (kept() == 0) return 0;
  const std::string& last = line(count_ - 1).text;
  const Attribution& found = attribution_in(count_ - 1);
  const bool ends_in_name = found.begins_date && found.has_address && last.ends_with('>');
  if (!found.is_likely() && !ends_in_name) return 0;
  const bool is_broken = kept() > 1 && !line(count_ - 1).follows_blank && ends_in_address(line(count_ - 2).text);
  return is_broken ? 2 : 1;
}

// The last lines were an attribution: as if they had not been own text.
void ReplyFinder::attribute(std::size_t count) {
  if (count == 0) return;
  const Line& first = line(above_rules(count_ - count));
  const std::optional<std::size_t> intro = state_.attribution;
  state_ = first.before;
  state_.attribution = intro && *intro < first.place ? *intro : first.place;
}

void ReplyFinder::quote_from(std::size_t number) {
  const std::size_t place = line(above_rules(number)).place;
  rest_ = true;
  rest_place_ = state_.attribution ? std::min(*state_.attribution, place) : place;
}

void ReplyFinder::push(std::string_view text, std::size_t place) {
  Line& next = line(count_++);
  next.text = text;
  next.place = place;
  next.before = state_;
  next.is_rule = next.is_divider = false;
  next.follows_blank = after_blank_;
  next.attribution.reset();
  after_blank_ = false;
}

std::size_t ReplyFinder::above_rules(std::size_t number) const {
  while (number > count_ - kept() && line(number - 1).is_rule) --number;
  return number;
}

ReplyFinder::Found ReplyFinder::finish() const {
  constexpr std::string_view kUnderReply = "under-reply";
  std::optional<std::size_t> place;
  if (rest_) {
    place = rest_place_;
  } else if (state_.in_quote && (state_.is_attributed || (state_.has_own && !state_.has_text_below))) {
    place = state_.cut;
  } else if (state_.attribution && state_.has_own) {
    place = state_.attribution;
  } else if (!state_.in_quote && !state_.has_text_below && has_rest_) {
    place = expected_rest_;
  }
  if (place == kNowhere) return {std::nullopt, "append: no safe place above the quote"};
  if (place) return {place, kUnderReply};
  if (state_.has_text_below) return {std::nullopt, "append: text below the quote"};
  return {std::nullopt, state_.in_quote ? "append: no text above the quote" : "append: no quote found"};
}

}  // namespace waybill::signature
