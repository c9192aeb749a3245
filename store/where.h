// store/where.h: a WHERE that grows, and the values of its parameters.
//
// Example
//   Where where;
//   if (!id.empty()) where.add("id = " + where.value(id));
//   auto statement = database.prepare("SELECT ..." + where.text()); where.bind_to(*statement);
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "store/database.h"

namespace waybill::store {

class Where {
 public:
  void add(const std::string& condition) { text_.append(text_.empty() ? " WHERE " : " AND ").append(condition); }

  // A parameter for it.
  std::string value(std::variant<std::string, std::int64_t> value) {
    values_.push_back(std::move(value));
    return '?' + std::to_string(values_.size());
  }
  std::string list(const std::vector<std::string>& values) {
    std::string out = "(";
    for (const std::string& one : values) out.append(out.size() == 1 ? "" : ", ").append(value(one));
    return out + ')';
  }

  const std::string& text() const { return text_; }
  void bind_to(Statement& statement) const {
    for (const auto& value : values_) {
      std::visit([&](const auto& bound) { statement.bind(bound); }, value);
    }
  }

 private:
  std::string text_;
  std::vector<std::variant<std::string, std::int64_t>> values_;
};

}  // namespace waybill::store
