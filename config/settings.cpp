// config/settings.cpp: the table of settings, and the page made of it.
#include "config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "base/text.h"
#include "config/host_name.h"
#include "ldap/dn.h"
#include "message/domain.h"
#include "message/network.h"
#include "net/endpoint.h"
#include "net/resolve.h"

namespace waybill::config {
namespace {

constexpr std::int64_t kKilo = 1024;
constexpr std::int64_t kMega = kKilo * kKilo;
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;

template <auto Part, auto Member>
void set_text(Settings& settings, const Value& value) {
  settings.*Part.*Member = value.text;
}

template <auto Part, auto Member>
void set_time(Settings& settings, const Value& value) {
  settings.*Part.*Member = std::chrono::milliseconds(value.number);
}

template <auto Member>
void set_limit(Settings& settings, const Value& value) {
  settings.limits.*Member = static_cast<std::size_t>(value.number);
}

void set_domains(Settings& settings, const Value& value) {
  settings.organization.domains.clear();
  for (const Located& domain : value.list)
    settings.organization.domains.push_back(message::normalized_domain(domain.text));
}

void set_partner_domains(Settings& settings, const Value& value) {
  auto& domains = settings.organization.partner_domains;
  domains.clear();
  for (const Located& domain : value.list) domains.push_back(message::normalized_domain(domain.text));
}

void set_networks(Settings& settings, const Value& value) {
  settings.organization.trusted_networks.clear();
  for (const Located& text : value.list) {
    const auto network = message::parse_network(text.text);
    if (network) settings.organization.trusted_networks.push_back(*network);
  }
}

void set_kind(Settings& settings, const Value& value) {
  const std::string kind = base::lower(value.text);
  settings.directory.kind = kind == "ldif" ? ldap::Kind::Ldif : kind == "ldap" ? ldap::Kind::Ldap : ldap::Kind::None;
}

void set_profile(Settings& settings, const Value& value) {
  using message::Profile;
  const std::string word = base::lower(value.text);
  settings.attributes = message::AttributeMap(word == "ad"              ? Profile::ActiveDirectory
                                              : word == "inetorgperson" ? Profile::InetOrgPerson
                                                                        : Profile::Both);
}

void set_on_broken_dkim(Settings& settings, const Value& value) {
  using On = engine::OnBrokenDkim;
  const std::string word = base::lower(value.text);
  settings.on_broken_dkim = word == "leave-alone" ? On::LeaveAlone : word == "remove" ? On::Remove : On::Keep;
}

void set_signature_of(Settings& settings, const Value& value) {
  using Of = engine::SignatureOf;
  const std::string word = base::lower(value.text);
  settings.organization.signature_of = word == "auth" ? Of::Login : word == "sender" ? Of::Sender : Of::From;
}

void set_uris(Settings& settings, const Value& value) {
  settings.directory.uris.clear();
  for (const Located& uri : value.list) settings.directory.uris.push_back(uri.text);
}

std::string one_of(const std::string& text, const std::vector<std::string_view>& words) {
  const auto same = [&](std::string_view word) { return base::equals_ignore_case(word, text); };
  if (std::any_of(words.begin(), words.end(), same)) return {};
  const std::string_view near = base::closest(text, words);
  return fmt::format("expected one of {}{}", fmt::join(words, ", "),
                     near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near));
}

std::string check_kind(const std::string& text) { return one_of(text, {"none", "ldif", "ldap"}); }

std::string check_profile(const std::string& text) { return one_of(text, {"both", "ad", "inetorgperson"}); }

std::string check_signature_of(const std::string& text) { return one_of(text, {"from", "sender", "auth"}); }

std::string check_on_broken_dkim(const std::string& text) { return one_of(text, {"keep", "leave-alone", "remove"}); }

std::string check_per_recipient(const std::string& text) {
  return text.empty() ? "" : one_of(text, {"split", "single"});
}

std::string check_reinject(const std::string& text) {
  const auto endpoint = net::parse_endpoint(text);
  return text.empty() || endpoint ? std::string() : endpoint.error().text;
}

// It stands in a header field.
std::string check_hub(const std::string& text) {
  const auto is_good = [](char c) { return c > ' ' && c < 0x7F; };
  return std::all_of(text.begin(), text.end(), is_good) ? ""
                                                        : "expected a name without blanks, such as mx1.example.com";
}

std::string check_store(const std::string& text) { return one_of(text, {"sqlite", "redis"}); }

std::string check_redis_server(const std::string& text) {
  const auto wrong = net::check_address(text);
  return wrong ? wrong->text : std::string();
}

void set_redis_servers(Settings& settings, const Value& value) {
  settings.dedupe.redis.servers.clear();
  for (const Located& server : value.list) settings.dedupe.redis.servers.push_back(server.text);
}

std::string check_log(const std::string& text) {
  return text == "journal" || text.starts_with('/') ? ""
                                                    : R"(expected "journal" or a path such as "/var/log/mail.log")";
}

std::string check_listen(const std::string& text) {
  const auto endpoint = net::parse_endpoint(text);
  const bool fits = endpoint && !text.starts_with("unix:") && net::is_local(*endpoint);
  return text.empty() || fits ? "" : R"(expected a loopback address and a port, such as "127.0.0.1:9466")";
}

template <auto Member>
void set_show(Settings& settings, const Value& value) {
  using tracking::Show;
  const std::string word = base::lower(value.text);
  settings.tracking.*Member = word == "off" ? Show::Off : word == "hashed" ? Show::Hashed : Show::Full;
}

std::string check_show(const std::string& text) { return one_of(text, {"full", "hashed", "off"}); }

std::string check_level(const std::string& text) { return one_of(text, {"debug", "info", "warning", "error"}); }

std::string check_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && port >= 1 && port <= 65535 ? "" : "expected a port from 1 to 65535";
}

// The forms that libmilter knows.
std::string check_socket(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  if (kind == "unix" || kind == "local") {
    // sockaddr_un has 108 bytes, one of them for the NUL.
    const std::size_t length = text.size() - colon - 1;
    return length >= 1 && length <= 107 ? "" : "expected unix:PATH with a path of 1 to 107 bytes";
  }
  const std::size_t at = text.find('@');
  if ((kind != "inet" && kind != "inet6") || at == std::string::npos || at + 1 == text.size()) {
    return "expected unix:PATH, inet:PORT@HOST or inet6:PORT@HOST";
  }
  return check_port(std::string_view(text).substr(colon + 1, at - colon - 1));
}

std::string check_domain(const std::string& domain) {
  const std::string text = message::normalized_domain(domain);
  const bool is_good = message::is_host_name(text) && text.front() != '.';
  return is_good ? std::string() : "expected a domain such as example.com";
}

std::string check_network(const std::string& text) {
  const auto network = message::parse_network(text);
  return network ? std::string() : network.error().text;
}

// HOST, HOST:PORT or [ADDRESS]:PORT.
std::string check_host_and_port(std::string_view text) {
  const std::size_t host = text.starts_with('[') ? text.find(']') : 0;
  if (host == std::string_view::npos) return "expected ] behind the address";
  const std::size_t colon = text.find(':', host);
  return colon == std::string_view::npos ? "" : check_port(text.substr(colon + 1));
}

std::string check_uri(const std::string& text) {
  for (const std::string_view scheme : {"ldap://", "ldaps://", "ldapi://"}) {
    if (!base::starts_with_ignore_case(text, scheme)) continue;
    const std::size_t path = text.find_first_of("/? ,", scheme.size());
    const bool bare = path == std::string::npos || (path + 1 == text.size() && text.back() == '/');
    if (!bare) return "expected a URI without path, such as ldap://directory.example.com:389";
    if (text.find('@') != std::string::npos) {
      return "expected a URI without login: directory.bind_dn and directory.password_file are for that";
    }
    if (scheme == "ldapi://") return {};  // a path
    return check_host_and_port(std::string_view(text).substr(scheme.size(), path - scheme.size()));
  }
  return "expected a URI that begins with ldap://, ldaps:// or ldapi://";
}

std::string check_dn(const std::string& text) {
  return text.empty() || ldap::normalized_dn(text) ? "" : "expected a DN such as ou=people,dc=example,dc=com";
}

std::string check_tls_version(const std::string& text) { return one_of(text, {"1.2", "1.3"}); }

std::string check_sasl(const std::string& text) { return text.empty() ? "" : one_of(text, {"EXTERNAL"}); }

std::string check_delimiter(const std::string& text) {
  const bool fits = std::all_of(text.begin(), text.end(), [](char c) {
    const char low = base::lower(c);
    return c > ' ' && c < '\x7F' && c != '@' && c != '"' && !(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9');
  });
  return fits ? "" : "expected signs such as \"+\" or \"+-\", without letters, digits, \" and @";
}

std::vector<Setting> main_settings() {
  using S = Settings;
  using M = milter::Options;
  return {
      {"milter.socket", Type::Text, R"("unix:/run/waybill/waybill.sock")",
       "Where the MTA reaches waybilld: unix:PATH, inet:PORT@HOST or inet6:PORT@HOST. A unix socket is faster.",
       set_text<&S::milter, &M::socket>, Effect::Restart, check_socket},
      {"milter.socket_mode", Type::Mode, R"("0660")", "Access rights of a unix socket.",
       [](S& s, const Value& v) { s.milter.socket_mode = static_cast<int>(v.number); }, Effect::Restart, nullptr, 0,
       0777},
      {"milter.socket_group", Type::Text, R"("")", "Group of a unix socket; empty: as the system creates it.",
       set_text<&S::milter, &M::socket_group>, Effect::Restart},
      {"milter.drain", Type::Duration, R"("30s")", "How long a stop waits for messages that are being processed.",
       set_time<&S::milter, &M::drain>, Effect::Restart, nullptr, 0, kHour},

      {"organization.domains", Type::TextList, "[]", "The organization's own mail domains, subdomains not included.",
       set_domains, Effect::Reload, check_domain},
      {"organization.partner_domains", Type::TextList, "[]",
       "Domains of other organizations that SentToScope calls partners, subdomains not included.", set_partner_domains,
       Effect::Reload, check_domain},
      {"organization.trusted_networks", Type::TextList, R"(["127.0.0.0/8", "::1"])",
       "Clients whose mail counts as coming from inside even without login.", set_networks, Effect::Reload,
       check_network},
      {"organization.signature_of", Type::Text, R"("from")",
       "Whose attributes signatures show: from (the first mailbox of From), sender (that of the Sender field) or auth "
       "(the login of the client). Where there is none, or the directory does not know it: from.",
       set_signature_of, Effect::Reload, check_signature_of},

      {"rules.files", Type::PathList, "[]", "Rules files (.toml or .ps1), patterns such as rules.d/*.toml allowed.",
       [](S& s, const Value& v) { s.rule_files = v.list; }},
  };
}

std::vector<Setting> directory_settings() {
  using S = Settings;
  using D = ldap::Options;
  return {
      {"directory.kind", Type::Text, R"("none")",
       "Where people and groups are looked up: ldif (a file), ldap (servers) or none.", set_kind, Effect::Reload,
       check_kind},
      {"directory.file", Type::Path, R"("")", "The LDIF file (kind ldif). It is read again when it has changed.",
       set_text<&S::directory, &D::file>},
      {"directory.uris", Type::TextList, "[]",
       "The servers (kind ldap): ldap://, ldaps:// or ldapi://, tried in order.", set_uris, Effect::Reload, check_uri},
      {"directory.base", Type::Text, R"("")", "The DN below which people and groups are searched (kind ldap).",
       set_text<&S::directory, &D::base>, Effect::Reload, check_dn},
      {"directory.bind_dn", Type::Text, R"("")", "The DN to log in with; empty: anonymous.",
       set_text<&S::directory, &D::bind_dn>, Effect::Reload},
      {"directory.password_file", Type::Path, R"("")",
       "A file whose first line is the password; read again for each new connection.",
       set_text<&S::directory, &D::password_file>},
      {"directory.sasl", Type::Text, R"("")",
       "EXTERNAL: log in as whom the connection shows, the user of waybilld at ldapi:// or the owner of cert_file, "
       "instead "
       "of by bind_dn.",
       [](S& s, const Value& v) { s.directory.sasl_external = !v.text.empty(); }, Effect::Reload, check_sasl},
      {"directory.start_tls", Type::Boolean, "false", "Ask ldap:// servers for TLS before anything else is sent.",
       [](S& s, const Value& v) { s.directory.start_tls = v.number != 0; }},
      {"directory.tls_minimum", Type::Text, R"("1.2")", "The version of TLS that servers must have: 1.2 or 1.3.",
       set_text<&S::directory, &D::tls_minimum>, Effect::Reload, check_tls_version},
      {"directory.ca_file", Type::Path, R"("")",
       "Certificates (PEM) that may sign the servers' certificates; empty: those of the system.",
       set_text<&S::directory, &D::ca_file>},
      {"directory.cert_file", Type::Path, R"("")",
       "A certificate (PEM) that waybilld shows to servers with TLS, with those that lead to its authority.",
       set_text<&S::directory, &D::cert_file>},
      {"directory.key_file", Type::Path, R"("")", "Its key (PEM), without a password.",
       set_text<&S::directory, &D::key_file>},
      {"directory.recipient_delimiter", Type::Text, R"("")",
       "As recipient_delimiter of Postfix: with \"+\", anna+news@example.com is anna@example.com where nobody has that "
       "address itself. Empty: it is not.",
       set_text<&S::directory, &D::recipient_delimiter>, Effect::Reload, check_delimiter},
      {"directory.timeout", Type::Duration, R"("5s")", "All that one message waits for the directory.",
       set_time<&S::directory, &D::timeout>, Effect::Reload, nullptr, 100, 60 * kSecond},
      {"directory.connect_timeout", Type::Duration, R"("2s")",
       "Of that, for one server to connect, with TLS and login; then the next one is tried. Looking up its name comes "
       "on "
       "top: resolv.conf(5) bounds that.",
       set_time<&S::directory, &D::connect_timeout>, Effect::Reload, nullptr, 100, 60 * kSecond},
      {"directory.operation_timeout", Type::Duration, R"("3s")", "Of that, for one search.",
       set_time<&S::directory, &D::operation_timeout>, Effect::Reload, nullptr, 100, 60 * kSecond},
      {"directory.cache_lifetime", Type::Duration, R"("5m")",
       "How long answers are kept; 0s keeps none. What is used is asked again before it is over. What could not be "
       "asked is never kept.",
       set_time<&S::directory, &D::cache_lifetime>, Effect::Reload, nullptr, 0, 24 * kHour},
      {"directory.negative_lifetime", Type::Duration, R"("1m")",
       "How long it is kept that there is no such person, or that she is no member.",
       set_time<&S::directory, &D::negative_lifetime>, Effect::Reload, nullptr, 0, 24 * kHour},
      {"directory.stale_lifetime", Type::Duration, R"("24h")",
       "How long beyond that an answer is used while no server answers.", set_time<&S::directory, &D::stale_lifetime>,
       Effect::Reload, nullptr, 0, 30 * 24 * kHour},
      {"directory.cache_bytes", Type::Size, R"("64MB")",
       "Memory of these answers, and size of cache_file; the oldest go first.",
       [](S& s, const Value& v) { s.directory.cache_bytes = static_cast<std::size_t>(v.number); }, Effect::Reload,
       nullptr, kMega, 4 * 1024 * kMega},
      {"directory.cache_file", Type::Path, R"("/var/cache/waybill/directory.db")",
       "Keeps these answers over restarts (kind ldap); empty: nothing does.", set_text<&S::directory, &D::cache_file>,
       Effect::Restart},
  };
}

std::vector<Setting> mail_settings() {
  using S = Settings;
  using E = DeliveryOptions;
  return {
      {"dkim.broken", Type::Text, R"("keep")",
       "When a change of the mail breaks a DKIM or ARC signature in it: keep (change it, the signature stays), "
       "leave-alone (do not change the text) or remove (change it, and remove that DKIM-Signature field).",
       set_on_broken_dkim, Effect::Reload, check_on_broken_dkim},

      {"delivery.per_recipient", Type::Text, R"("")",
       "Recipients with different results: split (a copy for each group) or single (one for all, that of the "
       "recipients "
       "outside); empty: split where reinject is set.",
       set_text<&S::delivery, &E::per_recipient>, Effect::Reload, check_per_recipient},
      {"delivery.reinject", Type::Text, R"("")",
       "Where the MTA takes further copies by SMTP: 127.0.0.1:10026, [::1]:10026 or unix:/path; empty: nowhere.",
       set_text<&S::delivery, &E::reinject>, Effect::Reload, check_reinject},
      {"delivery.key_file", Type::Path, R"("")",
       "A file whose first line, of 32 characters or more, makes the marks of copies; several waybilld that see each "
       "other's copies need one. Empty: a new key at each start.",
       set_text<&S::delivery, &E::key_file>},
      {"delivery.timeout", Type::Duration, R"("30s")", "All that one message waits for its copies to be accepted.",
       set_time<&S::delivery, &E::timeout>, Effect::Reload, nullptr, kSecond, kHour},
      {"delivery.memory", Type::Path, R"("/var/lib/waybill/delivered.db")",
       "Remembers who has a copy, so that a message that is tried again does not give it twice.",
       [](S& s, const Value& v) { s.delivery.memory.path = v.text; }},

      {"http.listen", Type::Text, R"("")",
       "Where metrics (`/metrics`) and health (`/healthz`, `/readyz`) are told: a loopback address and a port. Empty: "
       "nowhere.",
       [](S& s, const Value& v) { s.http.listen = v.text; }, Effect::Restart, check_listen},

      {"log.level", Type::Text, R"("info")", "The least that is logged: debug, info, warning or error.",
       [](S& s, const Value& v) { s.log.level = base::lower(v.text); }, Effect::Reload, check_level},
  };
}

std::vector<Setting> attribute_settings() {
  return {
      {"attributes.profile", Type::Text, R"("both")",
       "ad: Active Directory's attributes; inetorgperson: those of RFC 2798; both: ad first, then inetorgperson.",
       set_profile, Effect::Reload, check_profile},
  };
}

std::vector<Setting> tracking_settings() {
  using S = Settings;
  using T = store::TrackingOptions;
  return {
      {"tracking.enabled", Type::Boolean, "true", "Keep the events of each message, for `waybill track`.",
       [](S& s, const Value& v) { s.tracking.enabled = v.number != 0; }, Effect::Restart},
      {"tracking.path", Type::Path, R"("/var/lib/waybill/tracking.db")",
       "The file of the events. While it cannot be written, mail goes on and events are lost.",
       set_text<&S::tracking, &T::path>, Effect::Restart},
      {"tracking.log_addresses", Type::Text, R"("full")",
       "How addresses of senders and recipients are kept: full, hashed (found by who knows the address) or off.",
       set_show<&T::addresses>, Effect::Restart, check_show},
      {"tracking.log_subjects", Type::Text, R"("full")", "How subjects are kept: full, hashed or off.",
       set_show<&T::subjects>, Effect::Restart, check_show},
      {"tracking.key_file", Type::Path, R"("/var/lib/waybill/tracking.key")",
       "The key of the hashes; made when it is needed and not there.", set_text<&S::tracking, &T::key_file>,
       Effect::Restart},
      {"tracking.retention", Type::Duration, R"("30d")", "Events of older messages are dropped.",
       set_time<&S::tracking, &T::retention>, Effect::Restart, nullptr, kHour, 3650 * kDay},
      {"tracking.most_bytes", Type::Size, R"("1000MB")", "Above this the oldest messages are dropped.",
       [](S& s, const Value& v) { s.tracking.most_bytes = v.number; }, Effect::Restart, nullptr, 10 * kMega,
       1024 * 1024 * kMega},
  };
}

std::vector<Setting> dedupe_settings() {
  using S = Settings;
  using E = DedupeOptions;
  return {
      {"dedupe.suppress", Type::Boolean, "false",
       "Recipients who have a mail from an earlier arrival do not get it twice (docs/dedupe.md). Rules can ask for it "
       "with SuppressDuplicates where this is false.",
       [](S& s, const Value& v) { s.dedupe.suppress = v.number != 0; }},
      {"dedupe.window", Type::Duration, R"("7d")", "How long an earlier arrival counts.",
       [](S& s, const Value& v) { s.dedupe.seen.window = s.dedupe.redis.window = std::chrono::milliseconds(v.number); },
       Effect::Restart, nullptr, 60 * kSecond, 365 * kDay},
      {"dedupe.key_file", Type::Path, R"("")",
       "A file whose first line, of 32 characters or more, makes the dedupe IDs; hubs that hand mail to each other "
       "need "
       "the same one. Empty: anybody can compute them.",
       set_text<&S::dedupe, &E::key_file>},
      {"dedupe.hub", Type::Text, R"("")",
       "The name of this host among those that share mail; another one for each. Empty: its host name.",
       set_text<&S::dedupe, &E::hub>, Effect::Restart, check_hub},
      {"dedupe.log", Type::Text, R"("journal")",
       "The MTA's log, which proves that an earlier arrival was delivered: journal (of systemd), or the path of a "
       "file.",
       set_text<&S::dedupe, &E::log>, Effect::Restart, check_log},
      {"dedupe.store", Type::Text, R"("sqlite")",
       "What remembers what was seen: sqlite, a file of this hub, or redis, which several hubs share ([redis]).",
       [](S& s, const Value& v) { s.dedupe.is_in_redis = base::equals_ignore_case(v.text, "redis"); }, Effect::Restart,
       check_store},
      {"dedupe.path", Type::Path, R"("/var/lib/waybill/seen.db")",
       "The file (store sqlite). While it cannot be read or written, all mail passes.",
       [](S& s, const Value& v) { s.dedupe.seen.path = v.text; }, Effect::Restart},
      {"dedupe.most_bytes", Type::Size, R"("256MB")", "Above this it forgets first what it would forget next.",
       [](S& s, const Value& v) { s.dedupe.seen.most_bytes = v.number; }, Effect::Restart, nullptr, kMega,
       1024 * 1024 * kMega},
  };
}

template <auto Member>
void set_redis_text(Settings& settings, const Value& value) {
  settings.dedupe.redis.*Member = value.text;
}

std::vector<Setting> redis_settings() {
  using S = Settings;
  using R = store::RedisOptions;
  return {
      {"redis.servers", Type::TextList, R"(["127.0.0.1:6379"])",
       "Redis servers, HOST:PORT or unix:PATH, of which the first primary is used; with sentinel_master: Sentinels.",
       set_redis_servers, Effect::Restart, check_redis_server},
      {"redis.sentinel_master", Type::Text, R"("")", "What the Sentinels call the primary; empty: there are none.",
       set_redis_text<&R::sentinel_master>, Effect::Restart},
      {"redis.user", Type::Text, R"("")", "The ACL user; empty, where there is a password: default.",
       set_redis_text<&R::user>, Effect::Restart},
      {"redis.password_file", Type::Path, R"("")",
       "A file whose first line is its password; read again for each new connection.",
       set_redis_text<&R::password_file>, Effect::Restart},
      {"redis.sentinel_user", Type::Text, R"("")", "As user, at the Sentinels.", set_redis_text<&R::sentinel_user>,
       Effect::Restart},
      {"redis.sentinel_password_file", Type::Path, R"("")", "As password_file, at the Sentinels.",
       set_redis_text<&R::sentinel_password_file>, Effect::Restart},
      {"redis.database", Type::Count, "0", "The number of the database (SELECT).",
       [](S& s, const Value& v) { s.dedupe.redis.database = static_cast<int>(v.number); }, Effect::Restart, nullptr, 0,
       65535},
      {"redis.tls", Type::Boolean, "false", "TLS, with verified certificates, to Redis and Sentinels.",
       [](S& s, const Value& v) { s.dedupe.redis.tls = v.number != 0; }, Effect::Restart},
      {"redis.ca_file", Type::Path, R"("")",
       "Certificates (PEM) that may sign the servers' certificates; empty: those of the system.",
       set_redis_text<&R::ca_file>, Effect::Restart},
      {"redis.cert_file", Type::Path, R"("")", "A certificate (PEM) that waybilld shows to servers.",
       set_redis_text<&R::cert_file>, Effect::Restart},
      {"redis.key_file", Type::Path, R"("")", "Its key (PEM), without a password.", set_redis_text<&R::key_file>,
       Effect::Restart},
      {"redis.prefix", Type::Text, R"("waybill:")", "What all keys begin with.", set_redis_text<&R::prefix>,
       Effect::Restart},
      {"redis.timeout", Type::Duration, R"("200ms")", "All that one message waits for Redis.",
       [](S& s, const Value& v) { s.dedupe.redis.timeout = std::chrono::milliseconds(v.number); }, Effect::Restart,
       nullptr, 10, 10 * kSecond},
  };
}

std::vector<Setting> limit_settings() {
  using L = base::Limits;
  return {
      {"limits.header_bytes", Type::Size, R"("1MB")", "The header of a message, or of one part.",
       set_limit<&L::header_bytes>, Effect::Reload, nullptr, 4 * kKilo, 64 * kMega},
      {"limits.field_value_bytes", Type::Size, R"("16KB")", "A header field whose structure is read.",
       set_limit<&L::field_value_bytes>, Effect::Reload, nullptr, kKilo, kMega},
      {"limits.parts", Type::Count, "20000", "Parts of one message.", set_limit<&L::parts>, Effect::Reload, nullptr, 1,
       1000000},
      {"limits.nesting", Type::Count, "1200", "Multiparts inside each other.", set_limit<&L::nesting>, Effect::Reload,
       nullptr, 1, 100000},
      {"limits.text_bytes", Type::Size, R"("16MB")", "Decoded bytes of one text that is to be signed.",
       set_limit<&L::text_bytes>, Effect::Reload, nullptr, kKilo, 1024 * kMega},
      {"limits.rules", Type::Count, "10000", "Rules of all files together.", set_limit<&L::rules>, Effect::Reload,
       nullptr, 1, 1000000},
      {"limits.rule_file_bytes", Type::Size, R"("32MB")", "One rules file.", set_limit<&L::rule_file_bytes>,
       Effect::Reload, nullptr, kKilo, 1024 * kMega},
      {"limits.template_bytes", Type::Size, R"("1MB")", "One text of a signature.", set_limit<&L::template_bytes>,
       Effect::Reload, nullptr, kKilo, 64 * kMega},
      {"limits.attribute_bytes", Type::Size, R"("8KB")", "One directory value that is put into a signature.",
       set_limit<&L::attribute_bytes>, Effect::Reload, nullptr, 16, kMega},
      {"limits.question_rounds", Type::Count, "8", "How often one message may come back with more questions.",
       set_limit<&L::question_rounds>, Effect::Reload, nullptr, 1, 64},
      {"limits.copies", Type::Count, "100", "Different copies of one message, for recipients with different results.",
       set_limit<&L::copies>, Effect::Reload, nullptr, 1, 10000},
      {"limits.spool_bytes", Type::Size, R"("1MB")", "Bodies above this wait in an unlinked file, not in memory.",
       set_limit<&L::spool_bytes>, Effect::Reload, nullptr, 64 * kKilo, 1024 * kMega},
      {"limits.attachments", Type::Count, "1000",
       "Attachments of one message that are looked into, members of archives included.", set_limit<&L::attachments>,
       Effect::Reload, nullptr, 1, 100000},
      {"limits.archive_depth", Type::Count, "5", "Archives and attached messages inside each other.",
       set_limit<&L::archive_depth>, Effect::Reload, nullptr, 1, 50},
      {"limits.unpacked_bytes", Type::Size, R"("64MB")", "What all archives of one message together may unpack to.",
       set_limit<&L::unpacked_bytes>, Effect::Reload, nullptr, 64 * kKilo, 1024 * kMega},
      {"limits.attachment_text_bytes", Type::Size, R"("1MB")", "The beginning of an attachment whose text is searched.",
       set_limit<&L::attachment_text_bytes>, Effect::Reload, nullptr, kKilo, 64 * kMega},
  };
}

}  // namespace

std::string DedupeOptions::hub_name() const { return hub.empty() ? host_name() : hub; }

engine::PerRecipient DeliveryOptions::mode() const {
  const bool splits = per_recipient.empty() ? !reinject.empty() : base::equals_ignore_case(per_recipient, "split");
  return splits ? engine::PerRecipient::Split : engine::PerRecipient::Single;
}

std::vector<ldap::Options> Settings::directories() const {
  std::vector<ldap::Options> out = {directory};
  out.insert(out.end(), more_directories.begin(), more_directories.end());
  std::erase_if(out, [](const ldap::Options& options) { return options.kind == ldap::Kind::None; });
  return out;
}

std::chrono::milliseconds Settings::directory_timeout() const {
  std::chrono::milliseconds out = directory.timeout;
  for (const ldap::Options& options : more_directories) out = std::max(out, options.timeout);
  return out;
}

engine::Organization default_organization() {
  engine::Organization out;
  for (const char* network : {"127.0.0.0/8", "::1"}) out.trusted_networks.push_back(*message::parse_network(network));
  return out;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> kTable = [] {
    std::vector<Setting> out = main_settings();
    for (const auto& more : {directory_settings(), mail_settings(), attribute_settings(), dedupe_settings(),
                             redis_settings(), tracking_settings(), limit_settings()}) {
      out.insert(out.end(), more.begin(), more.end());
    }
    return out;
  }();
  return kTable;
}

const Setting* find_setting(std::string_view name) {
  const auto& table = settings();
  const auto row = std::find_if(table.begin(), table.end(), [&](const Setting& s) { return s.name == name; });
  return row == table.end() ? nullptr : &*row;
}

std::string_view describe(Type type) {
  switch (type) {
    case Type::Text:
      return "text in quotes";
    case Type::TextList:
      return "a list of texts in quotes";
    case Type::Path:
      return "a path in quotes";
    case Type::PathList:
      return "a list of paths in quotes";
    case Type::Boolean:
      return "true or false";
    case Type::Count:
      return "a number";
    case Type::Size:
      return "a size such as \"10MB\", or a number of bytes";
    case Type::Duration:
      return "a duration such as \"2s\" or \"500ms\"";
    case Type::Mode:
      return "access rights such as \"0660\"";
  }
  return {};
}

std::string write_number(Type type, std::int64_t number) {
  struct Unit {
    std::int64_t size;
    const char* name;
  };
  static constexpr std::array<Unit, 3> kSizes = {{{1024 * kMega, "GB"}, {kMega, "MB"}, {kKilo, "KB"}}};
  static constexpr std::array<Unit, 4> kTimes = {{{kDay, "d"}, {kHour, "h"}, {60 * kSecond, "m"}, {kSecond, "s"}}};
  if (type == Type::Mode) return fmt::format("{:04o}", number);
  if (type != Type::Size && type != Type::Duration) return std::to_string(number);
  for (const Unit& unit : type == Type::Size ? std::span<const Unit>(kSizes) : kTimes) {
    if (number != 0 && number % unit.size == 0) return std::to_string(number / unit.size) + unit.name;
  }
  return std::to_string(number) + (type == Type::Size ? "" : "ms");
}

}  // namespace waybill::config
