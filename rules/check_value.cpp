// rules/check_value.cpp: one function for each type of value.
#include "rules/check_value.h"

#include <algorithm>
#include <charconv>

#include "base/quantity.h"
#include "base/text.h"
#include "message/address.h"
#include "message/attribute_map.h"
#include "message/domain.h"
#include "message/network.h"
#include "rules/iso_date.h"

namespace waybill::rules {
namespace {

using Kind = RawValue::Kind;

// One value on its way to a Value. fail() says what is wrong, warn() what is doubtful.
class Check {
 public:
  Check(const Parameter& parameter, const RawValue& raw, base::Diagnostics& diagnostics)
      : parameter_(parameter), raw_(raw), diagnostics_(diagnostics) {}

  std::optional<Value> run() {
    Value value{raw_.text, 0, raw_.place, raw_.jumps};
    const bool good = (this->*check_of(word().type))(value);
    return good ? std::optional<Value>(std::move(value)) : std::nullopt;
  }

 private:
  using Function = bool (Check::*)(Value&);

  static Function check_of(ValueType type) {
    switch (type) {
      case ValueType::HeaderName:
        return &Check::header_name;
      case ValueType::Boolean:
        return &Check::boolean;
      case ValueType::Integer:
        return &Check::integer;
      case ValueType::Date:
        return &Check::date;
      case ValueType::SpamLevel:
        return &Check::spam_level;
      case ValueType::Size:
        return &Check::size;
      case ValueType::IpRanges:
        return &Check::ip_range;
      case ValueType::Charsets:
        return &Check::charset;
      case ValueType::Choices:
      case ValueType::Choice:
        return &Check::choice;
      case ValueType::Address:
      case ValueType::Addresses:
        return &Check::address;
      case ValueType::Attribute:
        return &Check::attribute;
      case ValueType::Domains:
        return &Check::domain;
      case ValueType::Words:
      case ValueType::Groups:
      case ValueType::Texts:
        return &Check::entry;
      case ValueType::AttributeWords:
        return &Check::attribute_words;
      case ValueType::PropertyWords:
        return &Check::property_words;
      case ValueType::Patterns:
        return &Check::pattern;
      case ValueType::AttributePatterns:
        return &Check::attribute_patterns;
      default:
        return &Check::text;
    }
  }

  const Word& word() const { return *parameter_.word; }

  bool fail(const std::string& text) {
    diagnostics_.error(raw_.place, parameter_.name() + ": " + text);
    return false;
  }
  void warn(const std::string& text) { diagnostics_.warn(raw_.place, parameter_.name() + ": " + text); }
  std::string shown() const { return '"' + base::printable(raw_.text, 80) + '"'; }

  bool text(Value& value) {
    if (raw_.kind == Kind::Boolean || raw_.kind == Kind::Date) return fail("wants text in quotes");
    if (value.text.find('\0') != std::string::npos) return fail("has a NUL character");
    return warn_if_long(value.text);
  }

  bool warn_if_long(const std::string& text) {
    const auto is_first = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const auto characters = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_first));
    if (word().most != 0 && characters > word().most) {
      warn(std::to_string(characters) + " characters; Exchange allows " + std::to_string(word().most));
    }
    return true;
  }

  // A word, phrase or name: not empty, without blanks at its ends.
  bool entry(Value& value) {
    if (!text(value)) return false;
    const std::string trimmed(base::trim(value.text));
    if (trimmed.empty()) return fail("a value is empty");
    if (trimmed != value.text) warn("blanks at the ends of " + shown() + " do not count");
    value.text = trimmed;
    return true;
  }

  bool header_name(Value& value) {
    const bool name =
        raw_.kind == Kind::Text && !value.text.empty() &&
        std::all_of(value.text.begin(), value.text.end(), [](char c) { return c > 0x20 && c < 0x7F && c != ':'; });
    return name || fail(shown() + " is not the name of a header field");
  }

  bool boolean(Value& value) {
    const std::string_view text = value.text;
    if (raw_.kind == Kind::Boolean || (raw_.kind == Kind::Integer && (text == "0" || text == "1"))) {
      value.number = text == "true" || text == "1" ? 1 : 0;
      value.text = value.number != 0 ? "true" : "false";
      return true;
    }
    return fail(shown() + " is neither true nor false (write it without quotes)");
  }

  bool integer(Value& value) {
    const char* end = value.text.data() + value.text.size();
    const auto read = std::from_chars(value.text.data(), end, value.number);
    if (read.ec == std::errc() && read.ptr == end) return true;
    return fail(shown() + " is not a whole number");
  }

  bool spam_level(Value& value) {
    return integer(value) && ((value.number >= -1 && value.number <= 9) || fail("wants a number from -1 to 9"));
  }

  bool size(Value& value) {
    auto bytes = base::parse_quantity(value.text, base::kSizes);
    if (!bytes) bytes = base::parse_quantity(value.text + 'B', base::kSizes);
    if (!bytes) return fail(shown() + " is not a size such as \"10MB\"");
    value.number = *bytes;
    value.text = std::to_string(value.number);
    return true;
  }

  bool ip_range(Value& value) {
    const auto range = message::parse_ip_range(value.text);
    return range.ok() || fail(range.error().text);
  }

  bool charset(Value& value) {
    if (!entry(value)) return false;
    value.text = value.text.substr(value.text.rfind('/') + 1);
    return !value.text.empty() || fail(shown() + " names no charset");
  }

  bool date(Value& value) {
    const auto moment = parse_iso_date(base::trim(value.text));
    if (raw_.kind == Kind::Integer || raw_.kind == Kind::Boolean || !moment) {
      return fail(shown() + " is not a date that reads the same everywhere; write 2026-03-31 or " +
                  "2026-03-31T18:00:00+01:00");
    }
    if (!moment->has_zone) warn("no time zone, so it is read as UTC: " + to_iso_date(moment->seconds));
    value.number = moment->seconds;
    return true;
  }

  bool choice(Value& value) {
    const std::vector<std::string_view> known = base::split(word().choices, '|');
    const auto found = std::find_if(known.begin(), known.end(), [&](std::string_view name) {
      return raw_.kind == Kind::Text && base::equals_ignore_case(name, base::trim(value.text));
    });
    if (found == known.end()) return fail(shown() + " is none of " + listed(known));
    value.text = *found;
    value.number = found - known.begin();
    if (value.text == "AutoAccept" || value.text == "RSS") warn("no mail is recognized as " + value.text);
    return true;
  }

  static std::string listed(const std::vector<std::string_view>& names) {
    std::string out;
    for (const std::string_view name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
  }

  bool address(Value& value) {
    const auto mailboxes = message::parse_mailboxes(value.text);
    const bool plain = mailboxes.size() == 1 && mailboxes.front().display_name.empty() &&
                       mailboxes.front().address == base::trim(value.text);
    if (!plain) return fail(shown() + " is not an e-mail address; names are not looked up yet");
    value.text = message::normalized(mailboxes.front().address);
    return true;
  }

  bool domain(Value& value) {
    if (!entry(value)) return false;
    const bool good = value.text.find_first_of("@*/ \t:<>\"") == std::string::npos && value.text.front() != '.';
    if (!good) return fail(shown() + " is not a domain; write it as example.com, without @ and wildcards");
    value.text = message::normalized_domain(value.text);
    return base::is_ascii(value.text) || fail(shown() + " is not a domain that IDNA2008 allows");
  }

  // Its canonical name.
  bool attribute(Value& value) { return entry(value) && name_attribute(value.text); }

  bool attribute_words(Value& value) { return entry(value) && attribute_name(value, "word,word") && has_words(value); }

  // Puts Exchange's name of the attribute before the first colon.
  bool attribute_name(Value& value, const std::string& form) {
    const std::size_t colon = value.text.find(':');
    if (colon == std::string::npos) return fail(shown() + " is not of the form Attribute:" + form);
    std::string name(base::trim(value.text.substr(0, colon)));
    if (!name_attribute(name)) return false;
    value.text = name + value.text.substr(colon);
    return true;
  }

  bool name_attribute(std::string& name) {
    const message::AttributeName* known = message::find_attribute(name);
    if (known == nullptr) return fail("unknown attribute \"" + base::printable(name, 80) + '"' + nearest(name));
    name = known->name;
    return true;
  }

  bool property_words(Value& value) {
    if (!entry(value)) return false;
    const std::size_t colon = value.text.find(':');
    if (colon == std::string::npos || base::trim(value.text.substr(0, colon)).empty()) {
      return fail(shown() + " is not of the form Property:word,word");
    }
    return has_words(value);
  }

  bool has_words(const Value& value) {
    const auto words = attribute_value_words(value.text);
    return std::find(words.begin(), words.end(), "") == words.end() || fail(shown() + " has an empty word");
  }

  // What it says is read when the dialect is known (rules/compile_patterns.h).
  bool pattern(Value& value) { return text(value) && (!value.text.empty() || fail("a value is empty")); }

  bool attribute_patterns(Value& value) { return pattern(value) && attribute_name(value, "pattern,pattern"); }

  static std::string nearest(std::string_view name) {
    std::vector<std::string_view> known;
    for (const message::AttributeName& attribute : message::attribute_names()) known.push_back(attribute.name);
    const std::string_view best = base::closest(name, known);
    return best.empty() ? std::string() : "; did you mean " + std::string(best) + '?';
  }

  const Parameter& parameter_;
  const RawValue& raw_;
  base::Diagnostics& diagnostics_;
};

}  // namespace

std::vector<std::string> attribute_value_words(std::string_view value) {
  std::vector<std::string> out(1);
  int open = 0;
  for (std::size_t i = std::min(value.find(':'), value.size() - 1) + 1; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\\' && i + 1 < value.size() && value[i + 1] == ',') {
      out.back() += value[++i];
      continue;
    }
    if (c == '(' || c == '[' || c == '{') ++open;
    if ((c == ')' || c == ']' || c == '}') && open > 0) --open;
    if (c == ',' && open == 0) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  for (std::string& word : out) word = base::trim(word);
  return out;
}

std::optional<std::vector<Value>> check_values(const Parameter& parameter, const RawParameter& raw,
                                               base::Diagnostics& diagnostics) {
  const bool list = is_list(parameter.word->type);
  if (raw.values.empty() || (!list && raw.values.size() > 1)) {
    diagnostics.error(raw.place, parameter.name() + (list ? " needs at least one value" : " takes one value"));
    return std::nullopt;
  }
  std::vector<Value> out;
  for (const RawValue& value : raw.values) {
    if (auto checked = Check(parameter, value, diagnostics).run()) out.push_back(std::move(*checked));
  }
  return out.size() == raw.values.size() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace waybill::rules
