// message/outcome.cpp: the words that logs, explain and golden files use for an outcome.
#include "message/outcome.h"

#include "base/text.h"

namespace waybill::message {
namespace {

std::string listed(const std::vector<std::string>& addresses) {
  std::string out;
  for (const std::string& address : addresses) out += ' ' + base::printable(address);
  return out;
}

std::string condition_text(const ConditionTrace& condition) {
  std::string out = "  ";
  out.append(condition.name);
  if (!condition.recipient.empty()) out.append(" for ").append(condition.recipient);
  out.append(": ").append(to_string(condition.truth)).append("; wants ").append(condition.want);
  return out.append("; saw ").append(condition.saw).append("\n");
}

std::string rule_text(const RuleTrace& rule) {
  const char* matched = rule.matched == base::Truth::Yes  ? "matches"
                        : rule.matched == base::Truth::No ? "does not match"
                                                          : "cannot be decided";
  std::string out = "rule \"" + rule.name + "\" " + matched;
  if (!rule.why.empty()) out += ": " + rule.why;
  if (!rule.recipients.empty()) out += " for" + listed(rule.recipients);
  out += '\n';
  for (const ConditionTrace& condition : rule.conditions) out += condition_text(condition);
  if (!rule.placed.empty()) out += "  placed: " + rule.placed + '\n';
  if (rule.matched != base::Truth::Yes) return out;
  if (!rule.severity.empty()) out += "  severity: " + rule.severity + '\n';
  if (!rule.log.empty()) out += "  log: " + base::printable(rule.log) + '\n';
  return out;
}

std::string copy_text(const Copy& copy) {
  std::string out = "to" + listed(copy.recipients);
  if (!copy.instead_of.empty()) out += ", instead of" + listed(copy.instead_of);
  out += std::string(": ") + to_string(copy.verdict);
  if (copy.reply) out += ' ' + to_string(*copy.reply);
  out += '\n';
  if (const auto& left = copy.left_alone) {
    out += "  left alone by rule \"" + left->rule + "\": " + to_string(left->reason) + ", fallback " + left->fallback;
    if (!left->detail.empty()) out += " (" + left->detail + ')';
    out += '\n';
  }
  if (!copy.suppressible.empty()) out += "  no duplicates for" + listed(copy.suppressible) + '\n';
  for (const Edit& edit : copy.edits) out += "  " + to_string(edit) + '\n';
  for (const BrokenDkim& broken : copy.broken_dkim) {
    out += "  breaks " + to_string(broken) + (broken.removed ? ", removed" : ", kept") + '\n';
  }
  return out;
}

}  // namespace

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Accept:
      return "accept";
    case Verdict::Reject:
      return "reject";
    case Verdict::Tempfail:
      return "tempfail";
    case Verdict::Discard:
      return "discard";
    case Verdict::Quarantine:
      return "quarantine";
  }
  return "";
}

std::string to_string(const BrokenDkim& broken) {
  const std::string instance = broken.instance == 1 ? "" : '[' + std::to_string(broken.instance) + ']';
  return broken.field + instance + " of " + base::printable(broken.domain) + " (" + base::printable(broken.what) + ')';
}

std::string to_string(const Reply& reply) { return std::to_string(reply.code) + ' ' + reply.status + ' ' + reply.text; }

std::string queue_id_in(const Reply& reply) {
  constexpr std::string_view kQueued = "queued as ";
  const std::size_t queued = reply.text.find(kQueued);
  const std::string_view rest =
      std::string_view(reply.text).substr(queued == std::string::npos ? 0 : queued + kQueued.size());
  return std::string(rest.substr(0, rest.find_first_of(" \r\n")));
}

const char* to_string(Reason reason) {
  switch (reason) {
    case Reason::NoBodyText:
      return "no-body-text";
    case Reason::Signed:
      return "signed";
    case Reason::Encrypted:
      return "encrypted";
    case Reason::CalendarOnly:
      return "calendar-only";
    case Reason::Tnef:
      return "tnef";
    case Reason::Report:
      return "report";
    case Reason::UnknownCharset:
      return "unknown-charset";
    case Reason::Ambiguous:
      return "ambiguous";
    case Reason::BadEncoding:
      return "bad-encoding";
    case Reason::UnclosedHtml:
      return "unclosed-html";
    case Reason::Limit:
      return "limit";
    case Reason::VerifyFailed:
      return "verify-failed";
    case Reason::DkimSigned:
      return "dkim-signed";
    case Reason::AlreadySigned:
      return "already-signed";
    case Reason::DirectoryUnknown:
      return "directory-unavailable";
  }
  return "";
}

std::string to_string(const Outcome& outcome) {
  std::string out;
  for (const RuleTrace& rule : outcome.rules) out += rule_text(rule);
  for (const Copy& copy : outcome.copies) out += copy_text(copy);
  return out;
}

}  // namespace waybill::message
