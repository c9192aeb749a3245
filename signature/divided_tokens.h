// signature/divided_tokens.h: finds tokens that an editor divided by tags or line breaks, and which so are none.
//
// What: `%%Display<span>Name</span>%%` looks like a token to whoever wrote it, and would go to customers as written.
// Pieces of text that a reader sees side by side are put together, and scanned once more. Not here: the tokens of one
// piece (signature/token_scan.h).
//
// Contract
//   A remark at the first percent sign of each, unless one stands there already: a warning, and an error for what is
//   our own addition. Only known names count: between two percent signs may stand any text.
// Cost: linear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signature/remark.h"
#include "signature/token_scan.h"

namespace waybill::signature {

class DividedTokens {
 public:
  explicit DividedTokens(Syntax syntax) : syntax_(syntax) {}

  void add(std::string_view text, std::size_t offset);  // the next piece of the line
  void end_line();
  void finish(Remarks& remarks);

 private:
  struct Piece {
    std::size_t in_line;
    std::size_t offset;
  };
  const Piece& piece_of(std::size_t in_line) const;

  Syntax syntax_;
  std::string line_;
  std::vector<Piece> pieces_;  // of the line
  Remarks found_;
};

}  // namespace waybill::signature
