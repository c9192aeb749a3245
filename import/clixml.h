// import/clixml.h: serialized PowerShell objects (Export-Clixml) as values.
//
// Contract: an object with properties is a Table when it stands by itself or in a list that does, else its text form.
// References are followed; Limits::values and nesting hold: beyond, a value is Unknown.
// Source: MS-PSRP 2.2.5.
#pragma once

#include <pugixml.hpp>

#include <string>
#include <string_view>

#include "import/limits.h"
#include "import/text_places.h"
#include "import/value.h"

namespace waybill::import {

// Of an element its <, of a text its first character.
base::Place place_of(const pugi::xml_node& node, const TextPlaces& places);

// `root` is the element Objs.
Value clixml_objects(const pugi::xml_node& root, const TextPlaces& places, const Limits& limits);

// _x000D_ and its like as characters (one UTF-16 unit each).
std::string clixml_text(std::string_view escaped);

}  // namespace waybill::import
