// signature/client_signature.h: the signature that the user's own mail program wrote, to be replaced by ours.
//
// Contract
//   Looked for in the newest text only (signature/newest.h), below text of hers.
//   HTML: the element by which Gmail, Outlook on the web and on telephones, Thunderbird, Apple Mail, Proton and others
//   mark it, from its start tag (of Gmail's "-- " above it too) to the end tag that fits; what desktop Outlook marks
//   as _MailAutoSig, by whole paragraphs.
//   Plain text: what stands below the line "-- " (RFC 3676, 4.3), up to the quote, the footer of a mailing list
//   ("_____") or the end, without blank lines there; at most kMostSignatureLines. A bare "--" may as well be text, so
//   it counts only below a blank line, with at most kMostLinesBelowBare behind it that no blank line divides, and no
//   text of hers below a quote. In doubt nothing: two of them, a postscript below one (P.S., NB), tags that do not
//   nest, more than 512 open elements, no text above (who answers inside of the signature must not lose her answer).
// Cost: linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "signature/newest.h"

namespace waybill::signature {

constexpr std::size_t kMostSignatureLines = 30;
constexpr std::size_t kMostLinesBelowBare = 8;
constexpr std::string_view kClientSignature = "client signature";  // Placement::how

std::optional<Stretch> find_client_signature_html(std::string_view html);
std::optional<Stretch> find_client_signature_plain(std::string_view text);

}  // namespace waybill::signature
