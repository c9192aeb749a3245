// signature/divided_tokens.cpp: a line without what divides it, and tokens that stand in two of its pieces.
#include "signature/divided_tokens.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace waybill::signature {

void DividedTokens::add(std::string_view text, std::size_t offset) {
  if (text.empty()) return;
  pieces_.push_back({line_.size(), offset});
  line_ += text;
}

const DividedTokens::Piece& DividedTokens::piece_of(std::size_t in_line) const {
  const auto behind = std::upper_bound(pieces_.begin(), pieces_.end(), in_line,
                                       [](std::size_t at, const Piece& piece) { return at < piece.in_line; });
  return *std::prev(behind);
}

void DividedTokens::end_line() {
  Remarks of_the_line;  // said already, piece by piece
  for (const TokenPart& part : scan_tokens(line_, 0, line_.size(), syntax_, of_the_line)) {
    if (part.kind == TokenKind::Text) continue;
    const auto begin = static_cast<std::size_t>(part.text.data() - line_.data());
    const Piece& first = piece_of(begin);
    if (&first == &piece_of(begin + part.text.size() - 1)) continue;
    found_.push_back({first.offset + begin - first.in_line,
                      base::printable(part.text) + " is divided by tags or a line break; write it in one piece",
                      part.kind == TokenKind::Value ? base::Severity::Warning : base::Severity::Error});
  }
  line_.clear();
  pieces_.clear();
}

void DividedTokens::finish(Remarks& remarks) {
  end_line();
  std::vector<std::size_t> said;
  for (const Remark& remark : remarks) said.push_back(remark.offset);
  std::sort(said.begin(), said.end());
  for (Remark& remark : found_) {
    if (!std::binary_search(said.begin(), said.end(), remark.offset)) remarks.push_back(std::move(remark));
  }
  found_.clear();
}

}  // namespace waybill::signature
