// smtp/commands.cpp: paths and parameters.
#include "smtp/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace waybill::smtp {
namespace {

// Beyond what RFC 5321 (4.5.3.1) and RFC 3461 (5.4) allow, below what fits into a line of Postfix (2048).
constexpr std::size_t kMostAddress = 900;
constexpr std::size_t kMostParameter = 540;
constexpr std::size_t kMostXforward = 255;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Nothing outside of a quoted string that ends a path. Empty is none.
bool is_path(std::string_view address) {
  bool quoted = false;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const char c = address[i];
    if (is_control(c)) return false;
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\') ++i;
    if (!quoted && (c == ' ' || c == '<' || c == '>')) return false;
  }
  return !address.empty() && !quoted && address.size() <= kMostAddress && base::is_valid_utf8(address) &&
         (!address.ends_with('\\'));
}

bool is_named(std::string_view parameter, std::string_view name) {
  return base::starts_with_ignore_case(parameter, name) &&
         (parameter.size() == name.size() || parameter[name.size()] == '=');
}

bool is_parameter(std::string_view parameter) {
  return parameter.size() <= kMostParameter &&
         std::none_of(parameter.begin(), parameter.end(), [](char c) { return is_control(c) || c == ' '; });
}

bool has(const std::vector<std::string>& parameters, std::string_view name) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const auto& p) { return is_named(p, name); });
}

// ` NAME=VALUE` of the parameters that are named so.
std::string carried(const std::vector<std::string>& parameters, std::array<std::string_view, 2> names) {
  std::string out;
  for (const std::string& parameter : parameters) {
    const bool wanted = is_named(parameter, names[0]) || is_named(parameter, names[1]);
    if (wanted && is_parameter(parameter)) out += ' ' + parameter;
  }
  return out;
}

constexpr std::array<std::string_view, 2> kOfMail = {"RET", "ENVID"};
constexpr std::array<std::string_view, 2> kOfRcpt = {"NOTIFY", "ORCPT"};

bool needs_smtputf8(const message::Submission& submission) {
  return has(submission.parameters, "SMTPUTF8") || !base::is_ascii(submission.sender) ||
         std::any_of(submission.recipients.begin(), submission.recipients.end(),
                     [](const message::Recipient& r) { return !base::is_ascii(r.address); });
}

std::string xforward_value(std::string_view name, std::string_view value) {
  const bool v6 = name == "ADDR" && value.find(':') != std::string_view::npos;
  return xtext((v6 ? "IPV6:" : "") + std::string(value));
}

bool asks_for_dsn(const message::Submission& submission) {
  const auto asks = [](const message::Recipient& r) { return !carried(r.parameters, kOfRcpt).empty(); };
  return !carried(submission.parameters, kOfMail).empty() ||
         std::any_of(submission.recipients.begin(), submission.recipients.end(), asks);
}

bool has_bad_option(const message::Submission& submission) {
  const auto bad = [](const std::string& p) { return !is_parameter(p); };
  const auto any_bad = [&](const auto& parameters) { return std::any_of(parameters.begin(), parameters.end(), bad); };
  return any_bad(submission.parameters) ||
         std::any_of(submission.recipients.begin(), submission.recipients.end(),
                     [&](const message::Recipient& r) { return any_bad(r.parameters); });
}

}  // namespace

std::vector<std::string> xforward_commands(const message::Origin& origin, const Capabilities& server) {
  const std::array<std::pair<std::string_view, std::string_view>, 7> known = {{{"NAME", origin.client_name},
                                                                               {"ADDR", origin.client_address},
                                                                               {"PORT", origin.client_port},
                                                                               {"PROTO", origin.protocol},
                                                                               {"HELO", origin.helo},
                                                                               {"IDENT", origin.queue_id},
                                                                               {"SOURCE", "REMOTE"}}};
  std::vector<std::string> out;
  for (const auto& [name, value] : known) {
    const bool wanted = std::find(server.xforward.begin(), server.xforward.end(), name) != server.xforward.end();
    const std::string text = xforward_value(name, value);
    if (wanted && !value.empty() && text.size() <= kMostXforward)
      out.push_back(fmt::format("XFORWARD {}={}", name, text));
  }
  return out;
}

std::string mail_command(const message::Submission& submission, const Survey& survey, const Capabilities& server) {
  std::string out = fmt::format("MAIL FROM:<{}>", submission.sender);
  if (server.size) out += fmt::format(" SIZE={}", survey.bytes);
  if (server.eight_bit_mime && survey.eight_bit) out += " BODY=8BITMIME";
  if (server.smtputf8 && needs_smtputf8(submission)) out += " SMTPUTF8";
  return server.dsn ? out + carried(submission.parameters, kOfMail) : out;
}

std::string rcpt_command(const message::Recipient& recipient, const Capabilities& server) {
  const std::string out = fmt::format("RCPT TO:<{}>", recipient.address);
  return server.dsn ? out + carried(recipient.parameters, kOfRcpt) : out;
}

std::optional<message::Reply> refusal(const message::Submission& submission, const Survey& survey,
                                      const Capabilities& server) {
  if (!submission.sender.empty() && !is_path(submission.sender)) {
    return message::Reply{553, "5.1.7", "The sender is no mail address"};
  }
  if (!server.smtputf8 && needs_smtputf8(submission)) {
    return message::Reply{553, "5.6.7", "The next server does not know internationalized addresses (SMTPUTF8)"};
  }
  if (server.size && server.most_bytes != 0 && survey.bytes > server.most_bytes) {
    return message::Reply{552, "5.3.4", fmt::format("The next server takes {} bytes at most", server.most_bytes)};
  }
  if (!server.eight_bit_mime && survey.eight_bit) {
    return message::Reply{451, "4.6.3", "The next server does not take 8-bit bytes (8BITMIME)"};
  }
  return std::nullopt;
}

std::optional<message::Reply> refusal(const message::Recipient& recipient) {
  if (is_path(recipient.address)) return std::nullopt;
  return message::Reply{553, "5.1.3", "The recipient is no mail address"};
}

std::string lost_options(const message::Submission& submission, const Capabilities& server) {
  if (!server.dsn && asks_for_dsn(submission)) {
    return "the server does not offer DSN: RET, ENVID, NOTIFY and ORCPT are not carried over";
  }
  return has_bad_option(submission) ? "options of MAIL or RCPT that are no SMTP are not carried over" : "";
}

std::string xtext(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > 0x20 && byte < 0x7F && c != '+' && c != '=';
    out += plain ? std::string(1, c) : fmt::format("+{:02X}", byte);
  }
  return out;
}

}  // namespace waybill::smtp
