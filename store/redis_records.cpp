// store/redis_records.cpp: SCAN, and a look at each key that it finds.
#include "store/redis_records.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "store/redis_scripts.h"
#include "store/redis_servers.h"

namespace waybill::store {
namespace {

using Keys = std::vector<std::string>;
using Take = std::function<void(SeenRecord)>;

constexpr const char* kKeysAtOnce = "500";

base::Error says(const RedisReply& reply) {
  return {base::ErrorKind::Unavailable, "Redis says " + base::printable(reply.text)};
}

// As a part of a pattern of SCAN; an empty text may be any.
std::string pattern_of(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("*?[]^\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out.empty() ? "*" : out;
}

bool meets(const SeenRecord& record, const SeenFilter& filter) {
  return (filter.id.empty() || record.id == filter.id) &&
         (filter.recipient.empty() || record.recipient == filter.recipient) &&
         (filter.queue_id.empty() || record.queue_id == filter.queue_id);
}

// TIME gives seconds first, PTTL milliseconds.
std::int64_t expiry(const RedisReply& time, const RedisReply& left) {
  std::int64_t now = 0;
  if (time.is_array(2)) {
    const std::string& text = time.items[0].text;
    std::from_chars(text.data(), text.data() + text.size(), now);
  }
  return now + left.number / 1000;
}

// `value` of a key `seen`, which is empty when it went meanwhile.
void take_sighting(const std::string& prefix, const std::string& name, const RedisReply& value, std::int64_t expires,
                   const Take& take) {
  const auto key = read_seen_key(prefix, name);
  const auto proven = read_proven(value.text);
  if (!key || !proven) return;
  const engine::Sighting& sighting = proven->sighting;
  take({key->id, key->way, key->recipient, sighting.hub, sighting.queue_id, sighting.at, proven->proven_at, expires});
}

// The fields of a key `queue`, a name and a value in turn.
void take_candidates(const std::string& prefix, const std::string& name, const RedisReply& value, std::int64_t expires,
                     const Take& take) {
  const auto place = read_place(std::string_view(name).substr(std::min(queue_key(prefix, "").size(), name.size())));
  const auto& fields = value.items;
  const auto common = std::find_if(fields.begin(), fields.end(), [](const auto& field) { return field.text.empty(); });
  if (!place || fields.end() - common < 2) return;
  const auto message = read_candidates((common + 1)->text);
  for (std::size_t i = 0; message && i < fields.size(); i += 2) {
    const std::string& recipient = fields[i].text;
    if (recipient.empty()) continue;
    take({message->id, message->way, recipient, place->hub, place->queue_id, message->at, std::nullopt, expires});
  }
}

// One connection that looks at what there is.
class Look {
 public:
  static base::Result<Look> begin(const RedisOptions& options) {
    const auto servers = RedisServers::make(options);
    if (!servers) return servers.error();
    auto connection = servers->connect(std::chrono::steady_clock::now() + options.background_timeout);
    if (!connection) return connection.error();
    return Look(std::move(*connection), options);
  }

  // Each record that meets all of what is asked.
  std::optional<base::Error> each(const SeenFilter& filter, const Take& take) {
    const Take fitting = [&](SeenRecord record) {
      if (meets(record, filter)) take(std::move(record));
    };
    const std::string seen =
        pattern_of(options_.prefix) + "seen:" + pattern_of(filter.id) + "/*/" + pattern_of(filter.recipient);
    const std::string queue = pattern_of(options_.prefix) + "queue:*/" + pattern_of(filter.queue_id);
    if (auto error = each_key(seen, "GET", take_sighting, fitting)) return error;
    return each_key(queue, "HGETALL", take_candidates, fitting);
  }

  base::Result<std::int64_t> forget(const SeenRecord& record) {
    const RedisCommand drop = {"DEL", seen_key(options_.prefix, record.id, record.way, record.recipient)};
    RedisCommand candidate = command_of(forget_candidate_script());
    candidate.insert(candidate.end(), {queue_key(options_.prefix, place_of({record.hub, record.queue_id})),
                                       record.id + '/' + record.way, record.recipient});
    const auto reply = record.proven_at ? connection_->exchange(drop, deadline())
                                        : evaluate(*connection_, forget_candidate_script(), candidate, deadline());
    if (!reply) return reply.error();
    if (reply->is_error()) return says(*reply);
    return reply->number;
  }

 private:
  using Read = void (*)(const std::string& prefix, const std::string& name, const RedisReply& value,
                        std::int64_t expires, const Take& take);

  Look(std::unique_ptr<RedisConnection> connection, const RedisOptions& options)
      : connection_(std::move(connection)), options_(options) {}

  std::optional<base::Error> each_key(const std::string& pattern, const char* command, Read read, const Take& take) {
    std::set<std::string> looked_at;  // SCAN may name a key twice
    std::string cursor = "0";
    do {
      const auto page = ask({{"SCAN", cursor, "MATCH", pattern, "COUNT", kKeysAtOnce}});
      if (!page) return page.error();
      if (!page->front().is_array(2)) return says(page->front());
      cursor = page->front().items[0].text;
      Keys keys;
      for (const RedisReply& key : page->front().items[1].items) {
        if (looked_at.insert(key.text).second) keys.push_back(key.text);
      }
      if (auto error = each_value(keys, command, read, take)) return error;
    } while (cursor != "0");
    return std::nullopt;
  }

  std::optional<base::Error> each_value(const Keys& keys, const char* command, Read read, const Take& take) {
    std::vector<RedisCommand> commands = {{"TIME"}};
    for (const std::string& key : keys) {
      commands.push_back({command, key});
      commands.push_back({"PTTL", key});
    }
    const auto replies = ask(commands);
    if (!replies) return replies.error();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::int64_t expires = expiry(replies->front(), (*replies)[2 * i + 2]);
      read(options_.prefix, keys[i], (*replies)[2 * i + 1], expires, take);
    }
    return std::nullopt;
  }

  // The replies, when there is no error among them.
  base::Result<std::vector<RedisReply>> ask(const std::vector<RedisCommand>& commands) {
    auto replies = connection_->exchange(commands, deadline());
    if (!replies) return replies;
    const auto error = std::find_if(replies->begin(), replies->end(), [](const auto& one) { return one.is_error(); });
    if (error != replies->end()) return says(*error);
    return replies;
  }

  net::Deadline deadline() const { return std::chrono::steady_clock::now() + options_.background_timeout; }

  std::unique_ptr<RedisConnection> connection_;
  RedisOptions options_;
};

bool is_newer(const SeenRecord& a, const SeenRecord& b) { return a.at > b.at; }

}  // namespace

base::Result<std::vector<SeenRecord>> list_seen(const RedisOptions& options, const SeenFilter& filter,
                                                std::int64_t most) {
  auto look = Look::begin(options);
  if (!look) return look.error();
  std::vector<SeenRecord> newest;  // a heap, the oldest of them on top
  const auto take = [&](SeenRecord record) {
    newest.push_back(std::move(record));
    std::push_heap(newest.begin(), newest.end(), is_newer);
    if (static_cast<std::int64_t>(newest.size()) <= most) return;
    std::pop_heap(newest.begin(), newest.end(), is_newer);
    newest.pop_back();
  };
  if (auto error = look->each(filter, take)) return *error;
  std::sort_heap(newest.begin(), newest.end(), is_newer);
  return newest;
}

base::Result<std::int64_t> forget_seen(const RedisOptions& options, const SeenFilter& filter) {
  auto look = Look::begin(options);
  if (!look) return look.error();
  std::vector<SeenRecord> records;
  if (auto error = look->each(filter, [&](SeenRecord record) { records.push_back(std::move(record)); })) return *error;
  std::int64_t out = 0;
  for (const SeenRecord& record : records) {
    const auto forgotten = look->forget(record);
    if (!forgotten) return forgotten;
    out += *forgotten;
  }
  return out;
}

}  // namespace waybill::store
