// signature/html_elements.cpp: the table of elements, sorted by name.
#include "signature/html_elements.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"

namespace waybill::signature {

namespace {

struct Row {
  std::string_view name;
  ElementInfo info;
};

constexpr std::array kElements = {
    Row{"a", {Element::A, Sort::Inline, false}},
    Row{"address", {Element::Other, Sort::Block, false}},
    Row{"area", {Element::Other, Sort::Void, false}},
    Row{"article", {Element::Other, Sort::Block, false}},
    Row{"aside", {Element::Other, Sort::Block, false}},
    Row{"base", {Element::Other, Sort::Void, false}},
    Row{"basefont", {Element::Other, Sort::Void, false}},
    Row{"bgsound", {Element::Other, Sort::Void, false}},
    Row{"blockquote", {Element::Other, Sort::Block, false}},
    Row{"body", {Element::Body, Sort::Page, true}},
    Row{"br", {Element::Br, Sort::Void, false}},
    Row{"button", {Element::Button, Sort::Inline, false}},
    Row{"caption", {Element::Other, Sort::TablePart, false}},
    Row{"center", {Element::Other, Sort::Block, false}},
    Row{"col", {Element::Other, Sort::Void, false}},
    Row{"colgroup", {Element::Other, Sort::TablePart, true}},
    Row{"dd", {Element::Other, Sort::Block, true}},
    Row{"details", {Element::Other, Sort::Block, false}},
    Row{"dir", {Element::Other, Sort::Block, false}},
    Row{"div", {Element::Other, Sort::Block, false}},
    Row{"dl", {Element::Other, Sort::Block, false}},
    Row{"dt", {Element::Other, Sort::Block, true}},
    Row{"embed", {Element::Other, Sort::Void, false}},
    Row{"fieldset", {Element::Other, Sort::Block, false}},
    Row{"figcaption", {Element::Other, Sort::Block, false}},
    Row{"figure", {Element::Other, Sort::Block, false}},
    Row{"footer", {Element::Other, Sort::Block, false}},
    Row{"form", {Element::Other, Sort::Block, false}},
    Row{"frame", {Element::Other, Sort::Page, false}},
    Row{"frameset", {Element::Frameset, Sort::Page, false}},
    Row{"h1", {Element::Heading, Sort::Block, false}},
    Row{"h2", {Element::Heading, Sort::Block, false}},
    Row{"h3", {Element::Heading, Sort::Block, false}},
    Row{"h4", {Element::Heading, Sort::Block, false}},
    Row{"h5", {Element::Heading, Sort::Block, false}},
    Row{"h6", {Element::Heading, Sort::Block, false}},
    Row{"head", {Element::Head, Sort::Page, true}},
    Row{"header", {Element::Other, Sort::Block, false}},
    Row{"hgroup", {Element::Other, Sort::Block, false}},
    Row{"hr", {Element::Hr, Sort::Void, false}},
    Row{"html", {Element::Html, Sort::Page, true}},
    Row{"img", {Element::Img, Sort::Void, false}},
    Row{"input", {Element::Other, Sort::Void, false}},
    Row{"keygen", {Element::Other, Sort::Void, false}},
    Row{"li", {Element::Item, Sort::Block, true}},
    Row{"link", {Element::Other, Sort::Void, false}},
    Row{"main", {Element::Other, Sort::Block, false}},
    Row{"math", {Element::Math, Sort::Inline, false}},
    Row{"menu", {Element::Other, Sort::Block, false}},
    Row{"meta", {Element::Other, Sort::Void, false}},
    Row{"nav", {Element::Other, Sort::Block, false}},
    Row{"ol", {Element::Ol, Sort::Block, false}},
    Row{"optgroup", {Element::Option, Sort::Inline, true}},
    Row{"option", {Element::Option, Sort::Inline, true}},
    Row{"p", {Element::P, Sort::Block, true}},
    Row{"param", {Element::Other, Sort::Void, false}},
    Row{"plaintext", {Element::Other, Sort::Page, false}},
    Row{"pre", {Element::Pre, Sort::Block, false}},
    Row{"section", {Element::Other, Sort::Block, false}},
    Row{"select", {Element::Select, Sort::Inline, false}},
    Row{"source", {Element::Other, Sort::Void, false}},
    Row{"summary", {Element::Other, Sort::Block, false}},
    Row{"svg", {Element::Svg, Sort::Inline, false}},
    Row{"table", {Element::Table, Sort::Block, false}},
    Row{"tbody", {Element::Other, Sort::TablePart, true}},
    Row{"td", {Element::Cell, Sort::TablePart, true}},
    Row{"template", {Element::Template, Sort::Inline, false}},
    Row{"tfoot", {Element::Other, Sort::TablePart, true}},
    Row{"th", {Element::Cell, Sort::TablePart, true}},
    Row{"thead", {Element::Other, Sort::TablePart, true}},
    Row{"tr", {Element::Row, Sort::TablePart, true}},
    Row{"track", {Element::Other, Sort::Void, false}},
    Row{"ul", {Element::Ul, Sort::Block, false}},
    Row{"wbr", {Element::Other, Sort::Void, false}},
};

constexpr bool by_name(const Row& a, const Row& b) { return a.name < b.name; }
static_assert(std::is_sorted(kElements.begin(), kElements.end(), by_name));

// Where the names with each letter begin in the table, and with what stands behind 'z' its end: each tag is looked up.
constexpr auto kByLetter = [] {
  std::array<std::uint8_t, 27> begins = {};
  for (std::size_t letter = 0; letter < begins.size(); ++letter) {
    const auto is_before = [&](const Row& row) { return row.name.front() < static_cast<char>('a' + letter); };
    begins[letter] = static_cast<std::uint8_t>(std::count_if(kElements.begin(), kElements.end(), is_before));
  }
  return begins;
}();

}  // namespace

ElementInfo element_info(std::string_view name) {
  const char first = name.empty() ? '\0' : base::lower(name.front());
  if (first < 'a' || first > 'z') return {};
  const auto letter = static_cast<std::size_t>(first - 'a');
  const auto* const end = kElements.begin() + kByLetter[letter + 1];
  const auto* const row = std::find_if(kElements.begin() + kByLetter[letter], end,
                                       [name](const Row& one) { return base::equals_ignore_case(one.name, name); });
  return row != end ? row->info : ElementInfo{};
}

bool ends_by_start(const ElementInfo& last, const ElementInfo& next) {
  if (last.element == Element::P) return is_block(next) || next.element == Element::Hr;
  if (last.element == Element::Cell) return next.sort == Sort::TablePart;
  if (last.element == Element::Row) return next.sort == Sort::TablePart && next.element != Element::Cell;
  return (last.element == Element::Item || last.element == Element::Option) && next.element == last.element;
}

}  // namespace waybill::signature
