// config/read_toml_rules.cpp: from toml++'s tables back to the order and places of the file.
#include "config/read_toml_rules.h"

#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/text.h"

namespace waybill::config {
namespace {

using rules::RawParameter;
using rules::RawRule;
using rules::RawValue;

constexpr std::string_view kTable = "TransportRule";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

template <class Item>
void sort_by_place(std::vector<Item>& items) {
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
}

template <class Date>
std::string iso(const Date& date) {
  std::ostringstream out;
  out << date;
  return out.str();
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file, base::Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {
    for (std::size_t at = 0; at != std::string_view::npos; at = next_line(at)) lines_.push_back(at);
  }

  std::vector<RawRule> read() && {
    try {
      const toml::table root = toml::parse(text_, file_);
      for (const auto& [key, node] : root) read_top(key, node);
    } catch (const toml::parse_error& error) {
      diagnostics_.error(place(error.source()), std::string(error.description()));
      rules_.clear();
    }
    sort_by_place(rules_);  // toml++ sorts by name
    return std::move(rules_);
  }

 private:
  std::size_t next_line(std::size_t at) const {
    const std::size_t end = text_.find('\n', at);
    return end == std::string_view::npos ? end : end + 1;
  }

  base::Place place(const toml::source_region& region) const {
    return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

  void read_top(const toml::key& key, const toml::node& node) {
    if (!base::equals_ignore_case(key.str(), kTable)) {
      diagnostics_.error(place(key.source()), "unknown key or table \"" + base::printable(key.str(), 80) +
                                                  "\"; a rules file has [[TransportRule]] tables only");
      return;
    }
    const toml::array* tables = node.as_array();
    if (tables == nullptr) return diagnostics_.error(place(node.source()), "each rule begins with [[TransportRule]]");
    for (const toml::node& table : *tables) {
      if (const toml::table* rule = table.as_table()) {
        read_rule(*rule);
      } else {
        diagnostics_.error(place(table.source()), "each rule begins with [[TransportRule]]");
      }
    }
  }

  void read_rule(const toml::table& table) {
    RawRule rule{place(table.source()), {}};
    for (const auto& [key, node] : table) {
      RawParameter parameter{std::string(key.str()), place(key.source()), {}, node.is_array()};
      if (read_values(node, parameter)) rule.parameters.push_back(std::move(parameter));
    }
    sort_by_place(rule.parameters);
    rules_.push_back(std::move(rule));
  }

  bool read_values(const toml::node& node, RawParameter& parameter) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return read_value(node, parameter);
    bool good = true;
    for (const toml::node& element : *list) good = read_value(element, parameter) && good;
    return good;
  }

  bool read_value(const toml::node& node, RawParameter& parameter) {
    RawValue value{RawValue::Kind::Text, {}, place(node.source())};
    if (const auto* text = node.as_string()) {
      value.text = text->get();
      const std::size_t quote = offset_of(value.place);
      value.place = behind_quotes(value.place);
      if (text_.substr(quote).starts_with('"')) value.jumps = jumps_of(value);
    } else if (const auto* number = node.as_integer()) {
      value.kind = RawValue::Kind::Integer;
      value.text = std::to_string(number->get());
    } else if (const auto* boolean = node.as_boolean()) {
      value.kind = RawValue::Kind::Boolean;
      value.text = boolean->get() ? "true" : "false";
    } else if (const auto* moment = node.as_date_time()) {
      value.kind = RawValue::Kind::Date;
      value.text = iso(moment->get());
    } else if (const auto* date = node.as_date()) {
      value.kind = RawValue::Kind::Date;
      value.text = iso(date->get());
    } else {
      diagnostics_.error(value.place, base::printable(parameter.name, 80) +
                                          " wants text, a whole number, true or false, a date, or a list of them");
      return false;
    }
    parameter.values.push_back(std::move(value));
    return true;
  }

  std::size_t offset_of(const base::Place& place) const {
    std::size_t at = lines_[std::min(static_cast<std::size_t>(place.line), lines_.size()) - 1];
    for (int column = 1; column < place.column && at < text_.size(); ++column) base::next_code_point(text_, at);
    return at;
  }

  base::Place behind_quotes(base::Place place) const {
    const std::string_view rest = text_.substr(offset_of(place));
    const bool block = rest.starts_with("'''") || rest.starts_with("\"\"\"");
    const std::string_view content = rest.substr(block ? 3 : 1);
    if (block && (content.starts_with('\n') || content.starts_with("\r\n"))) return {place.file, place.line + 1, 1};
    place.column += block ? 3 : 1;
    return place;
  }

  // Of a basic string: where it goes on behind each escape.
  base::Jumps jumps_of(const RawValue& value) const {
    base::Jumps jumps;
    const std::size_t begin = offset_of(value.place);
    base::Place place = value.place;
    for (std::size_t at = begin, done = 0; done < value.text.size();) {
      const std::size_t first = at;
      if (text_[at] != '\\') {
        ++done;
        at += text_.substr(at).starts_with("\r\n") ? 2 : 1;  // a line break is one character of the value
        place = base::advance(std::move(place), text_.substr(first, at - first), at - first);
        continue;
      }
      at = behind_escape(at, done);
      place = base::advance(std::move(place), text_.substr(first, at - first), at - first);
      jumps.push_back({done, place.line, place.column});
    }
    return jumps;
  }

  // The end of the escape at `at`; adds to `done` how many bytes it stands for.
  std::size_t behind_escape(std::size_t at, std::size_t& done) const {
    const char kind = text_[at + 1];
    if (kind != 'u' && kind != 'U' && !base::is_space(kind)) {
      ++done;
      return at + 2;
    }
    if (base::is_space(kind)) return text_.find_first_not_of(" \t\r\n", at + 1);  // a continued line
    const std::size_t digits = kind == 'u' ? 4 : 8;
    std::string character;
    base::append_utf8(character,
                      static_cast<char32_t>(std::stoul(std::string(text_.substr(at + 2, digits)), nullptr, 16)));
    done += character.size();
    return at + 2 + digits;
  }

  std::string_view text_;
  const std::string& file_;
  base::Diagnostics& diagnostics_;
  std::vector<std::size_t> lines_;  // where each begins
  std::vector<RawRule> rules_;
};

}  // namespace

rules::RuleFile read_toml_rules(std::string_view bytes, const std::string& file, const base::Limits& limits,
                                base::Diagnostics& diagnostics) {
  rules::RuleFile out{rules::Insertion::Declared, {}};
  if (bytes.size() > limits.rule_file_bytes) {
    diagnostics.error({file}, "the file is larger than " + std::to_string(limits.rule_file_bytes) + " bytes");
    return out;
  }
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  out.rules = Reader(bytes, file, diagnostics).read();
  return out;
}

}  // namespace waybill::config
