// mime/charset.h: character sets over iconv, with the aliases that mail uses (RFC 2978).
//
// Contract: a Charset is found by its MIME name, in any case, quoted or not. Only charsets of the table in
// charset.cpp are used: a label never chooses among the thousand others that iconv knows. Converters are
// cached per thread. Bytes that the charset does not know make a conversion fail; nothing is replaced
// silently. A charset that mail programs write as its superset (gb2312 as GBK, euc-kr as CP949) is read as
// that when it must be, and is written as itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waybill::mime {

// The name iconv knows it by ("x-sjis" -> "CP932"); empty: unknown charset.
std::string_view iconv_name(std::string_view mime_name);

// True when '<', '>', '&', letters and line breaks stand for themselves wherever their bytes occur
// (US-ASCII, ISO-8859, windows, UTF-8, KOI8, EUC; Shift_JIS, GBK and Big5 as far as markup goes);
// false for ISO-2022, UTF-7, UTF-16, UTF-32, and for unknown names that sound like these, like HZ or like EBCDIC.
bool is_ascii_superset(std::string_view mime_name);

base::Result<std::string> to_utf8(std::string_view bytes, std::string_view mime_name);
base::Result<std::string> from_utf8(std::string_view utf8, std::string_view mime_name);

// RFC 2047 words of a header value, as UTF-8; words that cannot be decoded stay as they are.
std::string decode_words(std::string_view value);
// UTF-8 as such words, each of at most 75 characters, the lines folded (bare LF). A decoder shows the text unchanged.
std::string encode_words(std::string_view utf8);

// As the functions of base/text.h say, eight bytes at a time where they are ASCII.
std::size_t ascii_prefix(std::string_view bytes);
bool is_utf8(std::string_view bytes);

// U+0080 to U+009F: nobody writes them; the bytes are of another charset than the label says. REQUIRES UTF-8.
bool has_c1_controls(std::string_view utf8);

// The text of a part as mail programs read it.
struct TextReading {
  enum class Kind {
    Declared,  // in the charset that the part names
    Assumed,   // us-ascii, no charset or "unknown-8bit": UTF-8 when valid, else windows-1252
    Opaque,    // unknown charset, or bytes that are not in it: each byte from 0x80 on stands for itself
  };
  Kind kind = Kind::Declared;
  std::string_view charset;                        // iconv's name for what it was read as; for Opaque ISO-8859-1
  std::string_view writing = {};                   // the same for what may be written into it
  std::size_t mark = 0;                            // bytes of a byte order mark before the text (UTF-16, UTF-32)
  std::optional<std::string> utf8 = std::nullopt;  // none: the bytes are UTF-8 already
};

// None: the bytes are not in the charset, and it is no superset of ASCII.
std::optional<TextReading> read_text(std::string_view bytes, std::string_view mime_name);

// How places of a text are found in the bytes of its charset (an iconv name).
enum class CharsetKind {
  Plain,  // characters one behind the other
  Wide,   // the same, and a line feed is more than a byte: UTF-16, UTF-32
  Lines,  // what a byte means depends on earlier ones of its line: ISO-2022, UTF-7, composing charsets
};
CharsetKind charset_kind(std::string_view iconv_name);

// How many of `bytes` became the first `utf8_size` bytes of their text. REQUIRES a Plain or Wide charset, by
// iconv's name, and the end of a character.
std::size_t source_offset(std::string_view bytes, std::string_view iconv_name, std::size_t utf8_size);

}  // namespace waybill::mime
