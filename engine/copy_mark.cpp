// engine/copy_mark.cpp: making and checking of the words of a mark.
#include "engine/copy_mark.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "dedupe/dedupe_id.h"
#include "dedupe/hmac.h"
#include "dedupe/sha256.h"
#include "message/address.h"

namespace waybill::engine {
namespace {

constexpr std::string_view kVersion = "v1";
constexpr std::int64_t kClockStep = 60;  // seconds
constexpr std::size_t kWordBytes = 16;
constexpr std::size_t kWordsInLine = 3;

std::string word_for(std::string_view key, std::string_view id, std::string_view recipient, std::int64_t time) {
  const std::string text =
      "waybill copy 1\n" + std::string(id) + '\n' + std::to_string(time) + '\n' + message::normalized(recipient);
  return dedupe::base64url(dedupe::hmac_sha256(key, text).substr(0, kWordBytes));
}

struct Mark {
  std::int64_t time = 0;
  std::vector<std::string_view> words;
};

std::optional<Mark> parse_mark(std::string_view text) {
  std::vector<std::string_view> words = base::split(text, ' ');
  if (words.size() < 3 || words[0] != kVersion) return std::nullopt;
  Mark out;
  const auto [end, error] = std::from_chars(words[1].data(), words[1].data() + words[1].size(), out.time);
  if (error != std::errc() || end != words[1].data() + words[1].size()) return std::nullopt;
  out.words.assign(words.begin() + 2, words.end());
  return out;
}

// Words stand in the order of the recipients. Those that the MTA refused leave gaps: one pass over both is enough.
bool holds_for_all(std::string_view key, std::string_view id, const Mark& mark,
                   const std::vector<message::Recipient>& recipients) {
  auto word = mark.words.begin();
  for (const message::Recipient& recipient : recipients) {
    const std::string want = word_for(key, id, recipient.address, mark.time);
    word = std::find_if(word, mark.words.end(), [&](std::string_view w) { return dedupe::equal_secretly(w, want); });
    if (word == mark.words.end()) return false;
    ++word;
  }
  return !recipients.empty();
}

}  // namespace

message::InsertHeader copy_mark(std::string_view key, std::string_view id, const std::vector<std::string>& recipients,
                                std::int64_t now) {
  std::string value = ' ' + std::string(kVersion) + ' ' + std::to_string(now);
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    value += i % kWordsInLine == 0 && i != 0 ? "\n " : " ";
    value += word_for(key, id, recipients[i], now);
  }
  return {kCopyFieldName, std::move(value)};
}

std::optional<message::Edits> admit_copy(std::string_view key, const message::Message& message, std::int64_t now) {
  const auto* const field = message::find(message.headers, kCopyFieldName);
  const auto* const id = message::find(message.headers, dedupe::kFieldName);
  if (field == nullptr || id == nullptr || message::count(message.headers, kCopyFieldName) != 1) return std::nullopt;
  const std::string text = message::unfold(field->value);
  const auto mark = parse_mark(text);
  if (!mark || mark->time > now + kClockStep || mark->time < now - kCopyMarkLifetime) return std::nullopt;
  if (!holds_for_all(key, message::unfold(id->value), *mark, message.envelope.recipients)) return std::nullopt;
  return without_marks(message);
}

message::Edits without_marks(const message::Message& message) {
  message::Edits out;
  for (std::size_t i = message::count(message.headers, kCopyFieldName); i > 0; --i) {
    out.push_back(message::RemoveHeader{kCopyFieldName, i});
  }
  return out;
}

}  // namespace waybill::engine
