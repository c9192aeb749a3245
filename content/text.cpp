// content/text.cpp: is it text, and in which charset?
#include "content/text.h"

#include <algorithm>
#include <array>

#include "mime/charset.h"
#include "signature/plain_text.h"

namespace waybill::content {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLookedAt = 64 * 1024;
constexpr std::size_t kWidest = 4;  // bytes of a character of UTF-32
constexpr std::size_t kLongLine = 4 * 1024;
constexpr char kEndOfFile = '\x1A';
constexpr char kEscape = '\x1B';

constexpr auto kUtf8Mark = "\xEF\xBB\xBF"sv;

// Files of printable characters that say something else than these.
constexpr auto kNoTexts = std::to_array<std::string_view>({"%PDF-", "{\\rtf", "%!PS"});

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && !(c >= '\b' && c <= '\r') && c != kEndOfFile && c != kEscape) || byte == 0x7F;
}

std::string_view charset_of_mark(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv)) return "utf-32";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "utf-16";
  return {};
}

bool is_wide(std::string_view charset) {
  return mime::charset_kind(mime::iconv_name(charset)) == mime::CharsetKind::Wide;
}

// Not in the middle of a character, where that can be told.
std::string_view beginning(std::string_view bytes, std::size_t most, bool wide) {
  if (bytes.size() <= most) return bytes;
  if (wide) return bytes.substr(0, most - most % kWidest);
  const std::size_t line = bytes.rfind('\n', most);
  if (line != std::string_view::npos && most - line < kLongLine) return bytes.substr(0, line);
  while (most > 0 && (static_cast<unsigned char>(bytes[most]) & 0xC0U) == 0x80U) --most;  // inside of UTF-8
  return bytes.substr(0, most);
}

}  // namespace

bool looks_like_text(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, kLookedAt);
  return std::none_of(start.begin(), start.end(), is_control);
}

std::optional<std::string> text_of(const TextSource& source, std::size_t most) {
  const auto is_start = [&](std::string_view start) { return source.bytes.starts_with(start); };
  if (std::any_of(kNoTexts.begin(), kNoTexts.end(), is_start)) return std::nullopt;
  const std::string_view marked = charset_of_mark(source.bytes);
  const std::string_view charset = marked.empty() ? source.charset : marked;
  const bool wide = !charset.empty() && is_wide(charset);
  if (!wide && !looks_like_text(source.bytes)) return std::nullopt;
  const std::string_view bytes = beginning(source.bytes, most, wide);
  const auto reading = mime::read_text(bytes, charset);
  if (!reading) return std::nullopt;
  std::string text = reading->utf8.value_or(std::string(bytes));
  if (wide && !looks_like_text(text)) return std::nullopt;
  if (text.starts_with(kUtf8Mark)) text.erase(0, kUtf8Mark.size());
  return source.is_html ? signature::plain_text(text) : text;
}

}  // namespace waybill::content
