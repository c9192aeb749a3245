// engine/body_texts.h: the body of a message as conditions search it (rules/texts.h).
//
// Contract: HTML as its visible text; lines end with LF, no white space at the end. Pure.
//   Not whole: see mime/inline_texts.h; and when the message is beyond the limits, which leaves no text.
#pragma once

#include "base/limits.h"
#include "engine/process.h"
#include "rules/texts.h"

namespace waybill::engine {

rules::BodyTexts read_body_texts(const Prepared& prepared, const base::Limits& limits);

}  // namespace waybill::engine
