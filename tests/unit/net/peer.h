// tests/unit/net/peer.h: an SMTP server inside the test that answers what the test wants.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace waybill::tests {

// What may stand for an answer.
inline const std::string kClose = "close";            // hangs up
inline const std::string kFreeze = "freeze";          // says nothing more, reads nothing more, stays open
inline const std::string kForever = "forever ";       // then the text that is sent until the client is gone
inline const std::string kDrip = "drip ";             // then the text that is sent over and over, a byte each 10 ms
inline const std::string kThenClose = "then close ";  // then the text that is sent before hanging up
inline const std::string kSilence = "";               // goes on without an answer

class Peer {
 public:
  // Called with each command of the client, with "" for the greeting, "content" at the first line of a message and "."
  // at its end. Threads: one a connection.
  using Answer = std::function<std::string(const std::string& line)>;

  explicit Peer(Answer answer);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> commands() const;  // of all connections
  std::vector<std::string> messages() const;  // as they came, up to the dot
  int connections() const;

  static std::string polite(const std::string& line);  // accepts everything, offers all extensions

 private:
  void accept_all();
  void serve(int socket);
  bool act(int socket, const std::string& answer);
  bool read_content(int socket, std::string& buffer);

  const Answer answer_;
  int listening_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::vector<std::string> commands_;
  std::vector<std::string> messages_;
  std::thread acceptor_;
};

}  // namespace waybill::tests
