// engine/tag_list.h: the tag lists of DKIM and ARC fields (RFC 6376, 3.2): `v=1; d=example.com; h=From : To`.
//
// Contract: strict, as a verifier is: a malformed pair, an empty one before the last, a control character in a value or
// a name that stands twice make the whole list invalid. Names are case-sensitive. White space at the ends of values is
// gone, that inside stays. Values point into the argument. Time: n log n.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::engine {

using TagList = std::map<std::string, std::string_view, std::less<>>;

std::optional<TagList> read_tag_list(std::string_view text);

}  // namespace waybill::engine
