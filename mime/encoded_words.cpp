// mime/encoded_words.cpp: decode_words() and encode_words() of mime/charset.h (RFC 2047; language suffix: RFC 2231, 5).
//
// Words are collected first, each with the text in front of it. Words with nothing but white space between
// them are then decoded together where they name one charset: programs divide them inside of characters.
#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "mime/charset.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

struct Word {
  std::string_view gap;  // what stands between it and the word before
  std::string_view raw;
  std::string_view charset;
  std::string bytes;
  std::optional<std::string> text = std::nullopt;  // none: it stays as it is
};

std::string bytes_of(char encoding, std::string_view encoded) {
  if (encoding == 'b') return decode_base64(encoded);
  std::string text(encoded);
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return decode_quoted_printable(text);
}

// `=?charset*language?B?text?=`; blanks in the text are taken, as mail programs do. `last` is where the
// last "?=" of the value begins: without it each "=?" would be searched to the end.
std::optional<Word> word_at(std::string_view value, std::size_t at, std::size_t last) {
  constexpr std::size_t kLongestCharset = 80;
  const std::size_t mark = value.substr(0, at + 2 + kLongestCharset).find('?', at + 2);
  if (mark == std::string_view::npos || mark + 3 > last || value[mark + 2] != '?') return std::nullopt;
  const char encoding = base::lower(value[mark + 1]);
  if (encoding != 'b' && encoding != 'q') return std::nullopt;
  const std::size_t end = value.find("?=", mark + 3);
  const std::string_view charset = value.substr(at + 2, mark - at - 2);
  return Word{.gap = {},
              .raw = value.substr(at, end + 2 - at),
              .charset = charset.substr(0, charset.find('*')),
              .bytes = bytes_of(encoding, value.substr(mark + 3, end - mark - 3))};
}

// `rest` becomes what stands behind the last word.
std::vector<Word> find_words(std::string_view value, std::string_view& rest) {
  std::vector<Word> out;
  std::size_t done = 0;
  const std::size_t last = value.rfind("?=");
  for (std::size_t at = 0; last != std::string_view::npos && (at = value.find("=?", at)) != std::string_view::npos;) {
    auto word = word_at(value, at, last);
    if (!word) {
      at += 2;
      continue;
    }
    word->gap = value.substr(done, at - done);
    at = done = at + word->raw.size();
    out.push_back(std::move(*word));
  }
  rest = value.substr(done);
  return out;
}

bool is_space(std::string_view text) { return base::trim(text).empty(); }

void decode_together(std::vector<Word>& words, std::size_t begin, std::size_t end) {
  std::string bytes;
  for (std::size_t i = begin; i < end; ++i) bytes += words[i].bytes;
  if (auto text = to_utf8(bytes, words[begin].charset)) {
    for (std::size_t i = begin + 1; i < end; ++i) words[i].text = std::string();
    words[begin].text = std::move(*text);
    return;
  }
  for (std::size_t i = begin; i < end; ++i) {
    if (auto text = to_utf8(words[i].bytes, words[i].charset)) words[i].text = std::move(*text);
  }
}

void decode(std::vector<Word>& words) {
  for (std::size_t begin = 0; begin < words.size();) {
    std::size_t end = begin + 1;
    while (end < words.size() && is_space(words[end].gap) &&
           base::equals_ignore_case(words[end].charset, words[begin].charset)) {
      ++end;
    }
    decode_together(words, begin, end);
    begin = end;
  }
}

// What stands between words: UTF-8 (RFC 6532), else what Windows programs write.
std::string plain_text(std::string_view text) {
  auto reading = read_text(text, {});
  return reading && reading->utf8 ? std::move(*reading->utf8) : std::string(text);
}

}  // namespace

std::string decode_words(std::string_view value) {
  std::string_view rest;
  std::vector<Word> words = find_words(value, rest);
  decode(words);
  std::string out;
  bool after_word = false;  // white space between two words is not text
  for (const Word& word : words) {
    if (!after_word || !word.text || !is_space(word.gap)) out += plain_text(word.gap);
    out += word.text ? *word.text : plain_text(word.raw);
    after_word = word.text.has_value();
  }
  return out + plain_text(rest);
}

// RFC 2047, 2: no word is longer than 75 characters, and none ends within a character.
std::string encode_words(std::string_view utf8) {
  constexpr std::size_t kBytes = 45;  // 60 characters of base64, and 12 around them
  std::string out;
  while (!utf8.empty()) {
    std::size_t size = std::min(kBytes, utf8.size());
    const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U; };
    while (size < utf8.size() && size > 1 && is_inside(size)) --size;
    if (!out.empty()) out += "\n ";
    out += "=?UTF-8?B?";
    append_base64(out, utf8.substr(0, size), kBytes * 2, "");
    out += "?=";
    utf8.remove_prefix(size);
  }
  return out;
}

}  // namespace waybill::mime
