// ldap/attribute_description.h: attribute names as servers write them: `displayName;lang-de`, `memberOf;range=0-1499`.
//
// Contract: pure. An entry has its attributes under their plain names: what stands under the plain name wins; where
//   nothing does, the first description in the order of their names serves (`;lang-de` before `;lang-en`), whole. Those
//   with options are there under their own names, too, for who asks for one; options count in any order, and where
//   nothing has just those that are asked for, a description serves that has more, which is a subtype.
// Source: RFC 4512, 2.5; RFC 3866 (`;lang-`); MS-ADTS 3.1.1.3.1.3.3 (`;range=`).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/fact.h"

namespace waybill::ldap {

// "displayName" of "displayName;lang-de".
std::string_view type_of(std::string_view description);

// "memberOf;range=0-1499": a part of the values.
bool has_range(std::string_view description);

// Which value comes next: 1500 after "memberOf;range=0-1499"; nothing after "memberOf;range=1500-*" or without a range.
std::optional<std::size_t> next_of_range(std::string_view description);

// `wanted`: the names that are asked for, each as it will be looked for.
message::Attributes by_type(const message::Attributes& by_description, const std::vector<std::string>& wanted);

}  // namespace waybill::ldap
