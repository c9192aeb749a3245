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
#include <optional>

#include "base/text.h"
#include "ldap/dn.h"

namespace waybill::ldap {
namespace {

constexpr std::size_t kMostRecordBytes = 64 * 1024 * 1024;

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    const char low = base::lower(c);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ';' || c == '.';
  });
}

class Reader {
 public:
  Reader(std::istream& in, const std::string& file, const std::function<void(const Record&)>& take)
      : in_(in), file_(file), take_(take) {}

  base::Result<std::size_t> run() {
    while (!error_ && next_record()) parse_record();
    if (!error_ && in_.bad()) fail(line_, "read error");
    if (error_) return *error_;
    return records_;
  }

 private:
  void fail(int line, const std::string& what, base::ErrorKind kind = base::ErrorKind::Invalid) {
    if (!error_) error_ = base::Error{kind, what, base::Place{file_, line, 1}};
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
      if (line.find('\0') != std::string::npos) fail(line_, "a NUL byte is not LDIF");
      if (text_.empty()) first_line_ = line_;
      starts_.push_back(text_.size());
      text_.append(line).push_back('\n');
      if (text_.size() > kMostRecordBytes) fail(first_line_, "the record is too large", base::ErrorKind::TooLarge);
      if (error_) return false;
    }
    return !text_.empty();
  }

  int line_of(const char* position) const {
    const auto offset = static_cast<std::size_t>(position - text_.data());
    return first_line_ + static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), offset) - starts_.begin()) -
           1;
  }

  void parse_record() {
    Record record;
    bool has_dn = false;
    char* next = text_.data();
    for (char* line = ldif_getline(&next); line != nullptr && !error_; line = ldif_getline(&next)) {
      const auto value = parse_line(line);
      if (!value) return;
      if (!has_dn && records_ == 0 && base::equals_ignore_case(value->name, "version")) {
        if (value->value != "1") fail(line_of(line), "this version of LDIF is not known");
      } else if (!has_dn) {
        has_dn = take_dn(*value, record, line_of(line));
      } else {
        take_value(*value, record, line_of(line));
      }
    }
    if (error_ || !has_dn) return;
    ++records_;
    take_(record);
  }

  std::optional<Record::Value> parse_line(char* line) {
    const int number = line_of(line);
    const std::string_view text(line);
    const std::size_t colon = text.find(':');
    if (base::is_space(text.front())) return refuse(number, "a continuation without a line before it");
    if (colon == std::string_view::npos) return refuse(number, "expected `attribute: value`");
    if (!is_name(base::trim(text.substr(0, colon)))) return refuse(number, "this is no attribute name");
    if (base::equals_ignore_case(base::trim(text.substr(0, colon)), "include")) {
      return refuse(number, "`include:` is refused: a directory file reads no other files");
    }
    if (text.substr(colon + 1).starts_with('<')) {
      return refuse(number, "`:<` is refused: a directory file reads no other files");
    }
    berval name = {};
    berval value = {};
    int must_free = 0;
    if (ldif_parse_line2(line, &name, &value, &must_free) != 0) return refuse(number, "the value is no base64");
    return Record::Value{base::trim({name.bv_val, name.bv_len}), {value.bv_val, value.bv_len}};
  }

  std::optional<Record::Value> refuse(int line, const std::string& what) {
    fail(line, what);
    return std::nullopt;
  }

  bool take_dn(const Record::Value& value, Record& record, int line) {
    if (!base::equals_ignore_case(value.name, "dn")) {
      fail(line, "expected `dn: ...` at the beginning of a record");
      return false;
    }
    auto key = normalized_dn(value.value);
    if (!key) {
      fail(line, "\"" + base::printable(value.value) + "\" is no DN");
      return false;
    }
    record.dn = value.value;
    record.key = std::move(*key);
    return true;
  }

  void take_value(const Record::Value& value, Record& record, int line) {
    const bool change = base::equals_ignore_case(value.name, "changetype");
    if (base::equals_ignore_case(value.name, "control") || (change && value.value != "add")) {
      return fail(line, "change records are refused: a directory file holds entries");
    }
    if (!change) record.values.push_back(value);
  }

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

base::Result<std::size_t> read_ldif(std::istream& in, const std::string& file,
                                    const std::function<void(const Record&)>& take) {
  return Reader(in, file, take).run();
}

}  // namespace waybill::ldap
