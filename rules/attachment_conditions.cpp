// rules/attachment_conditions.cpp: one test for each condition, tried on each attachment.
#include "rules/attachment_conditions.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "message/attachments.h"
#include "rules/hit.h"
#include "rules/pattern_list.h"
#include "rules/word_list.h"

namespace waybill::rules {
namespace {

using base::Truth;
using message::Attachment;
using message::Attachments;

constexpr std::size_t kShown = 80;  // bytes of a name

std::string shown(const Attachment& attachment) { return base::printable(to_string(attachment), kShown); }

Observation not_looked_into() {
  return {Truth::Unknown, "attachments: not looked into", {{message::QueryKind::Attachments}}};
}

Observation none_of(const Attachments& attachments) {
  if (attachments.all.empty()) return {Truth::No, "no attachment"};
  const std::size_t others = attachments.all.size() - 1;
  const std::string first = shown(attachments.all.front());
  return {Truth::No, others == 0 ? first : first + " and " + std::to_string(others) + " more"};
}

// What `test` says of the first attachment for which it says something: `all.zip/run.exe: is a program`.
template <class Test>
Observation any_attachment(const Sight& sight, Test test) {
  const Attachments* attachments = sight.facts.attachments();
  if (attachments == nullptr) return not_looked_into();
  for (const Attachment& attachment : attachments->all) {
    const std::optional<std::string> found = test(attachment);
    if (found) return {Truth::Yes, shown(attachment) + (found->empty() ? "" : ": " + *found)};
  }
  return none_of(*attachments);
}

Hit find_in(std::string_view text, const Condition& condition) {
  if (!condition.pattern_lists.empty()) return condition.pattern_lists.front()->search(text);
  const auto word = condition.word_lists.front()->find(text);
  return word ? Hit{Truth::Yes, *word} : Hit{};
}

// The condition's words or patterns in `text` of each attachment that has one.
Observation any_text(const Condition& condition, const Sight& sight, std::string Attachment::*text) {
  const Attachments* attachments = sight.facts.attachments();
  if (attachments == nullptr) return not_looked_into();
  Observation out = none_of(*attachments);
  for (const Attachment& attachment : attachments->all) {
    if ((attachment.*text).empty()) continue;
    const Hit hit = find_in(attachment.*text, condition);
    const std::string found = ": \"" + base::printable(condition.values[hit.index], kShown) + '"';
    if (hit.truth == Truth::Yes) return {Truth::Yes, shown(attachment) + found};
    if (hit.truth == Truth::Unknown) out = {Truth::Unknown, shown(attachment) + ": the search was given up"};
  }
  return out;
}

std::optional<std::string> said(bool holds, std::string what) {
  return holds ? std::optional(std::move(what)) : std::nullopt;
}

// Windows drops blanks and dots at the end of a name.
std::string_view without_tail(std::string_view name) {
  const std::size_t last = name.find_last_not_of(". ");
  return last == std::string_view::npos ? std::string_view() : name.substr(0, last + 1);
}

// "exe", ".exe", "tar.gz"; of a name that is nothing but a dot and these letters too.
bool has_extension(std::string_view name, std::string_view extension) {
  if (extension.starts_with('.')) extension.remove_prefix(1);
  name = without_tail(name);
  if (extension.empty() || name.size() <= extension.size()) return false;
  const std::size_t begin = name.size() - extension.size();
  return name[begin - 1] == '.' && base::equals_ignore_case(name.substr(begin), extension);
}

// "Project:Apollo,Gemini" against the properties of a document.
std::optional<std::string> property_with_word(const std::string& value, const WordList& words,
                                              const Attachment& attachment) {
  const std::string_view name = base::trim(std::string_view(value).substr(0, value.find(':')));
  for (const message::DocumentProperty& property : attachment.properties) {
    if (!base::equals_ignore_case(property.name, name) || !words.find(property.value)) continue;
    return std::string(name) + " is \"" + base::printable(property.value, kShown) + '"';
  }
  return std::nullopt;
}

}  // namespace

Observation attachment_text_has(const Condition& condition, const Rule&, const Sight& sight) {
  return any_text(condition, sight, &Attachment::text);
}

Observation attachment_name_has(const Condition& condition, const Rule&, const Sight& sight) {
  return any_text(condition, sight, &Attachment::name);
}

Observation attachment_extension_matches_words(const Condition& condition, const Rule&, const Sight& sight) {
  return any_attachment(sight, [&](const Attachment& attachment) {
    return said(std::any_of(condition.values.begin(), condition.values.end(),
                            [&](const std::string& value) { return has_extension(attachment.name, value); }),
                {});
  });
}

Observation attachment_has_executable_content(const Condition&, const Rule&, const Sight& sight) {
  return any_attachment(sight, [](const Attachment& attachment) {
    return said(attachment.is_executable, "a program (" + base::printable(attachment.type, kShown) + ')');
  });
}

Observation attachment_is_password_protected(const Condition&, const Rule&, const Sight& sight) {
  return any_attachment(
      sight, [](const Attachment& attachment) { return said(attachment.is_protected, "asks for a password"); });
}

Observation attachment_is_unsupported(const Condition&, const Rule&, const Sight& sight) {
  return any_attachment(sight, [](const Attachment& attachment) {
    return said(!attachment.is_supported, "cannot be read (" + base::printable(attachment.type, kShown) + ')');
  });
}

Observation attachment_processing_limit_exceeded(const Condition&, const Rule&, const Sight& sight) {
  const Attachments* attachments = sight.facts.attachments();
  if (attachments == nullptr) return not_looked_into();
  if (attachments->beyond_limits) return {Truth::Yes, "attachments beyond a limit"};
  return none_of(*attachments);
}

Observation attachment_property_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  return any_attachment(sight, [&](const Attachment& attachment) -> std::optional<std::string> {
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      auto found = property_with_word(condition.values[i], *condition.word_lists[i], attachment);
      if (found) return found;
    }
    return std::nullopt;
  });
}

Observation attachment_size_over(const Condition& condition, const Rule&, const Sight& sight) {
  return any_attachment(sight, [&](const Attachment& attachment) {
    const bool is_large = attachment.size >= static_cast<std::size_t>(condition.number);
    return said(attachment.inside.empty() && is_large, std::to_string(attachment.size) + " bytes");
  });
}

}  // namespace waybill::rules
