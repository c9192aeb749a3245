// tests/bench/milter_client.h: the MTA's side of the milter protocol (version 6), as fast as it goes.
//
// Contract: packets are those that Postfix 3.7 sends: the macro {i} before each header field and body chunk, an empty
// packet at the end, an abort after each message. What needs no answer is sent in one write with what follows, as an
// MTA's buffered stream does.
// Fails: with std::runtime_error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waybill::bench {

struct Mail {
  std::string sender;
  std::vector<std::pair<std::string, std::string>> headers;  // values with their leading blank
  std::string body;                                          // CRLF
};

struct Sent {
  std::chrono::nanoseconds end_of_message{0};  // from its last packet to the final answer
  std::size_t body_bytes = 0;                  // of the new body; 0 when it stays
};

class MilterClient {
 public:
  // `socket` as in smtpd_milters: unix:PATH or inet:HOST:PORT.
  explicit MilterClient(const std::string& socket);
  MilterClient(const MilterClient&) = delete;
  MilterClient& operator=(const MilterClient&) = delete;
  ~MilterClient();

  // Throws when the answer is not "go on".
  Sent send(const Mail& mail, const std::string& queue_id);

 private:
  void put(char command, std::string_view data);
  void put_macro(char command, const std::string& queue_id);
  void step(char command, std::string_view data);
  char read_packet();
  void fill(std::size_t bytes);
  void flush();

  int socket_ = -1;
  std::uint32_t steps_ = 0;
  std::string out_;
  std::string in_;           // room that stays, so that reading costs no more than the system call
  std::size_t in_used_ = 0;  // bytes read and done with
  std::size_t in_end_ = 0;   // bytes read
  std::string_view packet_;  // data of the last packet
};

}  // namespace waybill::bench
