// mime/codec.h: transfer encodings and the way back from decoded to encoded offsets (RFC 2045, 6.7 and 6.8).
//
// Why ours: mimetic's base64 decoder reads past its table, its quoted-printable codec changes line ends.
// Contract: decoders accept what mail programs accept (bare LF, lower-case hex, white space at line ends,
// missing padding, characters outside the alphabet ignored); they never fail. Linear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::mime {

std::string decode_base64(std::string_view raw);
std::string decode_quoted_printable(std::string_view raw);

// Lines of at most 76 characters, ended by `line_end`; the last line too.
std::string encode_base64(std::string_view bytes, std::string_view line_end);
// Text: CRLF and LF become `line_end`; lines of at most 76; a trailing blank, "From " and "." at the
// start of a line are protected.
std::string encode_quoted_printable(std::string_view text, std::string_view line_end);

// The offset in `raw` that decodes to offset `decoded`: every byte before it belongs to an earlier decoded byte.
std::size_t raw_offset_quoted_printable(std::string_view raw, std::size_t decoded);

}  // namespace waybill::mime
