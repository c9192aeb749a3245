// milter/apply.cpp: requests one after another, body pieces in packets.
#include "milter/apply.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "message/compose.h"

namespace waybill::milter {
namespace {

constexpr const char* kHoldReason = "held by a transport rule";

bool ask(const HeaderRequest& request, Mta& mta) {
  switch (request.kind) {
    case HeaderRequest::Kind::Change:
      return mta.change_header(request.name, request.index, request.value);
    case HeaderRequest::Kind::Remove:
      return mta.remove_header(request.name, request.index);
    case HeaderRequest::Kind::Add:
      return mta.add_header(request.name, request.value);
    case HeaderRequest::Kind::Insert:
      return mta.insert_header(request.index, request.name, request.value);
  }
  return false;
}

// Joins small pieces to full packets; sends whole packets of a large piece without a copy.
class BodySender {
 public:
  // `size`: of all pieces.
  BodySender(Mta& mta, std::size_t size) : mta_(mta) { waiting_.reserve(std::min(size, kBodyPacket)); }

  bool put(std::string_view piece) {
    while (!piece.empty()) {
      const bool sent = waiting_.empty() && piece.size() >= kBodyPacket ? send_packets(piece) : gather(piece);
      if (!sent) return false;
    }
    return true;
  }

  // An empty body needs a request too: without one the old body stays.
  bool finish() { return (sent_any_ && waiting_.empty()) || send(waiting_); }

 private:
  bool send_packets(std::string_view& piece) {
    const std::string_view whole = piece.substr(0, piece.size() - piece.size() % kBodyPacket);
    piece.remove_prefix(whole.size());
    return send(whole);
  }

  bool gather(std::string_view& piece) {
    const std::string_view fitting = piece.substr(0, kBodyPacket - waiting_.size());
    piece.remove_prefix(fitting.size());
    waiting_ += fitting;
    if (waiting_.size() < kBodyPacket) return true;
    const bool sent = send(waiting_);
    waiting_.clear();
    return sent;
  }

  bool send(std::string_view bytes) {
    sent_any_ = true;
    return mta_.replace_body(bytes);
  }

  Mta& mta_;
  std::string waiting_;
  bool sent_any_ = false;
};

bool send_body(const message::Edits& edits, std::string_view body, Mta& mta) {
  const auto pieces = message::body_slices(body, edits);
  const auto add = [](std::size_t sum, std::string_view piece) { return sum + piece.size(); };
  BodySender sender(mta, std::accumulate(pieces.begin(), pieces.end(), std::size_t{0}, add));
  return std::all_of(pieces.begin(), pieces.end(), [&](std::string_view piece) { return sender.put(piece); }) &&
         sender.finish();
}

bool change_recipients(const Plan& plan, Mta& mta) {
  return std::all_of(plan.remove_recipients.begin(), plan.remove_recipients.end(),
                     [&](const std::string& argument) { return mta.remove_recipient(argument); }) &&
         std::all_of(plan.add_recipients.begin(), plan.add_recipients.end(),
                     [&](const std::string& address) { return mta.add_recipient(address); });
}

}  // namespace

bool apply(const Plan& plan, std::string_view body, Mta& mta) {
  return std::all_of(plan.headers.begin(), plan.headers.end(),
                     [&](const auto& request) { return ask(request, mta); }) &&
         change_recipients(plan, mta) && (plan.verdict != message::Verdict::Quarantine || mta.hold(kHoldReason)) &&
         (plan.body == nullptr || send_body(*plan.body, body, mta));
}

}  // namespace waybill::milter
