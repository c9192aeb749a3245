// signature/html_elements.h: the elements that signatures treat in a way of their own, and of what sort they are.
//
// Source: WHATWG HTML, 13.1.2 (void elements), 13.1.2.4 (optional tags), 15.3 (rendering: what is a block).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace waybill::signature {

enum class Element : std::uint8_t {
  Other,  // inline, nothing special
  A,
  Body,
  Br,
  Button,
  Cell,  // td, th
  Frameset,
  Head,
  Heading,  // h1 ... h6
  Hr,
  Html,
  Img,
  Item,  // li
  Math,
  Ol,
  Option,
  P,
  Pre,
  Row,  // tr
  Select,
  Svg,
  Table,
  Template,
  Ul,
};

enum class Sort : std::uint8_t {
  Inline,
  Block,      // begins and ends a line
  TablePart,  // td, th, tr, tbody, thead, tfoot, caption, colgroup: blocks that mean something in a table only
  Void,       // has no end tag
  Page,       // html, head, body, frameset, frame, plaintext: have no place in a part of a page
};

struct ElementInfo {
  Element element = Element::Other;
  Sort sort = Sort::Inline;
  bool end_is_optional = false;
};

// By name, in any case; an inline Other for what is not in the table.
ElementInfo element_info(std::string_view name);

inline bool is_block(const ElementInfo& info) { return info.sort == Sort::Block || info.sort == Sort::TablePart; }

// Its tags begin a line.
inline bool breaks_line(const ElementInfo& info) {
  return is_block(info) || info.sort == Sort::Page || info.element == Element::Br || info.element == Element::Hr;
}

// What the start of `next` closes without being asked.
bool ends_by_start(const ElementInfo& last, const ElementInfo& next);

constexpr std::size_t kDeepest = 512;  // open elements in one another, as in browsers

}  // namespace waybill::signature
