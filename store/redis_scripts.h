// store/redis_scripts.h: what stands in Redis for seen messages, and the scripts that change it.
//
// What: three kinds of keys below the prefix, each with an end of its own but the last (PEXPIRE):
//   seen:ID/WAY/RECIPIENT  `AT PROVEN-AT HUB/QUEUE-ID`: the sighting that was proven first
//   queue:HUB/QUEUE-ID     its candidates, a hash: "" -> `ID/WAY AT`, and each recipient -> "". The next message of
//                          that id takes their place; a proof takes recipients out.
//   position:HUB           how far its log was read
// AT and PROVEN-AT are seconds since 1970 by the clock of the caller; when something is over, Redis's own clock says.
// An ID and a way have no "/", a queue id neither; a recipient may.
//
// Contract: a script runs as a whole or not at all, in one round trip (EVALSHA; EVAL once after Redis forgot it). Done
//   twice it gives what it gives done once. A Redis that is full, or a replica, refuses the first write of a script, so
//   the first is one that takes memory; the others follow.
//   The ACL line that lets a user do just that stands in docs/redis.md.
// Not for Redis Cluster: the keys of a script lie on different nodes, as they are found only while it runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/ports.h"
#include "store/redis_connection.h"

namespace waybill::store {

struct RedisScript {
  explicit RedisScript(std::string_view body);

  std::string text;
  std::string sha1;
};

// Arguments: the key `seen` up to the recipient, the key `queue`, its value of "", LIFETIME, then RECIPIENT IN-PLACE
// ("1" or "0") for each. Answer: the key `queue` again, so that no answer is taken for another's, and for each
// recipient nil or the value of its `seen`.
const RedisScript& meet_script();
// The key `queue`, its value of "", LIFETIME, then each RECIPIENT in place. 0: another message's candidates stand
// there, and stay; 1: these do, or nothing.
const RedisScript& meet_late_script();
// PREFIX HUB POSITION PROVEN-AT WINDOW, then QUEUE-ID RECIPIENT for each.
const RedisScript& prove_script();
// The key `queue`, ID/WAY, RECIPIENT: a candidate; how many there were (1 or 0).
const RedisScript& forget_candidate_script();

// The command that runs it; its arguments are to be added.
RedisCommand command_of(const RedisScript& script);
base::Result<RedisReply> evaluate(RedisConnection& connection, const RedisScript& script, const RedisCommand& command,
                                  net::Deadline deadline);

// The keys, and back.
std::string seen_key(const std::string& prefix, const std::string& id, const std::string& way,
                     const std::string& recipient);
std::string queue_key(const std::string& prefix, const std::string& place);
std::string position_key(const std::string& prefix, const std::string& hub);
struct SeenKey {
  std::string id;
  std::string way;
  std::string recipient;
};
std::optional<SeenKey> read_seen_key(const std::string& prefix, std::string_view key);

// HUB/QUEUE-ID
std::string place_of(const engine::Sighting& sighting);
// Without `at`.
std::optional<engine::Sighting> read_place(std::string_view place);

// The value of `seen`.
struct Proven {
  engine::Sighting sighting;
  std::int64_t proven_at = 0;
};
std::optional<Proven> read_proven(std::string_view value);

// The value of "" in `queue`.
struct Candidates {
  std::string id;
  std::string way;
  std::int64_t at = 0;
};
std::optional<Candidates> read_candidates(std::string_view value);

}  // namespace waybill::store
