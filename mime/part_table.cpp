// mime/part_table.cpp: the structure scanner.
//
// One pass over the body, from delimiter to delimiter. A delimiter begins with "--" at the start of a line, so
// memchr looks for '-' and all other bytes are never looked at: a base64 attachment costs what reading
// its memory costs. The boundaries of all open multiparts stand in one ordered map: a line is looked up in it
// once or twice ("--b", and "--b--" without its end), however deep the nesting, and no choice of boundaries
// makes that slow, as it would with a hash.
#include "mime/part_table.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <map>
#include <optional>

#include "base/text.h"
#include "mime/charset.h"
#include "mime/part_header.h"

namespace waybill::mime {
namespace {

using base::Error;
using base::ErrorKind;
using base::Limits;

// A NUL, or a CR without LF between others.
bool is_read_differently(std::string_view value) {
  value = base::trim(value);
  if (value.find('\0') != std::string_view::npos) return true;
  std::size_t at = value.find('\r');
  while (at != std::string_view::npos && value.substr(at).starts_with("\r\n")) at = value.find('\r', at + 1);
  return at != std::string_view::npos;
}

// "multipart/a="b/c"; ...": a multipart for some programs, and for others no type.
bool has_two_slashes(std::string_view type) {
  type = base::trim(type);
  type = type.substr(0, type.find_first_of(" \t\r\n;("));
  return std::count(type.begin(), type.end(), '/') > 1;
}

// What programs write that take this field for the charset, the type or "none": nothing is encoded (RFC 2045, 6.1:
// any other name may be an encoding that we do not know).
bool is_no_encoding(std::string_view value) {
  constexpr std::array<std::string_view, 11> kNames = {"7",    "7bits",      "7-bits",    "8",     "8bits", "8-bits",
                                                       "none", "text/plain", "text/html", "plain", "text"};
  return std::ranges::find(kNames, value) != kNames.end() || !iconv_name(value).empty();
}

TransferEncoding encoding_of(std::string_view value) {
  if (value.empty() || value == "7bit" || value == "7-bit") return TransferEncoding::SevenBit;
  if (value == "8bit" || value == "8-bit") return TransferEncoding::EightBit;
  if (value == "binary") return TransferEncoding::Binary;
  if (value == "quoted-printable") return TransferEncoding::QuotedPrintable;
  if (value == "base64") return TransferEncoding::Base64;
  return is_no_encoding(value) ? TransferEncoding::SevenBit : TransferEncoding::Unknown;
}

std::string_view without_brackets(std::string_view id) {
  id = base::trim(id);
  return id.size() >= 2 && id.front() == '<' && id.back() == '>' ? id.substr(1, id.size() - 2) : id;
}

// Raw values of the fields that matter here; data() is null where there is none.
struct MimeFields {
  std::string_view type;
  std::string_view disposition;
  std::string_view encoding;
  std::string_view id;
  bool repeat = false;  // type or encoding
  bool differ = false;

  // Of several fields with one name the first counts.
  void put(std::string_view name, std::string_view value) {
    if (!base::starts_with_ignore_case(name, "content-")) return;
    std::string_view* const field = slot(name.substr(std::strlen("content-")));
    if (field == nullptr) return;
    if (field->data() == nullptr) {
      *field = value;
    } else if (field == &type || field == &encoding) {
      repeat = true;
      differ |= !base::equals_ignore_case(base::trim(value), base::trim(*field));
    }
  }
  bool are_read_differently() const {
    return has_two_slashes(type) || is_read_differently(type) || is_read_differently(disposition) ||
           is_read_differently(encoding);
  }
  bool fits(std::size_t most) const {
    return type.size() <= most && disposition.size() <= most && encoding.size() <= most;
  }

 private:
  std::string_view* slot(std::string_view name) {
    if (base::equals_ignore_case(name, "type")) return &type;
    if (base::equals_ignore_case(name, "disposition")) return &disposition;
    if (base::equals_ignore_case(name, "transfer-encoding")) return &encoding;
    if (base::equals_ignore_case(name, "id")) return &id;
    return nullptr;
  }
};

void describe(Part& part, const MimeFields& fields, bool in_digest, std::size_t most) {
  part.has_content_type = fields.type.data() != nullptr;
  if (part.has_content_type) part.content_type = parse_field_value(fields.type, most);
  if (fields.disposition.data() != nullptr) part.disposition = parse_field_value(fields.disposition, most);
  if (fields.encoding.data() != nullptr) part.encoding = encoding_of(parse_field_value(fields.encoding, most).value);
  part.content_id = without_brackets(fields.id);
  part.repeats_fields = fields.repeat;
  part.is_contradictory = fields.differ;
  std::string& type = part.content_type.value;
  if (!part.has_content_type && in_digest) {
    type = "message/rfc822";
  } else if (type.empty() || type == "text") {
    type = "text/plain";
  }
}

class Scanner {
 public:
  Scanner(std::string_view body, const Limits& limits) : body_(body), limits_(limits) {}

  std::optional<Error> run(const message::HeaderList& headers) {
    if (!add_message(headers)) return error_;
    std::size_t offset = 0;
    while (!open_.empty()) {
      const std::optional<Delimiter> first = find_delimiter(offset);
      if (!first) break;
      end_parts(*first);
      const Delimiter last = last_of_run(*first);
      note_line_ends(*first);
      note_line_ends(last);
      offset = last.next;
      if (last.closes) {
        close(last.level);
      } else if (!add_part(open_[last.level].part, offset)) {
        return error_;
      }
    }
    return std::nullopt;
  }

  std::vector<Part> parts() && { return std::move(parts_); }
  bool is_ambiguous() const { return ambiguous_; }

 private:
  using Boundaries = std::map<std::string, std::size_t, std::less<>>;
  struct Open {
    std::size_t part;
    Boundaries::iterator boundary;
  };
  struct Delimiter {
    std::size_t begin;
    std::size_t next;   // where the next line begins
    std::size_t level;  // of the multipart in open_
    bool closes;
  };

  bool too_large(const char* what) {
    error_ = Error{ErrorKind::TooLarge, what};
    return false;
  }

  bool starts_line(std::size_t offset) const {
    return offset == 0 || body_[offset - 1] == '\n' || body_[offset - 1] == '\r';
  }

  // REQUIRES that a line begins at `offset`.
  void note_line_end(std::size_t offset) { ambiguous_ |= offset > 0 && body_[offset - 1] == '\r'; }

  void note_line_ends(const Delimiter& delimiter) {
    note_line_end(delimiter.begin);
    note_line_end(delimiter.next);
  }

  std::optional<Delimiter> find_delimiter(std::size_t offset) const {
    while (offset < body_.size()) {
      const void* const dash = std::memchr(body_.data() + offset, '-', body_.size() - offset);
      if (dash == nullptr) break;
      offset = static_cast<std::size_t>(static_cast<const char*>(dash) - body_.data());
      if (starts_line(offset)) {
        if (const auto delimiter = delimiter_at(offset)) return delimiter;
      }
      while (offset < body_.size() && body_[offset] == '-') ++offset;
    }
    return std::nullopt;
  }

  // REQUIRES that a line begins at `offset`.
  std::optional<Delimiter> delimiter_at(std::size_t offset) const {
    if (!body_.substr(offset).starts_with("--")) return std::nullopt;
    const Line line = line_at(body_, offset);
    std::string_view text = line.text.substr(2);
    while (!text.empty() && base::is_blank(text.back())) text.remove_suffix(1);
    const auto opens = boundaries_.find(text);
    const auto closes = text.ends_with("--") ? boundaries_.find(text.substr(0, text.size() - 2)) : boundaries_.end();
    if (opens == boundaries_.end() && closes == boundaries_.end()) return std::nullopt;
    const bool is_opening =
        closes == boundaries_.end() || (opens != boundaries_.end() && opens->second < closes->second);
    return Delimiter{offset, line.next, (is_opening ? opens : closes)->second, !is_opening};
  }

  // Delimiters of one multipart in a row count as the last of them.
  Delimiter last_of_run(Delimiter delimiter) const {
    while (!delimiter.closes && delimiter.next < body_.size()) {
      const auto next = delimiter_at(delimiter.next);
      if (!next || next->level != delimiter.level) break;
      delimiter = *next;
    }
    return delimiter;
  }

  // All parts inside the delimiter's multipart end before the line break in front of it.
  void end_parts(const Delimiter& delimiter) {
    std::size_t end = delimiter.begin;
    if (end > 0) end -= end > 1 && body_[end - 1] == '\n' && body_[end - 2] == '\r' ? 2 : 1;
    const std::size_t multipart = open_[delimiter.level].part;
    for (; last_ != multipart; last_ = parts_[last_].parent) {
      end = std::max(end, parts_[last_].body.begin);  // an empty part: that line break ends its header
      parts_[last_].body.end = end;
    }
    while (open_.size() > delimiter.level + 1) forget_last();
  }

  void close(std::size_t level) {
    parts_[open_[level].part].closed = true;
    forget_last();
  }

  void forget_last() {
    boundaries_.erase(open_.back().boundary);
    open_.pop_back();
  }

  bool add_message(const message::HeaderList& headers) {
    MimeFields fields;
    std::size_t size = 0;
    for (const message::HeaderField& field : headers) {
      size += field.name.size() + field.value.size() + 2;
      fields.put(field.name, field.value);
    }
    if (size > limits_.header_bytes) return too_large("the header is too long");
    return add({.body = {0, body_.size()}}, fields);
  }

  bool add_part(std::size_t parent, std::size_t begin) {
    Part part{.parent = parent, .header = {begin, begin}, .body = {begin, body_.size()}};
    if (!find_header_end(part)) return too_large("the header of a part is too long");
    MimeFields fields;
    const std::string_view header = part.header.of(body_);
    for (std::size_t offset = 0; const auto field = next_field(header, offset);) fields.put(field->name, field->value);
    return add(std::move(part), fields);
  }

  bool find_header_end(Part& part) {
    std::size_t at = part.header.begin;
    for (; at < body_.size() && at - part.header.begin <= limits_.header_bytes; at = part.body.begin) {
      const Line line = line_at(body_, at);
      note_line_end(line.next);
      if (line.text.empty()) part.body.begin = line.next;
      if (!is_header_line(line.text) || delimiter_at(at)) break;
      part.body.begin = line.next;
    }
    part.header.end = at;
    return at - part.header.begin <= limits_.header_bytes;
  }

  bool add(Part part, const MimeFields& fields) {
    if (parts_.size() >= limits_.parts) return too_large("too many parts");
    if (!fields.fits(limits_.field_value_bytes)) return too_large("a MIME field is too long");
    ambiguous_ |= fields.are_read_differently();
    const bool in_digest = part.parent != kNoPart && parts_[part.parent].is("multipart/digest");
    describe(part, fields, in_digest, limits_.field_value_bytes);
    last_ = parts_.size();
    if (part.parent != kNoPart) parts_[part.parent].children.push_back(last_);
    parts_.push_back(std::move(part));
    return open_multipart();
  }

  bool open_multipart() {
    Part& part = parts_[last_];
    if (!part.is_multipart()) return true;
    const std::string_view given = part.content_type.parameter("boundary");
    const std::string_view boundary = given.substr(0, given.find_last_not_of(" \t\r\n") + 1);
    if (boundary.empty()) return true;
    const auto [place, is_new] = boundaries_.try_emplace(std::string(boundary), open_.size());
    if (!is_new) return true;  // an outer multipart takes all its delimiters
    part.closed = false;
    open_.push_back({last_, place});
    return open_.size() <= limits_.nesting || too_large("multiparts are nested too deep");
  }

  std::string_view body_;
  const Limits& limits_;
  std::vector<Part> parts_;
  std::vector<Open> open_;  // outermost first
  Boundaries boundaries_;   // of open_, with the index there
  std::size_t last_ = 0;    // the part that began last, or the multipart whose delimiter was seen last
  bool ambiguous_ = false;
  Error error_;
};

std::string with_lf(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\r') out.push_back(value[i]);
    if (value[i] == '\r' && (i + 1 == value.size() || value[i + 1] != '\n')) out.push_back('\n');
  }
  return out;
}

}  // namespace

std::string_view Part::file_name() const {
  const std::string_view name = disposition.parameter("filename");
  return name.empty() ? content_type.parameter("name") : name;
}

message::HeaderList PartTable::headers(std::size_t index, std::string_view body) const {
  message::HeaderList out;
  const std::string_view header = parts_[index].header.of(body);
  for (std::size_t offset = 0; const auto field = next_field(header, offset);) {
    out.push_back({std::string(field->name), with_lf(field->value)});
  }
  return out;
}

bool PartTable::is_consistent(std::size_t body_size) const {
  if (parts_.empty() || parts_[0].parent != kNoPart || parts_[0].body != Range{0, body_size}) return false;
  std::size_t named = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    if (part.header.begin > part.header.end || part.body.begin > part.body.end) return false;
    if (!part.children.empty() && !part.is_multipart()) return false;
    std::size_t at = part.body.begin;
    for (const std::size_t child : part.children) {
      if (child <= i || child >= parts_.size() || parts_[child].parent != i) return false;
      const Part& inner = parts_[child];
      if (inner.header.begin < at || inner.body.begin < inner.header.end || inner.body.end > part.body.end)
        return false;
      at = inner.body.end;
      ++named;
    }
  }
  return named + 1 == parts_.size();
}

base::Result<PartTable> scan(const message::HeaderList& headers, std::string_view body, const base::Limits& limits) {
  Scanner scanner(body, limits);
  if (auto error = scanner.run(headers)) return *std::move(error);
  PartTable table;
  table.ambiguous_ = scanner.is_ambiguous();
  table.parts_ = std::move(scanner).parts();
  return table;
}

}  // namespace waybill::mime
