// engine/delivery_report.cpp: the three parts and what holds them together.
#include "engine/delivery_report.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "dedupe/sha256.h"
#include "message/compose.h"
#include "message/internet_date.h"
#include "mime/codec.h"

namespace waybill::engine {
namespace {

constexpr std::size_t kMostReply = 800;
constexpr std::size_t kMostLine = 998;  // RFC 5322, 2.1.1
constexpr std::string_view kEnd = "\r\n";

std::string_view parameter(const std::vector<std::string>& parameters, std::string_view name) {
  for (const std::string& parameter : parameters) {
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    if (!base::equals_ignore_case(std::string_view(parameter).substr(0, equals), name)) continue;
    return std::string_view(parameter).substr(std::min(equals + 1, parameter.size()));
  }
  return {};
}

bool wants_report(const message::Recipient& recipient) {
  const std::string_view notify = parameter(recipient.parameters, "NOTIFY");
  const std::vector<std::string_view> events = base::split(notify, ',');
  return notify.empty() || std::any_of(events.begin(), events.end(),
                                       [](std::string_view e) { return base::equals_ignore_case(e, "FAILURE"); });
}

// One line, whatever a stranger wrote; without `utf8` in ASCII.
std::string one_line(std::string_view text, bool utf8) {
  std::string out;
  const bool keeps = utf8 && base::is_valid_utf8(text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(byte < 0x20 || byte == 0x7F ? ' ' : byte >= 0x80 && !keeps ? '?' : c);
  }
  return out;
}

int hex_digit(char c) {
  const std::size_t value = std::string_view("0123456789ABCDEF").find(c);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

// RFC 3461, 4, undone; what is no xtext stays.
std::string from_xtext(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded =
        text[i] == '+' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    out.push_back(coded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i]);
    if (coded) i += 2;
  }
  return out;
}

bool has_long_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    if (end > kMostLine + 1) return true;
    text.remove_prefix(end + 1);
  }
  return false;
}

class Report {
 public:
  Report(const message::Message& message, const std::vector<std::string>& parameters, const Reporter& reporter,
         std::vector<const RefusedRecipient*> refused)
      : message_(message), parameters_(parameters), reporter_(reporter), refused_(std::move(refused)) {
    const auto has_utf8 = [](const RefusedRecipient* r) { return !base::is_ascii(r->recipient.address); };
    const bool asked = std::any_of(parameters.begin(), parameters.end(),
                                   [](const auto& p) { return base::equals_ignore_case(p, "SMTPUTF8"); });
    global_ =
        asked || !base::is_ascii(message.envelope.sender) || std::any_of(refused_.begin(), refused_.end(), has_utf8);
  }

  DeliveryReport make() const {
    const std::array<std::string, 3> parts = {part("text/plain; charset=utf-8", words(), true), status_part(),
                                              header_part()};
    const std::string all = parts[0] + parts[1] + parts[2];
    dedupe::Sha256 hash;
    hash.put(all + message::internet_date(reporter_.now) + message_.envelope.queue_id);
    // Nobody can know it before it is made, and write it into the message.
    const std::string name = dedupe::hex(hash.finish()).substr(0, 32);
    std::string text = header(name) + "This is a report in the format of MIME.\r\n";
    for (const std::string& part : parts) text += "\r\n--=_waybill_" + name + "\r\n" + part;
    text += "\r\n--=_waybill_" + name + "--\r\n";
    return {message_.envelope.sender, !base::is_ascii(message_.envelope.sender), std::move(text)};
  }

 private:
  std::string host() const { return one_line(reporter_.host, false); }

  std::string header(const std::string& name) const {
    return "Date: " + message::internet_date(reporter_.now) + "\r\nFrom: Mail Delivery System <MAILER-DAEMON@" +
           host() + ">\r\nTo: <" + one_line(message_.envelope.sender, true) +
           ">\r\nSubject: Undelivered Mail Returned to Sender\r\n" + "Message-ID: <" + name + '@' + host() +
           ">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n" +
           "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"=_waybill_" + name +
           "\"\r\n\r\n";
  }

  static std::string part(std::string_view type, const std::string& content, bool encode) {
    const std::string out = "Content-Type: " + std::string(type) + "\r\nContent-Transfer-Encoding: ";
    if (!encode) return out + "7bit\r\n\r\n" + content;
    return out + "quoted-printable\r\n\r\n" + mime::encode_quoted_printable(content, kEnd);
  }

  std::string words() const {
    std::string out = "This is the mail system at host " + host() +
                      ".\r\n\r\nYour message was not delivered to the recipients below: a rule of this mail system\r\n"
                      "refused it. All other recipients are not concerned.\r\n";
    for (const RefusedRecipient* refused : refused_) {
      out += "\r\n<" + one_line(refused->recipient.address, true) + ">:\r\n    " + reply_text(*refused, true) + "\r\n";
    }
    return out;
  }

  static std::string reply_text(const RefusedRecipient& refused, bool utf8) {
    return one_line(to_string(refused.reply), utf8).substr(0, kMostReply);
  }

  std::string status_part() const {
    std::string out = "Reporting-MTA: dns; " + host() + "\r\n";
    if (const auto id = parameter(parameters_, "ENVID"); !id.empty()) {
      out += "Original-Envelope-Id: " + one_line(from_xtext(id), false) + "\r\n";
    }
    out += "Arrival-Date: " + message::internet_date(reporter_.now) + "\r\n";
    for (const RefusedRecipient* refused : refused_) out += "\r\n" + status(*refused);
    return part(global_ ? "message/global-delivery-status" : "message/delivery-status", out, global_);
  }

  std::string status(const RefusedRecipient& refused) const {
    const message::Recipient& recipient = refused.recipient;
    std::string out;
    if (const auto orcpt = parameter(recipient.parameters, "ORCPT"); !orcpt.empty()) {
      out += "Original-Recipient: " + one_line(from_xtext(orcpt), global_) + "\r\n";
    }
    const char* const type = base::is_ascii(recipient.address) ? "rfc822; " : "utf-8; ";
    return out + "Final-Recipient: " + type + one_line(recipient.address, global_) +
           "\r\nAction: failed\r\nStatus: " + one_line(refused.reply.status, false) + "\r\nDiagnostic-Code: smtp; " +
           reply_text(refused, global_) + "\r\n";
  }

  std::string header_part() const {
    std::string text = message::header_text(message_.headers);
    text.resize(text.size() - kEnd.size());  // without the empty line
    const bool encode = !base::is_ascii(text) || text.find('\0') != std::string::npos || has_long_line(text);
    return part(global_ ? "message/global-headers" : "text/rfc822-headers", text, encode);
  }

  const message::Message& message_;
  const std::vector<std::string>& parameters_;
  const Reporter& reporter_;
  std::vector<const RefusedRecipient*> refused_;
  bool global_ = false;
};

}  // namespace

std::optional<DeliveryReport> delivery_report(const message::Message& message,
                                              const std::vector<std::string>& parameters,
                                              const std::vector<RefusedRecipient>& refused, const Reporter& reporter) {
  std::vector<const RefusedRecipient*> reported;
  for (const RefusedRecipient& one : refused) {
    if (wants_report(one.recipient)) reported.push_back(&one);
  }
  if (reported.empty() || message.envelope.sender.empty()) return std::nullopt;
  return Report(message, parameters, reporter, std::move(reported)).make();
}

message::Submission submission(const DeliveryReport& report) {
  message::Submission out;
  if (report.smtputf8) out.parameters = {"SMTPUTF8"};
  out.recipients = {{report.recipient, {}, {"NOTIFY=NEVER"}}};
  out.pieces = {report.text};
  return out;
}

}  // namespace waybill::engine
