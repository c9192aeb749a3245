// signature/piece_list.cpp: pieces, and a stack of the branches that are open.
#include "signature/piece_list.h"

#include <algorithm>
#include <utility>

#include "signature/escape.h"

namespace waybill::signature {

namespace {

Test inverted(Test test) {
  switch (test) {
    case Test::Filled:
      return Test::Empty;
    case Test::Empty:
      return Test::Filled;
    case Test::Equal:
      return Test::NotEqual;
    default:
      return Test::Equal;
  }
}

bool is_literal(const Piece& piece) { return piece.token.empty() && piece.date.empty(); }

bool may_join(const Piece& a, const Piece& b) {
  return is_literal(a) && is_literal(b) && a.group == b.group && a.section == b.section && a.context == b.context;
}

}  // namespace

void PieceList::put(std::string literal, Span span, Context context, Weight weight) {
  if (literal.empty()) return;
  add(span, context, weight).literal = std::move(literal);
}

void PieceList::put_token(const TokenPart& token, Span span, Context context, Weight weight) {
  if (token.kind == TokenKind::Date) {  // never empty, so it is as good as text
    add(span, context, std::min(weight, Weight::Label)).date = token.argument;
    return;
  }
  Piece& piece = add(span, context, weight);
  piece.token = token.name;
  piece.fallback = clean_value(token.argument);
  piece.value = value_index(token.name);
  if (weight == Weight::Value) lines_.add_token(span);
}

Piece& PieceList::add(Span span, Context context, Weight weight) {
  if (weight == Weight::Label && !branches_.empty()) branches_.back().labels.push_back(pieces_.size());
  Piece& piece = pieces_.emplace_back();
  piece.context = context;
  piece.weight = weight;
  piece.group = span;  // until finish() knows the groups
  piece.section = section();
  return piece;
}

std::size_t PieceList::value_index(const std::string& token) {
  const auto known = std::find(tokens_.begin(), tokens_.end(), token);
  const auto index = static_cast<std::size_t>(known - tokens_.begin());
  if (known == tokens_.end()) tokens_.push_back(token);
  return index;
}

void PieceList::put_section(const TokenPart& part, std::size_t offset, const Home& home, Span line) {
  if (part.kind == TokenKind::If) return begin_branch(part, offset, home, line, false);
  if (!may_follow(part, offset, home)) return;
  end_branch(line);
  switch (part.kind) {
    case TokenKind::Else:
      return begin_else(line);
    case TokenKind::ElseIf:
      begin_else(line);
      return begin_branch(part, branches_.back().offset, home, line, true);
    default:
      while (branches_.back().is_chained) branches_.pop_back();
      branches_.pop_back();
  }
}

void PieceList::begin_branch(const TokenPart& part, std::size_t offset, const Home& home, Span line, bool is_chained) {
  sections_.push_back({section(), value_index(part.name), part.test, part.argument});
  branches_.push_back({offset, part.text, home, line, sections_.size() - 1});
  branches_.back().is_chained = is_chained;
}

void PieceList::begin_else(Span line) {
  Branch& branch = branches_.back();
  Section otherwise = sections_[branch.section];
  otherwise.test = inverted(otherwise.test);
  sections_.push_back(std::move(otherwise));
  branch.section = sections_.size() - 1;
  branch.is_else = true;
  branch.line = line;
}

// Text that is shown or not inside of one line is a value of the line; text of several lines is what it would be
// without the section.
void PieceList::end_branch(Span line) {
  Branch& branch = branches_.back();
  if (branch.line == line && line != 0) {
    for (const std::size_t index : branch.labels) {
      pieces_[index].weight = Weight::Value;
      lines_.add_token(pieces_[index].group);
    }
  }
  branch.labels.clear();
}

bool PieceList::may_follow(const TokenPart& part, std::size_t offset, const Home& home) {
  const std::string written(part.text);
  if (branches_.empty()) {
    error(offset, written + " without %%If%% before it");
    return false;
  }
  const Branch& branch = branches_.back();
  if (branch.home.id != home.id) {
    error(offset, written + " stands in " + home.name + " and its " + std::string(branch.opened_by) + " in " +
                      (branch.home.name == home.name ? "another one" : branch.home.name) +
                      ": a section begins and ends in the same element");
  }
  if (branch.is_else && part.kind != TokenKind::EndIf) {
    error(offset, written + " behind %%Else%%; %%EndIf%% is wanted");
    return false;
  }
  return true;
}

void PieceList::end_home(const Home& home) {
  while (!branches_.empty() && branches_.back().home.id == home.id) {
    const Branch& branch = branches_.back();
    if (!branch.is_chained) {
      error(branch.offset, std::string(branch.opened_by) + " has no %%EndIf%% inside of " + home.name);
    }
    branches_.pop_back();
  }
}

void PieceList::keep_tag(std::size_t first, std::size_t last, Span line) {
  std::size_t tokens = 0;
  for (std::size_t i = first; i < last; ++i) {
    pieces_[i].group = lines_.parent_of(line);
    tokens += pieces_[i].weight == Weight::Value ? 1 : 0;
    pieces_[i].weight = Weight::None;
  }
  lines_.drop_tokens(line, tokens);
}

Template PieceList::finish() {
  for (const Branch& branch : branches_) {
    if (!branch.is_chained) error(branch.offset, std::string(branch.opened_by) + " has no %%EndIf%%");
  }
  LineGroups::Groups groups = lines_.finish();
  std::vector<Piece> merged;
  for (Piece& piece : pieces_) {
    piece.group = groups.of_span[piece.group];
    if (!merged.empty() && may_join(merged.back(), piece)) {
      merged.back().literal += piece.literal;
      merged.back().weight = std::max(merged.back().weight, piece.weight);
    } else {
      merged.push_back(std::move(piece));
    }
  }
  return {std::move(merged), std::move(tokens_), std::move(groups.parents), std::move(sections_)};
}

void PieceList::error(std::size_t offset, std::string text) {
  remarks_.push_back({offset, std::move(text), base::Severity::Error});
}

}  // namespace waybill::signature
