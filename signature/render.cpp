// signature/render.cpp: puts values into a template, and lets go what they leave empty.
#include "base/text.h"
#include "signature/escape.h"
#include "signature/plain_text.h"
#include "signature/template.h"

namespace waybill::signature {

namespace {

std::vector<std::string> values_of(const Template& signature, const Values& values) {
  std::vector<std::string> out;
  out.reserve(signature.tokens().size());
  for (const std::string& token : signature.tokens()) out.push_back(clean_value(values(token)));
  return out;
}

// For each group, whether it vanishes.
std::vector<bool> vanishing(const Template& signature, const std::vector<std::string>& values) {
  const std::vector<std::size_t>& around = signature.groups();
  std::vector<bool> vanishes(around.size(), true);
  vanishes[0] = false;
  for (const Piece& piece : signature.pieces()) {
    if (!piece.fills || values[piece.value].empty()) continue;
    for (std::size_t group = piece.group; vanishes[group]; group = around[group]) vanishes[group] = false;
  }
  for (std::size_t group = 1; group < around.size(); ++group) {
    if (vanishes[around[group]]) vanishes[group] = true;
  }
  return vanishes;
}

}  // namespace

Fragment render(const Template& signature, const Values& values, EmptyLines empty_lines) {
  const std::vector<std::string> texts = values_of(signature, values);
  const std::vector<bool> vanishes = empty_lines == EmptyLines::Remove
                                         ? vanishing(signature, texts)
                                         : std::vector<bool>(signature.groups().size(), false);
  Fragment fragment;
  for (const Piece& piece : signature.pieces()) {
    if (vanishes[piece.group]) continue;
    if (piece.token.empty()) {
      fragment.html += piece.literal;
    } else {
      append_escaped(fragment.html, texts[piece.value], piece);
    }
  }
  fragment.text = plain_text(fragment.html);
  return fragment;
}

std::string html_ascii(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const char32_t c = base::next_code_point(html, at);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
    }
  }
  return out;
}

}  // namespace waybill::signature
