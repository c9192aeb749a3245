// config/read_settings.cpp: from TOML nodes, row by row of the table, to Settings.
#include "config/read_settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>

#include "base/quantity.h"
#include "base/text.h"
#include "config/read_attributes.h"
#include "config/read_classifications.h"
#include "net/resolve.h"

namespace waybill::config {
namespace {

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "a number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

// What stands before the @ of a URI may be a password.
std::string without_login(std::string text) {
  const std::size_t scheme = text.find("://");
  const std::size_t at = text.rfind('@');
  if (scheme == std::string::npos || at == std::string::npos || at < scheme + 3) return text;
  return text.replace(scheme + 3, at - scheme - 3, "...");
}

std::optional<std::int64_t> parse_mode(std::string_view text) {
  std::int64_t mode = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return mode;
}

// Nothing when the node has another type than the row wants.
std::optional<std::int64_t> number_of(const toml::node& node, Type type) {
  const auto integer = node.value_exact<std::int64_t>();
  const auto text = node.value_exact<std::string_view>();
  switch (type) {
    case Type::Boolean: {
      const auto flag = node.value_exact<bool>();
      return flag ? std::optional<std::int64_t>(*flag ? 1 : 0) : std::nullopt;
    }
    case Type::Count:
      return integer;
    case Type::Size:
      return text ? base::parse_quantity(*text, base::kSizes) : integer;
    case Type::Duration:
      return text ? base::parse_quantity(*text, base::kTimes) : std::nullopt;
    case Type::Mode:
      return text ? parse_mode(*text) : std::nullopt;
    default:
      return std::nullopt;
  }
}

const std::vector<std::string_view> kOfServers = {"uris", "base",      "tls_minimum", "bind_dn",   "password_file",
                                                  "sasl", "start_tls", "ca_file",     "cert_file", "key_file"};

class Reader {
 public:
  Reader(const std::string& file, base::Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  Settings read(std::string_view text) {
    try {
      const toml::table root = toml::parse(text, std::string_view(file_));
      for (const auto& [key, node] : root) read_table(key, node);
      check_together();
      check_redis();
    } catch (const toml::parse_error& error) {
      diagnostics_.error(place(error.source().begin), std::string(error.description()));
    }
    return std::move(settings_);
  }

 private:
  base::Place place(const toml::source_position& position) const {
    return {file_, static_cast<int>(position.line), static_cast<int>(position.column)};
  }
  base::Place place(const toml::node& node) const { return place(node.source().begin); }
  base::Place place(const toml::key& key) const { return place(key.source().begin); }

  void read_table(const toml::key& key, const toml::node& node) {
    if (key.str() == "classification") {
      read_classifications(node, place(key), settings_.classifications, diagnostics_);
      return;
    }
    const toml::array* list = node.as_array();
    if (key.str() == "directory" && list != nullptr && list->is_array_of_tables()) return read_directories(key, *list);
    std::vector<std::string_view> tables;
    for (const Setting& row : settings()) tables.push_back(row.name.substr(0, row.name.find('.')));
    const bool known = std::find(tables.begin(), tables.end(), key.str()) != tables.end();
    const toml::table* table = node.as_table();
    if (!known) return unknown(key, table != nullptr ? "table" : "setting", tables);
    if (table == nullptr) {
      return diagnostics_.error(place(key), fmt::format("[{}] is a table, found {}", key.str(), kind_of(node)));
    }
    tables_.emplace(key.str(), place(key));
    if (key.str() == "attributes") return read_attribute_table(key, *table);
    for (const auto& [inner, value] : *table) read_setting(key, inner, value);
    if (key.str() == "directory") check_directory();
  }

  // [[directory]], once for each.
  void read_directories(const toml::key& key, const toml::array& tables) {
    std::vector<ldap::Options> all;
    for (const toml::node& node : tables) {
      settings_.directory = {};
      std::erase_if(given_, [](const auto& given) { return given.first.starts_with("directory."); });
      tables_.insert_or_assign("directory", place(node));
      for (const auto& [inner, value] : *node.as_table()) read_setting(key, inner, value);
      if (tables.size() > 1 && settings_.directory.kind == ldap::Kind::None) {
        diagnostics_.error(where("directory.kind"), "each of several [[directory]] needs a kind: ldif or ldap");
      } else {
        check_directory();
      }
      all.push_back(std::move(settings_.directory));
    }
    settings_.directory = std::move(all.front());
    settings_.more_directories.assign(std::next(all.begin()), all.end());
  }

  // The profile first, in which tokens then change something.
  void read_attribute_table(const toml::key& key, const toml::table& table) {
    for (const auto& [inner, value] : table) {
      if (is_attribute_setting(inner.str())) read_setting(key, inner, value);
    }
    read_attributes(table, file_, settings_.attributes, diagnostics_);
  }

  void read_setting(const toml::key& table, const toml::key& key, const toml::node& node) {
    const std::string name = fmt::format("{}.{}", table.str(), key.str());
    const Setting* row = find_setting(name);
    if (row == nullptr) return unknown(key, fmt::format("key in [{}]", table.str()), keys_of(table.str()));
    given_.emplace(row->name, place(key));
    const auto value = read_value(*row, node);
    if (value) row->set(settings_, *value);
  }

  static std::vector<std::string_view> keys_of(std::string_view table) {
    std::vector<std::string_view> out;
    for (const Setting& row : settings()) {
      const std::size_t dot = row.name.find('.');
      if (row.name.substr(0, dot) == table) out.push_back(row.name.substr(dot + 1));
    }
    return out;
  }

  void unknown(const toml::key& key, std::string_view what, const std::vector<std::string_view>& known) {
    const std::string_view near = base::closest(key.str(), known);
    diagnostics_.error(place(key), fmt::format("unknown {} \"{}\"{}", what, base::printable(key.str()),
                                               near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near)));
  }

  std::optional<Value> read_value(const Setting& row, const toml::node& node) {
    switch (row.type) {
      case Type::Text:
      case Type::Path: {
        auto text = read_text(row, node);
        return text ? std::optional<Value>(Value{std::move(text->text), {}, 0}) : std::nullopt;
      }
      case Type::TextList:
      case Type::PathList:
        return read_list(row, node);
      default:
        return read_number(row, node);
    }
  }

  void wrong_type(const Setting& row, const toml::node& node) {
    const auto text = node.value_exact<std::string_view>();
    diagnostics_.error(place(node), fmt::format("{}: expected {}, found {}", row.name, describe(row.type),
                                                text ? '"' + base::printable(*text) + '"' : kind_of(node)));
  }

  std::optional<Located> read_text(const Setting& row, const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    if (!text) {
      wrong_type(row, node);
      return std::nullopt;
    }
    const bool has_nul = text->find('\0') != std::string::npos;
    const std::string wrong = has_nul ? "a NUL is not allowed" : row.check != nullptr ? row.check(*text) : "";
    if (!wrong.empty()) {
      diagnostics_.error(place(node),
                         fmt::format("{} = \"{}\": {}", row.name, base::printable(without_login(*text)), wrong));
      return std::nullopt;
    }
    const bool is_path = row.type == Type::Path || row.type == Type::PathList;
    return Located{is_path ? resolve(*text) : *text, place(node)};
  }

  std::string resolve(const std::string& path) const {
    if (path.empty()) return path;
    return (std::filesystem::path(file_).parent_path() / path).lexically_normal().string();
  }

  std::optional<Value> read_list(const Setting& row, const toml::node& node) {
    Value out;
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      auto text = read_text(row, node);
      if (!text) return std::nullopt;
      out.list.push_back(std::move(*text));
      return out;
    }
    for (const toml::node& element : *array) {
      auto text = read_text(row, element);
      if (text) out.list.push_back(std::move(*text));
    }
    return out;
  }

  std::optional<Value> read_number(const Setting& row, const toml::node& node) {
    const auto number = number_of(node, row.type);
    if (!number) {
      wrong_type(row, node);
      return std::nullopt;
    }
    if (row.type != Type::Boolean && (*number < row.least || *number > row.most)) {
      diagnostics_.error(place(node),
                         fmt::format("{}: {} is not between {} and {}", row.name, write_number(row.type, *number),
                                     write_number(row.type, row.least), write_number(row.type, row.most)));
      return std::nullopt;
    }
    return Value{{}, {}, *number};
  }

  // Where a setting was given; else its table; else the file's beginning.
  base::Place where(std::string_view name) const {
    const auto given = given_.find(name);
    if (given != given_.end()) return given->second;
    const auto table = tables_.find(name.substr(0, name.find('.')));
    return table == tables_.end() ? base::Place{file_, 1, 1} : table->second;
  }
  bool given(std::string_view name) const { return given_.count(name) != 0; }

  void check_together() {
    if (base::starts_with_ignore_case(settings_.milter.socket, "inet")) {
      diagnostics_.warn(where("milter.socket"),
                        "over TCP an MTA can lose about 40 ms a message to delayed acknowledgements; prefer unix:PATH");
    }
    if (!given("rules.files")) diagnostics_.warn(where("rules.files"), "rules.files is not set: mail passes unsigned");
  }

  void check_directory() {
    switch (settings_.directory.kind) {
      case ldap::Kind::None:
        unused({"file", "recipient_delimiter"}, "none");
        return unused(kOfServers, "none");
      case ldap::Kind::Ldif:
        required("directory.file", settings_.directory.file.empty(), "ldif");
        return unused(kOfServers, "ldif");
      case ldap::Kind::Ldap:
        return check_servers();
    }
  }

  // Its own value was wrong: that was said already.
  void required(std::string_view name, bool missing, std::string_view kind) {
    if (!missing || (given(name) && diagnostics_.has_errors())) return;
    diagnostics_.error(where(name), fmt::format("{} is needed when directory.kind = \"{}\"", name, kind));
  }

  void unused(const std::vector<std::string_view>& keys, std::string_view kind) {
    if (given("directory.kind") && diagnostics_.has_errors()) return;
    for (const std::string_view key : keys) {
      const std::string name = fmt::format("directory.{}", key);
      if (given(name)) {
        diagnostics_.warn(where(name), fmt::format("{} has no effect when directory.kind = \"{}\"", name, kind));
      }
    }
  }

  void check_servers() {
    const ldap::Options& directory = settings_.directory;
    required("directory.uris", directory.uris.empty(), "ldap");
    required("directory.base", directory.base.empty(), "ldap");
    unused({"file"}, "ldap");
    if (!directory.bind_dn.empty() && directory.password_file.empty()) {
      diagnostics_.error(where("directory.bind_dn"), "directory.bind_dn needs directory.password_file");
    }
    if (directory.bind_dn.empty() && !directory.password_file.empty()) {
      diagnostics_.warn(where("directory.password_file"),
                        "directory.password_file has no effect without directory.bind_dn");
    }
    if (directory.cert_file.empty() != directory.key_file.empty()) {
      const bool has_key = directory.cert_file.empty();
      diagnostics_.error(where(has_key ? "directory.key_file" : "directory.cert_file"),
                         "directory.cert_file and directory.key_file need each other");
    }
    if (directory.sasl_external && !directory.bind_dn.empty()) {
      diagnostics_.error(where("directory.bind_dn"),
                         "directory.bind_dn does not go with directory.sasl = \"EXTERNAL\"");
    }
    for (const std::string& uri : directory.uris) check_server(uri);
  }

  void check_redis() {
    const store::RedisOptions& redis = settings_.dedupe.redis;
    if (!settings_.dedupe.is_in_redis || diagnostics_.has_errors()) return;
    if (!redis.user.empty() && redis.password_file.empty()) {
      return diagnostics_.error(where("redis.user"), "redis.user needs redis.password_file");
    }
    if (redis.cert_file.empty() != redis.key_file.empty()) {
      return diagnostics_.error(where(redis.cert_file.empty() ? "redis.key_file" : "redis.cert_file"),
                                "redis.cert_file and redis.key_file need each other");
    }
    if (redis.prefix.empty()) {
      return diagnostics_.error(where("redis.prefix"), "redis.prefix is empty: expected a text such as \"waybill:\"");
    }
    if (redis.servers.empty()) {
      return diagnostics_.error(where("redis.servers"),
                                "redis.servers is empty: expected an address such as \"127.0.0.1:6379\"");
    }
    const bool has_path = std::any_of(redis.servers.begin(), redis.servers.end(),
                                      [](const std::string& server) { return net::host_of(server).empty(); });
    if (redis.tls && has_path) diagnostics_.error(where("redis.tls"), "redis.tls needs hosts, not unix sockets");
  }

  void check_server(const std::string& uri) {
    const ldap::Options& directory = settings_.directory;
    const bool plain = base::starts_with_ignore_case(uri, "ldap://");
    if (directory.start_tls && !plain) {
      diagnostics_.error(where("directory.start_tls"), "directory.start_tls is for ldap:// only, not for " + uri);
    }
    const bool shows_certificate = !directory.cert_file.empty() && (directory.start_tls || !plain);
    if (directory.sasl_external && !shows_certificate && !base::starts_with_ignore_case(uri, "ldapi:")) {
      diagnostics_.error(where("directory.sasl"),
                         "EXTERNAL needs ldapi://, or TLS and directory.cert_file, for " + uri);
    }
    const bool local = uri.find("//localhost") != std::string::npos || uri.find("//127.") != std::string::npos ||
                       uri.find("//[::1]") != std::string::npos;
    if (plain && !directory.start_tls && !directory.bind_dn.empty() && !local) {
      diagnostics_.warn(where("directory.uris"),
                        "the password goes to " + uri + " in clear text: use ldaps:// or directory.start_tls");
    }
  }

  const std::string& file_;
  base::Diagnostics& diagnostics_;
  Settings settings_;
  std::map<std::string, base::Place, std::less<>> given_;
  std::map<std::string, base::Place, std::less<>> tables_;
};

}  // namespace

Settings read_settings(std::string_view text, const std::string& file, base::Diagnostics& diagnostics) {
  return Reader(file, diagnostics).read(text);
}

}  // namespace waybill::config
