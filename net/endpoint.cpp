// net/endpoint.cpp: text to socket addresses.
#include "net/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <charconv>
#include <cstring>
#include <optional>

namespace waybill::net {
namespace {

base::Error expected(const char* what) { return {base::ErrorKind::Invalid, std::string("expected ") + what}; }

template <class Address>
void put_address(Endpoint& out, const Address& address) {
  std::memcpy(&out.address, &address, sizeof address);
  out.size = sizeof address;
}

base::Result<Endpoint> unix_endpoint(std::string_view path, Endpoint out) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return expected("unix:PATH with a path of 1 to 107 bytes");
  }
  path.copy(address.sun_path, path.size());
  put_address(out, address);
  return out;
}

std::optional<in_port_t> parse_port(std::string_view text) {
  in_port_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return htons(port);
}

}  // namespace

base::Result<Endpoint> parse_endpoint(std::string_view text) {
  Endpoint out;
  out.text = text;
  if (text.starts_with("unix:")) return unix_endpoint(text.substr(5), std::move(out));
  const std::size_t colon = std::min(text.rfind(':'), text.size());
  const auto port = parse_port(text.substr(std::min(colon + 1, text.size())));
  if (!port) return expected("ADDRESS:PORT with a port from 1 to 65535, or unix:PATH");
  std::string host(text.substr(0, colon));
  sockaddr_in v4 = {AF_INET, *port, {}, {}};
  sockaddr_in6 v6 = {AF_INET6, *port, 0, {}, 0};
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    put_address(out, v4);
    return out;
  }
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed || inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) != 1) {
    return expected("a numeric address such as 127.0.0.1:10026 or [::1]:10026 (names are not looked up)");
  }
  put_address(out, v6);
  return out;
}

bool is_local(const Endpoint& endpoint) {
  switch (endpoint.address.ss_family) {
    case AF_UNIX:
      return true;
    case AF_INET: {
      sockaddr_in v4 = {};
      std::memcpy(&v4, &endpoint.address, sizeof v4);
      return ntohl(v4.sin_addr.s_addr) >> 24U == 127;
    }
    default: {
      sockaddr_in6 v6 = {};
      std::memcpy(&v6, &endpoint.address, sizeof v6);
      return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    }
  }
}

}  // namespace waybill::net
