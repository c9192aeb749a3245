// signature/render.cpp: puts values into a template, and lets go what they leave empty.
#include <algorithm>

#include "base/text.h"
#include "signature/date_format.h"
#include "signature/escape.h"
#include "signature/plain_text.h"
#include "signature/template.h"

namespace waybill::signature {

namespace {

// One template with one person's values.
class Rendering {
 public:
  Rendering(const Template& source, const Values& values) : source_(source) {
    for (const std::string& token : source.tokens()) values_.push_back(clean_value(values(token)));
    shown_.assign(source.sections().size(), true);
    for (std::size_t i = 1; i < shown_.size(); ++i) {
      const Section& section = source.sections()[i];
      shown_[i] = shown_[section.around] && passes(section);
    }
  }

  std::string run(EmptyLines empty_lines, std::int64_t local_time) const {
    const std::vector<bool> vanishes =
        empty_lines == EmptyLines::Remove ? vanishing() : std::vector<bool>(source_.groups().size(), false);
    std::string out;
    UrlPart part = UrlPart::Start;
    for (const Piece& piece : source_.pieces()) {
      if (!shown_[piece.section] || vanishes[piece.group]) continue;
      const std::size_t begin = out.size();
      if (piece.context != Context::Url) part = UrlPart::Start;
      write(piece, part, local_time, out);
      if (piece.context == Context::Url) part = part_after(part, std::string_view(out).substr(begin));
    }
    return out;
  }

 private:
  using Marks = std::vector<bool>;

  bool passes(const Section& section) const {
    const std::string& value = values_[section.value];
    switch (section.test) {
      case Test::Filled:
        return !value.empty();
      case Test::Empty:
        return value.empty();
      case Test::Equal:
        return base::equals_ignore_case(value, section.argument);
      default:
        return !base::equals_ignore_case(value, section.argument);
    }
  }

  const std::string& value_of(const Piece& piece) const {
    const std::string& value = values_[piece.value];
    return value.empty() ? piece.fallback : value;
  }

  void write(const Piece& piece, UrlPart part, std::int64_t local_time, std::string& out) const {
    if (!piece.token.empty()) {
      append_escaped(out, value_of(piece), piece.context, part);
    } else if (!piece.date.empty()) {
      append_escaped(out, format_date(piece.date, local_time), piece.context, part);
    } else {
      out += piece.literal;
    }
  }

  void mark(Marks& marks, std::size_t group) const {
    for (; !marks[group]; group = source_.groups()[group]) marks[group] = true;
  }

  // A group vanishes when it shows values, all of them empty; or nothing at all.
  Marks vanishing() const {
    const std::vector<std::size_t>& around = source_.groups();
    Marks kept(around.size(), false);
    Marks valued = kept;
    Marks labelled = kept;
    kept[0] = valued[0] = labelled[0] = true;
    for (const Piece& piece : source_.pieces()) {
      if (!shown_[piece.section] || piece.weight == Weight::None) continue;
      mark(piece.weight == Weight::Label ? labelled : valued, piece.group);
      const bool is_filled = piece.token.empty() || !value_of(piece).empty();
      if (piece.weight == Weight::Value && is_filled) mark(kept, piece.group);
    }
    Marks vanishes(around.size(), false);
    for (std::size_t group = 1; group < around.size(); ++group) {
      vanishes[group] = vanishes[around[group]] || (!kept[group] && (valued[group] || !labelled[group]));
    }
    return vanishes;
  }

  const Template& source_;
  std::vector<std::string> values_;
  Marks shown_;  // by section
};

std::string own_text(const Signature& signature, const Values& values, std::int64_t local_time) {
  const std::string text = Rendering(*signature.text, values).run(signature.empty_lines, local_time);
  const std::size_t first = std::min(text.find_first_not_of('\n'), text.size());
  return text.substr(first, text.find_last_not_of('\n') + 1 - first);
}

}  // namespace

std::vector<std::string> Signature::tokens() const {
  std::vector<std::string> out = html.tokens();
  if (!text) return out;
  for (const std::string& token : text->tokens()) {
    if (std::find(out.begin(), out.end(), token) == out.end()) out.push_back(token);
  }
  return out;
}

Fragment render(const Signature& signature, const Values& values, std::int64_t local_time) {
  Fragment fragment;
  fragment.html = Rendering(signature.html, values).run(signature.empty_lines, local_time);
  fragment.has_own_text = signature.text.has_value();
  fragment.text = fragment.has_own_text ? own_text(signature, values, local_time) : plain_text(fragment.html);
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
