// engine/dkim.cpp: what signatures cover, before and after the edits.
#include "engine/dkim.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "engine/tag_list.h"
#include "message/compose.h"

namespace waybill::engine {
namespace {

using message::BrokenDkim;
using message::Edits;
using message::HeaderList;
using message::Message;

constexpr std::string_view kDkim = "DKIM-Signature";
constexpr std::string_view kArc = "ARC-Message-Signature";

struct Signature {
  std::size_t field = 0;     // of the header
  std::size_t instance = 1;  // of that name
  TagList tags;
};

bool has_all(const TagList& tags, std::string_view required) {
  const auto names = base::split(required, ' ');
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) { return tags.contains(name); });
}

// Digits only; what is too large for us is larger than any body. Nothing: malformed.
std::optional<std::size_t> read_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  return error == std::errc() ? number : std::numeric_limits<std::size_t>::max();
}

bool is_signature(const TagList& tags, bool is_arc) {
  if (!has_all(tags, is_arc ? "i a b bh d h s" : "v a b bh d h s")) return false;
  if (!is_arc && tags.find("v")->second != "1") return false;
  const auto octets = tags.find("l");
  return octets == tags.end() || read_number(octets->second);
}

std::vector<Signature> find_signatures(const HeaderList& headers, std::string_view name) {
  std::vector<Signature> out;
  std::size_t instance = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (!base::equals_ignore_case(headers[i].name, name)) continue;
    ++instance;
    auto tags = read_tag_list(headers[i].value);
    if (tags && is_signature(*tags, name == kArc)) out.push_back({i, instance, std::move(*tags)});
  }
  return out;
}

std::vector<Signature> find_signatures(const HeaderList& headers) {
  std::vector<Signature> out = find_signatures(headers, kDkim);
  std::vector<Signature> arc = find_signatures(headers, kArc);
  const auto age = [](const Signature& s) { return read_number(s.tags.find("i")->second).value_or(0); };
  const auto newest =
      std::max_element(arc.begin(), arc.end(), [&](const auto& a, const auto& b) { return age(a) < age(b); });
  if (newest != arc.end()) out.push_back(std::move(*newest));
  return out;
}

// How many bytes at the start of the body the edits keep.
std::size_t kept_bytes(std::string_view body, const Edits& edits) {
  for (const message::Edit& edit : edits) {
    const auto* splice = std::get_if<message::SpliceBody>(&edit);
    if (splice == nullptr) continue;
    const std::string_view old = body.substr(splice->begin);
    const auto differ = std::mismatch(old.begin(), old.end(), splice->bytes.begin(), splice->bytes.end());
    return splice->begin + static_cast<std::size_t>(differ.first - old.begin());
  }
  return body.size();
}

// The octets of the canonical body that follow from its start, whatever comes behind (RFC 6376, 3.4.3 and 3.4.4).
// Blanks and line ends count when something follows them, and the first line end in any case.
std::size_t canonical_octets(std::string_view start, bool relaxed) {
  std::size_t octets = 0;
  std::size_t line_ends = 0;
  bool blank = false;
  for (std::size_t i = 0; i < start.size(); ++i) {
    const char c = start[i];
    if (c == '\r' && (i + 1 == start.size() || start[i + 1] == '\n')) continue;
    if (c == '\n') {
      ++line_ends;
      blank = false;
    } else if (relaxed && base::is_blank(c)) {
      blank = true;
    } else {
      octets += 2 * std::exchange(line_ends, 0) + (std::exchange(blank, false) ? 1 : 0) + 1;
    }
  }
  return octets + (line_ends > 0 ? 2 : 0);
}

// `c=header/body`, both simple when not said (RFC 6376, 3.5).
bool has_relaxed_body(const TagList& tags) {
  const auto found = tags.find("c");
  return found != tags.end() && base::lower(found->second).ends_with("/relaxed");
}

// Header and body before and after the edits, as signatures see them.
class Change {
 public:
  Change(const Message& message, const Edits& edits)
      : message_(message), edits_(edits), stays_(message.headers.size(), false) {
    for (std::size_t i = message.headers.size(); i-- > 0;) before_[base::lower(message.headers[i].name)].push_back(i);
    const auto composed = message::compose_headers(message.headers, edits);
    for (auto field = composed.rbegin(); field != composed.rend(); ++field) {
      after_[base::lower(field->field.name)].push_back(field->original);
      if (field->original != message::kNewField) stays_[field->original] = true;
    }
  }

  bool keeps(const Signature& signature) const { return stays_[signature.field]; }

  // "body, Subject": what the signature covers and the edits change; empty when that is nothing.
  std::string under(const Signature& signature) {
    std::string out = changes_body(signature.tags) ? "body" : "";
    std::map<std::string, std::size_t> seen;
    std::set<std::string> told;
    for (const std::string_view part : base::split(signature.tags.find("h")->second, ':')) {
      const std::string_view name = base::trim(part);
      const std::string key = base::lower(name);
      const std::size_t from_bottom = seen[key]++;
      if (select(before_, key, from_bottom) == select(after_, key, from_bottom) || !told.insert(key).second) continue;
      out += (out.empty() ? "" : ", ") + std::string(name);
    }
    return out;
  }

 private:
  using Fields = std::map<std::string, std::vector<std::size_t>>;  // of each name, from the bottom up

  static std::optional<std::size_t> select(const Fields& fields, const std::string& name, std::size_t from_bottom) {
    const auto found = fields.find(name);
    if (found == fields.end() || from_bottom >= found->second.size()) return std::nullopt;
    return found->second[from_bottom];
  }

  bool changes_body(const TagList& tags) {
    if (!message::changes_body(edits_)) return false;
    const auto octets = tags.find("l");
    return octets == tags.end() || read_number(octets->second) > kept_octets(has_relaxed_body(tags));
  }

  std::size_t kept_octets(bool relaxed) {
    auto& kept = kept_octets_.at(relaxed ? 1 : 0);
    if (!kept) kept = canonical_octets(message_.body.substr(0, kept_bytes(message_.body, edits_)), relaxed);
    return *kept;
  }

  const Message& message_;
  const Edits& edits_;
  Fields before_;
  Fields after_;
  std::vector<bool> stays_;
  std::array<std::optional<std::size_t>, 2> kept_octets_;  // simple, relaxed
};

}  // namespace

std::vector<BrokenDkim> broken_dkim(const Message& message, const Edits& edits) {
  std::vector<BrokenDkim> out;
  const std::vector<Signature> signatures = find_signatures(message.headers);
  if (signatures.empty() || edits.empty()) return out;
  Change change(message, edits);
  for (const Signature& signature : signatures) {
    if (!change.keeps(signature)) continue;
    std::string what = change.under(signature);
    if (what.empty()) continue;
    out.push_back({message.headers[signature.field].name, signature.instance,
                   std::string(signature.tags.find("d")->second), std::move(what)});
  }
  return out;
}

std::vector<BrokenDkim> remove_broken_dkim(const Message& message, Edits& edits) {
  constexpr int kRounds = 8;  // so often may one signature cover another; what is left then stays, and is told
  std::vector<BrokenDkim> removed;
  std::vector<BrokenDkim> broken = broken_dkim(message, edits);
  for (int round = 0; round < kRounds; ++round) {
    const std::size_t before = removed.size();
    for (BrokenDkim& signature : broken) {
      if (!base::equals_ignore_case(signature.field, kDkim)) continue;
      edits.push_back(message::RemoveHeader{signature.field, signature.instance});
      signature.removed = true;
      removed.push_back(std::move(signature));
    }
    if (removed.size() == before) break;
    broken = broken_dkim(message, edits);
  }
  removed.insert(removed.end(), broken.begin(), broken.end());
  return removed;
}

}  // namespace waybill::engine
