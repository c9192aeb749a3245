// message/header_list.cpp: look-up and unfolding of header fields.
#include "message/header_list.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::message {

const HeaderField* find(const HeaderList& headers, std::string_view name, std::size_t instance) {
  for (const HeaderField& field : headers) {
    if (base::equals_ignore_case(field.name, name) && --instance == 0) return &field;
  }
  return nullptr;
}

std::size_t count(const HeaderList& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [&](const HeaderField& field) {
    return base::equals_ignore_case(field.name, name);
  }));
}

std::size_t wire_size(const HeaderList& headers) {
  std::size_t size = 2;
  for (const HeaderField& field : headers) {
    const auto folds = std::count(field.value.begin(), field.value.end(), '\n');
    size += field.name.size() + field.value.size() + static_cast<std::size_t>(folds) + 3;
  }
  return size;
}

std::string unfold(std::string_view value) {
  std::string out;
  for (const char c : base::trim(value)) {
    if (c != '\r' && c != '\n') out.push_back(c);
  }
  return out;
}

}  // namespace waybill::message
