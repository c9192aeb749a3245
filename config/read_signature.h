// config/read_signature.h: the templates of a rule's signature, from the rules file or from files of their own.
//
// Contract
//   A file's name is relative to the rules file that names it. It is UTF-8, with or without byte order mark. What is
//   wrong in it is said at its own lines and columns; that it cannot be read, where it is named.
// Fails: with diagnostics; then the signature must not be used.
#pragma once

#include "base/limits.h"
#include "base/place.h"
#include "rules/rule.h"
#include "signature/template.h"

namespace waybill::config {

// REQUIRES: rule.disclaimer.
signature::Signature read_signature(const rules::Rule& rule, const base::Limits& limits,
                                    base::Diagnostics& diagnostics);

}  // namespace waybill::config
