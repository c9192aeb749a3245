// signature/html_entities.h: what &amp; &auml; &#8364; stand for.
//
// Source: WHATWG HTML 13.2.5.72 to 13.2.5.80. The table holds what people write in mails: all of HTML 4,
// Latin, Greek, Cyrillic and typographic signs; of the remaining mathematical ones none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::signature {

struct Reference {
  char32_t code_point = 0;
  std::size_t length = 0;  // 0: the "&" is just a character
};

// The reference that `text` begins with.
Reference read_reference(std::string_view text, bool in_attribute);

// The value of an attribute, in UTF-8.
std::string decode_attribute(std::string_view value);

// Whether a reader would see anything of this text between tags.
bool is_visible(std::string_view text);

}  // namespace waybill::signature
