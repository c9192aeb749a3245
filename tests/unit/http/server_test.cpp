// Pages on a port of their own.
#include "http/server.h"

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

// A port that nobody listens on; 0 where the host has no such addresses.
template <class Address>
int free_port(Address address) {
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  const int socket = ::socket(any->sa_family, SOCK_STREAM, 0);
  sockaddr_in6 bound = {};  // the port is where that of IPv4 is
  socklen_t size = sizeof bound;
  const bool got =
      bind(socket, any, sizeof address) == 0 && getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) == 0;
  close(socket);
  return got ? ntohs(bound.sin6_port) : 0;
}

std::string loopback() {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return "127.0.0.1:" + std::to_string(free_port(address));
}

struct Site {
  std::string listen = loopback();
  int asked = 0;
  base::Result<std::unique_ptr<http::Server>> server = http::Server::start(
      {listen}, {{"/count", [this] { return http::Page{.body = std::to_string(++asked)}; }},
                 {"/busy", [] { return http::Page{.status = 503, .type = "text/x", .body = "no"}; }}});

  auto get(const char* path) const { return httplib::Client("http://" + listen).Get(path); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(http_server)

BOOST_FIXTURE_TEST_CASE(a_page_is_made_anew_each_time, Site) {
  BOOST_REQUIRE(server.ok());
  BOOST_TEST(get("/count")->body == "1");
  BOOST_TEST(get("/count")->body == "2");
}

BOOST_FIXTURE_TEST_CASE(a_page_has_its_status_and_type, Site) {
  const auto page = get("/busy");
  BOOST_TEST(page->status == 503);
  BOOST_TEST(page->get_header_value("Content-Type") == "text/x");
  BOOST_TEST(page->body == "no");
}

BOOST_FIXTURE_TEST_CASE(other_paths_and_methods_are_not_found, Site) {
  BOOST_TEST(get("/other")->status == 404);
  BOOST_TEST(httplib::Client("http://" + listen).Post("/count")->status == 404);
  BOOST_TEST(asked == 0);
}

BOOST_FIXTURE_TEST_CASE(a_port_that_is_taken_is_an_error, Site) {
  const auto second = http::Server::start({listen}, {});
  BOOST_REQUIRE(!second.ok());
  BOOST_TEST(second.error().text == "http.listen: cannot listen on " + listen);
}

BOOST_FIXTURE_TEST_CASE(the_end_closes_the_port, Site) {
  *server = nullptr;
  BOOST_TEST(!get("/count"));
}

BOOST_AUTO_TEST_CASE(an_address_of_ipv6_has_brackets) {
  sockaddr_in6 address = {};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const int port = free_port(address);
  if (port == 0) return;
  const auto server = http::Server::start({"[::1]:" + std::to_string(port)}, {{"/", [] { return http::Page(); }}});
  BOOST_REQUIRE(server.ok());
  BOOST_TEST(httplib::Client("::1", port).Get("/")->status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
