// message/raw_message.cpp: reading and writing of message files, byte for byte.
#include "message/raw_message.h"

#include <algorithm>

#include "base/text.h"
#include "message/compose.h"

namespace waybill::message {
namespace {

// The line that begins at `offset`, its line end included.
std::string_view line_at(std::string_view bytes, std::size_t offset) {
  const std::size_t end = bytes.find('\n', offset);
  return bytes.substr(offset, end == std::string_view::npos ? end : end + 1 - offset);
}

// The length of the field name when the line begins a field, else 0.
std::size_t name_length(std::string_view line) {
  const auto name_end = std::find_if_not(line.begin(), line.end(), base::is_field_name_char);
  const auto colon = std::find_if_not(name_end, line.end(), base::is_blank);
  return colon != line.end() && *colon == ':' ? static_cast<std::size_t>(name_end - line.begin()) : 0;
}

std::string with_lf(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\r' || i + 1 == value.size() || value[i + 1] != '\n') out.push_back(value[i]);
  }
  return out;
}

HeaderField parse_field(std::string_view raw, std::size_t name_size) {
  const std::size_t colon = raw.find(':', name_size);
  return {std::string(raw.substr(0, name_size)), with_lf(base::without_line_end(raw.substr(colon + 1)))};
}

void append_with(std::string& out, std::string_view text, std::string_view line_end) {
  for (const char c : text) {
    if (c == '\n') {
      out += line_end;
    } else {
      out.push_back(c);
    }
  }
}

}  // namespace

RawMessage read(std::string_view bytes) {
  RawMessage out;
  const std::string_view first = line_at(bytes, 0);
  out.line_end = first.ends_with('\n') && !first.ends_with("\r\n") ? "\n" : "\r\n";
  std::size_t offset = 0;
  if (first.starts_with("From ") || first.starts_with(">From ")) {
    out.mbox_line = first;
    offset = first.size();
  }
  while (offset < bytes.size()) {
    const std::size_t begin = offset;
    std::string_view line = line_at(bytes, offset);
    const std::size_t name = name_length(line);
    if (name == 0) break;
    do {
      offset += line.size();
      line = line_at(bytes, offset);
    } while (!line.empty() && base::is_blank(line.front()));
    out.raw_fields.push_back(bytes.substr(begin, offset - begin));
    out.headers.push_back(parse_field(out.raw_fields.back(), name));
  }
  if (const std::string_view line = line_at(bytes, offset); base::without_line_end(line).empty()) out.separator = line;
  out.body = bytes.substr(offset + out.separator.size());
  return out;
}

std::string write(const RawMessage& message, const Edits& edits) {
  std::string out(message.mbox_line);
  for (const ComposedField& composed : compose_headers(message.headers, edits)) {
    if (!out.empty() && !out.ends_with('\n')) out += message.line_end;  // the file ended without one
    if (composed.original != kNewField) {
      out += message.raw_fields[composed.original];
      continue;
    }
    out += composed.field.name + ':';
    append_with(out, composed.field.value, message.line_end);
    out += message.line_end;
  }
  out += message.separator;
  // Without an empty line a new body would join the header, and new fields the body.
  const bool divide = changes_body(edits) || (message.raw_fields.empty() && !edits.empty() && !message.body.empty());
  if (message.separator.empty() && divide) {
    if (!out.empty() && !out.ends_with('\n')) out += message.line_end;
    out += message.line_end;
  }
  for (const std::string_view slice : body_slices(message.body, edits)) out += slice;
  return out;
}

}  // namespace waybill::message
