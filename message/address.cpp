// message/address.cpp: one pass over the characters of an address list; no recursion, nothing looked at twice.
#include "message/address.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"
#include "message/domain.h"

namespace waybill::message {
namespace {

bool is_atext(char c) {  // RFC 5322, 3.2.3; bytes above ASCII as in RFC 6532
  constexpr std::string_view kSpecials = "()<>[]:;@\\,.\"";
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7F && kSpecials.find(c) == std::string_view::npos;
}

// Dots may stand anywhere: some providers give out addresses such as "a..b.@example.com".
bool is_dot_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atext(c); });
}

bool is_domain(std::string_view text) {
  const bool literal = text.size() > 2 && text.front() == '[' && text.back() == ']';
  return literal || (is_dot_atom(text) && text.front() != '.');
}

// What one element of the list is made of, as far as it has been read.
struct Element {
  std::string phrase;     // words before the angle bracket, for display
  std::string spec;       // the same or what stands in the brackets, without blanks and comments
  std::size_t local = 0;  // length of the part of `spec` before "@"
  bool has_at = false;
  bool quoted_local = false;
  bool in_angle = false;
  bool closed = false;  // behind ">"
  bool broken = false;  // cannot be an address
  bool gap = false;     // blank or comment since the last character

  void begin_angle() {
    broken = in_angle || closed;
    in_angle = true;
    restart_spec();
  }
  void restart_spec() {
    spec.clear();
    local = 0;
    has_at = quoted_local = gap = false;
  }
};

class ListReader {
 public:
  explicit ListReader(std::string_view text) : text_(text) {}

  std::vector<Mailbox> read() && {
    while (at_ < text_.size()) step();
    finish();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_++];
    if (base::is_space(c)) {
      element_.gap = true;
    } else if (c == '(') {
      skip_comment();
    } else if (c == '"') {
      read_quoted();
    } else if (c == '[') {
      read_literal();
    } else if (element_.in_angle) {
      in_angle(c);
    } else {
      outside(c);
    }
  }

  void outside(char c) {
    if (c == ',' || c == ';') return finish();
    if (c == ':') {  // the name of a group ends
      element_ = {};
    } else if (c == '<') {
      element_.begin_angle();
    } else if (element_.closed) {
      element_.broken = true;
    } else {
      add_phrase({&c, 1});
      add_spec(c);
    }
  }

  void in_angle(char c) {
    if (c == '>') {
      element_.in_angle = false;
      element_.closed = true;
    } else if (c == ':' && element_.spec.starts_with('@')) {  // the obsolete route ends
      element_.restart_spec();
    } else if (c == ',' && element_.spec.starts_with('@')) {
      element_.restart_spec();
    } else {
      add_spec(c);
    }
  }

  void add_phrase(std::string_view text) {
    if (element_.gap && !element_.phrase.empty()) element_.phrase += ' ';
    element_.phrase += text;
  }

  void add_spec(char c) {
    Element& e = element_;
    const bool joins = c == '.' || c == '@' || e.spec.empty() || e.spec.back() == '.' || e.spec.back() == '@';
    if (e.gap && !joins) e.spec += ' ';  // two words: no address
    e.gap = false;
    if (c == '@') {
      e.has_at = true;
      e.local = e.spec.size();
    }
    e.spec += c;
  }

  void read_quoted() {
    std::string content;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      if (text_[at_] != '\r' && text_[at_] != '\n') content += text_[at_];
      ++at_;
    }
    if (at_ == text_.size()) element_.broken = true;
    ++at_;
    if (element_.closed) {
      element_.broken = true;
      return;
    }
    if (!element_.in_angle) add_phrase(content);
    add_quoted_local(content);
  }

  void add_quoted_local(const std::string& content) {
    Element& e = element_;
    const bool only_word = e.spec.empty();
    add_spec('"');
    for (const char c : content) {
      if (c == '"' || c == '\\') e.spec += '\\';
      e.spec += c;
    }
    e.spec += '"';
    e.quoted_local = only_word;
  }

  void read_literal() {
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) element_.broken = true;
    const std::string_view content = text_.substr(at_, end - at_);
    at_ = std::min(text_.size(), end) + 1;
    if (element_.closed) element_.broken = true;
    if (!element_.in_angle) add_phrase('[' + std::string(content) + ']');
    add_spec('[');
    for (const char c : content) {
      if (!base::is_space(c)) element_.spec += c;
    }
    element_.spec += ']';
  }

  void skip_comment() {
    for (std::size_t depth = 1; depth > 0 && at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\') {
        ++at_;
      } else if (c == '(') {
        ++depth;
      } else if (c == ')') {
        --depth;
      }
    }
    element_.gap = true;
  }

  void finish() {
    if (is_address(element_)) {
      out_.push_back({element_.closed ? std::move(element_.phrase) : std::string(), std::move(element_.spec)});
    }
    element_ = {};
  }

  static bool is_address(const Element& e) {
    if (e.broken || e.in_angle || !e.has_at) return false;
    const std::string_view spec = e.spec;
    const std::string_view local = spec.substr(0, e.local);
    const bool quoted = e.quoted_local && local.size() > 2 && local.front() == '"' && local.back() == '"';
    return (quoted || is_dot_atom(local)) && is_domain(spec.substr(e.local + 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Element element_;
  std::vector<Mailbox> out_;
};

}  // namespace

std::vector<Mailbox> parse_mailboxes(std::string_view value) { return ListReader(value).read(); }

std::string_view strip_brackets(std::string_view path) {
  path = base::trim(path);
  if (path.starts_with('<')) path.remove_prefix(1);
  if (path.ends_with('>')) path.remove_suffix(1);
  const std::size_t colon = path.find(':');
  if (path.starts_with('@') && colon != std::string_view::npos) path.remove_prefix(colon + 1);
  return path;
}

std::string normalized(std::string_view address) {
  const std::string_view domain = domain_of(address);
  return base::lower(address.substr(0, address.size() - domain.size())) + normalized_domain(domain);
}

std::string with_normalized_domain(std::string_view address) {
  const std::string_view domain = domain_of(address);
  return std::string(address.substr(0, address.size() - domain.size())) + normalized_domain(domain);
}

std::string unicode_address(std::string_view address) {
  const std::string_view domain = domain_of(address);
  return std::string(address.substr(0, address.size() - domain.size())) + unicode_domain(domain);
}

std::string without_extension(std::string_view address, std::string_view delimiters) {
  if (domain_of(address).empty()) return {};
  const std::size_t end = address.size() - domain_of(address).size();  // behind the "@"
  const std::string local = base::lower(address.substr(0, end - 1));
  const bool is_list = local.starts_with("owner-") || local.ends_with("-request");
  const bool is_special = is_list && delimiters.find('-') != std::string_view::npos;
  const std::size_t at = local.find_first_of(delimiters);
  const bool is_split = at != std::string::npos && at != 0 && !local.starts_with('"');
  if (!is_split || is_special || local == "mailer-daemon" || local == "double-bounce") return {};
  return std::string(address.substr(0, at)) + '@' + std::string(address.substr(end));
}

std::string_view domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

}  // namespace waybill::message
