// signature/token_scan.h: finds %%tokens%% in a stretch of a template.
//
// Contract
//   Blanks inside the percent signs are allowed (a web page gives no-break ones), names in any case. `%%%%`
//   where no token is open is a literal `%%`; so `%%A%%%%B%%` is two tokens. A name that nobody knows stays as
//   written, with a remark that says the nearest known one.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "message/attribute_map.h"
#include "signature/balance.h"

namespace waybill::signature {

struct TokenPart {
  std::string_view text;                              // as written
  const message::AttributeName* attribute = nullptr;  // null: text
};

// The parts of html[begin, end), in order.
std::vector<TokenPart> scan_tokens(std::string_view html, std::size_t begin, std::size_t end, Remarks& remarks);

}  // namespace waybill::signature
