// message/edit.h: one change of a message, as a value.
//
// Contract
//   The list of edits of a copy is all that will be changed; nothing outside milter/apply and
//   message/compose acts on it. Positions speak of the message as it arrived: `instance` of a
//   header field before any edit, byte offsets of SpliceBody in the original body. SpliceBody
//   edits are sorted, do not overlap, and two at one offset stay in their order.
//   Header values are complete values as in HeaderField (leading blank, LF folding).
// Why a closed variant: it can be printed, compared and refused; log, `waybill explain` and
// golden files print the same text.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace waybill::message {

struct InsertHeader {  // above all other fields
  std::string name;
  std::string value;

  friend bool operator==(const InsertHeader&, const InsertHeader&) = default;
};
struct AddHeader {  // below all other fields
  std::string name;
  std::string value;

  friend bool operator==(const AddHeader&, const AddHeader&) = default;
};
struct ChangeHeader {
  std::string name;
  std::size_t instance = 1;
  std::string value;

  friend bool operator==(const ChangeHeader&, const ChangeHeader&) = default;
};
struct RemoveHeader {
  std::string name;
  std::size_t instance = 1;

  friend bool operator==(const RemoveHeader&, const RemoveHeader&) = default;
};
struct SpliceBody {  // body[begin, end) becomes bytes
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string bytes;

  friend bool operator==(const SpliceBody&, const SpliceBody&) = default;
};

using Edit = std::variant<InsertHeader, AddHeader, ChangeHeader, RemoveHeader, SpliceBody>;
using Edits = std::vector<Edit>;

// One line: `insert header X-Y: value`, `body 120..120: insert 345 bytes` ...
std::string to_string(const Edit& edit);

}  // namespace waybill::message
