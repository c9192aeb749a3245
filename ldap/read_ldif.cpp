// ldap/read_ldif.cpp: cuts a stream into records and hands their lines to OpenLDAP's reader.
//
// Records are cut here and not by ldif_read_record(), because that one follows `include:` by itself.
#include "ldap/read_ldif.h"

#include <cstdio>
// ldif.h stands on these two and does not say so.
#include <lber.h>
#include <ldap.h>
#include <ldif.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/text.h"
#include "ldap/attribute_description.h"
#include "ldap/dn.h"

namespace waybill::ldap {
namespace {

constexpr std::size_t kMostRecordBytes = 64 * 1024 * 1024;
constexpr std::size_t kShown = 60;  // bytes of what is wrong

bool is_letter_or_digit(char c) {
  const char low = base::lower(c);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return is_letter_or_digit(c) || c == '-' || c == ';' || c == '.'; });
}

// What is no name.
std::string_view what_it_is(std::string_view type) {
  return has_range(type) ? " is a part of the values: expected a whole export" : " is no attribute name";
}

// OpenLDAP's reader leaves a CR, or two, where a line was folded.
std::string unfolded(std::string_view text) {
  std::string out(text);
  std::erase(out, '\r');
  return out;
}

// As strict as OpenLDAP's reader, which tells standard error what it does not like.
bool is_base64(std::string_view text) {
  const std::size_t end = text.find('=');
  const std::string_view digits = text.substr(0, end);
  const std::string_view padding = end == std::string_view::npos ? "" : text.substr(end);
  return !text.empty() && text.size() % 4 == 0 && (padding.empty() || padding == "=" || padding == "==") &&
         std::all_of(digits.begin(), digits.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '+' || c == '/'; });
}

std::string quoted(std::string_view text) { return '"' + base::printable(unfolded(text), kShown) + '"'; }

class Reader {
 public:
  Reader(std::istream& in, const std::string& file, const std::function<void(const Record&)>& take)
      : in_(in), file_(file), take_(take) {}

  base::Result<std::size_t> run() {
    while (!error_ && next_record()) parse_record();
    if (!error_ && in_.bad()) fail(line_, 0, "read error");
    if (error_) return *error_;
    return records_;
  }

 private:
  // `column` counts from 0, in the unfolded line.
  void fail(int line, std::size_t column, const std::string& what, base::ErrorKind kind = base::ErrorKind::Invalid) {
    if (!error_) error_ = base::Error{kind, what, base::Place{file_, line, static_cast<int>(column) + 1}};
  }

  // The lines up to the next empty one into text_, each ended by LF. False at the end and on errors.
  bool next_record() {
    text_.clear();
    starts_.clear();
    for (std::string line; std::getline(in_, line);) {
      ++line_;
      if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
      if (line.ends_with('\r')) line.pop_back();
      if (line.empty() && !text_.empty()) return true;
      if (line.empty()) continue;
      const std::size_t bad = line.find_first_of(std::string_view("\0\r", 2));
      if (bad != std::string::npos) {
        fail(line_, bad,
             line[bad] == '\r' ? "expected LF after this CR: lines end in LF or CRLF" : "a NUL byte is not LDIF");
      }
      if (text_.empty()) first_line_ = line_;
      starts_.push_back(text_.size());
      text_.append(line).push_back('\n');
      if (text_.size() > kMostRecordBytes) fail(first_line_, 0, "the record is too large", base::ErrorKind::TooLarge);
      if (error_) return false;
    }
    return !text_.empty();
  }

  int line_of(const char* position) const {
    const auto offset = static_cast<std::size_t>(position - text_.data());
    return first_line_ + static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin()) -
           1;
  }

  // A line as it is parsed.
  struct Line {
    Record::Value value;
    int number = 0;
    std::size_t column = 0;  // of the value
  };

  void parse_record() {
    Record record;
    char* next = text_.data();
    for (char* text = ldif_getline(&next); text != nullptr && !error_; text = ldif_getline(&next)) {
      const auto line = parse_line(text);
      if (!line) return;
      const bool is_at_begin = record.dn.data() == nullptr;
      if (is_at_begin && records_ == 0 && base::equals_ignore_case(line->value.name, "version")) {
        if (line->value.value != "1") fail(line->number, line->column, "expected 1, the version of LDIF in RFC 2849");
      } else if (is_at_begin) {
        take_dn(*line, record);
      } else {
        take_value(*line, record);
      }
    }
    if (error_ || record.dn.data() == nullptr) return;
    ++records_;
    take_(record);
  }

  std::optional<Line> parse_line(char* line) {
    const int number = line_of(line);
    const std::string_view text(line);
    const std::size_t colon = text.find(':');
    if (base::is_space(text.front())) return refuse(number, 0, "a continuation without a line before it");
    if (colon == std::string_view::npos) return refuse(number, 0, "expected `attribute: value`");
    const std::string_view type = base::trim(text.substr(0, colon));
    if (!is_name(type)) return refuse(number, 0, quoted(type).append(what_it_is(type)));
    if (base::equals_ignore_case(type, "include")) {
      return refuse(number, 0, "`include:` is refused: a directory file reads no other files");
    }
    if (text.substr(colon + 1).starts_with('<')) {
      return refuse(number, colon, "`:<` is refused: a directory file reads no other files");
    }
    const bool is_encoded = text.substr(colon + 1).starts_with(':');
    const std::size_t begin = text.find_first_not_of(" \r", colon + (is_encoded ? 2 : 1));
    const std::size_t column = begin == std::string_view::npos ? text.size() : begin;
    if (is_encoded && !is_base64(unfolded(text.substr(column)))) {
      return refuse(number, column, quoted(text.substr(column)) + " is no base64");
    }
    berval name = {};
    berval value = {};
    int must_free = 0;
    if (ldif_parse_line2(line, &name, &value, &must_free) != 0) return refuse(number, column, "expected a value");
    return Line{{type, {value.bv_val, value.bv_len}}, number, column};
  }

  std::nullopt_t refuse(int line, std::size_t column, const std::string& what) {
    fail(line, column, what);
    return std::nullopt;
  }

  void take_dn(const Line& line, Record& record) {
    if (!is_dn(line)) return fail(line.number, 0, "expected `dn: ...` at the beginning of a record");
    auto key = normalized_dn(line.value.value);
    if (!key) return fail(line.number, line.column, quoted(line.value.value) + " is no DN");
    record.dn = line.value.value;
    record.key = std::move(*key);
    record.line = line.number;
  }

  void take_value(const Line& line, Record& record) {
    const bool change = base::equals_ignore_case(line.value.name, "changetype");
    if (base::equals_ignore_case(line.value.name, "control") ||
        (change && !base::equals_ignore_case(line.value.value, "add"))) {
      return fail(line.number, 0, "change records are refused: a directory file holds entries");
    }
    if (is_dn(line)) return fail(line.number, 0, "a second dn in one record: expected an empty line before it");
    if (!change) record.values.push_back(line.value);
  }

  static bool is_dn(const Line& line) { return base::equals_ignore_case(line.value.name, "dn"); }

  std::istream& in_;
  const std::string& file_;
  const std::function<void(const Record&)>& take_;
  std::optional<base::Error> error_;
  std::size_t records_ = 0;
  int line_ = 0;
  int first_line_ = 0;
  std::string text_;                 // the lines of one record; OpenLDAP's reader works inside
  std::vector<std::size_t> starts_;  // where each of its lines begins
};

}  // namespace

base::Result<std::ifstream> open_ldif(const std::string& file) {
  // A folder opens as a file would, and a pipe would make us wait.
  std::error_code code;
  const auto status = std::filesystem::status(file, code);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return base::Error{base::ErrorKind::Unavailable, file + ": expected a regular file"};
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return base::Error{base::ErrorKind::Unavailable, file + ": cannot be read: " + std::strerror(errno)};
  return in;
}

base::Result<std::size_t> read_ldif(std::istream& in, const std::string& file,
                                    const std::function<void(const Record&)>& take) {
  return Reader(in, file, take).run();
}

message::Attributes attributes_of(const Record& record, const std::vector<std::string>& wanted) {
  message::Attributes out;
  for (const Record::Value& value : record.values) out[std::string(value.name)].emplace_back(value.value);
  return by_type(out, wanted);
}

}  // namespace waybill::ldap
