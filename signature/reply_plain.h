// signature/reply_plain.h: the newest text of a plain text mail: signature/reply_finder.h over its lines.
//
// Contract: as signature/reply_finder.h; places are beginnings of lines. Lines that begin with ">" are quoted, and
// those with "|" below an attribution or a quote. A marker is found in one line of the newest text. Linear.
#pragma once

#include <optional>
#include <string_view>

#include "signature/marker_finder.h"
#include "signature/reply_finder.h"

namespace waybill::signature {

ReplyFinder::Found find_reply(std::string_view text);
std::optional<MarkerFinder::Range> find_marker(std::string_view text, std::string_view marker);

}  // namespace waybill::signature
