// rules/reference.cpp: rows of the table of words as text and as Markdown.
#include "rules/reference.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::rules {
namespace {

std::string_view type_name(ValueType type) {
  switch (type) {
    case ValueType::Text:
      return "text";
    case ValueType::HeaderName:
      return "the name of a header field";
    case ValueType::Boolean:
      return "true or false";
    case ValueType::Integer:
      return "a whole number";
    case ValueType::Size:
      return "a size: \"10MB\" (steps of 1024) or bytes";
    case ValueType::Date:
      return "a date: 2026-03-31 or 2026-03-31T18:00:00+01:00";
    case ValueType::Choice:
      return "one of";
    case ValueType::Address:
      return "an e-mail address";
    case ValueType::Attribute:
      return "the name of an attribute of people";
    case ValueType::SpamLevel:
      return "a number from -1 to 9";
    case ValueType::Choices:
      return "a list of";
    case ValueType::Charsets:
      return "a list of words in names of charsets";
    case ValueType::Table:
      return "a table of Exchange";
    case ValueType::Texts:
      return "a list of texts";
    case ValueType::Words:
      return "a list of whole words or phrases";
    case ValueType::Patterns:
      return "a list of regular expressions";
    case ValueType::Addresses:
      return "a list of e-mail addresses";
    case ValueType::Groups:
      return "a list of groups (name, DN or address)";
    case ValueType::Domains:
      return "a list of domains";
    case ValueType::IpRanges:
      return "a list of addresses, a-b or CIDR";
    case ValueType::AttributeWords:
      return "a list of \"Attribute:word,word\"";
    case ValueType::AttributePatterns:
      return "a list of \"Attribute:pattern,pattern\"";
    case ValueType::PropertyWords:
      return "a list of \"Property:word,word\"";
  }
  return {};
}

std::string value_text(const Word& word) {
  std::string out(type_name(word.type));
  std::string_view separator = " ";
  if (!word.choices.empty()) {
    for (const std::string_view choice : base::split(word.choices, '|')) {
      out.append(separator).append(choice);
      separator = ", ";
    }
  }
  return out;
}

std::string_view kind_name(WordKind kind) {
  switch (kind) {
    case WordKind::Condition:
      return "condition";
    case WordKind::Action:
      return "action";
    case WordKind::Property:
      return "property";
  }
  return {};
}

std::string_view looks_name(Looks looks) {
  switch (looks) {
    case Looks::Nothing:
      return {};
    case Looks::Message:
      return "the message, for all recipients";
    case Looks::Sender:
      return "the sender, for all recipients";
    case Looks::Recipient:
      return "each recipient";
    case Looks::SenderAndRecipient:
      return "the sender and each recipient";
  }
  return {};
}

std::string status_text(const Word& word) {
  if (word.status == Status::Done) return word.own ? "Waybill's own" : "";
  return (word.status == Status::Never ? "refused: " : "later: ") + std::string(word.reason);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

// A code span that may hold backticks (none of the examples does) and pipes.
std::string code(std::string_view text) { return '`' + escaped(text) + '`'; }

std::string table_of(WordKind kind, bool is_refused) {
  std::string out = "| parameter | value | what it is | example |\n| --- | --- | --- | --- |\n";
  for (const Word& word : words()) {
    if (word.kind != kind || (word.status != Status::Done) != is_refused) continue;
    const std::string status = status_text(word);
    out += "| " + code(word.name) + " | " + escaped(value_text(word)) + " | " + escaped(word.sentence);
    if (!word.needs.empty()) out.append(" Stands beside ").append(code(word.needs)).append(".");
    if (!status.empty()) out += " (" + escaped(status) + ')';
    out += " | " + code(std::string(word.name) + " = " + std::string(word.example)) + " |\n";
  }
  return out;
}

}  // namespace

std::string describe(const Parameter& parameter) {
  const Word& word = *parameter.word;
  std::string out = parameter.name() + ": ";
  out.append(parameter.exception ? "exception" : kind_name(word.kind));
  if (word.kind == WordKind::Condition && !parameter.exception) {
    out += "; the exception is " + Parameter{&word, true}.name();
  }
  out += "\n  ";
  if (parameter.exception) out += "The rule does not hold where: ";
  out.append(word.sentence).append("\n  value: ").append(value_text(word)).append("\n");
  if (word.looks != Looks::Nothing) out.append("  looks at: ").append(looks_name(word.looks)).append("\n");
  if (!word.needs.empty()) {
    const Word* other = find_parameter(word.needs)->word;
    out += "  stands beside: " + Parameter{other, parameter.exception}.name() + '\n';
  }
  if (word.most != 0) out += "  Exchange allows " + std::to_string(word.most) + " characters\n";
  if (const std::string status = status_text(word); !status.empty()) out += "  " + status + '\n';
  return out + "  example: " + parameter.name() + " = " + std::string(word.example) + '\n';
}

std::string words_markdown() {
  return "# Parameters of rules\n\n"
         "Every parameter of `New-TransportRule`, and our own additions; made from the table in `rules/words.cpp` by\n"
         "`waybill words`. `waybill words NAME` tells about one. How they work together: [rules.md](rules.md).\n"
         "Names and enumerations may be written in any case; a single value may stand where a list is meant.\n"
         "\n## Properties\n\n" +
         table_of(WordKind::Property, false) +
         "\n## Conditions\n\nEach one is an exception too, as `ExceptIf` and its name.\n\n" +
         table_of(WordKind::Condition, false) + "\n## Actions\n\n" + table_of(WordKind::Action, false) +
         "\n## Refused\n\n`waybill check` names each of these, with the reason. Nothing is ignored in silence.\n"
         "\n### Properties\n\n" +
         table_of(WordKind::Property, true) + "\n### Conditions\n\n" + table_of(WordKind::Condition, true) +
         "\n### Actions\n\n" + table_of(WordKind::Action, true);
}

std::string example_rule(const Word& word) {
  std::string out = "[[TransportRule]]\n";
  if (word.name != "Name") out += "Name = \"Example\"\n";
  if (!word.needs.empty()) {
    const Word& other = *find_parameter(word.needs)->word;
    out.append(other.name).append(" = ").append(other.example).append("\n");
  }
  return out.append(word.name).append(" = ").append(word.example).append("\n");
}

}  // namespace waybill::rules
