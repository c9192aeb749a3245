// ldap/servers.cpp: failures in a row, and the time that they cost.
#include "ldap/servers.h"

#include <algorithm>
#include <utility>

namespace waybill::ldap {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kFirstPause = 1s;
constexpr std::chrono::milliseconds kLongestPause = 30s;
constexpr std::chrono::milliseconds kRefusedPause = 10min;
constexpr auto kProbe = 10s;  // whoever tries a server has told by then, or is not heard of again
constexpr auto kLook = 50ms;  // between looks at what comes of a probe
constexpr auto kTold = 1h;    // between two words about refusals

std::chrono::milliseconds pause_after(unsigned failures, double lot) {
  const auto doubled = kFirstPause * (1U << std::min(failures - 1, 10U));
  const auto even = std::min<std::chrono::milliseconds>(doubled, kLongestPause);
  return std::chrono::duration_cast<std::chrono::milliseconds>(even * (0.75 + 0.5 * lot));
}

}  // namespace

Servers::Servers(const std::vector<std::string>& uris) : uris_(uris), states_(uris.size()) {}

std::optional<std::size_t> Servers::take(std::size_t from, Time now) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = from; i < states_.size(); ++i) {
    State& state = states_[i];
    if (now < state.closed_until) continue;
    state.probed = state.failures > 0;
    if (state.probed) state.closed_until = now + kProbe;
    return i;
  }
  return std::nullopt;
}

bool Servers::note_success(std::size_t server) {
  const std::lock_guard lock(mutex_);
  State& state = states_[server];
  const bool had_failed = state.failures > 0;
  state = {.told_until = state.told_until};
  return had_failed;
}

bool Servers::note_failure(std::size_t server, const std::string& why, Time now, double lot) {
  return fail(server, why, now, false, lot);
}

bool Servers::note_refused_login(std::size_t server, const std::string& why, Time now) {
  return fail(server, why, now, true, 0);
}

void Servers::forget_refused_logins() {
  const std::lock_guard lock(mutex_);
  for (State& state : states_) {
    if (std::exchange(state.refused, false)) state.closed_until = {};
  }
}

bool Servers::fail(std::size_t server, const std::string& why, Time now, bool refused, double lot) {
  const std::lock_guard lock(mutex_);
  State& state = states_[server];
  const bool is_known = now < state.closed_until && !state.probed;
  if (is_known) return false;  // by another one who tried it at the same time
  ++state.failures;
  state.probed = false;
  state.refused = refused;
  state.closed_until = now + (refused ? kRefusedPause : pause_after(state.failures, lot));
  state.why = why;
  return state.failures == 1;
}

void Servers::release(std::size_t server) {
  const std::lock_guard lock(mutex_);
  State& state = states_[server];
  if (!state.probed) return;
  state.probed = false;
  state.closed_until = {};
}

bool Servers::note_refusal(std::size_t server, Time now) {
  const std::lock_guard lock(mutex_);
  if (now < states_[server].told_until) return false;
  states_[server].told_until = now + kTold;
  return true;
}

Servers::Time Servers::next_chance(Time now) const {
  const std::lock_guard lock(mutex_);
  Time out = Time::max();
  for (const State& state : states_) out = std::min(out, state.probed ? now + kLook : state.closed_until);
  return std::max(out, now + kLook);
}

std::chrono::nanoseconds Servers::rest(std::size_t server, Time now) const {
  const std::lock_guard lock(mutex_);
  return std::max(states_[server].closed_until, now) - now;
}

std::string Servers::why_none() const {
  const std::lock_guard lock(mutex_);
  std::string why;
  for (const State& state : states_) {
    if (!state.why.empty()) why += (why.empty() ? "" : "; ") + state.why;
  }
  return why.empty() ? "no server is configured" : why;
}

bool Servers::all_failed() const {
  const std::lock_guard lock(mutex_);
  return std::all_of(states_.begin(), states_.end(), [](const State& state) { return state.failures > 0; });
}

bool Servers::is_better_open(std::size_t server, Time now) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(states_.begin(), states_.begin() + static_cast<std::ptrdiff_t>(server),
                     [&](const State& state) { return now >= state.closed_until; });
}

}  // namespace waybill::ldap
