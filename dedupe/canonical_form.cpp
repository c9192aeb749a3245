// dedupe/canonical_form.cpp: line by line, as docs/formats.md, "Dedupe ID", has it.
#include "dedupe/canonical_form.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "dedupe/content_digest.h"
#include "dedupe/message_id.h"
#include "dedupe/sha256.h"
#include "message/raw_message.h"

namespace waybill::dedupe {
namespace {

using message::HeaderField;
using message::HeaderList;
using mime::Part;
using mime::TransferEncoding;

constexpr std::size_t kMostEnclosed = 20;  // messages inside each other; deeper ones count as bytes

template <std::size_t size>
using Names = std::array<std::string_view, size>;

constexpr Names<10> kFields = {"date", "from",    "sender",     "reply-to",    "to",
                               "cc",   "subject", "message-id", "in-reply-to", "references"};
// Blocks of these may stand several times; their fields count in the order they stand in.
constexpr Names<7> kResentFields = {"resent-date", "resent-from", "resent-sender",    "resent-reply-to",
                                    "resent-to",   "resent-cc",   "resent-message-id"};
constexpr Names<10> kAddressFields = {"from",        "sender",        "reply-to",        "to",        "cc",
                                      "resent-from", "resent-sender", "resent-reply-to", "resent-to", "resent-cc"};
constexpr Names<3> kChangedByRelays = {"content-transfer-encoding", "content-length", "x-mime-autoconverted"};
constexpr Names<3> kDescribing = {"content-id", "content-description", "content-location"};
constexpr Names<2> kReadOnce = {"content-type", "content-disposition"};

template <std::size_t size>
bool contains(const Names<size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// ---- values ----

// White space as one blank each, none at the ends.
std::string collapsed(std::string_view value) {
  std::string out;
  for (const char c : base::trim(value)) {
    if (!base::is_space(c)) {
      out.push_back(c);
    } else if (out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

// The size of the quoted string that `text` begins with; 0: none, or one without end.
std::size_t quoted_size(std::string_view text) {
  if (!text.starts_with('"')) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return 0;
}

// Whether quotes around it do no more than an MTA might add.
bool needs_no_quotes(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == 0x7F || std::string_view("\"(),:;<>\\").find(c) != std::string_view::npos;
  });
}

// Commas without blanks beside them and without nothing between them; no needless quotes.
class AddressList {
 public:
  std::string form(std::string_view value) {
    bool quotes_close = true;  // remembered, or a value full of quotes would be read once for each
    for (std::size_t at = 0; at < value.size();) {
      const std::size_t quoted = quotes_close ? quoted_size(value.substr(at)) : 0;
      if (quoted > 0) {
        put_quoted(value.substr(at, quoted));
      } else if (value[at] == ',') {
        end_element();
      } else {
        quotes_close &= value[at] != '"';
        element_ += value[at];
      }
      at += std::max(quoted, std::size_t{1});
    }
    end_element();
    return std::move(out_);
  }

 private:
  void put_quoted(std::string_view quoted) {
    const std::string_view inside = quoted.substr(1, quoted.size() - 2);
    element_ += needs_no_quotes(inside) ? inside : quoted;
  }

  void end_element() {
    const std::string_view element = base::trim(element_);
    if (!element.empty() && !out_.empty()) out_ += ',';
    out_ += element;
    element_.clear();
  }

  std::string out_;
  std::string element_;
};

std::string field_line(std::string_view name, std::string_view value) {
  std::string text = collapsed(value);
  if (contains(kAddressFields, name)) text = AddressList().form(text);
  return std::string(name) + ':' + text + '\n';
}

// ---- headers ----

HeaderList authored(const message::Message& message) {
  HeaderList out;
  const bool no_id = is_made_by_mta(message, "message-id");
  const bool no_resent_id = is_made_by_mta(message, "resent-message-id");
  for (const HeaderField& field : message.headers) {
    std::string name = base::lower(field.name);
    if (no_id && (name == "message-id" || name == "date")) continue;
    if (name == "message-id" && is_made_by_us(field.value)) continue;
    if (no_resent_id && (name == "resent-message-id" || name == "resent-date")) continue;
    out.push_back({std::move(name), field.value});
  }
  return out;
}

std::string header_form(const message::Message& message) {
  std::string out;
  const HeaderList fields = authored(message);
  for (const std::string_view name : kFields) {
    for (const HeaderField& field : fields) {
      if (field.name == name) out += field_line(name, field.value);
    }
  }
  for (const HeaderField& field : fields) {
    if (contains(kResentFields, field.name)) out += field_line(field.name, field.value);
  }
  return out;
}

std::string enclosed_header_form(const HeaderList& headers) {
  std::string out;
  for (const HeaderField& field : headers) {
    const std::string name = base::lower(field.name);
    if (!contains(kChangedByRelays, name)) out += field_line(name, field.value);
  }
  return out;
}

// ---- parts ----

bool says_nothing(std::string_view name, std::string_view value) {
  if (name != "charset") return name == "boundary";
  return base::equals_ignore_case(value, "us-ascii") || base::equals_ignore_case(value, "unknown-8bit");
}

std::string parameter_lines(const mime::FieldValue& value) {
  auto parameters = value.parameters;
  const auto by_name = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
  std::stable_sort(parameters.begin(), parameters.end(), by_name);
  parameters.erase(std::unique(parameters.begin(), parameters.end(), same_name), parameters.end());
  std::string out;
  for (const auto& [name, text] : parameters) {
    if (!says_nothing(name, text)) out += ' ' + collapsed(name) + '=' + collapsed(text) + '\n';
  }
  return out;
}

std::string description(const Part& part, const HeaderList& headers) {
  std::string out;
  if (!part.disposition.value.empty()) out += field_line("content-disposition", part.disposition.value);
  out += parameter_lines(part.disposition);
  for (const std::string_view name : kDescribing) {
    for (const HeaderField& field : headers) {
      if (base::equals_ignore_case(field.name, name)) out += field_line(name, field.value);
    }
  }
  // Of two programs one believes the first, and the other one the last.
  for (const std::string_view name : kReadOnce) {
    for (std::size_t i = 2; const HeaderField* again = message::find(headers, name, i); ++i) {
      out += field_line(name, again->value);
    }
  }
  return out;
}

// The lines behind the parts of a multipart that say something: neither one of its delimiters nor blank or only dashes,
// as Sendmail 8.17.1.9 writes some behind what it encodes. Where programs disagree on its delimiters, parts stand there
// for some of them. Not the preamble: gateways write their own.
// False: there are none.
bool put_lines_behind_parts(const mime::PartTable& table, const Part& multipart, std::string_view body, Sha256& hash) {
  const std::string delimiter = "--" + std::string(base::trim(multipart.content_type.parameter("boundary")));
  const std::string closing = delimiter + "--";
  bool has_lines = false;
  for (std::size_t i = 0; i < multipart.children.size(); ++i) {
    const std::size_t begin = table[multipart.children[i]].body.end;
    const bool is_last = i + 1 == multipart.children.size();
    const std::size_t end = is_last ? multipart.body.end : table[multipart.children[i + 1]].header.begin;
    const std::string_view gap = body.substr(begin, end - begin);
    for (std::size_t at = 0; at < gap.size();) {
      const std::string_view line = base::trim(base::next_line(gap, at));
      const bool is_empty = line.find_first_not_of('-') == std::string_view::npos;
      if (is_empty || line == delimiter || line == closing) continue;
      hash.put(line);
      hash.put("\n");
      has_lines = true;
    }
  }
  return has_lines;
}

struct Enclosed {
  message::RawMessage message;
  mime::PartTable table;
};

// Part by part; a message that stands in a part is gone through before its part ends, as its form is what the part
// has in place of a digest of bytes.
class PartForms {
 public:
  std::string run(const message::Message& message, const mime::PartTable& table) {
    open_.push_back({nullptr, message.headers, message.body, table, {}});
    for (;;) {
      if (last().at == last().table.size()) {
        const std::string form = std::move(last().form);
        open_.pop_back();
        if (open_.empty()) return form;
        hash_.put(form);
        end_part(" enclosed " + hex(hash_.finish()));
      } else if (auto enclosed = enclosed_message()) {
        begin_part();
        enter(std::move(enclosed));
      } else {
        begin_part();
        end_part(part().children.empty() ? content() : rest());
      }
    }
  }

 private:
  struct Open {
    std::unique_ptr<const Enclosed> enclosed;  // null for the message itself
    const HeaderList& headers;
    std::string_view body;
    const mime::PartTable& table;
    std::string form;
    std::size_t at = 0;  // the part that comes next
  };

  Open& last() { return open_.back(); }
  const Part& part() { return last().table[last().at]; }

  // Null: the next part is none, or cannot be read as one.
  std::unique_ptr<const Enclosed> enclosed_message() {
    const TransferEncoding encoding = part().encoding;
    const bool is_encoded = encoding == TransferEncoding::Base64 || encoding == TransferEncoding::QuotedPrintable;
    if (!part().is("message/rfc822") || is_encoded || open_.size() > kMostEnclosed) return nullptr;
    message::RawMessage message = message::read(part().body.of(last().body));
    auto table = mime::scan(message.headers, message.body, base::Limits());
    if (!table) return nullptr;
    return std::make_unique<const Enclosed>(Enclosed{std::move(message), std::move(*table)});
  }

  void enter(std::unique_ptr<const Enclosed> enclosed) {
    const auto& [message, table] = *enclosed;
    open_.push_back({std::move(enclosed), message.headers, message.body, table, enclosed_header_form(message.headers)});
  }

  std::string content() { return ' ' + content_digest(hash_, part(), last().body, open_.size() == 1); }

  std::string rest() {
    const bool has_lines = put_lines_behind_parts(last().table, part(), last().body, hash_);
    return has_lines ? " rest " + hex(hash_.finish()) : std::string();
  }

  void begin_part() {
    last().form += "part " + (part().parent == mime::kNoPart ? "-" : std::to_string(part().parent)) + ' ';
    last().form += collapsed(part().content_type.value);
  }

  void end_part(const std::string& digest) {
    last().form += digest + '\n' + parameter_lines(part().content_type);
    const bool is_first = part().parent == mime::kNoPart;
    last().form += description(part(), is_first ? last().headers : last().table.headers(last().at, last().body));
    ++last().at;
  }

  Sha256 hash_;
  std::vector<Open> open_;  // outermost first
};

}  // namespace

std::string canonical_form(const message::Message& message, const mime::PartTable& table) {
  return "waybill dedupe 2\n" + header_form(message) + PartForms().run(message, table);
}

}  // namespace waybill::dedupe
