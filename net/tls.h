// net/tls.h: TLS of a client over a Stream (RFC 8446; 1.2 at least).
//
// What: TlsContext is what is trusted and who we are, read once; Tls is one connection: handshake, then send() and
// receive() in place of the Stream's own.
//
// Contract
//   The server's certificate has to be signed by ca_file (the system's authorities without one) and be for `host`, a
//   name or a number (RFC 6125). There is no way to go on without.
//   Each call returns at its deadline. send() sends all of it. receive() waits for at least one byte; false: the other
//   side closed. After an error the connection is of no more use.
// Fails: Invalid: the files (make). Unavailable: all that TLS finds wrong. TimedOut.
// Why over memory and not over the socket: the Stream stays the only one that touches it, with its deadlines, its bound
// of what is unread and without SIGPIPE, which the sockets of OpenSSL raise.
// Threads: a TlsContext any number, a Tls one at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "net/stream.h"

struct ssl_ctx_st;
struct ssl_st;

namespace waybill::net {

struct TlsFiles {
  std::string ca_file;    // PEM; empty: the system's
  std::string cert_file;  // PEM, of the client; with key_file, or both empty
  std::string key_file;
};

class TlsContext {
 public:
  static base::Result<TlsContext> make(const TlsFiles& files);

 private:
  friend class Tls;
  explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

class Tls {
 public:
  static base::Result<Tls> handshake(const TlsContext& context, Stream& stream, const std::string& host,
                                     Deadline deadline);

  base::Result<bool> send(Stream& stream, std::string_view bytes, Deadline deadline);
  base::Result<bool> receive(Stream& stream, std::string& input, Deadline deadline);

 private:
  struct Free {
    void operator()(ssl_st* session) const noexcept;
  };
  explicit Tls(ssl_st* session) : session_(session) {}

  base::Result<bool> flush(Stream& stream, Deadline deadline);
  base::Result<bool> fill(Stream& stream, Deadline deadline);
  base::Result<bool> take(const std::string& bytes);

  std::unique_ptr<ssl_st, Free> session_;
};

}  // namespace waybill::net
