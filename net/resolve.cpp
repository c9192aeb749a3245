// net/resolve.cpp: getaddrinfo() in a thread that nobody has to wait for.
#include "net/resolve.h"

#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace waybill::net {
namespace {

using Endpoints = std::vector<Endpoint>;

constexpr std::size_t kMostName = 253;  // RFC 1035, 2.3.4, without the last dot

struct Name {
  std::string host;
  std::string port;
};

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

base::Result<Name> parse_name(std::string_view address) {
  const std::size_t colon = std::min(address.rfind(':'), address.size());
  const std::string_view host = address.substr(0, colon);
  const std::string_view port = address.substr(std::min(colon + 1, address.size()));
  unsigned short number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  const bool is_port = error == std::errc() && end == port.data() + port.size() && number != 0;
  if (is_port && !host.empty() && host.size() <= kMostName && std::all_of(host.begin(), host.end(), is_name_char)) {
    return Name{std::string(host), std::string(port)};
  }
  return base::Error{base::ErrorKind::Invalid, "expected HOST:PORT, [IPV6]:PORT or unix:PATH"};
}

class Lookup {
 public:
  void run(const Name& name, const std::string& text) {
    auto found = ask(name, text);
    const std::lock_guard lock(mutex_);
    found_ = std::move(found);
    is_done_ = true;
    done_.notify_all();
  }

  base::Result<Endpoints> wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (done_.wait_until(lock, deadline, [this] { return is_done_; })) return found_;
    return base::Error{base::ErrorKind::TimedOut, "the name was not found in time"};
  }

 private:
  static base::Result<Endpoints> ask(const Name& name, const std::string& text) {
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int code = getaddrinfo(name.host.c_str(), name.port.c_str(), &hints, &list);
    if (code != 0) return base::Error{base::ErrorKind::Unavailable, gai_strerror(code)};
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, freeaddrinfo);
    Endpoints out;
    for (; list != nullptr; list = list->ai_next) {
      Endpoint endpoint;
      std::memcpy(&endpoint.address, list->ai_addr, list->ai_addrlen);
      endpoint.size = list->ai_addrlen;
      endpoint.text = text;
      out.push_back(std::move(endpoint));
    }
    return out;
  }

  std::mutex mutex_;
  std::condition_variable done_;
  bool is_done_ = false;
  base::Result<Endpoints> found_ = Endpoints();
};

// One of those under way, while it lives.
class Place {
 public:
  Place() : is_free_(++under_way < kMostLookups + 1) {}
  ~Place() { --under_way; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  bool is_free() const { return is_free_; }

 private:
  static inline std::atomic<int> under_way = 0;
  const bool is_free_;
};

}  // namespace

std::optional<base::Error> check_address(std::string_view address) {
  if (parse_endpoint(address)) return std::nullopt;
  const auto name = parse_name(address);
  if (!name) return name.error();
  return std::nullopt;
}

std::string host_of(std::string_view address) {
  if (address.starts_with("unix:")) return {};
  std::string_view host = address.substr(0, address.rfind(':'));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

base::Result<Endpoints> resolve(const std::string& address, Deadline deadline) {
  if (auto numeric = parse_endpoint(address)) return Endpoints{std::move(*numeric)};
  auto name = parse_name(address);
  if (!name) return name.error();
  auto place = std::make_shared<Place>();
  if (!place->is_free()) return base::Error{base::ErrorKind::Unavailable, "too many look-ups of names hang"};
  auto lookup = std::make_shared<Lookup>();
  try {
    std::thread([lookup, place = std::move(place), name = std::move(*name), address] {
      lookup->run(name, address);
    }).detach();
  } catch (const std::system_error& error) {
    return base::Error{base::ErrorKind::Unavailable, error.what()};
  }
  return lookup->wait(deadline);
}

}  // namespace waybill::net
