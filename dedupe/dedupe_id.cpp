// dedupe/dedupe_id.cpp: the canonical form of docs/formats.md, "Dedupe ID", and its hash.
#include "dedupe/dedupe_id.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "dedupe/sha256.h"
#include "mime/codec.h"

namespace waybill::dedupe {
namespace {

using message::HeaderField;
using mime::Part;
using mime::TransferEncoding;

constexpr std::size_t kChunk = 64 * 1024;  // of raw content, decoded at once

constexpr std::array<std::string_view, 10> kFields = {"date", "from",    "sender",     "reply-to",    "to",
                                                      "cc",   "subject", "message-id", "in-reply-to", "references"};
// Blocks of these may stand several times; their fields count in the order they stand in.
constexpr std::array<std::string_view, 7> kResentFields = {
    "resent-date", "resent-from", "resent-sender", "resent-to", "resent-cc", "resent-message-id", "resent-reply-to"};

// White space collapsed, as folding and gateways change it.
std::string collapsed(std::string_view value) {
  std::string out;
  for (const char c : base::trim(value)) {
    if (!base::is_space(c)) {
      out.push_back(c);
    } else if (out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

bool is_word_char(char c) { return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z'); }

bool contains_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

// ---- header ----

// Postfix adds a Message-ID with the queue id, and a Date, to mail of local programs before filters see it:
// another one for every transmission.
bool is_made_by_mta(const message::Message& message, std::string_view name) {
  const HeaderField* const field = message::find(message.headers, name);
  return field != nullptr && contains_word(field->value, message.envelope.queue_id);
}

class HeaderForm {
 public:
  explicit HeaderForm(const message::Message& message) : message_(message) {}

  std::string form() {
    const bool no_id = is_made_by_mta(message_, "message-id");
    for (const std::string_view name : kFields) {
      if (no_id && (name == "message-id" || name == "date")) continue;
      for (const HeaderField& field : message_.headers) {
        if (base::equals_ignore_case(field.name, name)) put(name, field.value);
      }
    }
    const bool no_resent_id = is_made_by_mta(message_, "resent-message-id");
    for (const HeaderField& field : message_.headers) {
      const std::string name = base::lower(field.name);
      if (std::find(kResentFields.begin(), kResentFields.end(), name) == kResentFields.end()) continue;
      if (no_resent_id && (name == "resent-message-id" || name == "resent-date")) continue;
      put(name, field.value);
    }
    return std::move(out_);
  }

 private:
  void put(std::string_view name, std::string_view value) {
    out_ += name;
    out_ += ':';
    out_ += collapsed(value);
    out_ += '\n';
  }

  const message::Message& message_;
  std::string out_;
};

// ---- content ----

// Line ends as LF, whatever the way of the message made of them.
class LineEnds {
 public:
  explicit LineEnds(Sha256& sink) : sink_(sink) {}

  void put(std::string_view bytes) {
    std::string& out = buffer_;
    out.clear();
    out.reserve(bytes.size() + 1);
    if (has_cr_ && !bytes.starts_with('\n') && !bytes.empty()) out.push_back('\r');
    if (!bytes.empty()) has_cr_ = bytes.ends_with('\r');
    if (has_cr_) bytes.remove_suffix(bytes.empty() ? 0 : 1);
    while (!bytes.empty()) {
      const std::size_t cr = std::min(bytes.find('\r'), bytes.size());
      out += bytes.substr(0, cr);
      const bool is_line_end = bytes.substr(cr).starts_with("\r\n");
      if (cr < bytes.size() && !is_line_end) out.push_back('\r');
      bytes.remove_prefix(std::min(bytes.size(), cr + 1));
    }
    sink_.put(out);
  }
  void finish() {
    if (has_cr_) sink_.put("\r");
  }

 private:
  Sha256& sink_;
  std::string buffer_;
  bool has_cr_ = false;  // seen at the end, and not passed on yet
};

// Pieces of about kChunk that can be decoded each by itself: quoted-printable only from line to line.
template <class Sink>
void in_chunks(std::string_view raw, bool by_lines, Sink sink) {
  while (!raw.empty()) {
    std::size_t size = std::min(kChunk, raw.size());
    if (by_lines) size = std::min(raw.find('\n', size - 1), raw.size() - 1) + 1;
    sink(raw.substr(0, size));
    raw.remove_prefix(size);
  }
}

template <class Sink>
void decode_in_chunks(TransferEncoding encoding, std::string_view raw, Sink sink) {
  if (encoding == TransferEncoding::QuotedPrintable) {
    return in_chunks(raw, true, [&](std::string_view chunk) { sink(mime::decode_quoted_printable(chunk)); });
  }
  if (encoding != TransferEncoding::Base64) return in_chunks(raw, false, sink);
  mime::Base64Decoder decoder;
  std::string decoded;
  in_chunks(raw, false, [&](std::string_view chunk) {
    decoded.clear();
    decoder.put(chunk, decoded);
    sink(decoded);
  });
  decoded.clear();
  decoder.finish(decoded);
  sink(decoded);
}

// Bytes that no way of transport takes for text.
bool is_opaque(const Part& part) {
  const bool is_kept = part.encoding == TransferEncoding::Base64 || part.encoding == TransferEncoding::Binary;
  return is_kept && !part.is_text();
}

std::string digest(Sha256& hash, const Part& part, std::string_view body) {
  const std::string_view raw = part.body.of(body);
  if (is_opaque(part)) {
    decode_in_chunks(part.encoding, raw, [&](std::string_view bytes) { hash.put(bytes); });
  } else {
    LineEnds lines(hash);
    decode_in_chunks(part.encoding, raw, [&](std::string_view bytes) { lines.put(bytes); });
    lines.finish();
  }
  return hex(hash.finish());
}

std::string part_form(Sha256& hash, const Part& part, std::string_view body) {
  std::string out = "part " + (part.parent == mime::kNoPart ? "-" : std::to_string(part.parent)) + ' ';
  out += collapsed(part.content_type.value);
  if (part.children.empty()) out += ' ' + digest(hash, part, body);
  if (const std::string name = collapsed(part.file_name()); part.children.empty() && !name.empty()) out += ' ' + name;
  return out += '\n';
}

}  // namespace

std::string dedupe_id(const message::Message& message, const mime::PartTable& table) {
  Sha256 hash;
  Sha256 of_part;
  hash.put("waybill dedupe 1\n");
  hash.put(HeaderForm(message).form());
  for (const Part& part : table.parts()) hash.put(part_form(of_part, part, message.body));
  return "v1:" + base64url(hash.finish());
}

bool has_own_message_id(const message::Message& message) {
  const HeaderField* const field = message::find(message.headers, "message-id");
  return field != nullptr && !base::trim(field->value).empty() && !is_made_by_mta(message, "message-id");
}

}  // namespace waybill::dedupe
