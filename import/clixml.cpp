// import/clixml.cpp: one function for each form that an object takes.
#include "import/clixml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"

// Depth is bounded by Limits::nesting.
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Value::Kind;

constexpr std::array<std::string_view, 9> kIntegers = {"I16", "I32", "I64", "By", "SB", "U16", "U32", "U64", "C"};
constexpr std::array<std::string_view, 4> kLists = {"LST", "IE", "STK", "QUE"};
constexpr std::array<std::string_view, 10> kTexts = {"S",  "G", "URI", "Version", "Db",
                                                     "Sg", "D", "TS",  "XD",      "ToString"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// _xHHHH_ at `at`.
std::optional<char32_t> escaped_unit(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "_x" || text.size() < at + 7 || text[at + 6] != '_') return std::nullopt;
  unsigned unit = 0;
  const char* digits = text.data() + at + 2;
  const auto read = std::from_chars(digits, digits + 4, unit, 16);
  return read.ec == std::errc() && read.ptr == digits + 4 ? std::optional<char32_t>(unit) : std::nullopt;
}

class Reader {
 public:
  Reader(const TextPlaces& places, const Limits& limits) : places_(places), limits_(limits) {}

  Value read(const pugi::xml_node& root) && {
    Value out{Kind::List, {}, place_of(root, places_)};
    collect_references(root);
    for (const pugi::xml_node& child : root.children()) {
      if (child.type() == pugi::node_element) append_item(out, value_of(child, true));
    }
    return out;
  }

 private:
  class Level {
   public:
    explicit Level(std::size_t& depth) : depth_(depth) { ++depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth_; }

   private:
    std::size_t& depth_;
  };

  // In document order, without recursion.
  void collect_references(const pugi::xml_node& root) {
    for (pugi::xml_node node = root; node;) {
      if (std::string_view(node.name()) == "Obj") references_.emplace(node.attribute("RefId").value(), node);
      if (node.first_child()) {
        node = node.first_child();
        continue;
      }
      while (node != root && !node.next_sibling()) node = node.parent();
      if (node == root) return;
      node = node.next_sibling();
    }
  }

  // `whole`: an object is wanted with its properties.
  Value value_of(const pugi::xml_node& node, bool whole) {
    const Level level(depth_);
    const std::string_view name = node.name();
    const base::Place place = place_of(node, places_);
    if (depth_ > limits_.nesting || ++values_ > limits_.values) return unknown_value("too large an object", place);
    if (name == "Obj") return object(node, place, whole);
    if (name == "Ref") return reference(node, place, whole);
    if (name == "Nil") return {Kind::Null, {}, place};
    if (name == "B") return boolean_value(std::string_view(node.text().get()) == "true", place);
    if (name == "DT") return {Kind::Date, node.text().get(), place};
    if (contains(kTexts, name)) return text_value(clixml_text(node.text().get()), place);
    if (!contains(kIntegers, name)) return unknown_value("a value of a kind that is not known", place);
    const auto number = to_integer(text_value(node.text().get(), place));
    return number ? integer_value(*number, place) : unknown_value("a number that is too large", place);
  }

  Value reference(const pugi::xml_node& node, const base::Place& place, bool whole) {
    const auto found = references_.find(node.attribute("RefId").value());
    if (found == references_.end()) return unknown_value("a reference to an object that is not there", place);
    return value_of(found->second, whole);
  }

  Value object(const pugi::xml_node& node, const base::Place& place, bool whole) {
    for (const pugi::xml_node& child : node.children()) {
      if (contains(kLists, child.name())) return list(child, place, whole);
      if (std::string_view(child.name()) == "DCT") return dictionary(child, place);
    }
    const pugi::xml_node text = node.child("ToString");
    if (text && !whole) return text_value(clixml_text(text.text().get()), place);
    Value out{Kind::Table, {}, place};
    for (const char* part : {"Props", "MS"}) {
      for (const pugi::xml_node& member : node.child(part).children()) add(out, member);
    }
    if (!out.keys.empty()) return out;
    for (const pugi::xml_node& child : node.children()) {  // a text or number that is wrapped
      if (contains(kTexts, child.name()) || contains(kIntegers, child.name())) return value_of(child, whole);
    }
    return out;
  }

  void add(Value& table, const pugi::xml_node& member) {
    const std::string name = clixml_text(member.attribute("N").value());
    if (member.type() != pugi::node_element || name.empty()) return;
    Value value = value_of(member, false);
    table.keys.push_back(name);
    table.items.push_back(std::move(value));
  }

  Value list(const pugi::xml_node& node, const base::Place& place, bool whole) {
    Value out{Kind::List, {}, place};
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_element) append_item(out, value_of(child, whole));
    }
    return out;
  }

  Value dictionary(const pugi::xml_node& node, const base::Place& place) {
    Value out{Kind::Table, {}, place};
    for (const pugi::xml_node& entry : node.children("En")) {
      std::string key;
      Value value;
      for (const pugi::xml_node& child : entry.children()) {
        const std::string_view role = child.attribute("N").value();
        if (role == "Key") key = clixml_text(child.text().get());
        if (role == "Value") value = value_of(child, false);
      }
      out.keys.push_back(std::move(key));
      out.items.push_back(std::move(value));
    }
    return out;
  }

  const TextPlaces& places_;
  const Limits& limits_;
  std::map<std::string, pugi::xml_node> references_;
  std::size_t depth_ = 0;
  std::size_t values_ = 0;
};

}  // namespace

std::string clixml_text(std::string_view escaped) {
  std::string out;
  for (std::size_t at = 0; at < escaped.size();) {
    const auto unit = escaped_unit(escaped, at);
    if (!unit) {
      out += escaped[at++];
      continue;
    }
    at += 7;
    char32_t character = *unit;
    const auto low = escaped_unit(escaped, at);
    if (character >= 0xD800 && character < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000) {
      character = 0x10000 + ((character - 0xD800) << 10U) + (*low - 0xDC00);
      at += 7;
    }
    const bool half = character >= 0xD800 && character < 0xE000;
    base::append_utf8(out, half ? U'\uFFFD' : character);
  }
  return out;
}

base::Place place_of(const pugi::xml_node& node, const TextPlaces& places) {
  const std::ptrdiff_t offset = node.offset_debug() - (node.type() == pugi::node_element ? 1 : 0);
  return places.at(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
}

Value clixml_objects(const pugi::xml_node& root, const TextPlaces& places, const Limits& limits) {
  return Reader(places, limits).read(root);
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
