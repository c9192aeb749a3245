// ldap/connection.cpp: libldap, always asynchronous and always with a deadline.
#include "ldap/connection.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <mutex>

#include "base/text.h"
#include "ldap/attribute_description.h"
#include "ldap/pages.h"

namespace waybill::ldap {
namespace {

using namespace std::chrono_literals;

// RFC 4511 names no feature for this; AD publishes its own OID in the root DSE (supportedCapabilities).
constexpr const char* kActiveDirectory = "1.2.840.113556.1.4.800";

// To these it refers from the root of a domain (MS-ADTS 3.1.1.1.5); no people or groups of mail are there.
constexpr std::array<std::string_view, 3> kPartitions = {"cn=configuration,", "dc=domaindnszones,",
                                                         "dc=forestdnszones,"};

constexpr int kMostPages = 40;
constexpr int kMostRangeReads = 100;
constexpr std::size_t kMostRangeValues = 200000;

bool has_value(const message::Entry& entry, std::string_view wanted) {
  return std::any_of(entry.attributes.begin(), entry.attributes.end(), [&](const auto& attribute) {
    return std::find(attribute.second.begin(), attribute.second.end(), wanted) != attribute.second.end();
  });
}

std::chrono::milliseconds left_until(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return std::max(left, 0ms);
}

timeval to_timeval(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {static_cast<time_t>(seconds.count()),
          static_cast<suseconds_t>(std::chrono::microseconds(time - seconds).count())};
}

base::Result<std::string> read_password(const std::string& file) {
  std::ifstream in(file);
  if (!in) return base::Error{base::ErrorKind::Unavailable, file + ": cannot be read: " + std::strerror(errno)};
  std::string password;
  std::getline(in, password);
  if (password.ends_with('\r')) password.pop_back();
  // A bind without password succeeds as anonymous (RFC 4513, 5.1.2): never by accident.
  if (password.empty()) return base::Error{base::ErrorKind::Unavailable, file + ": the first line is empty"};
  return password;
}

constexpr std::size_t kShown = 1000;  // bytes of a filter

std::string to_text(const Search& search) {
  return "search " + base::printable(search.filter, kShown) + (search.subtree ? " below \"" : " at \"") +
         base::printable(search.base) + '"';
}

std::string to_text(const SearchResult& result) {
  if (result.no_such_base) return "no such entry";
  return "entries: " + std::to_string(result.entries.size()) + (result.truncated ? ", cut off" : "");
}

// From a socket that blocks, GnuTLS reads a TLS record to its end, whatever time limit libldap has. A read that ends
// before takes libldap back to its poll(), which has one.
int bound_reads(LDAP*, Sockbuf* buffer, LDAPURLDesc*, sockaddr*, ldap_conncb*) {
  constexpr timeval kRead{0, 50000};
  int socket = -1;
  ber_sockbuf_ctrl(buffer, LBER_SB_OPT_GET_FD, &socket);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kRead, sizeof kRead);
  return LDAP_SUCCESS;
}

void forget(LDAP*, Sockbuf*, ldap_conncb*) {}

ldap_conncb on_connect = {bound_reads, forget, nullptr};

// With whatever options; null: it has no values of that type.
const message::Attributes::value_type* find_values(const message::Entry& entry, std::string_view type) {
  const auto found = std::find_if(entry.attributes.begin(), entry.attributes.end(), [&](const auto& attribute) {
    return base::equals_ignore_case(type_of(attribute.first), type) && !attribute.second.empty();
  });
  return found == entry.attributes.end() ? nullptr : &*found;
}

// Others, such as a limit or a missing right, are about the question. So is LDAP_UNWILLING_TO_PERFORM: 389 Directory
// Server answers so to a search without an index.
bool is_of_server(int code) {
  return (LDAP_API_ERROR(code) && code != LDAP_FILTER_ERROR) || code == LDAP_BUSY || code == LDAP_UNAVAILABLE ||
         code == LDAP_OPERATIONS_ERROR || code == LDAP_OTHER;
}

base::ErrorKind kind_of(int code) {
  if (code == LDAP_TIMEOUT) return base::ErrorKind::TimedOut;
  if (code == LDAP_INVALID_CREDENTIALS) return base::ErrorKind::Denied;
  return code == LDAP_FILTER_ERROR ? base::ErrorKind::Invalid : base::ErrorKind::Unavailable;
}

}  // namespace

base::Error Connection::failed(const std::string& what, int code) const {
  std::string text = uri_ + ": " + what + ": " + ldap_err2string(code);
  char* detail = nullptr;
  ldap_get_option(handle_.get(), LDAP_OPT_DIAGNOSTIC_MESSAGE, &detail);
  const std::string_view why = detail == nullptr ? "" : detail;
  // All that libldap 2.5.13 says about a certificate that failed verification.
  const bool distrusted = why == "(unknown error code)";
  if (!why.empty())
    text += " (" + (distrusted ? "is the certificate trusted, and for this name?" : base::printable(why)) + ')';
  ldap_memfree(detail);
  return {kind_of(code), std::move(text), std::nullopt};
}

base::Result<Connection> Connection::open(const Options& options, const std::string& uri, Deadline deadline) {
  if (options.trace == nullptr) return connect(options, uri, deadline);
  const auto start = std::chrono::steady_clock::now();
  auto out = connect(options, uri, deadline);
  const std::string named = options.bind_dn.empty() ? "anonymously" : "as " + options.bind_dn;
  const std::string who = options.sasl_external ? "by EXTERNAL" : named;
  options.trace->note(
      {uri, "connect and log in " + who, out ? "done" : out.error().text, std::chrono::steady_clock::now() - start});
  return out;
}

base::Result<Connection> Connection::begin(const std::string& uri) {
  // The first call of libldap sets up what all others share, and minds no other thread.
  static std::once_flag once;
  std::call_once(once, [] {
    int level = 0;
    ldap_get_option(nullptr, LDAP_OPT_DEBUG_LEVEL, &level);
  });
  LDAP* handle = nullptr;
  const int code = ldap_initialize(&handle, uri.c_str());
  if (code != LDAP_SUCCESS) return base::Error{base::ErrorKind::Invalid, uri + ": " + ldap_err2string(code)};
  return Connection(handle, uri);
}

base::Result<Connection> Connection::connect(const Options& options, const std::string& uri, Deadline deadline) {
  auto begun = begin(uri);
  if (!begun) return begun.error();
  Connection out = std::move(*begun);
  if (!out.configure(options, deadline)) return cannot_use_files(options);
  if (options.start_tls) {
    const auto secured = out.start_tls(deadline);
    if (!secured) return secured.error();
  }
  const auto known = out.recognize(options, deadline);
  if (!known) return known.error();
  const auto bound = out.bind(options, deadline);
  if (!bound) return bound.error();
  return out;
}

// GnuTLS does not tell which one.
base::Error Connection::cannot_use_files(const Options& options) {
  std::string out = "TLS: cannot use ca_file \"" + options.ca_file + '"';
  if (!options.cert_file.empty()) {
    out += ", or cert_file \"" + options.cert_file + "\" with key_file \"" + options.key_file + '"';
  }
  return {base::ErrorKind::Unavailable, std::move(out), std::nullopt};
}

bool Connection::configure(const Options& options, Deadline deadline, bool verify) {
  patience_ = options.operation_timeout;
  trace_ = options.trace;
  is_one_of_several_ = options.is_one_of_several;
  LDAP* const handle = handle_.get();
  const int version = LDAP_VERSION3;
  const int require = verify ? LDAP_OPT_X_TLS_HARD : LDAP_OPT_X_TLS_NEVER;
  const int named = LDAP_OPT_X_TLS_ALLOW;  // libldap's default, which ldaprc and LDAPTLS_REQSAN could switch off
  const int idle_seconds = 60;
  const int probes = 3;
  const int probe_seconds = 10;
  const int new_context = 0;
  const timeval time = to_timeval(left_until(deadline));
  ldap_set_option(handle, LDAP_OPT_PROTOCOL_VERSION, &version);
  ldap_set_option(handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
  ldap_set_option(handle, LDAP_OPT_CONNECT_ASYNC, LDAP_OPT_ON);
  ldap_set_option(handle, LDAP_OPT_CONNECT_CB, &on_connect);
  ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &time);
  ldap_set_option(handle, LDAP_OPT_TIMEOUT, &time);
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_IDLE, &idle_seconds);
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_PROBES, &probes);
  ldap_set_option(handle, LDAP_OPT_X_KEEPALIVE_INTERVAL, &probe_seconds);
  ldap_set_option(handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &require);
  ldap_set_option(handle, LDAP_OPT_X_TLS_REQUIRE_SAN, &named);
  if (!options.ca_file.empty()) ldap_set_option(handle, LDAP_OPT_X_TLS_CACERTFILE, options.ca_file.c_str());
  // libldap 2.5.13 does not free these again: 15 KB a connection, which are few (tests/lsan.supp).
  if (!options.cert_file.empty()) {
    ldap_set_option(handle, LDAP_OPT_X_TLS_CERTFILE, options.cert_file.c_str());
    ldap_set_option(handle, LDAP_OPT_X_TLS_KEYFILE, options.key_file.c_str());
  }
  const bool uses_tls = options.start_tls || base::starts_with_ignore_case(uri_, "ldaps:");
  return !uses_tls || ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &new_context) == LDAP_OPT_SUCCESS;
}

template <class Send>
int Connection::exchange(Send send, Deadline deadline, LDAPMessage** answer) {
  int id = 0;
  int code = send(&id);
  while (code == LDAP_X_CONNECTING) {
    int socket = -1;
    ldap_get_option(handle_.get(), LDAP_OPT_DESC, &socket);
    pollfd waiting{socket, POLLOUT, 0};
    const auto left = left_until(deadline);
    if (left == 0ms || socket < 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0) code = LDAP_TIMEOUT;
    if (code == LDAP_X_CONNECTING) code = send(&id);
  }
  if (code == LDAP_SUCCESS) {
    timeval time = to_timeval(left_until(deadline));
    const int type = ldap_result(handle_.get(), id, LDAP_MSG_ALL, &time, answer);
    if (type == 0) code = LDAP_TIMEOUT;
    if (type < 0) ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &code);
    // libldap forgot why: the connection is gone all the same.
    if (type < 0 && code == LDAP_SUCCESS) code = LDAP_SERVER_DOWN;
  }
  broken_ = broken_ || is_of_server(code);
  return code;
}

base::Result<bool> Connection::start_tls(Deadline deadline) {
  LDAPMessage* answer = nullptr;
  int code = exchange([&](int* id) { return ldap_start_tls(handle_.get(), nullptr, nullptr, id); }, deadline, &answer);
  if (code == LDAP_SUCCESS) {
    const int parsed = ldap_parse_result(handle_.get(), answer, &code, nullptr, nullptr, nullptr, nullptr, 1);
    if (parsed != LDAP_SUCCESS) code = parsed;
  }
  if (code == LDAP_SUCCESS) {
    const timeval time = to_timeval(left_until(deadline));
    ldap_set_option(handle_.get(), LDAP_OPT_NETWORK_TIMEOUT, &time);
    code = ldap_install_tls(handle_.get());
  }
  if (code != LDAP_SUCCESS) return failed("StartTLS", code);
  return true;
}

base::Result<bool> Connection::bind(const Options& options, Deadline deadline) {
  std::string password;
  if (!options.bind_dn.empty()) {
    auto read = read_password(options.password_file);
    if (!read) return read.error();
    password = std::move(*read);
  }
  berval secret{password.size(), password.data()};
  // EXTERNAL without an authorization identity: the one that the connection shows (RFC 4422, appendix A).
  const char* const mechanism = options.sasl_external ? "EXTERNAL" : LDAP_SASL_SIMPLE;
  const auto send = [&](int* id) {
    return ldap_sasl_bind(handle_.get(), options.bind_dn.c_str(), mechanism, &secret, nullptr, nullptr, id);
  };
  LDAPMessage* answer = nullptr;
  int code = exchange(send, deadline, &answer);
  if (code == LDAP_SUCCESS) {
    const int parsed = ldap_parse_result(handle_.get(), answer, &code, nullptr, nullptr, nullptr, nullptr, 1);
    if (parsed != LDAP_SUCCESS) code = parsed;
  }
  const bool anonymous = options.bind_dn.empty() && !options.sasl_external;
  if (code != LDAP_SUCCESS) return failed(anonymous ? "anonymous bind" : "bind", code);
  return true;
}

// Reads the root DSE, which anybody may; a server that refuses it is none of Active Directory. With ldaps:// this is
// also what brings the handshake about before a password is sent.
base::Result<bool> Connection::recognize(const Options& options, Deadline deadline) {
  const auto root = search({"", false, "(objectClass=*)", {"supportedCapabilities", "supportedControl"}}, deadline);
  if (!root && broken_) return root.error();
  const std::string version = tls_version();
  if (!version.empty() && version < "TLS" + options.tls_minimum) {
    return base::Error{base::ErrorKind::Unavailable, fmt::format("{}: expected TLS {} or later, the server has {}",
                                                                 uri_, options.tls_minimum, version)};
  }
  for (const message::Entry& entry : root ? root->entries : std::vector<message::Entry>()) {
    active_directory_ = active_directory_ || has_value(entry, kActiveDirectory);
    knows_pages_ = knows_pages_ || has_value(entry, LDAP_CONTROL_PAGEDRESULTS);
  }
  return true;
}

// Asked after the handshake: GnuTLS ignores LDAP_OPT_X_TLS_PROTOCOL_MIN, and a priority string in
// LDAP_OPT_X_TLS_CIPHER_SUITE leaks 8 KB a connection (libldap 2.5.13 overwrites its default without freeing it).
std::string Connection::tls_version() const {
  if (ldap_tls_inplace(handle_.get()) == 0) return {};
  char* version = nullptr;
  ldap_get_option(handle_.get(), LDAP_OPT_X_TLS_VERSION, &version);
  std::string out = version == nullptr ? "(unknown)" : version;  // sorts before all
  ldap_memfree(version);
  return out;
}

base::Result<SearchResult> Connection::search(const Search& search, Deadline deadline) {
  ++searches_;
  if (trace_ == nullptr) return answer(search, deadline);
  const auto start = std::chrono::steady_clock::now();
  auto out = answer(search, deadline);
  trace_->note(
      {uri_, to_text(search), out ? to_text(*out) : out.error().text, std::chrono::steady_clock::now() - start});
  return out;
}

base::Result<SearchResult> Connection::answer(const Search& search, Deadline deadline) {
  deadline = std::min(deadline, std::chrono::steady_clock::now() + patience_);
  SearchResult out;
  const bool knew_pages = knows_pages_;
  auto failed = read_pages(search, deadline, out);
  if (failed && knew_pages && !knows_pages_) failed = read_pages(search, deadline, out);
  if (failed) return std::move(*failed);
  for (message::Entry& entry : out.entries) {
    failed = read_ranges(entry, deadline);
    if (failed) return std::move(*failed);
    entry.attributes = by_type(entry.attributes, search.attributes);
  }
  return out;
}

std::optional<base::Error> Connection::read_pages(const Search& search, Deadline deadline, SearchResult& out) {
  Page page;
  do {
    if (auto failed = read_page(search, deadline, page, out)) return failed;
    ++page.number;
  } while (!page.cookie.empty() && !out.truncated && page.number < kMostPages);
  out.truncated = out.truncated || !page.cookie.empty();
  return std::nullopt;
}

std::optional<base::Error> Connection::read_page(const Search& search, Deadline deadline, Page& page,
                                                 SearchResult& out) {
  std::vector<char*> attributes;
  for (const std::string& name : search.attributes) attributes.push_back(const_cast<char*>(name.c_str()));
  attributes.push_back(nullptr);
  const bool in_pages = knows_pages_ && search.in_pages && search.subtree;
  const Control control = in_pages ? page_control(handle_.get(), page.cookie) : nullptr;
  std::array<LDAPControl*, 2> controls = {control.get(), nullptr};
  const auto send = [&](int* id) {
    timeval time = to_timeval(std::max(left_until(deadline), 1ms));
    return ldap_search_ext(handle_.get(), search.base.c_str(), search.subtree ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE,
                           search.filter.c_str(), attributes.data(), 0, controls.data(), nullptr, &time, LDAP_NO_LIMIT,
                           id);
  };
  LDAPMessage* answer = nullptr;
  int code = exchange(send, deadline, &answer);
  const Message messages(answer);
  LDAPControl** received = nullptr;
  if (code == LDAP_SUCCESS) {
    const int parsed = ldap_parse_result(handle_.get(), answer, &code, nullptr, nullptr, nullptr, &received, 0);
    if (parsed != LDAP_SUCCESS) code = parsed;
    broken_ = broken_ || is_of_server(code);
  }
  const Controls freed(received);
  if (in_pages && page.number == 0 && refuses_pages(code)) knows_pages_ = false;
  page.cookie = next_page(handle_.get(), received);
  // A DN of another directory (RFC 4511, 4.1.10): Active Directory always answers so, slapd where it knows of one.
  // Where nobody else is asked, nobody knows what is there.
  out.no_such_base =
      code == LDAP_NO_SUCH_OBJECT || code == LDAP_INVALID_DN_SYNTAX || (code == LDAP_REFERRAL && is_one_of_several_);
  out.truncated = code == LDAP_SIZELIMIT_EXCEEDED;
  if (code != LDAP_SUCCESS && !out.no_such_base && !out.truncated) return failed("search", code);
  for (LDAPMessage* entry = ldap_first_entry(handle_.get(), answer); entry != nullptr;
       entry = ldap_next_entry(handle_.get(), entry)) {
    out.entries.push_back(to_entry(entry));
  }
  for (LDAPMessage* reference = ldap_first_reference(handle_.get(), answer);
       reference != nullptr && out.elsewhere.empty(); reference = ldap_next_reference(handle_.get(), reference)) {
    out.elsewhere = read_reference(reference);
  }
  return std::nullopt;
}

std::string Connection::read_reference(LDAPMessage* message) const {
  char** urls = nullptr;
  if (is_one_of_several_ || ldap_parse_reference(handle_.get(), message, &urls, nullptr, 0) != LDAP_SUCCESS) return {};
  const std::string url = urls == nullptr || *urls == nullptr ? "" : *urls;
  ber_memvfree(reinterpret_cast<void**>(urls));
  LDAPURLDesc* parsed = nullptr;
  if (ldap_url_parse(url.c_str(), &parsed) != LDAP_URL_SUCCESS) return url;
  const std::string dn = base::lower(parsed->lud_dn == nullptr ? "" : parsed->lud_dn);
  ldap_free_urldesc(parsed);
  const bool holds_nobody =
      active_directory_ && std::any_of(kPartitions.begin(), kPartitions.end(),
                                       [&](auto partition) { return std::string_view(dn).starts_with(partition); });
  return holds_nobody ? "" : url;
}

std::optional<base::Error> Connection::read_ranges(message::Entry& entry, Deadline deadline) {
  for (auto& [description, values] : entry.attributes) {
    const std::string type(type_of(description));
    auto next = next_of_range(description);
    for (int reads = 0; next; ++reads) {
      const std::string wanted = fmt::format("{};range={}-*", type, *next);
      if (reads == kMostRangeReads || values.size() > kMostRangeValues) {
        return base::Error{base::ErrorKind::TooLarge,
                           fmt::format("{}: {} has too many {}", uri_, base::printable(entry.dn), type)};
      }
      SearchResult more;
      Page whole;
      if (auto failed = read_page({entry.dn, false, "(objectClass=*)", {wanted}}, deadline, whole, more)) {
        return failed;
      }
      const auto* rest = more.entries.empty() ? nullptr : find_values(more.entries.front(), type);
      if (rest == nullptr) {
        return base::Error{base::ErrorKind::Unavailable,
                           fmt::format("{}: {} has no {}", uri_, base::printable(entry.dn), wanted)};
      }
      values.insert(values.end(), rest->second.begin(), rest->second.end());
      next = next_of_range(rest->first);
    }
  }
  return std::nullopt;
}

message::Entry Connection::to_entry(LDAPMessage* entry) const {
  message::Entry out;
  char* dn = ldap_get_dn(handle_.get(), entry);
  if (dn != nullptr) out.dn = dn;
  ldap_memfree(dn);
  BerElement* cursor = nullptr;
  for (char* name = ldap_first_attribute(handle_.get(), entry, &cursor); name != nullptr;
       name = ldap_next_attribute(handle_.get(), entry, cursor)) {
    berval** values = ldap_get_values_len(handle_.get(), entry, name);
    auto& list = out.attributes[name];
    for (berval** value = values; value != nullptr && *value != nullptr; ++value) {
      list.emplace_back((*value)->bv_val, (*value)->bv_len);
    }
    ldap_value_free_len(values);
    ldap_memfree(name);
  }
  ber_free(cursor, 0);
  return out;
}

}  // namespace waybill::ldap
