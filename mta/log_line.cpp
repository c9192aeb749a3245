// mta/log_line.cpp: a reader that goes forward only, and what each MTA writes.
#include "mta/log_line.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::mta {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return base::lower(c) >= 'a' && base::lower(c) <= 'z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
bool is_of_program(char c) {
  return is_alphanumeric(c) || std::string_view("/-_.+@").find(c) != std::string_view::npos;
}
bool is_of_key(char c) { return is_letter(c) || c == '_'; }
bool is_of_word(char c) { return c > ' ' && c != '\x7F' && c != ','; }
bool is_of_bare_address(char c) {
  return is_of_word(c) && std::string_view("\"<>()").find(c) == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::string_view rest() const { return rest_; }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  template <class Is>
  std::string_view take_while(Is is) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is);
    const std::string_view out = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(out.size());
    return out;
  }

  bool take_number() { return !take_while(is_digit).empty(); }

  // `<...>`: the inner part. A `>` in quotes does not end it (RFC 5321, Quoted-string).
  std::optional<std::string_view> take_path() {
    if (!rest_.starts_with('<')) return std::nullopt;
    bool is_quoted = false;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') is_quoted = !is_quoted;
      if (is_quoted && rest_[i] == '\\') ++i;
      if (is_quoted || rest_[i] != '>') continue;
      const std::string_view out = rest_.substr(1, i - 1);
      rest_.remove_prefix(i + 1);
      return out;
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

// Of Postfix: hexadecimal, or long and in base 52. Of Sendmail: letters, digits and the process id.
std::string_view take_queue_id(Reader& reader) {
  constexpr std::size_t kShortest = 6;
  const std::string_view id = reader.take_while(is_alphanumeric);
  return id.size() >= kShortest && reader.take(": ") ? id : std::string_view();
}

// The value of `dsn=`, behind the fields of both MTAs that are words; `relay=` of Sendmail is two. Another field may be
// a stranger's text.
std::optional<std::string_view> take_fields_to_dsn(Reader& reader) {
  constexpr std::array<std::string_view, 9> kWords = {"relay",  "conn_use", "delay", "delays", "tls",
                                                      "xdelay", "mailer",   "pri",   "ntries"};
  for (;;) {
    const std::string_view key = reader.take_while(is_of_key);
    const bool is_last = key == "dsn";
    if (!is_last && std::find(kWords.begin(), kWords.end(), key) == kWords.end()) return std::nullopt;
    if (!reader.take("=")) return std::nullopt;
    std::string_view value = reader.take_while(is_of_word);
    if (key == "relay" && reader.take(" ")) value = reader.take_while(is_of_word);
    if (value.empty() || !reader.take(", ")) return std::nullopt;
    if (is_last) return value;
  }
}

std::vector<Proof> of_agent(Reader reader, std::string_view id) {
  std::vector<Proof> out;
  for (const std::string_view key : {"to=", "orig_to="}) {
    if (!reader.take(key)) continue;
    const auto address = reader.take_path();
    if (!address || !reader.take(", ")) return {};
    if (!address->empty()) out.push_back({std::string(id), std::string(*address)});
  }
  const auto dsn = take_fields_to_dsn(reader);
  const bool is_sent = dsn && dsn->starts_with("2.") && reader.take("status=sent (");
  return is_sent && !reader.take("forwarded as ") ? out : std::vector<Proof>{};
}

// `<R>,<R>,alias, [more], `
std::optional<std::vector<Proof>> take_recipients(Reader& reader, std::string_view id) {
  std::vector<Proof> out;
  do {
    if (const auto path = reader.take_path()) {
      if (!path->empty()) out.push_back({std::string(id), std::string(*path)});
    } else if (reader.take_while(is_of_bare_address).empty()) {
      return std::nullopt;
    }
  } while (!reader.rest().starts_with(", ") && reader.take(","));
  reader.take(", [more]");
  if (!reader.take(", ")) return std::nullopt;
  return out;
}

// `ctladdr=<R> (UID/GID), `, if it is there.
bool skip_control_address(Reader& reader) {
  if (!reader.take("ctladdr=")) return true;
  if (!reader.take_path() && reader.take_while(is_of_bare_address).empty()) return false;
  return reader.take(" (") && reader.take_number() && reader.take("/") && reader.take_number() && reader.take("), ");
}

std::vector<Proof> of_sendmail(Reader reader, std::string_view id) {
  if (!reader.take("to=")) return {};
  auto out = take_recipients(reader, id);
  if (!out || !skip_control_address(reader)) return {};
  const auto dsn = take_fields_to_dsn(reader);
  if (!dsn) return {};
  return dsn->starts_with("2.") && reader.take("stat=Sent") ? std::move(*out) : std::vector<Proof>{};
}

// `Nov 26 18:03:52 `
bool take_traditional_time(Reader& reader) {
  if (reader.take_while(is_letter).size() != 3 || !reader.take(" ")) return false;
  reader.take(" ");
  return reader.take_number() && reader.take(" ") && reader.take_number() && reader.take(":") && reader.take_number() &&
         reader.take(":") && reader.take_number() && reader.take(" ");
}

// `2026-11-26T18:03:52.123456+01:00 `
bool take_internet_time(Reader& reader) {
  const auto is_of_time = [](char c) {
    return is_digit(c) || std::string_view("-+:.TZ").find(c) != std::string_view::npos;
  };
  return reader.take_number() && reader.rest().starts_with('-') && !reader.take_while(is_of_time).empty() &&
         reader.take(" ");
}

// `HOST PROGRAM[PID]: `
std::string_view take_traditional_sender(Reader& reader) {
  if (reader.take_while(is_of_word).empty() || !reader.take(" ")) return {};
  const std::string_view program = reader.take_while(is_of_program);
  if (reader.take("[") && !(reader.take_number() && reader.take("]"))) return {};
  return reader.take(": ") ? program : std::string_view();
}

// `HOST PROGRAM PID - - `
std::string_view take_structured_sender(Reader& reader) {
  if (reader.take_while(is_of_word).empty() || !reader.take(" ")) return {};
  const std::string_view program = reader.take_while(is_of_program);
  const bool is_whole = reader.take(" ") && !reader.take_while(is_of_word).empty() && reader.take(" - - ");
  return is_whole ? program : std::string_view();
}

}  // namespace

std::optional<LogLine> parse_log_line(std::string_view line) {
  Reader reader(line);
  if (reader.take("<") && !(reader.take_number() && reader.take(">"))) return std::nullopt;
  const bool is_structured = reader.take("1 ");
  const bool is_internet_time = !reader.rest().empty() && is_digit(reader.rest().front());
  if (!(is_internet_time ? take_internet_time(reader) : take_traditional_time(reader))) return std::nullopt;
  const std::string_view program = is_structured ? take_structured_sender(reader) : take_traditional_sender(reader);
  if (program.empty()) return std::nullopt;
  return LogLine{program, reader.rest()};
}

std::vector<Proof> proofs_in(const LogLine& line) {
  constexpr std::array<std::string_view, 5> kAgents = {"/smtp", "/lmtp", "/local", "/virtual", "/pipe"};
  const auto ends = [&](std::string_view name) { return line.program.ends_with(name); };
  Reader reader(line.text);
  const std::string_view id = take_queue_id(reader);
  if (id.empty()) return {};
  if (std::any_of(kAgents.begin(), kAgents.end(), ends)) return of_agent(reader, id);
  if (line.program == "sm-mta" || line.program == "sendmail") return of_sendmail(reader, id);
  return {};
}

}  // namespace waybill::mta
