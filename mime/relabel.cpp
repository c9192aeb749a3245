// mime/relabel.cpp: edits of Content-Type, Content-Transfer-Encoding and Content-MD5.
#include "mime/relabel.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "mime/field_value.h"
#include "mime/part_header.h"

namespace waybill::mime {
namespace {

using message::AddHeader;
using message::ChangeHeader;
using message::Edits;
using message::HeaderField;
using message::RemoveHeader;
using message::SpliceBody;

constexpr std::string_view kUtf8 = "utf-8";
constexpr const char* kType = "Content-Type";
constexpr const char* kEncoding = "Content-Transfer-Encoding";
constexpr const char* kDigest = "Content-MD5";
constexpr const char* kQuotedPrintable = " quoted-printable";

std::string new_type(const Part& part) { return ' ' + part.content_type.value + "; charset=" + std::string(kUtf8); }

// The old value with another charset; a value that says nothing readable even then is replaced.
std::string changed_type(const Part& part, std::string_view value) {
  std::string out = with_charset(value, kUtf8);
  const FieldValue read = parse_field_value(out, base::Limits().field_value_bytes);
  const bool is_read = read.value.find('/') != std::string::npos && read.parameter("charset") == kUtf8;
  return is_read ? out : new_type(part);
}

Edits relabel_message(const message::Message& message, const Part& part, const Relabel& change) {
  Edits out;
  const auto find = [&](const char* name) { return message::find(message.headers, name); };
  const bool changes = change.to_utf8 || change.to_quoted_printable;
  if (changes && find("MIME-Version") == nullptr) out.push_back(AddHeader{"MIME-Version", " 1.0"});
  const HeaderField* const type = find(kType);
  if (change.to_utf8 && type != nullptr) out.push_back(ChangeHeader{type->name, 1, changed_type(part, type->value)});
  if (change.to_utf8 && type == nullptr) out.push_back(AddHeader{kType, new_type(part)});
  const HeaderField* const encoding = find(kEncoding);
  if (change.to_quoted_printable && encoding != nullptr) {
    out.push_back(ChangeHeader{encoding->name, 1, kQuotedPrintable});
  } else if (change.to_quoted_printable) {
    out.push_back(AddHeader{kEncoding, kQuotedPrintable});
  }
  const std::size_t digests = message::count(message.headers, kDigest);
  for (std::size_t instance = 1; instance <= digests; ++instance) out.push_back(RemoveHeader{kDigest, instance});
  return out;
}

class PartHeader {
 public:
  PartHeader(const message::Message& message, const Part& part)
      : body_(message.body), part_(part), header_(part.header.of(message.body)) {
    const std::size_t line_feed = header_.find('\n');
    line_end_ = line_feed == std::string_view::npos               ? message.line_end
                : line_feed > 0 && header_[line_feed - 1] == '\r' ? "\r\n"
                                                                  : "\n";
  }

  Edits relabel(const Relabel& change) {
    if (change.to_utf8) change_type();
    if (change.to_quoted_printable) change_encoding();
    remove_digests();
    std::sort(splices_.begin(), splices_.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    Edits out(splices_.begin(), splices_.end());
    std::string lines = added_lines(change.to_new_start);
    if (!lines.empty()) out.push_back(SpliceBody{part_.header.end, part_.header.end, std::move(lines)});
    return out;
  }

 private:
  std::size_t offset_of(std::string_view view) const { return static_cast<std::size_t>(view.data() - body_.data()); }
  void replace(std::string_view old, std::string bytes) {
    splices_.push_back({offset_of(old), offset_of(old) + old.size(), std::move(bytes)});
  }
  void add(const char* name, const std::string& value) { ((added_ += name) += ':') += value + line_end_; }

  void change_type() {
    const auto field = find_field(header_, kType);
    field ? replace(field->value, changed_type(part_, field->value)) : add(kType, new_type(part_));
  }

  void change_encoding() {
    const auto field = find_field(header_, kEncoding);
    field ? replace(field->value, kQuotedPrintable) : add(kEncoding, kQuotedPrintable);
  }

  void remove_digests() {
    for (std::size_t offset = 0; const auto field = next_field(header_, offset);) {
      if (base::equals_ignore_case(field->name, kDigest)) replace(field->whole, {});
    }
  }

  std::string added_lines(bool needs_empty_line) const {
    const bool is_divided = part_.header.end < part_.body.begin;
    if (added_.empty() && (is_divided || !needs_empty_line)) return {};
    const bool ends_line = header_.empty() || header_.back() == '\n' || header_.back() == '\r';
    return (ends_line ? "" : line_end_) + added_ + (is_divided ? "" : line_end_);
  }

  std::string_view body_;
  const Part& part_;
  std::string_view header_;
  std::string line_end_;
  std::vector<SpliceBody> splices_;
  std::string added_;
};

}  // namespace

Edits relabel(const message::Message& message, const PartTable& table, std::size_t index, const Relabel& change) {
  const Part& part = table[index];
  return part.parent == kNoPart ? relabel_message(message, part, change) : PartHeader(message, part).relabel(change);
}

}  // namespace waybill::mime
