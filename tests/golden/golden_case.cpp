// tests/golden/golden_case.cpp: reading of golden cases.
#include "tests/golden/golden_case.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

#include "base/text.h"
#include "config/read_powershell.h"
#include "config/read_signature.h"
#include "config/read_toml_rules.h"
#include "content/inspector.h"
#include "engine/process.h"
#include "message/address.h"
#include "message/domain.h"
#include "rules/check.h"

namespace waybill::golden {
namespace {

namespace fs = std::filesystem;

const message::Query kAttachments = {message::QueryKind::Attachments};

engine::Inspector& inspector() {
  static const auto kInspector = content::make_inspector();
  return **kInspector;
}

[[noreturn]] void bad(const fs::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what);
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> out;
  if (!fs::exists(file)) return out;
  std::istringstream in(read_file(file));
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// "key: value" -> {key, value}
std::pair<std::string, std::string> split_at_colon(const fs::path& file, const std::string& line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos) bad(file, "expected `key: value`, found `" + line + '`');
  return {line.substr(0, colon), line.substr(colon + 2)};
}

std::int64_t parse_time(const fs::path& file, const std::string& text) {
  std::tm tm = {};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &tm);
  if (end == nullptr || *end != '\0') bad(file, "expected a time such as 2026-01-31T12:00:00Z");
  return timegm(&tm);
}

engine::SignatureOf parse_signature_of(const fs::path& file, const std::string& text) {
  if (text == "sender") return engine::SignatureOf::Sender;
  if (text == "auth") return engine::SignatureOf::Login;
  bad(file, "expected sender or auth, found `" + text + '`');
}

engine::OnBrokenDkim parse_on_broken_dkim(const fs::path& file, const std::string& text) {
  if (text == "keep") return engine::OnBrokenDkim::Keep;
  if (text == "leave-alone") return engine::OnBrokenDkim::LeaveAlone;
  if (text == "remove") return engine::OnBrokenDkim::Remove;
  bad(file, "expected keep, leave-alone or remove, found `" + text + '`');
}

engine::PerRecipient parse_per_recipient(const fs::path& file, const std::string& text) {
  if (text == "split") return engine::PerRecipient::Split;
  if (text == "single") return engine::PerRecipient::Single;
  bad(file, "expected split or single, found `" + text + '`');
}

void add_recipient(message::Envelope& envelope, const std::string& address) {
  envelope.recipients.push_back({address, '<' + address + '>', {}});
}

void add_parameters(message::Envelope& envelope, const std::string& text) {
  auto& parameters = envelope.recipients.empty() ? envelope.parameters : envelope.recipients.back().parameters;
  for (const std::string_view parameter : base::split(text, ' ')) parameters.emplace_back(parameter);
}

void take_defaults(Case& c) {
  const auto first_of = [&](std::string_view name) {
    std::vector<message::Mailbox> out;
    for (const auto& field : c.raw.headers) {
      if (base::equals_ignore_case(field.name, name)) out = message::parse_mailboxes(field.value);
    }
    return out;
  };
  if (c.envelope.recipients.empty()) {
    for (const auto& mailbox : first_of("To")) add_recipient(c.envelope, mailbox.address);
    for (const auto& mailbox : first_of("Cc")) add_recipient(c.envelope, mailbox.address);
  }
}

void read_envelope(Case& c) {
  const fs::path file = c.folder / "envelope";
  const auto from = message::find(c.raw.headers, "From");
  const auto mailboxes = from == nullptr ? std::vector<message::Mailbox>() : message::parse_mailboxes(from->value);
  if (!mailboxes.empty()) c.envelope.sender = mailboxes.front().address;
  c.envelope.client_ip = "127.0.0.1";
  std::vector<std::string> networks;
  const std::map<std::string, std::function<void(const std::string&)>> keys = {
      {"from", [&](const std::string& v) { c.envelope.sender = message::strip_brackets(v); }},
      {"to", [&](const std::string& v) { add_recipient(c.envelope, v); }},
      {"parameters", [&](const std::string& v) { add_parameters(c.envelope, v); }},
      {"client", [&](const std::string& v) { c.envelope.client_ip = v; }},
      {"auth", [&](const std::string& v) { c.envelope.auth_user = v; }},
      {"local", [&](const std::string&) { c.envelope.client_ip.clear(); }},
      {"now", [&](const std::string& v) { c.now = parse_time(file, v); }},
      {"domain", [&](const std::string& v) { c.policy.organization.domains.push_back(message::normalized_domain(v)); }},
      {"classification",
       [&](const std::string& v) {
         const std::size_t blank = v.rfind(' ');
         c.policy.classifications.push_back({v.substr(0, blank), {}, v.substr(blank + 1)});
       }},
      {"signature_of", [&](const std::string& v) { c.policy.organization.signature_of = parse_signature_of(file, v); }},
      {"dkim", [&](const std::string& v) { c.policy.on_broken_dkim = parse_on_broken_dkim(file, v); }},
      {"network", [&](const std::string& v) { networks.push_back(v); }},
      {"partner",
       [&](const std::string& v) { c.policy.organization.partner_domains.push_back(message::normalized_domain(v)); }},
      {"hub", [&](const std::string& v) { c.policy.hub = v; }},
      {"queue-id", [&](const std::string& v) { c.envelope.queue_id = v; }},
      {"copies", [&](const std::string& v) { c.policy.per_recipient = parse_per_recipient(file, v); }},
  };
  for (const std::string& line : lines_of(file)) {
    const auto [key, value] = split_at_colon(file, line);
    const auto known = keys.find(key);
    if (known == keys.end()) bad(file, "unknown key `" + key + '`');
    known->second(value);
  }
  if (networks.empty()) networks = {"127.0.0.0/8", "::1"};
  if (c.policy.organization.domains.empty()) c.policy.organization.domains = {"example.com"};
  for (const std::string& network : networks) {
    auto parsed = message::parse_network(network);
    if (!parsed) bad(file, parsed.error().text);
    c.policy.organization.trusted_networks.push_back(*parsed);
  }
  take_defaults(c);
}

void read_rules(Case& c) {
  const bool script = fs::exists(c.folder / "rules.ps1");
  const fs::path file = c.folder / (script ? "rules.ps1" : "rules.toml");
  base::Diagnostics diagnostics;
  const std::string text = read_file(file);
  c.rules = script ? config::read_powershell(text, file.string(), c.policy.limits, diagnostics)
                   : config::read_toml_rules(text, file.string(), c.policy.limits, diagnostics);
  use_rules(c.policy, c.rules, diagnostics);
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity == base::Severity::Error) bad(file, to_string(diagnostic));
  }
}

message::Query parse_query(const fs::path& file, const std::string& text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string::npos) bad(file, "expected `person|entry|member SUBJECT`, found `" + text + '`');
  const std::string kind = text.substr(0, blank);
  const std::string rest = text.substr(blank + 1);
  if (kind == "person") return {message::QueryKind::Person, rest};
  if (kind == "entry") return {message::QueryKind::Entry, rest};
  const std::size_t of = rest.find(" of \"");
  if (kind != "member" || of == std::string::npos || !rest.ends_with('"')) {
    bad(file, "expected `member ADDRESS of \"GROUP\"`, found `" + text + '`');
  }
  return {message::QueryKind::Member, rest.substr(0, of), rest.substr(of + 5, rest.size() - of - 6)};
}

message::Fact parse_answer(const fs::path& file, const std::string& text, message::Entry entry) {
  if (text == "yes") return message::Found{};
  if (text == "no") return message::NotFound{};
  if (text.starts_with("not found")) return message::NotFound{};
  if (text.starts_with("unavailable ")) return message::Unavailable{text.substr(12)};
  if (text == "found") return message::Found{std::make_shared<const message::Entry>(std::move(entry))};
  bad(file, "expected found, not found, yes, no or unavailable REASON, found `" + text + '`');
}

void read_facts(Case& c) {
  const fs::path file = c.folder / "facts";
  const std::vector<std::string> lines = lines_of(file);
  for (auto line = lines.begin(); line != lines.end();) {
    const std::size_t colon = line->rfind(": ");
    if (colon == std::string::npos) bad(file, "expected `QUERY: ANSWER`, found `" + *line + '`');
    const std::string& head = *line++;
    message::Entry entry;
    for (; line != lines.end() && line->starts_with("  "); ++line) {
      const auto [name, value] = split_at_colon(file, line->substr(2));
      if (name == "dn") entry.dn = value;
      if (name != "dn") entry.attributes[name].push_back(value);
    }
    c.facts.add(parse_query(file, head.substr(0, colon)), parse_answer(file, head.substr(colon + 2), std::move(entry)));
  }
}

}  // namespace

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) bad(path, "cannot be read");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void use_rules(engine::Policy& policy, const rules::RuleFile& file, base::Diagnostics& diagnostics) {
  policy.rules = rules::check({file}, policy.limits, diagnostics);
  policy.signatures.clear();
  for (const rules::Rule& rule : policy.rules) {
    auto& signature = policy.signatures.emplace_back();
    if (rule.disclaimer) signature = config::read_signature(rule, policy.limits, diagnostics);
  }
}

message::Outcome decide(const Case& c, const engine::Policy& policy, const message::Message& message,
                        engine::Audience audience) {
  const engine::Prepared prepared = engine::prepare(message, policy.limits);
  message::Facts facts = c.facts;
  engine::Step step = engine::process(policy, prepared, facts, c.now, audience);
  const auto* need = std::get_if<engine::Need>(&step);
  if (need != nullptr && std::count(need->queries.begin(), need->queries.end(), kAttachments) != 0) {
    facts.add(inspector().inspect(message, policy.limits));
    step = engine::process(policy, prepared, facts, c.now, audience);
    need = std::get_if<engine::Need>(&step);
  }
  if (need != nullptr) {
    std::string unanswered;
    for (const auto& query : need->queries) unanswered += " `" + to_string(query) + '`';
    bad(c.folder / "facts", "not answered:" + unanswered);
  }
  return std::get<message::Outcome>(step);
}

std::vector<fs::path> case_folders() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(WAYBILL_GOLDEN_CASES)) {
    if (entry.is_directory()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Case read_case(const fs::path& folder) {
  Case c;
  c.folder = folder;
  c.bytes = std::make_unique<const std::string>(read_file(folder / "message.eml"));
  c.raw = message::read(*c.bytes);
  read_envelope(c);
  read_rules(c);
  read_facts(c);
  return c;
}

}  // namespace waybill::golden
