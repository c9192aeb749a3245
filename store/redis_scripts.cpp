// store/redis_scripts.cpp: the scripts (Lua 5.1 inside of Redis), and the texts that they write.
#include "store/redis_scripts.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <utility>

namespace waybill::store {
namespace {

// HSET adds both fields to a queue id that is not in use; one that is gets emptied first.
constexpr std::string_view kMeet = R"lua(
local call, seen, queue, message = redis.call, ARGV[1], ARGV[2], ARGV[3]
local answer, has_candidates = {queue}, false
for i = 5, #ARGV, 2 do
  local recipient = ARGV[i]
  local sighting = call('GET', seen .. recipient)
  answer[#answer + 1] = sighting
  if not sighting and ARGV[i + 1] == '1' then
    local added = call('HSET', queue, '', message, recipient, '')
    if not has_candidates and added < 2 then
      call('DEL', queue)
      call('HSET', queue, '', message, recipient, '')
    end
    has_candidates = true
  end
end
if has_candidates then call('PEXPIRE', queue, ARGV[4]) else call('DEL', queue) end
return answer
)lua";

constexpr std::string_view kMeetLate = R"lua(
local call, queue, message = redis.call, ARGV[1], ARGV[2]
local held = call('HGET', queue, '')
if held then return held == message and 1 or 0 end
for i = 4, #ARGV do call('HSET', queue, '', message, ARGV[i], '') end
if #ARGV > 3 then call('PEXPIRE', queue, ARGV[3]) end
return 1
)lua";

constexpr std::string_view kProve = R"lua(
local call, prefix, hub, position, proven_at, window = redis.call, ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
call('SET', prefix .. 'position:' .. hub, position)

for i = 6, #ARGV, 2 do
  local place, recipient = hub .. '/' .. ARGV[i], ARGV[i + 1]
  local queue = prefix .. 'queue:' .. place
  local candidates = call('HGET', queue, '')
  if candidates and recipient ~= '' and call('HDEL', queue, recipient) == 1 then
    local message, at = string.match(candidates, '^(.*) (%-?%d+)$')
    local seen = prefix .. 'seen:' .. message .. '/' .. recipient
    call('SET', seen, at .. ' ' .. proven_at .. ' ' .. place, 'PX', window, 'NX')
    if call('HLEN', queue) == 1 then call('DEL', queue) end
  end
end
)lua";

constexpr std::string_view kForgetCandidate = R"lua(
local call, queue, message, recipient = redis.call, ARGV[1], ARGV[2], ARGV[3]
local candidates = call('HGET', queue, '')
if not candidates or string.match(candidates, '^(.*) ') ~= message then return 0 end
local forgotten = call('HDEL', queue, recipient)
if call('HLEN', queue) == 1 then call('DEL', queue) end
return forgotten
)lua";

std::string hex_of_sha1(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::string out;
  for (unsigned i = 0; i < size; ++i) out += fmt::format("{:02x}", digest[i]);
  return out;
}

// What stands before the next `end`, which goes with it; nothing: there is none.
std::optional<std::string_view> cut(std::string_view& text, char end) {
  const std::size_t size = text.find(end);
  if (size == std::string_view::npos) return std::nullopt;
  const std::string_view out = text.substr(0, size);
  text.remove_prefix(size + 1);
  return out;
}

std::optional<std::int64_t> read_number(std::optional<std::string_view> text) {
  std::int64_t out = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return out;
}

}  // namespace

RedisScript::RedisScript(std::string_view body) : text(body), sha1(hex_of_sha1(text)) {}

const RedisScript& meet_script() {
  static const RedisScript kScript(kMeet);
  return kScript;
}
const RedisScript& meet_late_script() {
  static const RedisScript kScript(kMeetLate);
  return kScript;
}
const RedisScript& prove_script() {
  static const RedisScript kScript(kProve);
  return kScript;
}
const RedisScript& forget_candidate_script() {
  static const RedisScript kScript(kForgetCandidate);
  return kScript;
}

RedisCommand command_of(const RedisScript& script) { return {"EVALSHA", script.sha1, "0"}; }

base::Result<RedisReply> evaluate(RedisConnection& connection, const RedisScript& script, const RedisCommand& command,
                                  net::Deadline deadline) {
  auto reply = connection.exchange(command, deadline);
  if (!reply || !reply->is_error() || !reply->text.starts_with("NOSCRIPT")) return reply;
  RedisCommand whole = command;
  whole[0] = "EVAL";
  whole[1] = script.text;
  return connection.exchange(whole, deadline);
}

std::string seen_key(const std::string& prefix, const std::string& id, const std::string& way,
                     const std::string& recipient) {
  return prefix + "seen:" + id + '/' + way + '/' + recipient;
}

std::string queue_key(const std::string& prefix, const std::string& place) { return prefix + "queue:" + place; }

std::string position_key(const std::string& prefix, const std::string& hub) { return prefix + "position:" + hub; }

std::optional<SeenKey> read_seen_key(const std::string& prefix, std::string_view key) {
  const std::string begin = prefix + "seen:";
  if (!key.starts_with(begin)) return std::nullopt;
  key.remove_prefix(begin.size());
  const auto id = cut(key, '/');
  const auto way = cut(key, '/');
  if (!id || !way) return std::nullopt;
  return SeenKey{std::string(*id), std::string(*way), std::string(key)};
}

std::string place_of(const engine::Sighting& sighting) { return sighting.hub + '/' + sighting.queue_id; }

std::optional<engine::Sighting> read_place(std::string_view place) {
  const std::size_t slash = place.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return engine::Sighting{std::string(place.substr(0, slash)), std::string(place.substr(slash + 1))};
}

std::optional<Proven> read_proven(std::string_view value) {
  const auto at = read_number(cut(value, ' '));
  const auto proven_at = read_number(cut(value, ' '));
  auto sighting = read_place(value);
  if (!at || !proven_at || !sighting) return std::nullopt;
  sighting->at = *at;
  return Proven{std::move(*sighting), *proven_at};
}

std::optional<Candidates> read_candidates(std::string_view value) {
  const auto id = cut(value, '/');
  const auto way = cut(value, ' ');
  const auto at = read_number(value);
  if (!id || !way || !at) return std::nullopt;
  return Candidates{std::string(*id), std::string(*way), *at};
}

}  // namespace waybill::store
