// doctor/test_mail.cpp: SMTP there, the log back.
#include "doctor/test_mail.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/text.h"
#include "mta/program.h"
#include "smtp/connection.h"

namespace waybill::doctor {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = 60s;
constexpr auto kLogPatience = 5s;
constexpr std::streamoff kTail = 1024 * 1024;  // of a log file: the line is new

std::string to_message(const TestMail& mail) {
  const std::time_t now = std::time(nullptr);
  return fmt::format(
      "From: {}\r\nTo: {}\r\nSubject: waybill doctor\r\nDate: {:%a, %d %b %Y %H:%M:%S} +0000\r\n"
      "Message-ID: <{}.{}@doctor.invalid>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: "
      "text/plain; charset=us-ascii\r\n\r\n"
      "A test of the way of a mail. Nobody has to answer it.\r\n",
      mail.author, mail.recipient, fmt::gmtime(now), now, getpid());
}

base::Result<std::string> read_journal() {
  return mta::run({"journalctl", "--quiet", "--no-pager", "--output=cat", "--identifier=waybilld", "--lines=1000"});
}

base::Result<std::string> read_log(const std::string& file) {
  if (file.empty()) return read_journal();
  std::ifstream in(file, std::ios::binary);
  if (!in) return base::Error{base::ErrorKind::Unavailable, file + ": cannot be read"};
  in.seekg(0, std::ios::end);
  in.seekg(std::max<std::streamoff>(in.tellg() - kTail, 0));
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// `4cXy1234: from=...`, behind what a log puts before it.
std::optional<std::string> find_in(std::string_view text, const std::string& queue_id) {
  const std::string begin = queue_id + ": from=";
  for (const std::string_view line : base::split(text, '\n')) {
    const std::size_t at = line.find(begin);
    if (at != std::string_view::npos) return std::string(line.substr(at));
  }
  return std::nullopt;
}

}  // namespace

base::Result<message::Reply> send_test_mail(const TestMail& mail) {
  const auto endpoint = net::parse_endpoint(mail.server);
  if (!endpoint) return endpoint.error();
  const auto deadline = Clock::now() + kPatience;
  auto connection = smtp::Connection::open(*endpoint, "localhost", deadline);
  if (!connection) return connection.error();
  const std::string text = to_message(mail);
  const message::Submission submission{"", {}, {{mail.recipient, '<' + mail.recipient + '>', {}}}, {}, {text}};
  auto receipt = connection->deliver(submission, deadline);
  if (!receipt) return receipt.error();
  return std::move(receipt->replies.front());
}

LogLine find_line(const std::string& queue_id, const std::string& log) {
  LogLine out;
  if (queue_id.empty()) return out;
  for (const auto deadline = Clock::now() + kLogPatience; !out.line; std::this_thread::sleep_for(100ms)) {
    const auto text = read_log(log);
    if (!text || (log.empty() && text->empty())) return out;  // no journal, or it knows nothing of waybilld
    out.is_log_at_hand = true;
    out.line = find_in(*text, queue_id);
    if (Clock::now() >= deadline) break;
  }
  return out;
}

Finding check_test_mail(const TestMail& mail, const base::Result<message::Reply>& reply, const LogLine& log) {
  Finding out{Check::TestMail, Severity::Error, {}};
  if (!reply) {
    out.what = "no test mail could be sent to " + mail.server + ": " + reply.error().text;
    out.why = "Nobody else can send mail there either, perhaps";
    out.fix = "postfix status || postfix start\npostconf inet_interfaces";
  } else if (!message::is_accepted(*reply)) {
    out.what = "the MTA refused the test mail: " + message::to_string(*reply);
    out.why = "The other findings may tell why; 451 4.7.1 comes from a milter that is down, or from Waybill itself";
    out.fix = "journalctl -u postfix@- -u waybill -n 50";
  } else if (log.line) {
    out.severity = Severity::Ok;
    out.what = "the MTA took the test mail, and waybilld saw it: " + *log.line;
  } else if (log.is_log_at_hand) {
    out.what =
        fmt::format("the MTA took the test mail as {}, and waybilld did not see it", message::queue_id_in(*reply));
    out.why = "Mail passes without Waybill: the service that took it has no milters, or others";
    out.fix = "postconf smtpd_milters\npostconf -P | grep milters";
  } else {
    out.severity = Severity::Unknown;
    out.what =
        fmt::format("the MTA took the test mail as {}; waybilld's log is not at hand", message::queue_id_in(*reply));
    out.why = "Whether waybilld saw it, a line of its log that begins with this id tells: name the file by --log";
  }
  return out;
}

}  // namespace waybill::doctor
