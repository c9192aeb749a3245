// milter/listener.cpp: the file system side of a unix socket; the rest is libmilter's.
#include "milter/listener.h"

#include <grp.h>
#include <libmilter/mfapi.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "milter/callbacks.h"

namespace waybill::milter {
namespace {

constexpr int kBacklog = 256;  // libmilter's own is 20

base::Error failure(const std::string& what) {
  return {base::ErrorKind::Unavailable, what + ": " + std::strerror(errno)};
}

bool is_inet(std::string_view socket) { return socket.starts_with("inet:") || socket.starts_with("inet6:"); }

// The path of a unix socket: `unix:/x`, `local:/x` or `/x`.
std::string path_of(const std::string& socket) { return socket.substr(socket.find(':') + 1); }

// A connection to a unix socket; closed with it.
class Probe {
 public:
  explicit Probe(const std::string& path) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const bool connected = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    error_ = connected ? 0 : errno;
  }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  ~Probe() { close(socket_); }

  int error() const { return error_; }  // of connect(2); 0: somebody listens

  // REQUIRES error() == 0.
  pid_t peer() const {
    ucred credentials = {};  // of the process that called listen(2): unix(7), SO_PEERCRED
    socklen_t size = sizeof credentials;
    return getsockopt(socket_, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 ? credentials.pid : 0;
  }

 private:
  const int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int error_ = 0;
};

std::optional<base::Error> remove_stale(const std::string& path) {
  struct stat found = {};
  if (lstat(path.c_str(), &found) != 0) return std::nullopt;
  if (!S_ISSOCK(found.st_mode)) return base::Error{base::ErrorKind::Invalid, path + " exists and is no socket"};
  if (Probe(path).error() != ECONNREFUSED)
    return base::Error{base::ErrorKind::Invalid, path + ": another process listens there"};
  if (unlink(path.c_str()) != 0) return failure("cannot remove the old socket " + path);
  return std::nullopt;
}

std::optional<base::Error> give_to_group(const std::string& path, const std::string& group) {
  if (group.empty()) return std::nullopt;
  std::vector<char> buffer(64 * 1024);
  struct group entry = {};
  struct group* found = nullptr;
  getgrnam_r(group.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) return base::Error{base::ErrorKind::Invalid, "there is no group " + group};
  if (chown(path.c_str(), static_cast<uid_t>(-1), found->gr_gid) != 0) {
    return failure("cannot give " + path + " to group " + group);
  }
  return std::nullopt;
}

std::optional<base::Error> listen_on(const std::string& socket) {
  errno = 0;
  if (smfi_setconn(const_cast<char*>(socket.c_str())) != MI_SUCCESS || smfi_setbacklog(kBacklog) != MI_SUCCESS ||
      smfi_opensocket(false) != MI_SUCCESS) {
    return failure("cannot listen on " + socket + " (unix:PATH, inet:PORT@HOST or inet6:PORT@HOST)");
  }
  return std::nullopt;
}

// With no rights for others until the group is right: umask first, chmod last.
std::optional<base::Error> listen_on_unix(const Options& options) {
  const std::string path = path_of(options.socket);
  if (auto error = remove_stale(path)) return error;
  const mode_t before = umask(0177);
  auto error = listen_on(options.socket);
  umask(before);
  if (!error) error = give_to_group(path, options.socket_group);
  if (!error && chmod(path.c_str(), static_cast<mode_t>(options.socket_mode)) != 0)
    error = failure("cannot chmod " + path);
  return error;
}

}  // namespace

std::optional<base::Error> open_listener(const Options& options, Service& service) {
  const bool inet = is_inet(options.socket);
  if (!register_callbacks(service, inet ? Transport::Inet : Transport::Unix)) {
    return base::Error{base::ErrorKind::Internal, "libmilter does not take the filter"};
  }
  return inet ? listen_on(options.socket) : listen_on_unix(options);
}

void run_listener() { smfi_main(); }

void stop_newcomers(const Options& options) {
  if (!is_inet(options.socket)) unlink(path_of(options.socket).c_str());
}

base::Result<pid_t> find_listener(const std::string& socket) {
  if (is_inet(socket))
    return base::Error{base::ErrorKind::Invalid, socket + " does not tell which process listens on it"};
  const Probe probe(path_of(socket));
  errno = probe.error();
  if (errno != 0) return failure("nobody listens on " + socket);
  const pid_t process = probe.peer();
  if (process <= 0) return failure("cannot tell who listens on " + socket);
  return process;
}

std::string postfix_form(const std::string& socket) {
  const std::size_t at = socket.find('@');
  if (!is_inet(socket)) return "unix:" + path_of(socket);
  const std::string port = path_of(socket).substr(0, path_of(socket).find('@'));
  return "inet:" + (at == std::string::npos ? "127.0.0.1" : socket.substr(at + 1)) + ':' + port;
}

}  // namespace waybill::milter
