// http/server.h: a few pages for machines that watch this one, on a loopback port.
//
// What: GET and HEAD of fixed paths; each page is made anew by a function. Not here: what stands in them.
//
// Contract
//   start() listens before it returns; a port that is taken is an error. Two threads answer; whoever sends slowly is
//   cut off after seconds, and holds up no mail. The destructor ends them.
//   REQUIRES: pages may be made by any thread at any time between start() and the destructor.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"

namespace httplib {
class Server;
}

namespace waybill::http {

struct Options {
  std::string listen = {};  // HOST:PORT, HOST numeric; empty: nowhere
};

struct Page {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body = {};
};

class Server {
 public:
  using Pages = std::map<std::string, std::function<Page()>>;  // by path: "/metrics"

  static base::Result<std::unique_ptr<Server>> start(const Options& options, const Pages& pages);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

 private:
  explicit Server(std::unique_ptr<httplib::Server> server);

  std::unique_ptr<httplib::Server> server_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

}  // namespace waybill::http
