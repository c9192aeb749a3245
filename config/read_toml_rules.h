// config/read_toml_rules.h: a rules file in TOML, as raw rules with the place of every key and value.
//
//   [[TransportRule]]
//   Name = "Signature"
//   FromMemberOf = ["All Users"]
//   ApplyHtmlDisclaimerText = '''<p>%%DisplayName%%</p>'''
//
// Contract
//   Columns count characters. The place of a string is that of its first character, behind the quotes: what is
//   said about a template lands where the fault is. Unknown tables are errors; what the keys of a rule mean is
//   rules/check.h' business. Keys and tables in any case.
// Fails: a syntax error of TOML ends the reading (the language has no point to go on from); all else is collected.
#pragma once

#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/place.h"
#include "rules/check.h"

namespace waybill::config {

// `bytes` is the whole file; `file` is what places call it.
rules::RuleFile read_toml_rules(std::string_view bytes, const std::string& file, const base::Limits& limits,
                                base::Diagnostics& diagnostics);

}  // namespace waybill::config
