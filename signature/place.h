// signature/place.h: where in a text the signature goes, and what stands around it.
//
// Contract
//   The answer is an offset and the bytes to insert there. HTML, Append: before the last </body> that is
//   not in a comment or raw text (script, style, textarea, title), else before </html>, else at the end.
//   Prepend: behind the first <body ...>, else behind </head>, <html>, else at the start. Markup is read by
//   signature/html_tokens.h, never by patterns. Plain text: at the end or the start, an empty line
//   between; trailing blank lines and a missing final line end stay as they are; in format=flowed
//   parts lines are stuffed (RFC 3676, 4.4) and never join a neighbour.
// Fails: nullopt when the HTML ends inside a comment or raw text (reason unclosed-html).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::signature {

enum class Location { Append, Prepend };

struct Placement {
  std::size_t offset = 0;
  std::string bytes;
};

// `fragment` and the result have LF or CRLF as `line_end` says (the fragment comes with LF).
std::optional<Placement> place_html(std::string_view html, Location location, std::string_view fragment,
                                    std::string_view line_end);

struct PlainStyle {
  bool flowed = false;
  bool delsp = false;
  std::string_view line_end = "\r\n";
};
Placement place_plain(std::string_view text, Location location, std::string_view fragment, const PlainStyle& style);

}  // namespace waybill::signature
