// base/place.cpp: positions and diagnostics in the form FILE:LINE:COL: severity: text.
#include "base/place.h"

#include <algorithm>
#include <utility>

namespace waybill::base {

std::string to_string(const Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

Place advance(Place start, std::string_view text, std::size_t offset) {
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++start.line;
      start.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {  // not a UTF-8 continuation byte
      ++start.column;
    }
  }
  return start;
}

Place advance(Place start, std::string_view text, std::size_t offset, const Jumps& jumps) {
  std::size_t done = 0;
  for (const Jump& jump : jumps) {
    if (jump.offset > offset) break;
    done = jump.offset;
    start.line = jump.line;
    start.column = jump.column;
  }
  return advance(std::move(start), text.substr(done), offset - done);
}

std::string to_string(const Diagnostic& diagnostic) {
  const char* severity = diagnostic.severity == Severity::Error ? "error" : "warning";
  return to_string(diagnostic.place) + ": " + severity + ": " + diagnostic.text;
}

void Diagnostics::error(Place place, std::string text) {
  all_.push_back({Severity::Error, std::move(place), std::move(text)});
}

void Diagnostics::warn(Place place, std::string text) {
  all_.push_back({Severity::Warning, std::move(place), std::move(text)});
}

bool Diagnostics::has_errors() const {
  return std::any_of(all_.begin(), all_.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

}  // namespace waybill::base
