// mime/wrap.cpp: the outer message, put around the original's bytes.
#include "mime/wrap.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "base/text.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

using message::Edits;
using message::HeaderField;
using message::Message;

// ---- boundaries ----

// No quoted-printable line has "=_", and base64 has no "=" inside (RFC 2045, 6.7).
constexpr std::string_view kStem = "=_waybill_";
constexpr std::size_t kDigits = 16;

void collect_used(std::string_view text, std::vector<std::string_view>& used) {
  for (std::size_t at = 0; (at = text.find(kStem, at)) != std::string_view::npos;) {
    at += kStem.size();
    if (text.substr(at).substr(0, kDigits + 1).ends_with('_')) used.push_back(text.substr(at, kDigits));
  }
}

// Found in one pass, whatever the message does to be in the way.
std::string unused_boundary(const Message& message, std::string_view seed) {
  std::vector<std::string_view> used;
  for (const HeaderField& field : message.headers) collect_used(field.value, used);
  collect_used(message.body, used);
  std::sort(used.begin(), used.end());
  std::uint64_t number = base::fnv1a(seed);
  while (std::binary_search(used.begin(), used.end(), base::to_hex(number))) ++number;
  return std::string(kStem) + base::to_hex(number);
}

// ---- what the original needs ----

bool is_binary(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (std::min(end, text.size()) > 998 + 1) return true;  // RFC 2045, 2.7: a line, and its CR
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return false;
}

std::string_view encoding_for(const Message& message) {
  const auto any_field = [&](auto&& holds) {
    return std::any_of(message.headers.begin(), message.headers.end(),
                       [&](const HeaderField& f) { return holds(f.value); });
  };
  const auto is_8bit = [](std::string_view text) { return !base::is_ascii(text); };
  if (is_binary(message.body) || any_field(is_binary)) return "binary";
  return is_8bit(message.body) || any_field(is_8bit) ? "8bit" : "7bit";
}

// ---- header ----

class OuterHeader {
 public:
  explicit OuterHeader(const Message& message) : message_(message) {}

  // The first field of that name, or a new one; further ones go.
  void set(std::string_view name, std::string value) {
    if (message::find(message_.headers, name) == nullptr) {
      edits_.push_back(message::AddHeader{std::string(name), std::move(value)});
    } else {
      set_[base::lower(name)] = std::move(value);
    }
  }

  Edits edits() && {
    std::map<std::string, std::size_t> instances;
    for (const HeaderField& field : message_.headers) {
      const std::string name = base::lower(field.name);
      const std::size_t instance = ++instances[name];
      if (const auto value = set_.find(name); value != set_.end() && instance == 1) {
        edits_.push_back(message::ChangeHeader{field.name, instance, value->second});
      } else if (belongs_inside(field.name)) {
        edits_.push_back(message::RemoveHeader{field.name, instance});
      }
    }
    return std::move(edits_);
  }

 private:
  const Message& message_;
  std::map<std::string, std::string> set_;
  Edits edits_;
};

// ---- body ----

std::string text_part(std::string_view type, std::string_view text, std::string_view line_end) {
  std::string out = "Content-Type: " + std::string(type) + "; charset=UTF-8";
  out += line_end;
  out += "Content-Transfer-Encoding: quoted-printable";
  out += line_end;
  out += line_end;
  return out += encode_quoted_printable(text, line_end);
}

std::string original_header(const Message& message) {
  std::string out;
  for (const HeaderField& field : message.headers) {
    out += field.name + ':';
    for (const char c : field.value) {
      if (c == '\n') {
        out += message.line_end;
      } else {
        out += c;
      }
    }
    out += message.line_end;
  }
  return out += message.line_end;
}

}  // namespace

bool belongs_inside(std::string_view name) {
  if (base::starts_with_ignore_case(name, "content-") || base::starts_with_ignore_case(name, "arc-")) return true;
  constexpr std::array<std::string_view, 3> kNames = {"mime-version", "dkim-signature", "domainkey-signature"};
  return std::any_of(kNames.begin(), kNames.end(), [&](auto known) { return base::equals_ignore_case(name, known); });
}

Edits wrap(const Message& message, std::string_view html, std::string_view text, std::string_view seed) {
  const std::string_view end = message.line_end;
  const std::string stem = unused_boundary(message, seed);
  const std::string mixed = stem + "_m";
  const std::string alternative = stem + "_a";
  const std::string_view encoding = encoding_for(message);

  OuterHeader header(message);
  header.set("MIME-Version", " 1.0");
  header.set("Content-Type", " multipart/mixed; boundary=\"" + mixed + '"');
  if (encoding != "7bit") header.set("Content-Transfer-Encoding", ' ' + std::string(encoding));
  Edits edits = std::move(header).edits();

  std::string before;
  const auto line = [&](std::string_view a, std::string_view b = {}, std::string_view c = {}) {
    before.append(a).append(b).append(c).append(end);
  };
  line("--", mixed);
  line("Content-Type: multipart/alternative; boundary=\"", alternative, "\"");
  line("");
  line("--", alternative);
  line(text_part("text/plain", text, end));
  line("--", alternative);
  line(text_part("text/html", html, end));
  line("--", alternative, "--");
  line("");
  line("--", mixed);
  line("Content-Type: message/rfc822");
  line("Content-Transfer-Encoding: ", encoding);
  line("");
  before += original_header(message);
  std::string after = std::string(end) + "--" + mixed + "--" + std::string(end);

  const std::size_t size = message.body.size();
  edits.push_back(message::SpliceBody{0, 0, std::move(before)});
  edits.push_back(message::SpliceBody{size, size, std::move(after)});
  return edits;
}

}  // namespace waybill::mime
