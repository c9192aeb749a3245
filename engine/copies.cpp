// engine/copies.cpp: grouping, joining and ordering of copies.
#include "engine/copies.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "message/address.h"

namespace waybill::engine {
namespace {

using message::Copy;
using message::Verdict;

bool has_equal_result(const Copy& a, const Copy& b) {
  return a.verdict == b.verdict && a.reply == b.reply && a.edits == b.edits;
}

void take(std::vector<std::string>& addresses, std::vector<std::string>& from) {
  for (std::string& address : from) {
    if (std::find(addresses.begin(), addresses.end(), address) == addresses.end()) {
      addresses.push_back(std::move(address));
    }
  }
}

void take_recipients(Copy& copy, Copy& from) {
  take(copy.recipients, from.recipients);
  take(copy.redirected_to, from.redirected_to);
  take(copy.suppressible, from.suppressible);
  std::move(from.instead_of.begin(), from.instead_of.end(), std::back_inserter(copy.instead_of));
  if (!copy.left_alone) copy.left_alone = std::move(from.left_alone);
}

std::vector<Copy> joined(std::vector<Copy> copies) {
  std::vector<Copy> out;
  for (Copy& copy : copies) {
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const Copy& other) { return has_equal_result(other, copy); });
    if (same == out.end()) {
      out.push_back(std::move(copy));
    } else {
      take_recipients(*same, copy);
    }
  }
  return out;
}

// One result for all: that of the copy that leaves the house.
std::vector<Copy> single(std::vector<Copy> copies, const Organization& ours) {
  const auto rejected =
      std::find_if(copies.begin(), copies.end(), [](const Copy& copy) { return copy.verdict == Verdict::Reject; });
  const auto leaves = [&](const Copy& copy) {
    return is_passed_on(copy) && std::any_of(copy.recipients.begin(), copy.recipients.end(), [&](const auto& to) {
             const std::string address = message::normalized(to);
             const auto domain = message::domain_of(address);
             return std::find(ours.domains.begin(), ours.domains.end(), domain) == ours.domains.end();
           });
  };
  auto kept = rejected != copies.end() ? rejected : std::find_if(copies.begin(), copies.end(), leaves);
  if (kept == copies.end()) kept = std::find_if(copies.begin(), copies.end(), message::is_passed_on);
  if (kept == copies.end()) return copies;
  std::vector<Copy> out = {std::move(*kept)};
  for (auto copy = copies.begin(); copy != copies.end(); ++copy) {
    if (copy == kept) continue;
    if (rejected != copies.end() || is_passed_on(*copy)) {
      take_recipients(out.front(), *copy);
    } else {
      out.push_back(std::move(*copy));
    }
  }
  return out;
}

Copy for_all(const message::Envelope& envelope, message::Reply reply) {
  Copy copy;
  for (const message::Recipient& to : envelope.recipients) copy.recipients.push_back(to.address);
  copy.verdict = Verdict::Tempfail;
  copy.reply = std::move(reply);
  return copy;
}

// What the envelope says of the recipients of copies.
class Order {
 public:
  explicit Order(const message::Envelope& envelope) {
    for (const message::Recipient& to : envelope.recipients) places_.emplace(to.address, places_.size());
  }

  // Those of the envelope first, in its order.
  void sort_recipients(Copy& copy) const {
    std::stable_sort(copy.recipients.begin(), copy.recipients.end(),
                     [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
  }

  void put_kept_first(std::vector<Copy>& copies) const {
    const bool is_refused = std::none_of(copies.begin(), copies.end(), [&](const Copy& copy) {
      return is_passed_on(copy) && (known(copy) > 0 || !copy.instead_of.empty());
    });
    std::stable_sort(copies.begin(), copies.end(),
                     [&](const Copy& a, const Copy& b) { return rank(a, is_refused) > rank(b, is_refused); });
  }

 private:
  std::size_t place(const std::string& address) const {
    const auto found = places_.find(address);
    return found == places_.end() ? places_.size() : found->second;
  }

  // How many of its recipients the envelope has.
  std::size_t known(const Copy& copy) const {
    return static_cast<std::size_t>(std::count_if(copy.recipients.begin(), copy.recipients.end(),
                                                  [&](const auto& to) { return places_.count(to) != 0; }));
  }

  // Higher comes first.
  std::size_t rank(const Copy& copy, bool is_refused) const {
    const std::size_t most = places_.size() + 1;
    if (copy.verdict == Verdict::Reject) return is_refused ? 3 * most : 0;
    if (copy.verdict == Verdict::Quarantine) return 2 * most;
    return copy.verdict == Verdict::Accept ? 1 + known(copy) : 0;
  }

  std::map<std::string, std::size_t> places_;
};

}  // namespace

std::vector<Copy> settle(std::vector<Copy> copies, const message::Envelope& envelope, const Policy& policy,
                         bool can_split) {
  const auto waits = [](const Copy& copy) { return copy.verdict == Verdict::Tempfail; };
  if (const auto found = std::find_if(copies.begin(), copies.end(), waits); found != copies.end()) {
    Copy all = for_all(envelope, *found->reply);
    all.left_alone = std::move(found->left_alone);
    return {std::move(all)};
  }
  copies = joined(std::move(copies));
  if ((policy.per_recipient == PerRecipient::Single || !can_split) && copies.size() > 1) {
    copies = single(std::move(copies), policy.organization);
  }
  const auto held =
      std::count_if(copies.begin(), copies.end(), [](const Copy& copy) { return copy.verdict == Verdict::Quarantine; });
  if (held > 1) return {for_all(envelope, {451, "4.3.0", "Copies that differ cannot be held"})};
  if (copies.size() > policy.limits.copies) return {for_all(envelope, {451, "4.3.0", "Too many different copies"})};
  const Order order(envelope);
  for (Copy& copy : copies) order.sort_recipients(copy);
  order.put_kept_first(copies);
  return copies;
}

}  // namespace waybill::engine
