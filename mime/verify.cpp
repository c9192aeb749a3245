// mime/verify.cpp: before and after, compared part by part.
#include "mime/verify.h"

#include <algorithm>

#include "base/text.h"
#include "message/compose.h"
#include "mime/edited_text.h"
#include "mime/part_header.h"
#include "mime/wrap.h"

namespace waybill::mime {
namespace {

using message::Edits;
using message::HeaderField;
using message::HeaderList;
using message::Message;
using Problem = std::optional<std::string>;

// ---- the edits themselves ----

bool stays_in_field(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\r' || value[i] == '\0') return false;
    if (value[i] == '\n' && (i + 1 == value.size() || !base::is_blank(value[i + 1]))) return false;
  }
  return true;
}

bool is_field_name(std::string_view name) {
  const auto is_name_char = [](char c) { return c > 0x20 && c < 0x7F && c != ':'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_name_char);
}

class EditCheck {
 public:
  explicit EditCheck(std::size_t body_size) : body_size_(body_size) {}

  bool operator()(const message::InsertHeader& e) { return is_field_name(e.name) && stays_in_field(e.value); }
  bool operator()(const message::AddHeader& e) { return is_field_name(e.name) && stays_in_field(e.value); }
  bool operator()(const message::ChangeHeader& e) { return e.instance > 0 && stays_in_field(e.value); }
  bool operator()(const message::RemoveHeader& e) { return e.instance > 0; }
  bool operator()(const message::SpliceBody& e) {
    const bool in_order = e.begin >= done_ && e.end >= e.begin && e.end <= body_size_;
    done_ = e.end;
    return in_order;
  }

 private:
  std::size_t body_size_;
  std::size_t done_ = 0;
};

Problem check_edits(const Message& before, const Edits& edits) {
  EditCheck check(before.body.size());
  for (const message::Edit& edit : edits) {
    if (!std::visit(check, edit)) return "an edit is not possible: " + to_string(edit);
  }
  return std::nullopt;
}

// ---- the message's header ----

// Which fields of the original an edit names.
std::vector<bool> named_fields(const HeaderList& headers, const Edits& edits) {
  std::vector<bool> named(headers.size());
  const auto mark = [&](const std::string& name, std::size_t instance) {
    const HeaderField* const field = message::find(headers, name, instance);
    if (field != nullptr) named[static_cast<std::size_t>(field - headers.data())] = true;
  };
  for (const message::Edit& edit : edits) {
    if (const auto* change = std::get_if<message::ChangeHeader>(&edit)) mark(change->name, change->instance);
    if (const auto* remove = std::get_if<message::RemoveHeader>(&edit)) mark(remove->name, remove->instance);
  }
  return named;
}

// Fields that no edit names are there, in their order, as they were.
Problem check_other_fields(const HeaderList& headers, const Edits& edits, const HeaderList& after) {
  const std::vector<bool> named = named_fields(headers, edits);
  std::size_t at = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (named[i]) continue;
    while (at < after.size() && after[at] != headers[i]) ++at;
    if (at == after.size()) return "the header field " + base::printable(headers[i].name) + " was lost or changed";
    ++at;
  }
  return std::nullopt;
}

bool has_field(const HeaderList& headers, std::string_view name) { return message::find(headers, name) != nullptr; }

// ---- parts ----

std::vector<std::pair<std::string, std::string>> but_charset(const FieldValue& value) {
  auto out = value.parameters;
  std::erase_if(out, [](const auto& parameter) { return parameter.first == "charset"; });
  return out;
}

const char* shape_difference(const Part& old, const Part& now, bool edited) {
  if (now.parent != old.parent || now.children != old.children) return "stands elsewhere";
  if (now.closed != old.closed) return "closing delimiter lost or new";
  if (now.content_type.value != old.content_type.value) return "another type";
  const bool same_parameters = edited ? but_charset(now.content_type) == but_charset(old.content_type)
                                      : now.content_type.parameters == old.content_type.parameters;
  if (!same_parameters) return "other parameters of the type";
  if (now.disposition.value != old.disposition.value || now.disposition.parameters != old.disposition.parameters) {
    return "another disposition";
  }
  if (now.content_id != old.content_id) return "another Content-ID";
  const bool re_encoded = edited && now.encoding == TransferEncoding::QuotedPrintable;
  return re_encoded || now.encoding == old.encoding ? nullptr : "another transfer encoding";
}

// The fields of an edited part: those that its edit may touch, and the others as they stand.
struct EditedFields {
  std::string_view type;
  std::string_view encoding;
  bool has_md5 = false;
  std::vector<std::string_view> others;
};

EditedFields edited_fields(std::string_view header) {
  EditedFields out;
  for (std::size_t offset = 0; const auto field = next_field(header, offset);) {
    if (base::equals_ignore_case(field->name, "Content-MD5")) {
      out.has_md5 = true;
    } else if (out.type.empty() && base::equals_ignore_case(field->name, "Content-Type")) {
      out.type = field->whole;
    } else if (out.encoding.empty() && base::equals_ignore_case(field->name, "Content-Transfer-Encoding")) {
      out.encoding = field->whole;
    } else {
      out.others.push_back(field->whole);
    }
  }
  return out;
}

std::string_view line_end_of(std::string_view line) { return line.substr(line.find_last_not_of("\r\n") + 1); }

// The body of a multipart without its children: preamble, delimiters, epilogue.
std::vector<std::string_view> between_children(const PartTable& table, const Part& part, std::string_view body) {
  std::vector<std::string_view> out;
  std::size_t at = part.body.begin;
  for (const std::size_t child : part.children) {
    out.push_back(Range{at, table[child].header.begin}.of(body));
    at = table[child].body.end;
  }
  out.push_back(Range{at, part.body.end}.of(body));
  return out;
}

struct Parsed {
  const HeaderList& headers;
  std::string_view body;
  const PartTable& table;
};

class Comparison {
 public:
  Comparison(const Parsed& before, const Parsed& after, const std::vector<IntendedText>& texts)
      : before_(before), after_(after), intended_(before.table.size()) {
    for (const IntendedText& text : texts) {
      if (text.part < intended_.size()) intended_[text.part] = &text;
      has_wrong_target_ |= text.part >= intended_.size() || !before.table[text.part].is_text();
    }
  }

  Problem run() const {
    if (has_wrong_target_) return "an edited part is no text";
    if (after_.table.size() != before_.table.size()) {
      return std::to_string(after_.table.size()) + " parts, not " + std::to_string(before_.table.size());
    }
    if (auto problem = message_header()) return problem;
    for (std::size_t i = 0; i < before_.table.size(); ++i) {
      if (const Problem problem = part(i)) {
        return "part " + std::to_string(i) + " (" + base::printable(before_.table[i].content_type.value) +
               "): " + *problem;
      }
    }
    return std::nullopt;
  }

 private:
  Problem message_header() const {
    const bool is_mime = has_field(after_.headers, "MIME-Version");
    if (!is_mime && has_field(before_.headers, "MIME-Version")) return "MIME-Version was lost";
    const bool new_type = after_.table[0].has_content_type && !before_.table[0].has_content_type;
    if (new_type && !is_mime) return "Content-Type without MIME-Version";
    const bool md5 = intended_[0] != nullptr && has_field(after_.headers, "Content-MD5");
    return md5 ? Problem("a Content-MD5 of the old text is left") : std::nullopt;
  }

  Problem part(std::size_t i) const {
    const Part& old = before_.table[i];
    const Part& now = after_.table[i];
    const IntendedText* const text = intended_[i];
    if (const char* difference = shape_difference(old, now, text != nullptr)) return difference;
    if (auto problem = text == nullptr ? same_header(old, now) : edited_header(old, now)) return problem;
    if (text != nullptr) {
      return check_edited_text({old, old.body.of(before_.body)}, {now, now.body.of(after_.body)}, text->text);
    }
    return same_body(old, now);
  }

  Problem same_header(const Part& old, const Part& now) const {
    const Range old_lines{old.header.begin, old.body.begin};
    const Range new_lines{now.header.begin, now.body.begin};
    const bool same = old.parent == kNoPart || (old.header.size() == now.header.size() &&
                                                old_lines.of(before_.body) == new_lines.of(after_.body));
    return same ? Problem() : "its header changed";
  }

  Problem edited_header(const Part& old, const Part& now) const {
    if (old.parent == kNoPart) return std::nullopt;  // the message's own fields are checked with their names
    const EditedFields old_fields = edited_fields(old.header.of(before_.body));
    const EditedFields new_fields = edited_fields(now.header.of(after_.body));
    if (new_fields.others != old_fields.others) return "its header changed";
    if (new_fields.has_md5) return "a Content-MD5 of the old text is left";
    const bool same_charset = now.content_type.parameters == old.content_type.parameters;
    if (!is_right_field(old_fields.type, new_fields.type, same_charset)) return "its Content-Type changed";
    if (!is_right_field(old_fields.encoding, new_fields.encoding, now.encoding == old.encoding)) {
      return "its Content-Transfer-Encoding changed";
    }
    const std::string_view old_end = Range{old.header.end, old.body.begin}.of(before_.body);
    const std::string_view new_end = Range{now.header.end, now.body.begin}.of(after_.body);
    const bool divided = new_end == old_end || (old_end.empty() && base::trim(new_end).empty());
    return divided ? Problem() : "the empty line below its header changed";
  }

  // A field that did not have to change did not; one that had to ends as it did.
  static bool is_right_field(std::string_view old, std::string_view now, bool same) {
    if (same) return now == old;
    const std::string_view line_end = line_end_of(now);
    return old.empty() ? line_end == "\n" || line_end == "\r\n" : line_end == line_end_of(old);
  }

  Problem same_body(const Part& old, const Part& now) const {
    if (old.children.empty()) {
      return old.body.of(before_.body) == now.body.of(after_.body) ? Problem() : "its body changed";
    }
    const auto old_gaps = between_children(before_.table, old, before_.body);
    auto new_gaps = between_children(after_.table, now, after_.body);
    for (std::size_t i = 1; i < old_gaps.size(); ++i) {
      if (new_gaps[i] != old_gaps[i] && got_line_break(old.children[i - 1], old_gaps[i])) skip_line_break(new_gaps[i]);
    }
    return new_gaps == old_gaps ? Problem() : "preamble, delimiters or epilogue changed";
  }

  // Whether the delimiter behind a child began right behind an empty text that is one no more.
  bool got_line_break(std::size_t child, std::string_view gap) const {
    while (!before_.table[child].children.empty()) child = before_.table[child].children.back();
    return gap.starts_with("--") && intended_[child] != nullptr && before_.table[child].body.size() == 0;
  }

  static void skip_line_break(std::string_view& gap) {
    gap.remove_prefix(gap.starts_with("\r\n") ? 2 : gap.starts_with('\n') ? 1 : 0);
  }

  const Parsed& before_;
  const Parsed& after_;
  std::vector<const IntendedText*> intended_;
  bool has_wrong_target_ = false;
};

// ---- wrapped ----

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

bool take_value(std::string_view& text, std::string_view value, std::string_view line_end) {
  const std::vector<std::string_view> lines = base::split(value, '\n');
  return std::all_of(lines.begin(), lines.end(), [&](auto line) { return take(text, line) && take(text, line_end); });
}

bool is_original(std::string_view inner, const Message& original) {
  for (const HeaderField& field : original.headers) {
    if (!take(inner, field.name) || !take(inner, ":") || !take_value(inner, field.value, original.line_end))
      return false;
  }
  return take(inner, original.line_end) && inner == original.body;
}

Problem check_outer_fields(const HeaderList& headers) {
  for (const HeaderField& field : headers) {
    const bool is_new = base::equals_ignore_case(field.name, "Content-Type") ||
                        base::equals_ignore_case(field.name, "Content-Transfer-Encoding") ||
                        base::equals_ignore_case(field.name, "MIME-Version");
    if (belongs_inside(field.name) && (!is_new || message::count(headers, field.name) > 1)) {
      return "outside stands " + base::printable(field.name);
    }
  }
  return has_field(headers, "MIME-Version") ? Problem() : "MIME-Version is missing";
}

bool is_identity(TransferEncoding encoding) {
  return encoding == TransferEncoding::SevenBit || encoding == TransferEncoding::EightBit ||
         encoding == TransferEncoding::Binary;
}

bool is_readable_text(const Part& part, std::string_view type) {
  return part.is(type) && part.content_type.parameter("charset") == "UTF-8" &&
         part.encoding == TransferEncoding::QuotedPrintable;
}

Problem check_wrapped_parts(const PartTable& table, std::string_view body, const Message& before) {
  if (table.size() != 5) return std::to_string(table.size()) + " parts, not 5";
  const bool shape = table[0].is("multipart/mixed") && table[0].closed && table[1].is("multipart/alternative") &&
                     table[1].closed && table[0].children == std::vector<std::size_t>{1, 4} &&
                     table[1].children == std::vector<std::size_t>{2, 3};
  if (!shape) return "it is not an alternative and a message";
  if (table[0].encoding != table[4].encoding || !is_identity(table[0].encoding)) return "a transfer encoding is wrong";
  if (!is_readable_text(table[2], "text/plain") || !is_readable_text(table[3], "text/html")) return "a text is wrong";
  if (!table[4].is("message/rfc822")) return "the original is not a message/rfc822";
  return is_original(table[4].body.of(body), before) ? Problem() : "the original changed";
}

}  // namespace

Problem verify(const Message& before, const PartTable& table, const Edits& edits,
               const std::vector<IntendedText>& texts, const base::Limits& limits) {
  if (auto problem = check_edits(before, edits)) return problem;
  const HeaderList headers = message::apply_to_headers(before.headers, edits);
  if (auto problem = check_other_fields(before.headers, edits, headers)) return problem;
  std::string storage;
  if (message::changes_body(edits)) storage = message::apply_to_body(before.body, edits);
  const std::string_view body = message::changes_body(edits) ? storage : before.body;
  const base::Result<PartTable> after = scan(headers, body, limits);
  if (!after) return after.error().text;
  const Parsed old{before.headers, before.body, table};
  const Parsed now{headers, body, *after};
  return Comparison(old, now, texts).run();
}

Problem verify_wrap(const Message& before, const Edits& edits, const base::Limits& limits) {
  if (auto problem = check_edits(before, edits)) return problem;
  const HeaderList headers = message::apply_to_headers(before.headers, edits);
  if (auto problem = check_other_fields(before.headers, edits, headers)) return problem;
  if (auto problem = check_outer_fields(headers)) return problem;
  const std::string body = message::apply_to_body(before.body, edits);
  const base::Result<PartTable> after = scan(headers, body, limits);
  if (!after) return after.error().text;
  return check_wrapped_parts(*after, body, before);
}

}  // namespace waybill::mime
