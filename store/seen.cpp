// store/seen.cpp: reading at once, writing behind.
#include "store/seen.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace waybill::store {
namespace {

constexpr const char* kWhat = "the memory of seen messages";
constexpr std::chrono::milliseconds kWait(50);
constexpr std::chrono::seconds kPause(1);  // until a file that failed is tried again

std::size_t weight(const engine::Arrival& arrival) {
  constexpr std::size_t kItself = 256;
  std::size_t out = kItself;
  for (const auto& to : arrival.recipients) out += sizeof(to) + to.address.size();
  return out;
}

}  // namespace

Seen::Seen(SeenOptions options, Pace pace) : options_(std::move(options)), behind_(kWhat, options_, pace) {}

base::Result<std::vector<std::optional<engine::Sighting>>> Seen::meet(const engine::Arrival& arrival) noexcept {
  try {
    auto met = ask([&](SeenLookup& lookup) { return lookup.proven(arrival); });
    engine::Arrival candidates = arrival;
    candidates.recipients.clear();
    for (std::size_t i = 0; i < arrival.recipients.size(); ++i) {
      const bool is_met = met && (*met)[i];
      if (!is_met && arrival.recipients[i].in_place) candidates.recipients.push_back(arrival.recipients[i]);
    }
    const std::size_t bytes = weight(candidates);
    behind_.add(SeenCandidates{std::move(candidates)}, bytes);
    return met;
  } catch (const std::exception& error) {  // no memory
    return base::Error{base::ErrorKind::Unavailable, error.what()};
  }
}

base::Result<std::string> Seen::position(const std::string& hub) noexcept {
  try {
    return ask([&](SeenLookup& lookup) { return lookup.position(hub); });
  } catch (const std::exception& error) {  // no memory
    return base::Error{base::ErrorKind::Unavailable, error.what()};
  }
}

std::optional<base::Error> Seen::prove(const std::string& hub, const std::vector<engine::Proof>& proofs,
                                       const std::string& position, std::int64_t now) noexcept {
  try {
    std::size_t bytes = sizeof(SeenProofs) + position.size();
    for (const engine::Proof& proof : proofs) bytes += sizeof(proof) + proof.recipient.size();
    behind_.add(SeenProofs{hub, proofs, position, now}, bytes);
    return std::nullopt;
  } catch (const std::exception& error) {  // no memory
    return base::Error{base::ErrorKind::Unavailable, error.what()};
  }
}

template <class Ask>
auto Seen::ask(Ask ask) -> decltype(ask(std::declval<SeenLookup&>())) {
  const std::lock_guard lock(mutex_);
  if (!lookup_) {
    if (failure_ && std::chrono::steady_clock::now() < next_try_) return *failure_;
    auto opened = SeenLookup::open(options_, kWait);
    if (!opened) {
      fail(opened.error());
      return opened.error();
    }
    lookup_.emplace(std::move(*opened));
  }
  auto out = ask(*lookup_);
  if (!out) {
    fail(out.error());
  } else if (failure_) {
    failure_.reset();
    spdlog::info("{} can be asked again", kWhat);
  }
  return out;
}

void Seen::fail(const base::Error& error) {
  if (!failure_) spdlog::warn("{}: {}; until it can be asked again all mail passes, duplicates too", kWhat, error.text);
  failure_ = error;
  lookup_.reset();
  next_try_ = std::chrono::steady_clock::now() + kPause;
}

}  // namespace waybill::store
