// store/redis_seen.cpp: arguments of scripts, and what they answer.
#include "store/redis_seen.h"

#include <exception>

namespace waybill::store {
namespace {

using Sightings = std::vector<std::optional<engine::Sighting>>;
using Kind = RedisReply::Kind;

base::Error misunderstood() { return {base::ErrorKind::Unavailable, "Redis answers something else than asked"}; }

// Memory, and nothing else, may end.
base::Error thrown() noexcept { return {base::ErrorKind::Unavailable, "no memory"}; }

std::string to_text(std::chrono::milliseconds time) { return std::to_string(time.count()); }

// The value of "" in `queue`.
std::string candidates_of(const engine::Arrival& arrival) {
  return arrival.id + '/' + arrival.way + ' ' + std::to_string(arrival.here.at);
}

base::Result<Sightings> read_sightings(const RedisReply& reply, const engine::Arrival& arrival,
                                       const std::string& queue) {
  if (!reply.is_array(arrival.recipients.size() + 1) || reply.items[0].text != queue) return misunderstood();
  Sightings out;
  for (std::size_t i = 1; i < reply.items.size(); ++i) {
    const RedisReply& item = reply.items[i];
    auto proven = item.kind == Kind::Text ? read_proven(item.text) : std::nullopt;
    if (!proven && item.kind != Kind::Nil) return misunderstood();
    out.push_back(proven ? std::optional(std::move(proven->sighting)) : std::nullopt);
  }
  return out;
}

}  // namespace

base::Result<std::unique_ptr<RedisSeen>> RedisSeen::make(const RedisOptions& options) {
  auto servers = RedisServers::make(options);
  if (!servers) return servers.error();
  return std::unique_ptr<RedisSeen>(new RedisSeen(std::move(*servers), options));
}

base::Result<Sightings> RedisSeen::meet(const engine::Arrival& arrival) noexcept try {
  const std::string place = place_of(arrival.here);
  auto met = try_to_meet(arrival);
  met ? unmet_.remove(place) : unmet_.add(place, arrival);
  return met;
} catch (const std::exception&) {
  return thrown();
}

base::Result<Sightings> RedisSeen::try_to_meet(const engine::Arrival& arrival) {
  const std::string queue = queue_key(options_.prefix, place_of(arrival.here));
  RedisCommand command = command_of(meet_script());
  command.reserve(command.size() + 4 + 2 * arrival.recipients.size());
  command.insert(command.end(), {seen_key(options_.prefix, arrival.id, arrival.way, ""), queue, candidates_of(arrival),
                                 to_text(options_.candidate_lifetime)});
  for (const auto& recipient : arrival.recipients) {
    command.push_back(recipient.address);
    command.emplace_back(recipient.in_place && !recipient.address.empty() ? "1" : "0");
  }
  const auto reply = evaluate(meet_script(), command, options_.timeout);
  if (!reply) return reply.error();
  return read_sightings(*reply, arrival, queue);
}

base::Result<std::string> RedisSeen::position(const std::string& hub) noexcept try {
  const net::Deadline deadline = std::chrono::steady_clock::now() + options_.background_timeout;
  const RedisCommand get = {"GET", position_key(options_.prefix, hub)};
  auto reply = pool_.ask([&](RedisConnection& connection) { return connection.exchange(get, deadline); }, deadline);
  if (!reply) return reply.error();
  if (reply->kind != Kind::Text && reply->kind != Kind::Nil) return misunderstood();
  return std::move(reply->text);
} catch (const std::exception&) {
  return thrown();
}

std::optional<base::Error> RedisSeen::prove(const std::string& hub, const std::vector<engine::Proof>& proofs,
                                            const std::string& position, std::int64_t now) noexcept try {
  if (auto error = tell_late()) return error;
  RedisCommand command = command_of(prove_script());
  command.insert(command.end(), {options_.prefix, hub, position, std::to_string(now), to_text(options_.window)});
  for (const engine::Proof& proof : proofs) {
    if (unmet_.has(place_of({hub, proof.queue_id}))) continue;
    command.push_back(proof.queue_id);
    command.push_back(proof.recipient);
  }
  const auto reply = evaluate(prove_script(), command, options_.background_timeout);
  if (!reply) return reply.error();
  return std::nullopt;
} catch (const std::exception&) {
  return thrown();
}

// Candidates of an outage; a message that came to the same place meanwhile took the place of its own.
std::optional<base::Error> RedisSeen::tell_late() {
  while (const auto arrival = unmet_.oldest()) {
    const std::string place = place_of(arrival->here);
    RedisCommand command = command_of(meet_late_script());
    command.insert(command.end(),
                   {queue_key(options_.prefix, place), candidates_of(*arrival), to_text(options_.candidate_lifetime)});
    for (const auto& recipient : arrival->recipients) {
      if (recipient.in_place && !recipient.address.empty()) command.push_back(recipient.address);
    }
    const auto reply = evaluate(meet_late_script(), command, options_.background_timeout);
    if (!reply) return reply.error();
    if (reply->kind != Kind::Integer) return misunderstood();
    reply->number == 1 ? unmet_.remove(place) : unmet_.give_up(place);
  }
  return std::nullopt;
}

base::Result<RedisReply> RedisSeen::evaluate(const RedisScript& script, const RedisCommand& command,
                                             std::chrono::milliseconds time) {
  const net::Deadline deadline = std::chrono::steady_clock::now() + time;
  return pool_.ask([&](RedisConnection& connection) { return store::evaluate(connection, script, command, deadline); },
                   deadline);
}

}  // namespace waybill::store
