// ldap/examination.cpp: the steps of a connection, one by one.
#include "ldap/examination.h"

#include <ldap.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>
#include <memory>

#include "base/text.h"
#include "ldap/connection.h"
#include "ldap/streamed_search.h"

namespace waybill::ldap {
namespace {

using Clock = std::chrono::steady_clock;

struct FreeUrl {
  void operator()(LDAPURLDesc* url) const { ldap_free_urldesc(url); }
};
using Url = std::unique_ptr<LDAPURLDesc, FreeUrl>;

Url parse_url(const std::string& uri) {
  LDAPURLDesc* url = nullptr;
  ldap_url_parse(uri.c_str(), &url);
  return Url(url);
}

int connect_to(const addrinfo& address, Deadline deadline) {
  const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  int error = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waiting{socket, POLLOUT, 0};
    socklen_t size = sizeof error;
    error = ETIMEDOUT;
    if (poll(&waiting, 1, std::max(0, static_cast<int>(left.count()))) > 0) {
      getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  close(socket);
  return error;
}

// Why the server's port cannot be reached, in the system's words; libldap says but "Can't contact LDAP server".
std::string unreachable(const std::string& uri, Deadline deadline) {
  const Url url = parse_url(uri);
  if (url == nullptr || std::strcmp(url->lud_scheme, "ldapi") == 0) return {};
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = url->lud_host == nullptr ? "" : url->lud_host;
  const int failed = getaddrinfo(host.c_str(), std::to_string(url->lud_port).c_str(), &hints, &found);
  if (failed != 0) return "the name " + host + " cannot be looked up: " + gai_strerror(failed);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, freeaddrinfo);
  int error = 0;
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    error = connect_to(*address, deadline);
    if (error == 0) return {};
  }
  return std::strerror(error);
}

// This host's own name, as libldap finds it (ldap_pvt_get_fqdn() of 2.5).
std::string own_name() {
  std::array<char, HOST_NAME_MAX + 1> name = {};
  if (gethostname(name.data(), HOST_NAME_MAX) != 0) return "localhost";
  addrinfo hints = {};
  hints.ai_flags = AI_CANONNAME;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.data(), nullptr, &hints, &found) != 0) return name.data();
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> freed(found, freeaddrinfo);
  return found->ai_canonname != nullptr ? found->ai_canonname : name.data();
}

}  // namespace

class Examiner {
 public:
  Examiner(const Options& options, const std::string& uri)
      : options_(options), deadline_(Clock::now() + options.timeout), out_{uri} {
    const Url url = parse_url(uri);
    if (url != nullptr && url->lud_host != nullptr) out_.host = url->lud_host;
    if (url != nullptr) out_.port = url->lud_port;
    out_.name = base::equals_ignore_case(out_.host, "localhost") ? own_name() : out_.host;
    uses_tls_ = options.start_tls || base::starts_with_ignore_case(uri, "ldaps:");
  }

  Examination run() && {
    out_.error = unreachable(out_.uri, deadline_);
    if (!out_.error.empty()) return std::move(out_);
    auto connection = secure(true);
    if (!connection) {
      out_.error = connection.error().text;
      if (uses_tls_) look_without_trust();
      return std::move(out_);
    }
    log_in(*connection);
    return std::move(out_);
  }

 private:
  // TLS, if it is asked for, and an answer to the first question.
  base::Result<Connection> secure(bool verify) {
    auto begun = Connection::begin(out_.uri);
    if (!begun) return begun.error();
    Connection connection = std::move(*begun);
    if (uses_tls_) out_.stage = Stage::Secure;
    if (!connection.configure(options_, deadline_, verify)) return Connection::cannot_use_files(options_);
    if (options_.start_tls) {
      const auto secured = connection.start_tls(deadline_);
      if (!secured) return secured.error();
    }
    const auto known = connection.recognize(options_, deadline_);
    if (!known) return known.error();
    take_certificate(connection);
    take_time(connection, "", "currentTime");
    return connection;
  }

  void look_without_trust() {
    deadline_ = Clock::now() + options_.timeout;
    (void)secure(false);
  }

  void log_in(Connection& connection) {
    out_.stage = Stage::Login;
    const auto bound = connection.bind(options_, deadline_);
    if (!bound) {
      out_.error = bound.error().text;
      return;
    }
    if (!out_.ahead) take_time(connection, "cn=Current,cn=Time,cn=Monitor", "monitorTimestamp");
    out_.stage = Stage::Search;
    const auto shown = shows_anything(connection);
    if (!shown) {
      out_.error = shown.error().text;
    } else if (!*shown) {
      out_.error = "the search base \"" + options_.base + "\" does not exist, or nothing of it may be read";
    } else {
      out_.stage = Stage::Done;
    }
  }

  // The base, or an entry below it: a login may have the right to search from the base on, and not to read it.
  base::Result<bool> shows_anything(Connection& connection) {
    const auto base = connection.search({options_.base, false, "(objectClass=*)", {"1.1"}}, deadline_);
    if (!base) return base.error();
    if (!base->entries.empty() || base->no_such_base) return !base->no_such_base;
    return finds_any(connection, {options_.base, true, "(objectClass=*)", {"1.1"}});
  }

  void take_certificate(const Connection& connection) {
    berval bytes = {};
    if (ldap_tls_inplace(connection.handle_.get()) == 0) return;
    ldap_get_option(connection.handle_.get(), LDAP_OPT_X_TLS_PEERCERT, &bytes);
    if (bytes.bv_val != nullptr) out_.certificate.assign(bytes.bv_val, bytes.bv_len);
    ber_memfree(bytes.bv_val);
  }

  void take_time(Connection& connection, const std::string& dn, const std::string& attribute) {
    const std::time_t before = std::time(nullptr);
    const auto found = connection.search({dn, false, "(objectClass=*)", {attribute}}, deadline_);
    if (!found || found->entries.empty()) return;
    const auto values = found->entries.front().attributes.find(attribute);
    if (values == found->entries.front().attributes.end() || values->second.empty()) return;
    const auto time = read_generalized_time(values->second.front());
    if (time) out_.ahead = *time - (before + std::time(nullptr)) / 2;
  }

  const Options& options_;
  Deadline deadline_;
  bool uses_tls_ = false;
  Examination out_;
};

Examination examine(const Options& options, const std::string& uri) { return Examiner(options, uri).run(); }

std::optional<std::int64_t> read_generalized_time(const std::string& text) {
  std::tm time = {};
  const char* end = strptime(text.c_str(), "%Y%m%d%H%M%S", &time);
  if (end == nullptr) return std::nullopt;
  if (*end == '.' || *end == ',') end += 1 + std::strspn(end + 1, "0123456789");
  if (std::strcmp(end, "Z") != 0) return std::nullopt;
  return timegm(&time);
}

}  // namespace waybill::ldap
