// smtp/connection.cpp: the dialogue.
#include "smtp/connection.h"

#include <algorithm>
#include <utility>

#include "smtp/commands.h"

namespace waybill::smtp {
namespace {

// With PIPELINING: as many commands in a row as have their replies well within what a socket buffers.
constexpr std::size_t kCommandsAtOnce = 100;
constexpr int kClosing = 421;

net::Source once(std::string_view bytes) {
  return [bytes]() mutable { return std::exchange(bytes, std::string_view()); };
}

bool is_class(const RawReply& reply, int code_class) { return reply.code / 100 == code_class; }
bool is_refusal(const RawReply& reply) { return is_class(reply, 4) || is_class(reply, 5); }

message::Receipt same_for_all(const message::Submission& submission, const message::Reply& reply) {
  return {std::vector<message::Reply>(submission.recipients.size(), reply), {}};
}

}  // namespace

base::Result<Connection> Connection::open(const net::Endpoint& endpoint, const std::string& helo,
                                          net::Deadline deadline) {
  auto stream = net::Stream::connect(endpoint, deadline);
  if (!stream) return stream.error();
  Connection out(std::move(*stream));
  const auto greeting = out.read_reply(deadline);
  if (!greeting) return greeting.error();
  if (greeting->code != 220) return out.misbehaved("greets with " + to_string(to_reply(*greeting)));
  const auto hello = out.exchange_one("EHLO " + helo, deadline);
  if (!hello) return hello.error();
  if (hello->code != 250) return out.misbehaved("answers to EHLO " + to_string(to_reply(*hello)));
  out.server_ = parse_capabilities(hello->lines);
  return out;
}

Connection::~Connection() {
  std::string unread;
  const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
  if (usable_) (void)stream_.send(once("QUIT\r\n"), true, unread, soon);
}

bool Connection::is_fresh(std::chrono::seconds most) const {
  return usable_ && stream_.is_quiet() && std::chrono::steady_clock::now() - idle_since_ < most;
}

base::Error Connection::misbehaved(const std::string& what) const {
  return {base::ErrorKind::Unavailable, "the server " + what};
}

base::Result<message::Receipt> Connection::deliver(const message::Submission& submission, net::Deadline deadline) {
  const Survey found = survey(submission.pieces);
  if (const auto refused = refusal(submission, found, server_)) return same_for_all(submission, *refused);
  warnings_.clear();
  if (auto lost = lost_options(submission, server_); !lost.empty()) warnings_.push_back(std::move(lost));
  usable_ = false;  // until all went well
  sent_content_ = false;
  auto receipt = transact(submission, found, deadline);
  if (receipt) receipt->warnings = std::move(warnings_);
  idle_since_ = std::chrono::steady_clock::now();
  return receipt;
}

base::Result<message::Receipt> Connection::transact(const message::Submission& submission, const Survey& survey,
                                                    net::Deadline deadline) {
  auto replies = envelope(submission, survey, deadline);
  if (!replies) return replies.error();
  if (std::any_of(replies->begin(), replies->end(), message::is_accepted)) {
    const auto end = content(submission, deadline);
    if (!end) return end.error();
    std::replace_if(replies->begin(), replies->end(), message::is_accepted, *end);
  } else {
    const auto reset = exchange_one("RSET", deadline);
    usable_ = reset && is_class(*reset, 2);
  }
  return message::Receipt{std::move(*replies), {}};
}

// One reply a recipient, from XFORWARD, MAIL and RCPT.
base::Result<std::vector<message::Reply>> Connection::envelope(const message::Submission& submission,
                                                               const Survey& survey, net::Deadline deadline) {
  std::vector<std::string> commands = xforward_commands(submission.origin, server_);
  const std::size_t mail = commands.size();
  commands.push_back(mail_command(submission, survey, server_));
  std::vector<message::Reply> out;
  for (const message::Recipient& recipient : submission.recipients) {
    out.push_back(refusal(recipient).value_or(message::Reply{0, {}, {}}));
    if (out.back().code == 0) commands.push_back(rcpt_command(recipient, server_));
  }
  const auto said = exchange(commands, deadline);
  if (!said) return said.error();
  if (std::any_of(said->begin(), said->end(), [](const RawReply& r) { return is_class(r, 3); })) {
    return misbehaved("answers 3xx where no more was asked for");
  }
  auto next = said->begin() + static_cast<std::ptrdiff_t>(mail);
  const auto refused = std::find_if(said->begin(), next, is_refusal);
  if (refused != next) warnings_.push_back("the server refuses XFORWARD: " + to_string(to_reply(*refused)));
  const RawReply& to_mail = *next++;
  for (message::Reply& reply : out) {
    if (reply.code == 0) reply = to_reply(is_refusal(to_mail) ? to_mail : *next++);
  }
  return out;
}

// The reply that decides for all whose RCPT was accepted.
base::Result<message::Reply> Connection::content(const message::Submission& submission, net::Deadline deadline) {
  const auto go = exchange_one("DATA", deadline);
  if (!go) return go.error();
  if (!is_refusal(*go) && go->code != 354) return misbehaved("answers to DATA neither 354 nor why not");
  sent_content_ = !is_refusal(*go);
  DataWriter writer(submission.pieces);
  const auto end = is_refusal(*go) ? go : send_and_read([&] { return writer.next(); }, true, deadline);
  if (!end) return end.error();
  if (is_class(*end, 3)) return misbehaved("answers 3xx to the end of the message");
  usable_ = is_class(*end, 2) && replies_.unread() == 0;
  return to_reply(*end);
}

base::Result<RawReply> Connection::exchange_one(const std::string& command, net::Deadline deadline) {
  auto replies = exchange({command}, deadline);
  if (!replies) return replies.error();
  return std::move(replies->front());
}

base::Result<std::vector<RawReply>> Connection::exchange(const std::vector<std::string>& commands,
                                                         net::Deadline deadline) {
  const std::size_t most = server_.pipelining ? kCommandsAtOnce : 1;
  std::vector<RawReply> out;
  while (out.size() < commands.size()) {
    std::string lines;
    const std::size_t end = std::min(commands.size(), out.size() + most);
    for (std::size_t i = out.size(); i < end; ++i) lines += commands[i] + "\r\n";
    auto reply = send_and_read(once(lines), false, deadline);
    while (reply) {
      if (reply->code == kClosing) return misbehaved("closes: " + to_string(to_reply(*reply)));
      out.push_back(std::move(*reply));
      if (out.size() == end) break;
      reply = read_reply(deadline);
    }
    if (!reply) return reply.error();
    if (replies_.unread() != 0) return misbehaved("says more than it was asked for");
  }
  return out;
}

// REQUIRES that all replies so far were taken.
base::Result<RawReply> Connection::send_and_read(const net::Source& bytes, bool is_content, net::Deadline deadline) {
  if (!stream_.is_quiet()) return interruption(is_content, deadline);
  std::string input;
  const auto sent = stream_.send(bytes, is_content, input, deadline);
  replies_.put(input);
  if (!sent && sent.error().kind == base::ErrorKind::TimedOut) return sent.error();
  if (!sent) return interruption(is_content, deadline);
  const auto reply = read_reply(deadline);
  if (*sent || !reply || is_refusal(*reply)) return reply;
  return misbehaved("accepts a message before its end");
}

base::Result<RawReply> Connection::read_reply(net::Deadline deadline) {
  for (;;) {
    auto reply = replies_.next();
    if (!reply) return reply.error();
    if (*reply) return std::move(**reply);
    std::string input;
    const auto open = stream_.receive(input, deadline);
    if (!open) return open.error();
    if (!*open) return misbehaved("closed the connection");
    replies_.put(input);
  }
}

// The server speaks or ends before it was asked. Only a message can be refused that way.
base::Result<RawReply> Connection::interruption(bool is_content, net::Deadline deadline) {
  auto said = read_reply(deadline);
  if (!said || (is_content && is_refusal(*said))) return said;
  return misbehaved("interrupts: " + to_string(to_reply(*said)));
}

}  // namespace waybill::smtp
