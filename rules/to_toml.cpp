// rules/to_toml.cpp: a rule set as a TOML rules file. What has its default value is left out.
#include "rules/check.h"

#include <algorithm>

#include "base/text.h"
#include "rules/iso_date.h"
#include "rules/words.h"

namespace waybill::rules {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      out += std::string("\\u00") + kHex[byte >> 4U] + kHex[byte & 0xFU];
    } else {
      out += c;
    }
  }
  return out + '"';
}

// Literal where that needs no escapes: patterns and HTML stay readable.
std::string quoted(std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), is_control);
  if (!plain || text.find('\n') != std::string_view::npos) return escaped(text);
  const bool special = text.find_first_of("\"\\") != std::string_view::npos;
  if (special && text.find('\'') == std::string_view::npos) return '\'' + std::string(text) + '\'';
  return escaped(text);
}

std::string block(std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), is_control);
  if (!plain || text.find("'''") != std::string_view::npos || text.ends_with('\'')) return escaped(text);
  const char* first = text.starts_with('\n') ? "\n" : "";  // TOML drops a line break right behind the quotes
  return "'''" + (first + std::string(text)) + "'''";
}

class Writer {
 public:
  void rule(const Rule& rule) {
    out_ += out_.empty() ? "[[TransportRule]]\n" : "\n[[TransportRule]]\n";
    put("Name", quoted(rule.name));
    if (!rule.comments.empty()) put("Comments", quoted(rule.comments));
    properties(rule);
    for (const Condition& condition : rule.conditions) put(condition);
    for (const Condition& exception : rule.exceptions) put(exception);
    actions(rule);
  }
  std::string result() && { return std::move(out_); }

 private:
  void put(std::string_view key, std::string_view value) { out_.append(key).append(" = ").append(value).append("\n"); }

  // The enumerator's name, unless it is the first, the default.
  template <class Enum>
  void put_choice(std::string_view key, Enum value) {
    const auto names = base::split(find_parameter(key)->word->choices, '|');
    if (value != Enum()) put(key, quoted(names[static_cast<std::size_t>(value)]));
  }

  void put(const std::string& key, const DisclaimerText& text) {
    if (text.file.empty()) {
      put(key + "Text", block(text.text));
    } else {
      put(key + "File", quoted(text.file));
    }
  }

  void properties(const Rule& rule) {
    if (!rule.enabled) put("Enabled", "false");
    put_choice("Mode", rule.mode);
    if (rule.activation) put("ActivationDate", to_iso_date(*rule.activation));
    if (rule.expiry) put("ExpiryDate", to_iso_date(*rule.expiry));
    put_choice("RuleErrorAction", rule.error_action);
    put_choice("SenderAddressLocation", rule.sender_address_location);
    put_choice("EmptyLines", rule.empty_lines);
  }

  void put(const Condition& condition) {
    const Parameter parameter{condition.word, condition.exception};
    if (!condition.header_name.empty()) {
      const Word* names = find_parameter(condition.word->needs)->word;
      put(Parameter{names, condition.exception}.name(), quoted(condition.header_name));
    }
    if (!is_list(condition.word->type)) return put(parameter.name(), quoted(condition.values.front()));
    std::string list;
    for (const std::string& value : condition.values) list += (list.empty() ? "[" : ", ") + quoted(value);
    put(parameter.name(), list + ']');
  }

  void actions(const Rule& rule) {
    if (rule.disclaimer) {
      put_choice("ApplyHtmlDisclaimerLocation", rule.disclaimer->location);
      if (rule.disclaimer->marker != Disclaimer().marker)
        put("ApplyHtmlDisclaimerMarker", quoted(rule.disclaimer->marker));
      put_choice("ApplyHtmlDisclaimerFallbackAction", rule.disclaimer->fallback);
      put_choice("Once", rule.disclaimer->once);
      if (rule.disclaimer->replaces_client_signature) put("ReplaceClientSignature", "true");
      put("ApplyHtmlDisclaimer", rule.disclaimer->html);
      if (rule.disclaimer->text) put("ApplyTextDisclaimer", *rule.disclaimer->text);
    }
    if (rule.stop_rule_processing) put("StopRuleProcessing", "true");
  }

  std::string out_;
};

}  // namespace

std::string to_toml(const Ruleset& rules) {
  Writer writer;
  for (const Rule& rule : rules) writer.rule(rule);
  return std::move(writer).result();
}

}  // namespace waybill::rules
