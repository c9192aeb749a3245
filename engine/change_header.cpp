// engine/change_header.cpp: header fields, subject, classification and SCL, in the order in which they are done.
#include "engine/change_header.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "message/address.h"
#include "mime/charset.h"

namespace waybill::engine {
namespace {

constexpr std::size_t kLine = 78;  // RFC 5322, 2.1.1

// On one line: a line break in a text would begin another field.
std::string as_value(std::string_view text) {
  if (!base::is_ascii(text)) return ' ' + mime::encode_words(text);
  std::string out = ' ' + std::string(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return out;
}

// The subject begins with `prefix`, whatever stood first in it before.
//
// A word in RFC 2047 form is one only between blanks, and a blank between two of them does not show. So a prefix
// that ends in a blank goes before anything; any other one is encoded together with the word it touches.
std::string prepended(std::string_view prefix, std::string_view value) {
  const std::string_view rest = value.substr(std::min(value.find_first_not_of(" \t\r\n"), value.size()));
  const std::string_view text = base::trim(prefix);
  const bool ends_in_blank = prefix.ends_with(' ') || prefix.ends_with('\t');
  const bool before_word = rest.starts_with("=?");
  if (base::is_ascii(prefix) && (ends_in_blank || !before_word)) return ' ' + std::string(prefix) + std::string(rest);
  if (rest.empty()) return as_value(prefix);
  if (before_word) return ' ' + mime::encode_words(prefix) + ' ' + std::string(rest);
  if (ends_in_blank) return ' ' + mime::encode_words(text) + ' ' + std::string(rest);
  const std::string_view first = rest.substr(0, rest.find_first_of(" \t\r\n"));
  return ' ' + mime::encode_words(std::string(prefix) + std::string(first)) + std::string(rest.substr(first.size()));
}

// Folded before the last blank of a first line that became too long.
std::string folded(std::string value, std::size_t name_size) {
  const std::size_t end = std::min(value.find('\n'), value.size());
  if (name_size + 1 + end <= kLine) return value;
  const std::size_t blank = value.rfind(' ', kLine - name_size - 1);
  if (blank != std::string::npos && blank > 1) value.insert(blank, "\n");
  return value;
}

void prepend_subject(HeaderDraft& header, std::string_view prefix) {
  constexpr std::string_view kSubject = "Subject";
  const message::HeaderField* field = message::find(header.fields(), kSubject);
  const std::string old = field == nullptr ? std::string() : field->value;
  header.set(kSubject, folded(prepended(prefix, old), kSubject.size()));
}

// MS-OXCMAIL, 2.1.3.2.17.
void classify(HeaderDraft& header, const rules::Classification& classification) {
  header.set_only("X-Microsoft-Classified", " true");
  header.set_only("X-Microsoft-Classification", as_value(classification.name));
  header.set_only("X-Microsoft-ClassDesc", as_value(classification.description));
  header.set_only("X-Microsoft-ClassID", as_value(classification.id));
  header.set_only("X-Microsoft-ClassKeep", classification.keep ? " true" : " false");
}

}  // namespace

const rules::Classification* find_classification(const Policy& policy, std::string_view name) {
  const auto is_it = [&](const rules::Classification& row) {
    return base::equals_ignore_case(row.name, name) || base::equals_ignore_case(row.id, name);
  };
  const auto found = std::find_if(policy.classifications.begin(), policy.classifications.end(), is_it);
  return found == policy.classifications.end() ? nullptr : &*found;
}

void change_header(HeaderDraft& header, const rules::Actions& actions, const Policy& policy) {
  if (!actions.remove_header.empty()) header.remove(actions.remove_header);
  if (!actions.set_header_name.empty()) {
    const std::string& name = actions.set_header_name;
    header.set_only(name, folded(as_value(actions.set_header_value), name.size()));
  }
  if (!actions.prepend_subject.empty()) prepend_subject(header, actions.prepend_subject);
  if (!actions.classification.empty()) {
    if (const auto* found = find_classification(policy, actions.classification)) classify(header, *found);
  }
  if (actions.scl) header.set_only("X-MS-Exchange-Organization-SCL", ' ' + std::to_string(*actions.scl));
}

void add_mailbox(HeaderDraft& header, std::string_view name, std::string_view address) {
  const message::HeaderField* field = message::find(header.fields(), name);
  if (field == nullptr) return header.set(name, ' ' + std::string(address));
  const auto mailboxes = message::parse_mailboxes(field->value);
  const auto is_her = [&](const message::Mailbox& other) { return message::normalized(other.address) == address; };
  if (std::any_of(mailboxes.begin(), mailboxes.end(), is_her)) return;
  const bool is_blank = base::trim(field->value).empty();
  header.set(name, is_blank ? ' ' + std::string(address) : field->value + ",\n " + std::string(address));
}

}  // namespace waybill::engine
