// mime/text_part.cpp: reading a text, and the edits that its changes make.
#include "mime/text_part.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "mime/codec.h"
#include "mime/relabel.h"

namespace waybill::mime {

using message::Edits;
using message::Reason;
using message::SpliceBody;
using Kind = TextReading::Kind;

// ---- reading ----

std::variant<TextPart, Reason> TextPart::read(const message::Message& message, const PartTable& table,
                                              std::size_t index, const base::Limits& limits) {
  TextPart out(message, table, index);
  if (const auto reason = out.read_bytes(limits)) return *reason;
  if (const auto reason = out.read_characters(limits)) return *reason;
  out.line_end_ = out.find_line_end();
  return out;
}

std::optional<Reason> TextPart::read_bytes(const base::Limits& limits) {
  const TransferEncoding encoding = part().encoding;
  if (encoding == TransferEncoding::Unknown) return Reason::BadEncoding;
  if (encoding == TransferEncoding::QuotedPrintable) {
    if (!is_whole_quoted_printable(raw())) return Reason::BadEncoding;
    if (raw().find('=') != std::string_view::npos) {
      decoded_ = std::make_shared<const std::string>(decode_quoted_printable(raw()));
    }
  } else if (encoding == TransferEncoding::Base64) {
    std::string decoded;
    Base64Decoder decoder;
    decoder.put(raw(), decoded);
    decoder.finish(decoded);
    if (!decoder.is_whole()) return Reason::BadEncoding;
    decoded_ = std::make_shared<const std::string>(std::move(decoded));
  }
  return bytes().size() > limits.text_bytes ? std::optional(Reason::Limit) : std::nullopt;
}

std::optional<Reason> TextPart::read_characters(const base::Limits& limits) {
  auto reading = read_text(bytes(), part().content_type.parameter("charset"));
  if (!reading) return Reason::UnknownCharset;
  kind_ = reading->kind;
  charset_ = reading->charset;
  writing_ = reading->writing;
  mark_ = reading->mark;
  if (reading->utf8) utf8_ = std::make_shared<const std::string>(std::move(*reading->utf8));
  return original().size() > limits.text_bytes ? std::optional(Reason::Limit) : std::nullopt;
}

bool TextPart::is_html() const { return part().is("text/html"); }

bool TextPart::is_flowed() const { return base::equals_ignore_case(part().content_type.parameter("format"), "flowed"); }

bool TextPart::is_delsp() const { return base::equals_ignore_case(part().content_type.parameter("delsp"), "yes"); }

// A line break of quoted-printable is one of the encoded bytes: an encoded CR before it is text.
std::string_view TextPart::find_line_end() const {
  const bool has_own = part().encoding == TransferEncoding::Base64 || charset_kind(charset_) == CharsetKind::Wide;
  const std::string_view text = has_own ? original() : raw();
  std::size_t crlf = 0;
  std::size_t lf = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    ++(at > 0 && text[at - 1] == '\r' ? crlf : lf);
  }
  return crlf == lf ? message_->line_end : crlf > lf ? "\r\n" : "\n";
}

std::string_view TextPart::text() const { return changed() ? std::string_view(current_) : original(); }

bool TextPart::is_encoded() const {
  return part().encoding == TransferEncoding::QuotedPrintable || part().encoding == TransferEncoding::Base64;
}

// By its label and in fact: 8-bit bytes that are there may have company.
bool TextPart::is_7bit() const {
  return part().encoding == TransferEncoding::SevenBit && ascii_prefix(raw()) == raw().size();
}

bool TextPart::exists(std::string_view utf8) const {
  if (ascii_prefix(utf8) == utf8.size() && charset_kind(charset_) == CharsetKind::Plain) return true;
  return from_utf8(utf8, writing_).ok();
}

bool TextPart::fits(std::string_view utf8) const {
  if (ascii_prefix(utf8) == utf8.size() && charset_kind(charset_) == CharsetKind::Plain) return true;
  const auto encoded = from_utf8(utf8, writing_);
  return encoded.ok() && (!is_7bit() || ascii_prefix(*encoded) == encoded->size());
}

// ---- changing ----

void TextPart::splice(std::size_t begin, std::size_t end, std::string_view replacement) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (begin == 0 && text().starts_with(kMark)) {
    begin = kMark.size();
    end = std::max(begin, end);
  }
  if (begin == end && replacement.empty()) return;
  std::string wanted(text());
  wanted.replace(begin, end - begin, replacement);
  // Changes that the splice touches and the splice become one; `shift` leads from the old text to the present one.
  std::ptrdiff_t shift = 0;
  const auto present = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + shift);
  };
  const auto old = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) - shift); };
  const auto pass = [&](const TextChange& change) {
    shift += static_cast<std::ptrdiff_t>(change.text.size()) - static_cast<std::ptrdiff_t>(change.end - change.begin);
  };
  auto first = changes_.begin();
  for (; first != changes_.end() && present(first->begin) + first->text.size() < begin; ++first) pass(*first);
  TextChange merged{old(begin), 0, std::string(replacement)};
  if (first != changes_.end() && present(first->begin) <= begin) {
    merged.begin = first->begin;
    merged.text.insert(0, first->text, 0, begin - present(first->begin));
  }
  auto last = first;
  std::string_view tail;
  bool ends_inside = false;
  for (; last != changes_.end() && present(last->begin) <= end; ++last) {
    const std::size_t from = present(last->begin);
    ends_inside = from + last->text.size() >= end;
    if (ends_inside) tail = std::string_view(last->text).substr(end - from);
    merged.end = last->end;
    pass(*last);
  }
  if (!ends_inside) merged.end = old(end);
  merged.text += tail;
  changes_.insert(changes_.erase(first, last), std::move(merged));
  current_ = std::move(wanted);
}

// ---- edits ----

std::variant<Edits, Reason> TextPart::edits() const {
  if (!changed()) return Edits{};
  const bool to_utf8 =
      !std::all_of(changes_.begin(), changes_.end(), [&](const TextChange& change) { return exists(change.text); });
  if (to_utf8 && !may_become_utf8()) return Reason::UnknownCharset;
  const auto changes = to_utf8 ? changes_to_utf8() : changes_in_charset();
  if (!changes) return Reason::UnknownCharset;
  const bool to_quoted = needs_quoted_printable(*changes, to_utf8);
  if ((to_utf8 || to_quoted) && part().repeats_fields) return Reason::Ambiguous;
  return edits_for(*changes, to_utf8, to_quoted);
}

// Mislabelled bytes stay what they are: programs show them as what they were meant to be.
bool TextPart::may_become_utf8() const {
  return !is_html() && kind_ != Kind::Opaque && (!utf8_ || !has_c1_controls(*utf8_));
}

std::vector<ByteChange> TextPart::changes_to_utf8() const {
  const bool same_bytes = original() == bytes();
  if (!same_bytes) return {{0, bytes().size(), current_}};
  std::vector<ByteChange> out;
  for (const TextChange& change : changes_) out.push_back({change.begin, change.end, change.text});
  return out;
}

std::optional<std::vector<ByteChange>> TextPart::changes_in_charset() const {
  auto out = in_charset({bytes().substr(mark_), original(), charset_, writing_}, changes_, current_);
  if (!out) return out;
  for (ByteChange& change : *out) {
    change.begin += mark_;
    change.end += mark_;
  }
  return out;
}

bool TextPart::needs_quoted_printable(const std::vector<ByteChange>& changes, bool to_utf8) const {
  if (is_encoded()) return false;
  if (to_utf8 && (part().encoding == TransferEncoding::SevenBit || kind_ == Kind::Assumed)) return true;
  const auto is_8bit = [](const ByteChange& change) { return ascii_prefix(change.bytes) < change.bytes.size(); };
  if (is_7bit() && std::any_of(changes.begin(), changes.end(), is_8bit)) return true;
  return charset_kind(charset_) != CharsetKind::Wide && makes_long_line(raw(), changes);
}

Edits TextPart::edits_for(const std::vector<ByteChange>& changes, bool to_utf8, bool to_quoted) const {
  const EncodedBody body{
      .raw = raw(),
      .decoded = bytes(),
      .encoding = part().encoding,
      .line_end = line_end(),
      .has_lines = to_utf8 ? !has_encoded_line_feeds() : charset_kind(charset_) != CharsetKind::Wide};
  std::vector<SpliceBody> splices = to_quoted
                                        ? std::vector{SpliceBody{0, raw().size(), as_quoted_printable(body, changes)}}
                                        : reencode(body, changes);
  if (delimiter_is_next()) splices.back().bytes += line_end();
  Edits out = relabel(*message_, *table_, index_, {to_utf8, to_quoted, splices.front().begin == 0});
  for (SpliceBody& splice : splices) {
    out.push_back(
        SpliceBody{part().body.begin + splice.begin, part().body.begin + splice.end, std::move(splice.bytes)});
  }
  return out;
}

// Some programs write each line break as a byte like others: written as line breaks they could be of another kind.
bool TextPart::has_encoded_line_feeds() const {
  return part().encoding == TransferEncoding::QuotedPrintable &&
         (raw().find("=0A") != std::string_view::npos || raw().find("=0a") != std::string_view::npos);
}

// In an empty part the empty line below the header may be the line break of the delimiter too.
bool TextPart::delimiter_is_next() const {
  const std::size_t end = part().body.end;
  return raw().empty() && end < message_->body.size() && message_->body[end] != '\r' && message_->body[end] != '\n';
}

}  // namespace waybill::mime
