// config/read_classifications.cpp: a list of tables with four keys.
#include "config/read_classifications.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace waybill::config {
namespace {

class TableReader {
 public:
  TableReader(const base::Place& file, base::Diagnostics& diagnostics) : file_(file.file), diagnostics_(diagnostics) {}

  rules::Classification read(const toml::table& table) {
    rules::Classification out;
    for (const auto& [key, node] : table) read_key(key, node, out);
    if (out.name.empty()) diagnostics_.error(place(table.source().begin), "a [[classification]] without name");
    return out;
  }

  base::Place place(const toml::source_position& position) const {
    return {file_, static_cast<int>(position.line), static_cast<int>(position.column)};
  }

 private:
  void read_key(const toml::key& key, const toml::node& node, rules::Classification& out) {
    const std::vector<std::string_view> known = {"name", "description", "id", "keep"};
    const std::string_view name = key.str();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string_view near = base::closest(name, known);
      const std::string hint = near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near);
      return diagnostics_.error(place(key.source().begin),
                                fmt::format("unknown key in [[classification]] \"{}\"{}", base::printable(name), hint));
    }
    if (name == "keep") return read_flag(node, out.keep);
    read_text(key, node, name == "name" ? out.name : name == "id" ? out.id : out.description);
  }

  void read_flag(const toml::node& node, bool& out) {
    const auto flag = node.value_exact<bool>();
    if (!flag) return diagnostics_.error(place(node.source().begin), "classification.keep: expected true or false");
    out = *flag;
  }

  void read_text(const toml::key& key, const toml::node& node, std::string& out) {
    const auto text = node.value_exact<std::string>();
    const bool is_line = text && std::none_of(text->begin(), text->end(), [](char c) {
                           return static_cast<unsigned char>(c) < ' ' || c == '\x7F';
                         });
    if (!is_line) {
      return diagnostics_.error(place(node.source().begin),
                                fmt::format("classification.{}: expected a line of text in quotes", key.str()));
    }
    out = base::trim(*text);
  }

  const std::string& file_;
  base::Diagnostics& diagnostics_;
};

}  // namespace

void read_classifications(const toml::node& node, const base::Place& place, std::vector<rules::Classification>& out,
                          base::Diagnostics& diagnostics) {
  const toml::array* tables = node.as_array();
  if (tables == nullptr || !tables->is_array_of_tables()) {
    return diagnostics.error(place, "[[classification]] is a list of tables: it wants two brackets");
  }
  TableReader reader(place, diagnostics);
  for (const toml::node& element : *tables) {
    rules::Classification row = reader.read(*element.as_table());
    const bool is_second = std::any_of(out.begin(), out.end(), [&](const rules::Classification& other) {
      return base::equals_ignore_case(other.name, row.name);
    });
    if (is_second && !row.name.empty()) {
      diagnostics.error(reader.place(element.source().begin),
                        fmt::format("a second classification \"{}\"", base::printable(row.name)));
    }
    out.push_back(std::move(row));
  }
}

}  // namespace waybill::config
