// engine/draft.cpp: collecting changes of a message, and proving them.
#include "engine/draft.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "message/compose.h"
#include "mime/main_body.h"
#include "mime/verify.h"
#include "mime/wrap.h"
#include "signature/wrap_lines.h"

namespace waybill::engine {
namespace {

using message::Reason;
using signature::Fragment;
using signature::Location;
using signature::Placement;
using signature::Spot;

base::Error refused(std::string difference) { return {base::ErrorKind::Internal, std::move(difference)}; }

std::optional<Placement> place_in_html(const mime::TextPart& text, const std::string& html, const Spot& spot) {
  auto placed = signature::place_html(text.text(), spot, html, text.line_end());
  if (!placed || text.fits(placed->bytes)) return placed;
  return signature::place_html(text.text(), spot, signature::html_ascii(html), text.line_end());
}

std::optional<Placement> find_place(const mime::TextPart& text, const Fragment& fragment, const Spot& spot) {
  if (text.is_html()) return place_in_html(text, fragment.html, spot);
  const bool stays = fragment.has_own_text || text.is_flowed();
  const std::size_t width = stays ? 0 : signature::wrap_width(text.text());
  return signature::place_plain(text.text(), spot, signature::wrapped(fragment.text, width),
                                {text.is_flowed(), text.is_delsp(), text.line_end()});
}

void join(std::string& text, const std::string& more, Location location) {
  text = location == Location::Prepend ? more + "\n" + text : text + "\n" + more;
}

}  // namespace

std::optional<Reason> Draft::read_texts() {
  if (std::exchange(texts_read_, true)) return obstacle_;
  if (!prepared_->table) return obstacle_ = Reason::Limit;
  const mime::MainBody main = mime::find_main_body(*prepared_->table, prepared_->message.body);
  obstacle_ = main.obstacle;
  for (const std::size_t index : main.texts) {
    auto text = mime::TextPart::read(prepared_->message, *prepared_->table, index, *limits_);
    if (const auto* reason = std::get_if<Reason>(&text)) return obstacle_ = *reason;
    texts_.push_back(std::move(std::get<mime::TextPart>(text)));
  }
  return obstacle_;
}

std::optional<Reason> Draft::sign(const Fragment& fragment, const Spot& spot) {
  placed_.clear();
  if (outer_) {
    join(outer_->html, fragment.html, spot.location);
    join(outer_->text, fragment.text, spot.location);
    return std::nullopt;
  }
  if (const auto obstacle = read_texts()) return obstacle;
  std::vector<Placement> places;
  for (const mime::TextPart& text : texts_) {
    auto place = find_place(text, fragment, spot);
    if (!place) return Reason::UnclosedHtml;
    places.push_back(std::move(*place));
  }
  std::vector<mime::TextPart> signed_texts = texts_;
  message::Edits edits;
  for (std::size_t i = 0; i < signed_texts.size(); ++i) {
    signed_texts[i].splice(places[i].offset, places[i].offset + places[i].length, places[i].bytes);
    auto of_part = signed_texts[i].edits();
    if (const auto* reason = std::get_if<Reason>(&of_part)) return *reason;
    auto& list = std::get<message::Edits>(of_part);
    std::move(list.begin(), list.end(), std::back_inserter(edits));
  }
  for (std::size_t i = 0; i < places.size(); ++i) note_place(texts_[i], places[i]);
  texts_ = std::move(signed_texts);
  text_edits_ = std::move(edits);
  return std::nullopt;
}

void Draft::note_place(const mime::TextPart& text, const Placement& place) {
  if (place.how.empty()) return;
  if (!placed_.empty()) placed_ += "; ";
  placed_.append(text.is_html() ? "html: " : "text: ").append(place.how);
}

bool Draft::holds(const signature::Wanted& wanted, signature::Within within) {
  if (outer_ || read_texts()) return false;
  return std::any_of(texts_.begin(), texts_.end(), [&](const mime::TextPart& text) {
    return text.is_html() ? signature::stands_in_html(text.text(), wanted, within)
                          : signature::stands_in_plain(text.text(), wanted, within);
  });
}

void Draft::wrap(const Fragment& fragment) { outer_ = fragment; }

bool Draft::changes_text() const {
  return outer_ || std::any_of(texts_.begin(), texts_.end(), [](const mime::TextPart& t) { return t.changed(); });
}

void Draft::drop_text_changes() {
  outer_.reset();
  texts_.clear();
  text_edits_.clear();
  texts_read_ = false;
}

base::Result<message::Edits> Draft::finish(const std::string& seed) const {
  message::Edits header = header_.edits();
  if (!changes_text()) return header;
  auto edits = outer_ ? wrap_edits(seed) : text_edits();
  if (edits) edits->insert(edits->begin(), header.begin(), header.end());
  return edits;
}

base::Result<message::Edits> Draft::text_edits() const {
  std::vector<mime::IntendedText> intended;
  for (const mime::TextPart& text : texts_) intended.push_back({text.index(), text.text()});
  if (auto difference = mime::verify(prepared_->message, *prepared_->table, text_edits_, intended, *limits_)) {
    return refused(std::move(*difference));
  }
  return text_edits_;
}

base::Result<message::Edits> Draft::wrap_edits(const std::string& seed) const {
  message::Edits edits = mime::wrap(prepared_->message, outer_->html, outer_->text, seed);
  if (auto difference = mime::verify_wrap(prepared_->message, edits, *limits_)) return refused(std::move(*difference));
  return edits;
}

}  // namespace waybill::engine
