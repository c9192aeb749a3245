// config/settings.h: everything that waybill.toml can say, in one table.
//
// What: Settings is the value that the daemon and the command run with; settings() is the table of all keys: name,
// type, default, bounds, when a change takes effect, one sentence. The reader, "did you mean" and docs/settings.md
// come from this table, so that they cannot disagree.
// Not here: reading (config/read_settings.h), rules (config/build_policy.h).
//
// Contract
//   Every row's default is what a default-constructed Settings has; a test holds it.
//   A folder owns its options.h; rows only point into it.
// Threads: the table is constant.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/place.h"
#include "engine/policy.h"
#include "http/server.h"
#include "ldap/options.h"
#include "message/attribute_map.h"
#include "milter/options.h"
#include "store/delivered.h"
#include "store/redis_options.h"
#include "store/seen_file.h"
#include "store/tracking_options.h"

namespace waybill::config {

struct Located {
  std::string text;
  base::Place place = {};
};

struct DeliveryOptions {
  std::string reinject = {};       // where copies are handed to the MTA; empty: nowhere
  std::string per_recipient = {};  // "split" or "single"; empty: split where there is `reinject`
  std::string key_file = {};
  std::chrono::milliseconds timeout{30000};  // all copies of one message
  store::DeliveredOptions memory = {};

  engine::PerRecipient mode() const;
};

struct DedupeOptions {
  bool suppress = false;        // for all mail; rules may ask for it in any case
  std::string key_file = {};    // makes dedupe IDs that strangers cannot predict; empty: anybody can
  std::string log = "journal";  // the MTA's: "journal" or the path of a file
  std::string hub = {};         // this host's name among those that share a store; empty: its host name
  bool is_in_redis = false;     // else in a file
  store::SeenOptions seen = {};
  store::RedisOptions redis = {};

  std::string hub_name() const;
};

struct LogOptions {
  std::string level = "info";
};

// Loopback clients are inside, no domain is ours.
engine::Organization default_organization();

struct Settings {
  base::Place place = {};  // of the file
  milter::Options milter;
  engine::Organization organization = default_organization();
  std::vector<Located> rule_files;              // patterns of glob(7), relative ones already resolved
  ldap::Options directory;                      // [directory], or the first [[directory]]
  std::vector<ldap::Options> more_directories;  // the others
  message::AttributeMap attributes = message::AttributeMap();
  engine::OnBrokenDkim on_broken_dkim = engine::OnBrokenDkim::Keep;
  std::vector<rules::Classification> classifications;  // [[classification]]: a list, so not in the table
  DeliveryOptions delivery;
  DedupeOptions dedupe;
  http::Options http;
  store::TrackingOptions tracking;
  LogOptions log;
  base::Limits limits;

  // All, in the order in which they are asked; none of kind None.
  std::vector<ldap::Options> directories() const;
  // All that one message waits for them: the longest timeout of theirs, of which each has its share.
  std::chrono::milliseconds directory_timeout() const;
};

enum class Type {
  Text,
  TextList,  // a single text is a list of one
  Path,      // relative: to the folder of the file that says it
  PathList,
  Boolean,
  Count,
  Size,      // "10MB" (1024 each step) or bytes
  Duration,  // "2s", "500ms", "5m", "1h", "30d"
  Mode,      // "0660", octal
};

enum class Effect { Reload, Restart };

// A value that has its type: text, list or number (Boolean 0 or 1, Size in bytes, Duration in milliseconds).
struct Value {
  std::string text = {};
  std::vector<Located> list = {};
  std::int64_t number = 0;
};

struct Setting {
  std::string_view name;  // "milter.socket": table and key
  Type type = Type::Text;
  std::string_view fallback;  // the default, as TOML; empty: none
  std::string_view sentence;  // what it is, for docs/settings.md
  void (*set)(Settings& settings, const Value& value) = nullptr;
  Effect effect = Effect::Reload;
  std::string (*check)(const std::string& text) = nullptr;  // of each text: what is wrong with it, or empty
  std::int64_t least = 0;                                   // of numbers
  std::int64_t most = 0;
  bool secret = false;  // never printed
};

const std::vector<Setting>& settings();

// By its full name; null when there is none.
const Setting* find_setting(std::string_view name);

// What may stand for a value of that type: `a duration such as "2s" or "500ms"`.
std::string_view describe(Type type);

// A number in the form in which one writes it: 2000 -> 2s, 1048576 -> 1MB.
std::string write_number(Type type, std::int64_t number);

// The text of docs/settings.md.
std::string settings_markdown();

}  // namespace waybill::config
