// cli/offline.cpp: reading message files and asking the engine about them.
#include "cli/offline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

#include "base/text.h"
#include "cli/print_diagnostics.h"
#include "cli/records.h"
#include "config/build_policy.h"
#include "content/inspector.h"
#include "engine/decide.h"
#include "ldap/make_directory.h"
#include "message/address.h"
#include "store/answers_file.h"

namespace waybill::cli {
namespace {

namespace fs = std::filesystem;

base::Error unreadable(const std::string& path, const std::string& why) {
  return {base::ErrorKind::Unavailable, path + ": " + why};
}

base::Result<std::string> read_stream(std::istream& in, const std::string& path) {
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return unreadable(path, "read error");
  return bytes;
}

std::optional<std::int64_t> parse_time(const std::string& text) {
  std::size_t used = 0;
  if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::stoll(text.substr(0, 15), &used);
  }
  for (const char* format : {"%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"}) {
    std::tm tm = {};
    const char* end = strptime(text.c_str(), format, &tm);
    if (end != nullptr && *end == '\0') return timegm(&tm);
  }
  return std::nullopt;
}

std::vector<message::Recipient> recipients_of(const message::HeaderList& headers) {
  std::vector<message::Recipient> out;
  for (const message::HeaderField& field : headers) {
    if (!base::equals_ignore_case(field.name, "To") && !base::equals_ignore_case(field.name, "Cc")) continue;
    for (const message::Mailbox& mailbox : message::parse_mailboxes(field.value)) {
      out.push_back({mailbox.address, '<' + mailbox.address + '>', {}});
    }
  }
  return out;
}

std::string sender_of(const message::HeaderList& headers) {
  const message::HeaderField* from = message::find(headers, "From");
  const auto mailboxes = from == nullptr ? std::vector<message::Mailbox>() : message::parse_mailboxes(from->value);
  return mailboxes.empty() ? std::string() : mailboxes.front().address;
}

message::Envelope envelope_of(const OfflineOptions& options, const message::HeaderList& headers) {
  message::Envelope envelope;
  envelope.sender = options.sender ? std::string(message::strip_brackets(*options.sender)) : sender_of(headers);
  for (const std::string& address : options.recipients) {
    const std::string bare(message::strip_brackets(address));
    envelope.recipients.push_back({bare, '<' + bare + '>', {}});
  }
  if (options.recipients.empty()) envelope.recipients = recipients_of(headers);
  envelope.auth_user = options.auth_user;
  envelope.client_ip = options.client_ip;
  if (envelope.client_ip.empty() && envelope.auth_user.empty()) envelope.client_ip = "127.0.0.1";
  return envelope;
}

// What waybilld keeps of directories; nothing is added.
class ReadAnswers : public engine::Answers {
 public:
  explicit ReadAnswers(store::AnswersOptions options) : options_(std::move(options)) {}

  std::vector<engine::Answer> load(const std::string& directory) noexcept override {
    constexpr std::chrono::seconds kPatience(1);  // with waybilld, which may be writing
    auto read = store::AnswersFile::read(options_, directory, kPatience);
    return read ? std::move(*read) : std::vector<engine::Answer>();
  }
  void keep(const std::string&, engine::Answer) noexcept override {}

 private:
  const store::AnswersOptions options_;
};

}  // namespace

std::optional<Offline> set_up(const OfflineOptions& options) {
  Offline out;
  const auto now = options.now.empty() ? std::optional<std::int64_t>(std::time(nullptr)) : parse_time(options.now);
  if (!now) {
    fmt::print(stderr, "waybill: --now {}: expected a time such as 2026-01-31T12:00:00Z or seconds since 1970\n",
               options.now);
    return std::nullopt;
  }
  out.now = *now;
  base::Diagnostics diagnostics;
  auto configuration = config::load(options.config, diagnostics);
  print(diagnostics);
  if (!configuration) return std::nullopt;
  const config::Settings& settings = configuration->settings;
  std::vector<ldap::Options> directories = settings.directories();
  for (ldap::Options& directory : directories) directory.trace = options.trace;
  std::shared_ptr<engine::Answers> answers;
  if (options.trace != nullptr) answers = std::make_shared<ReadAnswers>(answers_options(settings));
  ldap::Caches caches(answers);
  auto directory = ldap::make_directories(directories, settings.attributes.ldap_attributes(), caches);
  if (!directory) {
    fmt::print(stderr, "waybill: {}\n", base::to_string(directory.error()));
    return std::nullopt;
  }
  auto inspector = content::make_inspector();
  if (!inspector) {
    fmt::print(stderr, "waybill: {}\n", inspector.error().text);
    return std::nullopt;
  }
  out.inspector = std::move(*inspector);
  out.policy = configuration->policy;
  out.directory = std::move(*directory);
  out.timeout = settings.directory_timeout();
  return out;
}

std::vector<Input> list_inputs(const std::vector<std::string>& named) {
  std::vector<Input> out;
  for (const std::string& path : named) {
    std::error_code code;
    if (path == "-" || !fs::is_directory(path, code)) {
      out.push_back({path, path == "-" ? "message.eml" : fs::path(path).filename().string()});
      continue;
    }
    std::vector<Input> below;
    for (const auto& entry :
         fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, code)) {
      if (entry.is_regular_file(code)) {
        below.push_back({entry.path().string(), entry.path().lexically_relative(path).string()});
      }
    }
    std::sort(below.begin(), below.end(), [](const Input& a, const Input& b) { return a.path < b.path; });
    std::move(below.begin(), below.end(), std::back_inserter(out));
  }
  return out;
}

base::Result<std::string> read_input(const std::string& path) {
  if (path == "-") return read_stream(std::cin, "standard input");
  std::error_code code;
  if (fs::is_directory(path, code)) return unreadable(path, "is a folder");
  std::ifstream in(path, std::ios::binary);
  if (!in) return unreadable(path, std::strerror(errno));
  return read_stream(in, path);
}

base::Result<Examined> examine(const Offline& offline, const OfflineOptions& options, const std::string& path) {
  auto bytes = read_input(path);
  if (!bytes) return bytes.error();
  Examined out{std::make_unique<const std::string>(std::move(*bytes)), {}, {}};
  out.raw = message::read(*out.bytes);
  const message::Message message{envelope_of(options, out.raw.headers), out.raw.headers, out.raw.body,
                                 out.raw.line_end};
  const auto deadline = std::chrono::steady_clock::now() + offline.timeout;
  out.outcome =
      engine::decide(*offline.policy, message, *offline.directory, *offline.inspector, deadline, offline.now, {});
  return out;
}

}  // namespace waybill::cli
