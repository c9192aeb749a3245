// dedupe/hop.cpp: writing and counting of hops.
#include "dedupe/hop.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::dedupe {

std::string hop(std::string_view hub, std::string_view queue_id) {
  return ' ' + std::string(hub) + ' ' + std::string(queue_id);
}

std::size_t count_hops(const message::HeaderList& headers) {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [](const message::HeaderField& field) {
    return base::equals_ignore_case(field.name, kHopField);
  }));
}

bool came_by(const message::HeaderList& headers, std::string_view queue_id) {
  return std::any_of(headers.begin(), headers.end(), [&](const message::HeaderField& field) {
    return base::equals_ignore_case(field.name, "Received") && field.value.find(queue_id) != std::string::npos;
  });
}

}  // namespace waybill::dedupe
