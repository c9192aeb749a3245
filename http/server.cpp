// http/server.cpp: cpp-httplib, kept small.
#include "http/server.h"

#include <httplib.h>

#include <utility>

namespace waybill::http {
namespace {

constexpr std::size_t kThreads = 2;
constexpr time_t kPatience = 5;                  // seconds for one read or write
constexpr std::size_t kMostBytes = 64UL * 1024;  // of a request

void set_limits(httplib::Server& server) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_keep_alive_max_count(1);
  server.set_read_timeout(kPatience);
  server.set_write_timeout(kPatience);
  server.set_payload_max_length(kMostBytes);
  // The library's own options would let a second process listen on the same port.
  server.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  });
}

void answer(const std::function<Page()>& make, httplib::Response& response) {
  const Page page = make();
  response.status = page.status;
  response.set_content(page.body, page.type);
}

// HOST and PORT; a HOST of IPv6 has brackets.
std::pair<std::string, int> split(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return {std::move(host), std::stoi(listen.substr(colon + 1))};
}

}  // namespace

Server::Server(std::unique_ptr<httplib::Server> server) : server_(std::move(server)) {
  thread_ = std::thread([this] {
    server_->listen_after_bind();
    ended_ = true;
  });
  // Until then its stop() would be lost.
  while (!server_->is_running() && !ended_) std::this_thread::yield();
}

Server::~Server() {
  server_->stop();
  thread_.join();
}

base::Result<std::unique_ptr<Server>> Server::start(const Options& options, const Pages& pages) {
  auto server = std::make_unique<httplib::Server>();
  set_limits(*server);
  for (const auto& [path, make] : pages) {
    server->Get(path, [make = make](const httplib::Request&, httplib::Response& response) { answer(make, response); });
  }
  const auto [host, port] = split(options.listen);
  if (!server->bind_to_port(host, port)) {
    return base::Error{base::ErrorKind::Unavailable, "http.listen: cannot listen on " + options.listen};
  }
  return std::unique_ptr<Server>(new Server(std::move(server)));
}

}  // namespace waybill::http
