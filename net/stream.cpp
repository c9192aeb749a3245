// net/stream.cpp: connect, poll, sendmsg, recv.
#include "net/stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace waybill::net {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostInput = 256 * 1024;

base::Error failed(const char* what, int code) {
  return {base::ErrorKind::Unavailable, std::string(what) + ": " + std::strerror(code)};
}

bool would_block(int code) { return code == EAGAIN || code == EWOULDBLOCK; }

// Slices on their way into sendmsg().
class Gather {
 public:
  // False when there are none left.
  bool fill(const Source& next) {
    if (first_ == count_) first_ = count_ = 0;
    while (!ended_ && count_ < slices_.size()) {
      const std::string_view slice = next();
      ended_ = slice.empty();
      if (!ended_) slices_[count_++] = {const_cast<char*>(slice.data()), slice.size()};
    }
    return first_ < count_;
  }

  ssize_t send_to(int socket) {
    msghdr message = {};
    message.msg_iov = slices_.data() + first_;
    message.msg_iovlen = count_ - first_;
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  void drop(std::size_t size) {
    while (size > 0) {
      iovec& slice = slices_[first_];
      const std::size_t part = std::min(size, slice.iov_len);
      slice = {static_cast<char*>(slice.iov_base) + part, slice.iov_len - part};
      if (slice.iov_len == 0) ++first_;
      size -= part;
    }
  }

 private:
  std::array<iovec, 64> slices_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  bool ended_ = false;
};

}  // namespace

base::Result<Stream> Stream::connect(const Endpoint& endpoint, Deadline deadline) {
  const int family = endpoint.address.ss_family;
  Stream out(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (out.socket_ < 0) return failed("socket", errno);
  const int on = 1;
  if (family != AF_UNIX) setsockopt(out.socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* const address = reinterpret_cast<const sockaddr*>(&endpoint.address);
  if (::connect(out.socket_, address, endpoint.size) == 0) return out;
  if (errno != EINPROGRESS) return failed("cannot connect", errno);
  const auto ready = out.wait(POLLOUT, deadline);
  if (!ready) return ready.error();
  int code = 0;
  socklen_t size = sizeof code;
  getsockopt(out.socket_, SOL_SOCKET, SO_ERROR, &code, &size);
  if (code != 0) return failed("cannot connect", code);
  return out;
}

Stream::~Stream() {
  if (socket_ >= 0) close(socket_);
}

base::Result<short> Stream::wait(short events, Deadline deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= 0ms) return base::Error{base::ErrorKind::TimedOut, "no answer in time"};
    pollfd waiting = {socket_, events, 0};
    const int timeout = static_cast<int>(std::min<std::chrono::milliseconds>(left, 1h).count());
    const int ready = poll(&waiting, 1, timeout);
    if (ready > 0) return waiting.revents;
    if (ready < 0 && errno != EINTR) return failed("poll", errno);
  }
}

base::Result<bool> Stream::send(const Source& next, bool stop_at_input, std::string& input, Deadline deadline) {
  Gather gather;
  while (gather.fill(next)) {
    if (std::chrono::steady_clock::now() >= deadline) {
      return base::Error{base::ErrorKind::TimedOut, "could not send in time"};
    }
    const ssize_t sent = gather.send_to(socket_);
    if (sent >= 0) {
      gather.drop(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (!would_block(errno)) return failed("send", errno);
    const auto ready = wait(POLLIN | POLLOUT, deadline);
    if (!ready) return ready.error();
    if ((*ready & POLLIN) == 0) continue;
    const auto read = read_some(input);
    if (!read) return read.error();
    if (!*read) return failed("send", ECONNRESET);
    if (stop_at_input) return false;
  }
  return true;
}

base::Result<bool> Stream::receive(std::string& input, Deadline deadline) {
  const auto ready = wait(POLLIN, deadline);
  if (!ready) return ready.error();
  return read_some(input);
}

base::Result<bool> Stream::read_some(std::string& input) {
  std::array<char, 4096> buffer;
  const ssize_t size = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size < 0) return would_block(errno) || errno == EINTR ? base::Result<bool>(true) : failed("receive", errno);
  if (input.size() + static_cast<std::size_t>(size) > kMostInput) {
    return base::Error{base::ErrorKind::Unavailable, "the server does not stop talking"};
  }
  input.append(buffer.data(), static_cast<std::size_t>(size));
  return size > 0;
}

bool Stream::is_quiet() const {
  pollfd now = {socket_, POLLIN, 0};
  return poll(&now, 1, 0) == 0;
}

}  // namespace waybill::net
