// signature/place.h: where in a text the signature goes, and what stands around it.
//
// Contract
//   The answer is an offset and the bytes to insert there. HTML, Append: before the last </body> that is
//   not in a comment or raw text (script, style, textarea, title ...), else before the last </html>, else at the
//   end. Prepend: behind the first <body ...>, else behind </head>, <html>, a doctype, else at the start. Tags of a
//   page inside of the text do not count (signature/landmarks.h). Markup is read by signature/html_tokens.h, never by
//   patterns. A tag that the text's end cuts off hides nothing: the signature goes before it. The fragment stands on
//   lines of its own, none longer than 900 bytes as far as there are blanks to break at (outside of attribute values
//   and pre).
//   Plain text: at the end or the start, an empty line between, unless there is one; trailing blank lines and a
//   missing final line end stay as they are; in format=flowed parts lines are wrapped and stuffed (RFC 3676, 4.2
//   and 4.4) and never join a neighbour.
//   UnderReply: below the newest text and above what is quoted (signature/reply_finder.h), an empty line behind; else
//   as Append. Marker: in place of the marker's first occurrence in the newest text; tags inside of it stay; else as
//   Append.
//   With replaces_client_signature: in place of the user's own signature (signature/client_signature.h) where there is
//   one and no marker.
//   A byte order mark stays first. An empty fragment inserts nothing. Linear in text and fragment.
// Fails: nullopt (reason unclosed-html) when the HTML ends inside a comment or raw text, or is a frameset. So it is for
//   Append, and what falls back to it, in an element that forbids a signature (signature/open_elements.h).
// Threads: any number.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::signature {

enum class Location { Append, Prepend, UnderReply, Marker };

// Where it is wanted.
struct Spot {
  Spot(Location where, std::string_view word = {}) : location(where), marker(word) {}
  Location location;
  std::string_view marker;  // of Location::Marker
  bool replaces_client_signature = false;
};

struct Placement {
  std::size_t offset = 0;
  std::string bytes;
  std::size_t length = 0;     // of the text that the bytes replace
  std::string_view how = {};  // where it went, for people: "under-reply", "append: no quote found"; empty: as wanted
};

// `fragment` comes with LF; the bytes have `line_end`, LF or CRLF.
std::optional<Placement> place_html(std::string_view html, const Spot& spot, std::string_view fragment,
                                    std::string_view line_end);

struct PlainStyle {
  bool flowed = false;
  bool delsp = false;
  std::string_view line_end = "\r\n";
};
Placement place_plain(std::string_view text, const Spot& spot, std::string_view fragment, const PlainStyle& style);

}  // namespace waybill::signature
