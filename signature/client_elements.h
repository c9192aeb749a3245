// signature/client_elements.h: the elements by which mail clients mark replies, forwards and signatures in HTML.
//
// What: one table of classes, ids and names, and what each means. Borders are read from `style`.
// Source: HTML that Outlook (desktop, web, Mac, mobile), Gmail, Apple Mail, Thunderbird, Yahoo, GMX, Yandex, mail.ru,
// Zimbra, Zoho, Proton, Tuta, Roundcube, eM Client and Spark write. Adding a client: one row.
#pragma once

#include <cstdint>
#include <string_view>

#include "signature/html_tokens.h"

namespace waybill::signature {

enum class ClientRole : std::uint8_t {
  None,
  Quote,            // its content is quoted
  MayQuote,         // a <blockquote> without a sign: quoted when an attribution stands above
  Intro,            // its text is an attribution or a header
  Rest,             // from here on to the end all is quoted
  Header,           // so it is, if it begins like a header: the line that Outlook draws above "From:"
  SignHere,         // where the client appends; what follows is probably quoted
  Signature,        // the user's own
  SignaturePrefix,  // the "-- " above it
  Bookmark,         // in desktop Outlook: the paragraph belongs to the user's signature
};

ClientRole client_role(std::string_view html, const HtmlToken& start_tag);

}  // namespace waybill::signature
