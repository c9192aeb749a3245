// import/syntax.h: what the parser makes of a PowerShell script: a tree for each statement.
//
// Contract: what can be written in a row without end (a + b + ..., a, b, ..., elseif ...) lies flat in `children`; so
// no tree is deeper than a few times Limits::nesting, and reading it may recurse.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/place.h"
#include "import/powershell_lexer.h"

namespace waybill::import {

struct Node {
  enum class Kind {
    // expressions
    Text,      // pieces
    Word,      // bare; pieces. plain: may be a number
    Variable,  // text: its name
    Array,     // a, b
    List,      // @( statements )
    Script,    // $( statements )
    Paren,     // ( statement )
    Block,     // { statements }
    Table,     // @{ }: key, value, key, value
    Type,      // [text]
    Cast,      // [text] child
    Unary,     // text child
    Binary,    // child Operator child Operator child, all of one precedence
    Operator,  // of Binary: text
    Member,    // child.text
    Index,     // child[child]
    Call,      // child(children): the first is a Member
    // statements
    Pipeline,   // child | child
    Command,    // text: its name; "&" when only a run could know it
    Parameter,  // of Command: -text
    Splat,      // of Command: @text
    Assign,     // child text child: the operator is = or +=
    If,         // condition, block, condition, block, ... and perhaps a last block
    Foreach,    // (child in child) child
    Try,        // block, and perhaps the block of finally
    Skipped,    // text: the keyword; children: variables that it assigns; plain: it has commands on transport rules
  };
  Kind kind = Kind::Skipped;
  std::string text = {};
  base::Place place;
  std::vector<Piece> pieces = {};
  std::vector<Node> children = {};
  std::size_t size = 0;  // of a statement: nodes in it
  bool plain = false;
  bool colon = false;  // of Parameter: -Name:value
};

}  // namespace waybill::import
