// base/place.h: a position in a file that a person wrote, and what is to be said about it.
//
// Contract: line and column are 1-based; the column counts characters (code points), as
// editors show it. to_string() gives `FILE:LINE:COL: error|warning: text`, the form that
// compilers use and editors jump to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::base {

struct Place {
  std::string file;
  int line = 1;
  int column = 1;

  friend bool operator==(const Place&, const Place&) = default;
};

std::string to_string(const Place& place);

// Where byte `offset` of `text` is, when `text` begins at `start`.
Place advance(Place start, std::string_view text, std::size_t offset);

// From byte `offset` of a text on, it stands elsewhere in its file than its characters say: an escape, a doubled
// quote or a continued line came before.
struct Jump {
  std::size_t offset = 0;
  int line = 1;
  int column = 1;
};
using Jumps = std::vector<Jump>;  // by offset

Place advance(Place start, std::string_view text, std::size_t offset, const Jumps& jumps);

enum class Severity { Warning, Error };

struct Diagnostic {
  Severity severity = Severity::Error;
  Place place;
  std::string text;
};

std::string to_string(const Diagnostic& diagnostic);

// What a reading of files has to say; errors forbid the use of what was read.
class Diagnostics {
 public:
  void error(Place place, std::string text);
  void warn(Place place, std::string text);
  bool has_errors() const;
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
};

}  // namespace waybill::base
