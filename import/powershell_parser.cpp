// import/powershell_parser.cpp: recursive descent over the lexer's tokens; each function says what it reads.
#include "import/powershell_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

// Depth is bounded by Limits::nesting (Level).
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 12> kLoops = {"while", "for",  "function", "filter", "switch",  "do",
                                                     "class", "enum", "trap",     "begin",  "process", "end"};
constexpr std::array<std::string_view, 7> kLines = {"return", "exit", "throw", "break", "continue", "using", "param"};

// From the loosest to the tightest; -and and -or come before, all other words with a dash too.
constexpr std::array<std::string_view, 5> kLevels = {"-and -or -xor", "", "+ -", "* / %", "-f"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool is_one_of(std::string_view name, std::string_view list) {
  const auto names = base::split(list, ' ');
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unary(std::string_view name) { return is_one_of(name, "! - + -not -join -split ++ --"); }

bool has_dash_and_letter(std::string_view name) {
  return name.size() > 1 && name[0] == '-' && base::lower(name[1]) >= 'a';
}

std::size_t level_of(const Token& token) {
  if (token.kind != TokenKind::Operator) return kLevels.size();
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (is_one_of(token.text, kLevels[i])) return i;
  }
  if (token.text == "..") return 4;
  return has_dash_and_letter(token.text) && token.text != "-not" ? 1 : kLevels.size();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool mentions_rules(const Token& token) {
  if (token.kind != TokenKind::Word && token.kind != TokenKind::Operator) return false;
  return base::lower(token.text).find("transportrule") != std::string::npos;
}

bool is_block_like(const Node& node) {
  return node.kind == Kind::If || node.kind == Kind::Foreach || node.kind == Kind::Try || node.kind == Kind::Skipped;
}

}  // namespace

class PowershellParser::Level {
 public:
  explicit Level(PowershellParser& parser) : parser_(parser) {
    if (++parser_.depth_ > parser_.limits_.nesting) parser_.fail("too many brackets or operators inside each other");
  }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;
  ~Level() { --parser_.depth_; }
  bool fits() const { return !parser_.error_; }

 private:
  PowershellParser& parser_;
};

PowershellParser::PowershellParser(std::string_view script, const base::Place& start, const Limits& limits)
    : lexer_(script, start), limits_(limits) {
  advance();
}

// ---- tokens ----

bool PowershellParser::is_word(std::string_view text) const {
  return is(TokenKind::Word) && token_.plain && base::equals_ignore_case(token_.text, text);
}

void PowershellParser::advance(Mode mode) {
  mode_ = mode;
  advance();
}

void PowershellParser::again(Mode mode) {
  mode_ = mode;
  token_ = lexer_.again(mode);
}

void PowershellParser::skip_newlines() {
  while (is(TokenKind::Newline)) advance();
}

void PowershellParser::skip_separators() {
  mode_ = Mode::Statement;
  while (at_separator()) advance();
}

bool PowershellParser::at_argument_end() const {
  return at_separator() || at_close() || is(TokenKind::End) || is(TokenKind::Pipe) || is(TokenKind::Ampersand);
}

// A value begins here.
bool PowershellParser::at_value() const {
  switch (token_.kind) {
    case TokenKind::Text:
    case TokenKind::Word:
    case TokenKind::Variable:
    case TokenKind::OpenList:
    case TokenKind::OpenTable:
    case TokenKind::OpenParen:
    case TokenKind::OpenScript:
    case TokenKind::OpenBrace:
      return true;
    default:
      return is(TokenKind::Operator) && (is_unary(token_.text) || token_.text == "[");
  }
}

Node PowershellParser::node(Node::Kind kind) {
  if (++nodes_ > limits_.nodes) fail("the statement is too large");
  return {kind, {}, token_.place};
}

Node PowershellParser::fail(const base::Place& place, const std::string& text) {
  if (!error_) error_ = base::Error{base::ErrorKind::Invalid, text, place};
  return {Kind::Skipped, {}, place};
}

Node PowershellParser::fail(const std::string& text) {
  return fail(token_.place, is(TokenKind::Broken) ? token_.text : text);
}

// ---- statements ----

std::optional<base::Result<Node>> PowershellParser::next() {
  skip_separators();
  while (errors_ > 0 && at_close()) {  // of what an earlier error tore open
    advance(Mode::Statement);
    skip_separators();
  }
  if (is(TokenKind::End)) return std::nullopt;
  nodes_ = 0;
  lexer_.mark();
  if (at_close()) fail("a bracket closes here that was not opened");
  if (is(TokenKind::Broken)) fail({});
  Node out = error_ ? Node{} : end_of(statement());
  if (error_) return recover();
  return base::Result<Node>(std::move(out));
}

base::Result<Node> PowershellParser::recover() {
  base::Error error = *std::exchange(error_, std::nullopt);
  lexer_.resume();
  advance(Mode::Statement);
  if (++errors_ == limits_.errors) {
    error.text += "; too many errors, so the rest is not read";
    token_ = {};
  }
  return error;
}

// Behind a statement a line ends or a bracket closes.
Node PowershellParser::end_of(Node statement) {
  if (error_ || is_block_like(statement) || at_separator() || at_close() || is(TokenKind::End)) return statement;
  return fail(at_value() ? "a comma is missing before this" : "this does not belong here");
}

Node PowershellParser::statement() {
  const std::size_t before = nodes_;
  Node out = statement_of_kind();
  out.size = nodes_ - before;
  return out;
}

Node PowershellParser::statement_of_kind() {
  if (is(TokenKind::Ampersand) || is_word(".")) return pipeline(dynamic_command());
  if (!is(TokenKind::Word) || is_digit(token_.text.empty() ? ' ' : token_.text[0])) return expression_statement();
  const bool known = contains(kLoops, token_.text) || contains(kLines, token_.text) || is_word("if") ||
                     is_word("foreach") || is_word("try");
  return known && token_.plain ? keyword() : pipeline(command());
}

Node PowershellParser::keyword() {
  if (is_word("if")) return if_statement();
  if (is_word("foreach")) return foreach_statement();
  if (is_word("try")) return try_statement();
  return skipped();
}

// { statements }, perhaps on a line of its own.
Node PowershellParser::block() {
  mode_ = Mode::Statement;
  skip_newlines();
  if (!is(TokenKind::OpenBrace)) return fail("a block { } is wanted here");
  return brackets(Kind::Block, TokenKind::CloseBrace);
}

// if (condition) { } elseif (condition) { } else { }
Node PowershellParser::if_statement() {
  Node out = node(Kind::If);
  do {
    advance(Mode::Statement);
    if (!is(TokenKind::OpenParen)) return fail("a condition ( ) is wanted here");
    out.children.push_back(brackets(Kind::Paren, TokenKind::CloseParen));
    if (!error_) out.children.push_back(block());
    if (error_) return out;
    skip_newlines();
  } while (is_word("elseif"));
  if (!is_word("else")) return out;
  advance();
  out.children.push_back(block());
  return out;
}

// foreach ($x in list) { }
Node PowershellParser::foreach_statement() {
  Node out = node(Kind::Foreach);
  advance(Mode::Statement);
  const base::Place open = token_.place;
  if (!is(TokenKind::OpenParen)) return fail("a bracket ( is wanted here");
  advance(Mode::Expression);
  if (!is(TokenKind::Variable)) return fail("a variable is wanted here");
  out.children.push_back(take_token(Kind::Variable));
  if (!is_word("in")) return fail("the word `in` is wanted here");
  advance(Mode::Statement);
  out.children.push_back(statement());
  if (error_) return out;
  if (!is(TokenKind::CloseParen)) return fail(open, "the bracket that opens here is not closed");
  advance(Mode::Statement);
  out.children.push_back(block());
  return out;
}

// try { } catch { } finally { }: without what catch does.
Node PowershellParser::try_statement() {
  Node out = node(Kind::Try);
  advance(Mode::Statement);
  out.children.push_back(block());
  for (skip_newlines(); !error_ && (is_word("catch") || is_word("finally")); skip_newlines()) {
    const bool last = is_word("finally");
    do {
      advance(Mode::Expression);  // the types that it catches
    } while (is_operator("[") || is_operator("]") || is_operator(".") || is(TokenKind::Word) || is(TokenKind::Comma));
    again(Mode::Statement);
    Node part = block();
    if (last) out.children.push_back(std::move(part));
  }
  return out;
}

// A keyword up to the end of its block, or of its line.
Node PowershellParser::skipped() {
  Node out = node(Kind::Skipped);
  out.text = base::lower(token_.text);
  std::string last;
  mode_ = Mode::Expression;
  for (int depth = 0; skip_step(out, last, depth);) {
  }
  if (!error_) again(Mode::Statement);
  return out;
}

// One token; false: the end. `last` is the variable before it.
bool PowershellParser::skip_step(Node& out, std::string& last, int& depth) {
  const bool has_block = contains(kLoops, out.text);
  const bool closed = at_close();
  advance();
  if (is(TokenKind::Broken)) fail({});
  if (is(TokenKind::End) && depth > 0) fail(out.place, "a bracket behind this is not closed");
  if (error_ || is(TokenKind::End)) return false;
  if (depth == 0) {
    if (at_close()) return false;
    if (closed && has_block && !is(TokenKind::OpenBrace) && !is(TokenKind::OpenParen)) {
      if (!is_word("while") && !is_word("until")) return false;
    }
    if (at_separator() && !has_block) return false;
  }
  const bool opens = is(TokenKind::OpenList) || is(TokenKind::OpenTable) || is(TokenKind::OpenParen) ||
                     is(TokenKind::OpenScript) || is(TokenKind::OpenBrace);
  depth += opens ? 1 : 0;
  depth -= at_close() ? 1 : 0;
  out.plain = out.plain || mentions_rules(token_);
  const bool changes = is(TokenKind::Operator) && (token_.text.ends_with('=') || is_one_of(token_.text, "++ -- . ["));
  if (changes && !last.empty()) {
    out.children.push_back(node(Kind::Variable));
    out.children.back().text = last;
  }
  last = is(TokenKind::Variable) ? token_.text : std::string();
  return true;
}

// ---- commands ----

Node PowershellParser::pipeline(Node first) {
  Node out = node(Kind::Pipeline);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && is(TokenKind::Redirect)) skip_redirect();
  while (!error_ && is(TokenKind::Pipe)) {
    advance(Mode::Statement);
    skip_newlines();
    if (is(TokenKind::Ampersand) || is_word(".")) {
      out.children.push_back(dynamic_command());
    } else if (is(TokenKind::Word)) {
      out.children.push_back(command());
    } else {
      return fail("a command is wanted here");
    }
  }
  return out;
}

// & name ..., . name ...
Node PowershellParser::dynamic_command() {
  Node out = node(Kind::Command);
  const bool dot = is_word(".");
  advance(Mode::Argument);
  const bool known = !dot && is(TokenKind::Text) && token_.pieces.size() == 1;
  out.text = known ? token_.pieces.front().text : dot ? "." : "&";
  if (known) advance();
  while (!error_ && !at_argument_end()) argument(out);
  return out;
}

Node PowershellParser::command() {
  Node out = node(Kind::Command);
  const bool known = std::all_of(token_.pieces.begin(), token_.pieces.end(),
                                 [](const Piece& piece) { return piece.kind == Piece::Kind::Literal; });
  out.text = known ? token_.text : "&";
  last_kind_ = TokenKind::Word;
  advance(Mode::Argument);
  while (!error_ && !at_argument_end()) argument(out);
  return out;
}

void PowershellParser::argument(Node& command) {
  const bool behind_text = std::exchange(last_kind_, token_.kind) == TokenKind::Text && token_.glued;
  if (behind_text && (is(TokenKind::Word) || is(TokenKind::Broken))) {
    missing_quote();
    return;
  }
  switch (token_.kind) {
    case TokenKind::Parameter:
      command.children.push_back(node(Kind::Parameter));
      command.children.back().text = token_.text;
      command.children.back().colon = token_.colon;
      return advance();
    case TokenKind::Splat:
      command.children.push_back(take_token(Kind::Splat));
      return;
    case TokenKind::Redirect:
      return skip_redirect();
    case TokenKind::Broken:
      fail({});
      return;
    default:
      command.children.push_back(argument_value());
  }
}

// 'don't: what stands directly behind a text.
Node PowershellParser::missing_quote() {
  if (last_place_.line != token_.place.line) {
    return fail(last_place_, "the text that begins here ends only in line " + std::to_string(token_.place.line) +
                                 "; is its closing quote missing?");
  }
  return fail(token_.place, "an argument without a parameter; is a quote missing or not doubled before it?");
}

void PowershellParser::skip_redirect() {
  const bool has_target = !token_.text.empty();
  advance(Mode::Argument);
  if (has_target) return;
  if (!at_value()) {
    fail("a file is wanted here");
    return;
  }
  argument_element();
}

// One value or an array: a, b
Node PowershellParser::argument_value() {
  if (is(TokenKind::Comma)) {
    Node out = node(Kind::Array);
    advance();
    out.children.push_back(argument_element());
    return out;
  }
  return array(argument_element(), &PowershellParser::argument_element);
}

Node PowershellParser::argument_element() {
  last_kind_ = token_.kind;
  last_place_ = token_.place;
  if (at_value() || is(TokenKind::Broken)) return primary();
  return fail("behind the comma a value is missing");
}

// ---- expressions ----

Node PowershellParser::expression_statement() {
  mode_ = Mode::Expression;
  Node out = binary(0);
  if (error_) return out;
  const bool assigns = is(TokenKind::Operator) &&
                       (token_.text == "=" || token_.text == "++" || token_.text == "--" || token_.text.ends_with('='));
  return assigns ? assignment(std::move(out)) : pipeline(std::move(out));
}

// target = statement, target++
Node PowershellParser::assignment(Node target) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Assign);
  out.text = token_.text;
  out.place = target.place;
  out.children.push_back(std::move(target));
  if (token_.text == "++" || token_.text == "--") {
    Node one = node(Kind::Word);
    one.plain = true;
    one.text = "1";
    out.children.push_back(std::move(one));
    out.text = out.text == "++" ? "+=" : "-=";
    advance();
    return out;
  }
  advance(Mode::Statement);
  skip_newlines();
  out.children.push_back(statement());
  return out;
}

Node PowershellParser::binary(std::size_t level) {
  if (level == kLevels.size()) return array_expression();
  Node first = binary(level + 1);
  if (error_ || level_of(token_) != level) return first;
  Node out = node(Kind::Binary);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && level_of(token_) == level) {
    out.children.push_back(node(Kind::Operator));
    out.children.back().text = token_.text;
    advance();
    skip_newlines();
    out.children.push_back(binary(level + 1));
  }
  return out;
}

Node PowershellParser::array_expression() { return array(unary(), &PowershellParser::unary); }

Node PowershellParser::array(Node first, Node (PowershellParser::*element)()) {
  if (error_ || !is(TokenKind::Comma)) return first;
  Node out = node(Kind::Array);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && is(TokenKind::Comma)) {
    advance();
    skip_newlines();
    if (is(TokenKind::Comma)) return fail("before the comma a value is missing");
    if (!at_value() && !is(TokenKind::Broken)) return fail("behind the comma a value is missing");
    out.children.push_back((this->*element)());
  }
  return out;
}

Node PowershellParser::unary() {
  const bool comma = is(TokenKind::Comma);
  const bool prefix = comma || is_operator("[") || (is(TokenKind::Operator) && is_unary(token_.text));
  if (!prefix) return primary();
  const Level level(*this);
  if (!level.fits()) return {};
  if (is_operator("[")) return type();
  Node out = node(comma ? Kind::Array : Kind::Unary);
  out.text = token_.text;
  advance();
  if (comma && !at_value()) return fail("behind the comma a value is missing");
  out.children.push_back(unary());
  return out;
}

// [string], [string] value, [Foo]::Bar()
Node PowershellParser::type() {
  Node out = node(Kind::Type);
  int depth = 0;
  do {
    if (is_operator("[")) ++depth;
    if (is_operator("]")) --depth;
    if (is(TokenKind::End) || is(TokenKind::Newline) || is(TokenKind::Broken)) {
      return fail(out.place, "the bracket that opens here is not closed");
    }
    out.text += token_.text;
    advance(Mode::Expression);
  } while (depth > 0);
  out.text = base::lower(std::string_view(out.text).substr(1, out.text.size() - 2));
  if (!at_value() || is_operator("-") || is_operator("+")) return postfix(std::move(out));
  out.kind = Kind::Cast;
  out.children.push_back(unary());
  return out;
}

Node PowershellParser::take_token(Node::Kind kind) {
  Node out = node(kind);
  out.text = std::move(token_.text);
  out.pieces = std::move(token_.pieces);
  out.plain = token_.plain;
  advance();
  return out;
}

Node PowershellParser::primary() {
  switch (token_.kind) {
    case TokenKind::Text:
      return postfix(take_token(Kind::Text));
    case TokenKind::Variable:
      return postfix(take_token(Kind::Variable));
    case TokenKind::Word:
      if (mode_ == Mode::Expression && !is_digit(token_.text[0])) return fail("a value is wanted here");
      return take_token(Kind::Word);
    case TokenKind::OpenList:
      return postfix(brackets(Kind::List, TokenKind::CloseParen));
    case TokenKind::OpenScript:
      return postfix(brackets(Kind::Script, TokenKind::CloseParen));
    case TokenKind::OpenParen:
      return postfix(brackets(Kind::Paren, TokenKind::CloseParen));
    case TokenKind::OpenBrace:
      return brackets(Kind::Block, TokenKind::CloseBrace);
    case TokenKind::OpenTable:
      return postfix(table());
    default:
      if (is(TokenKind::Operator) && has_dash_and_letter(token_.text)) return fail("a parameter without a command");
      return fail("a value is wanted here");
  }
}

// .name, ::name, [index], (arguments): only directly behind what they belong to.
Node PowershellParser::postfix(Node base) {
  const Mode outer = mode_;
  const bool begins =
      token_.glued && is(TokenKind::Word) && (token_.text.starts_with('.') || token_.text.starts_with('['));
  if (outer == Mode::Argument && !begins) return base;
  if (outer == Mode::Argument) again(Mode::Expression);
  for (std::size_t i = 0; !error_ && postfix_step(base); ++i) {
    if (i == limits_.nesting) fail("too many members of members");
  }
  if (!error_ && outer != Mode::Expression) again(outer);
  mode_ = outer;
  return base;
}

bool PowershellParser::postfix_step(Node& base) {
  if (!token_.glued) return false;
  if (is_operator(".") || is_operator("::")) {
    base = member(std::move(base));
  } else if (is_operator("[")) {
    base = index(std::move(base));
  } else if (is(TokenKind::OpenParen) && base.kind == Kind::Member) {
    base = call(std::move(base));
  } else {
    return false;
  }
  return true;
}

Node PowershellParser::member(Node base) {
  Node out = node(Kind::Member);
  out.place = base.place;
  out.children.push_back(std::move(base));
  advance();
  const bool literal = is(TokenKind::Text) && token_.pieces.size() == 1;
  if (!is(TokenKind::Word) && !is(TokenKind::Variable) && !literal) return fail("the name of a member is wanted here");
  out.plain = !is(TokenKind::Variable);
  out.text = literal ? token_.pieces.front().text : token_.text;
  advance();
  return out;
}

Node PowershellParser::call(Node base) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Call);
  out.place = base.place;
  out.children.push_back(std::move(base));
  const base::Place open = token_.place;
  advance();
  skip_newlines();
  if (!is(TokenKind::CloseParen)) {
    Node arguments = binary(0);
    if (arguments.kind == Kind::Array) {
      for (Node& argument : arguments.children) out.children.push_back(std::move(argument));
    } else {
      out.children.push_back(std::move(arguments));
    }
  }
  skip_newlines();
  if (error_ || !is(TokenKind::CloseParen)) return fail(open, "the bracket that opens here is not closed");
  advance();
  return out;
}

Node PowershellParser::index(Node base) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Index);
  out.place = base.place;
  out.children.push_back(std::move(base));
  const base::Place open = token_.place;
  advance();
  out.children.push_back(binary(0));
  if (error_) return out;
  if (!is_operator("]")) return fail(open, "the bracket that opens here is not closed");
  advance();
  return out;
}

// Statements up to the bracket that closes.
Node PowershellParser::brackets(Node::Kind kind, TokenKind close) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(kind);
  const Mode outer = mode_;
  advance(Mode::Statement);
  for (skip_separators(); !error_ && !is(close); skip_separators()) {
    const bool parameter = is(TokenKind::Operator) && has_dash_and_letter(token_.text) && !is_unary(token_.text);
    if (is(TokenKind::End) || at_close() || parameter) {
      return fail(out.place, "the bracket that opens here is not closed");
    }
    out.children.push_back(end_of(statement()));
  }
  if (error_) return out;
  advance(outer);
  return out;
}

// @{ key = statement; ... }
Node PowershellParser::table() {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Table);
  const Mode outer = mode_;
  advance(Mode::Expression);
  while (!error_ && table_entry(out)) {
  }
  if (!error_ && !is(TokenKind::CloseBrace)) fail(out.place, "the bracket that opens here is not closed");
  if (!error_) advance(outer);
  return out;
}

bool PowershellParser::table_entry(Node& table) {
  while (at_separator()) advance(Mode::Expression);
  if (is(TokenKind::CloseBrace) || is(TokenKind::End)) return false;
  table.children.push_back(is(TokenKind::Word) ? take_token(Kind::Text) : unary());
  if (error_) return false;
  if (!is_operator("=")) {
    fail("behind the key of a table = is wanted");
    return false;
  }
  advance(Mode::Statement);
  skip_newlines();
  table.children.push_back(end_of(statement()));
  if (!error_) again(Mode::Expression);
  return !error_;
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
