// mime/main_body.cpp: the walk to the message's own texts.
#include "mime/main_body.h"

#include <algorithm>

#include "base/text.h"
#include "mime/charset.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

using message::Reason;

// How much of an encoded text is decoded to look for inline PGP, which stands at the top.
constexpr std::size_t kDecodedForPgp = 64 * 1024;

std::optional<Reason> pgp_marker(std::string_view text, bool is_html) {
  constexpr std::string_view kBegin = "-----BEGIN PGP ";
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != std::string_view::npos; at += kBegin.size()) {
    const char before = at == 0 ? '\n' : text[at - 1];
    if (before != '\n' && before != '\r' && !(is_html && before == '>')) continue;
    const std::string_view rest = text.substr(at + kBegin.size());
    if (rest.starts_with("MESSAGE-----")) return Reason::Encrypted;
    if (rest.starts_with("SIGNED MESSAGE-----")) return Reason::Signed;
  }
  return std::nullopt;
}

std::string decoded_start(TransferEncoding encoding, std::string_view raw) {
  if (encoding == TransferEncoding::QuotedPrintable) return decode_quoted_printable(raw);
  if (encoding != TransferEncoding::Base64) return std::string(raw);
  return decode_base64(raw.substr(0, kDecodedForPgp * 3 / 2));  // four bytes carry three, and line ends come on top
}

// What is ASCII of a text in UTF-16 or UTF-32.
std::string narrowed(std::string text) {
  std::erase_if(text, [](char c) { return c == '\0' || c == '\xFE' || c == '\xFF'; });
  return text;
}

std::optional<Reason> inline_pgp(const Part& part, std::string_view body) {
  const std::string_view raw = part.body.of(body);
  const bool is_html = part.is("text/html");
  if (charset_kind(iconv_name(part.content_type.parameter("charset"))) == CharsetKind::Wide) {
    return pgp_marker(narrowed(decoded_start(part.encoding, raw)), is_html);
  }
  switch (part.encoding) {
    case TransferEncoding::Base64:
      return pgp_marker(decoded_start(part.encoding, raw), is_html);
    case TransferEncoding::QuotedPrintable:
      // Whatever is encoded in the marker, its capital letters are not; so few texts need decoding.
      if (raw.find("BEGIN") == std::string_view::npos || raw.find("PGP") == std::string_view::npos) return std::nullopt;
      return pgp_marker(decode_quoted_printable(raw), is_html);
    default:
      return pgp_marker(raw, is_html);
  }
}

// Signed and encrypted as the type says it (RFC 1847, RFC 8551, RFC 3156, and PGP before MIME).
std::optional<Reason> sealed(const Part& part) {
  if (part.is("multipart/signed")) return Reason::Signed;
  if (part.is("multipart/encrypted") || part.is("application/pgp-encrypted")) return Reason::Encrypted;
  if (part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime")) {
    const std::string kind = base::lower(part.content_type.parameter("smime-type"));
    return kind == "signed-data" || kind == "certs-only" ? Reason::Signed : Reason::Encrypted;
  }
  if (part.is("application/pgp")) {
    return part.content_type.parameter("x-action").starts_with("sign") ? Reason::Signed : Reason::Encrypted;
  }
  if (part.is("application/octet-stream") && base::equals_ignore_case(part.file_name(), "smime.p7m")) {
    return Reason::Encrypted;
  }
  return std::nullopt;
}

bool is_calendar(const Part& part) { return part.is("text/calendar") || part.is("application/ics"); }

bool is_tnef(const Part& part) { return part.is("application/ms-tnef") || part.is("application/vnd.ms-tnef"); }

// Shown between the texts.
bool is_picture(const Part& part) {
  return part.content_type.value.starts_with("image/") && !part.is_contradictory &&
         (part.disposition.value.empty() || part.disposition.value == "inline");
}

class Walk {
 public:
  Walk(const PartTable& table, std::string_view body) : table_(table), body_(body) {}

  MainBody run() {
    waiting_.push_back(0);
    while (!waiting_.empty() && !obstacle_) {
      const std::size_t index = waiting_.back();
      waiting_.pop_back();
      obstacle_ = visit(index);
    }
    if (!obstacle_ && (texts_.empty() || (saw_tnef_ && all_blank()))) obstacle_ = why_none();
    if (!obstacle_ && table_.is_ambiguous()) obstacle_ = Reason::Ambiguous;
    if (obstacle_) return {{}, obstacle_};
    std::sort(texts_.begin(), texts_.end());
    return {std::move(texts_)};
  }

 private:
  std::optional<Reason> visit(std::size_t index) {
    const Part& part = table_[index];
    if (const auto reason = sealed(part)) return reason;
    if (part.is("multipart/report")) return Reason::Report;
    if (part.is_contradictory) return Reason::Ambiguous;
    saw_calendar_ |= is_calendar(part);
    saw_tnef_ |= is_tnef(part);
    if (is_own_text(part)) {
      texts_.push_back(index);
      return inline_pgp(part, body_);
    }
    return visit_children(part);
  }

  std::optional<Reason> visit_children(const Part& part) {
    for (const std::size_t child : part.children) {
      // Exchange turns PGP/MIME into multipart/mixed with an empty text in front.
      if (table_[child].is("application/pgp-encrypted")) return Reason::Encrypted;
      saw_tnef_ |= is_tnef(table_[child]);
    }
    if (part.is("multipart/alternative")) {
      waiting_.insert(waiting_.end(), part.children.begin(), part.children.end());
    } else if (!part.children.empty()) {
      waiting_.push_back(part.is("multipart/related") ? root_of(part) : behind_pictures(part));
    }
    return std::nullopt;
  }

  // Telephones put the photo that one writes about first.
  std::size_t behind_pictures(const Part& mixed) const {
    const auto is_other = [&](std::size_t child) { return !is_picture(table_[child]); };
    const auto found = std::ranges::find_if(mixed.children, is_other);
    return found == mixed.children.end() ? mixed.children.front() : *found;
  }

  // RFC 2387, 3.2
  std::size_t root_of(const Part& related) const {
    std::string_view start = base::trim(related.content_type.parameter("start"));
    if (start.starts_with('<') && start.ends_with('>')) start = start.substr(1, start.size() - 2);
    const auto is_start = [&](std::size_t child) { return !start.empty() && table_[child].content_id == start; };
    const auto found = std::find_if(related.children.begin(), related.children.end(), is_start);
    return found == related.children.end() ? related.children.front() : *found;
  }

  bool all_blank() const {
    return std::all_of(texts_.begin(), texts_.end(), [&](std::size_t index) {
      const std::string_view text = table_[index].body.of(body_);
      return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    });
  }

  Reason why_none() const {
    if (saw_tnef_) return Reason::Tnef;
    return saw_calendar_ ? Reason::CalendarOnly : Reason::NoBodyText;
  }

  const PartTable& table_;
  std::string_view body_;
  std::vector<std::size_t> waiting_;
  std::vector<std::size_t> texts_;
  std::optional<Reason> obstacle_;
  bool saw_calendar_ = false;
  bool saw_tnef_ = false;
};

}  // namespace

// RFC 2183, 2.8: a disposition that is not known is an attachment.
bool is_own_text(const Part& part) {
  const std::string& disposition = part.disposition.value;
  return (part.is("text/plain") || part.is("text/html")) && (disposition.empty() || disposition == "inline") &&
         part.file_name().empty();
}

MainBody find_main_body(const PartTable& table, std::string_view body) { return Walk(table, body).run(); }

}  // namespace waybill::mime
