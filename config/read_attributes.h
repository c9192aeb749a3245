// config/read_attributes.h: the tokens in [attributes] of waybill.toml.
//
// What: `Title = "personalTitle"` or `Title = ["personalTitle", "title;lang-de", "title"]`, which takes the place of
// what the profile says; the key is any name of the attribute. The key `profile` is a row of the table of settings.
// Contract: what is wrong is said at its place; an attribute is given once, by whichever of its names.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "base/place.h"
#include "message/attribute_map.h"

namespace waybill::config {

// Whether a key is a row, and so no token.
bool is_attribute_setting(std::string_view key);

void read_attributes(const toml::table& table, const std::string& file, message::AttributeMap& out,
                     base::Diagnostics& diagnostics);

}  // namespace waybill::config
