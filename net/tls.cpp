// net/tls.cpp: OpenSSL between two buffers in memory.
#include "net/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

namespace waybill::net {
namespace {

base::Error failed(base::ErrorKind kind, const std::string& what) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return {kind, reason == nullptr ? what : what + ": " + reason};
}

bool is_number(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> address;
  return inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

// Whom the certificate has to be for, and which one the server is asked for (SNI has names only: RFC 6066, 3).
bool expect_host(SSL* session, const std::string& host) {
  if (is_number(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
  return SSL_set1_host(session, host.c_str()) == 1 && SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

Source once(std::string_view bytes) {
  return [bytes]() mutable { return std::exchange(bytes, std::string_view()); };
}

base::Error handshake_failed(const SSL* session) {
  const long verdict = SSL_get_verify_result(session);
  if (verdict == X509_V_OK) return failed(base::ErrorKind::Unavailable, "TLS");
  ERR_clear_error();
  return {base::ErrorKind::Unavailable,
          std::string("its certificate is not accepted: ") + X509_verify_cert_error_string(verdict)};
}

}  // namespace

base::Result<TlsContext> TlsContext::make(const TlsFiles& files) {
  using base::ErrorKind;
  ERR_clear_error();
  const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) return failed(ErrorKind::Unavailable, "TLS");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const bool trusts = files.ca_file.empty()
                          ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                          : SSL_CTX_load_verify_locations(context.get(), files.ca_file.c_str(), nullptr) == 1;
  if (!trusts) return failed(ErrorKind::Invalid, files.ca_file + ": no certificates of authorities");
  if (files.cert_file.empty()) return TlsContext(context);
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.cert_file.c_str()) != 1) {
    return failed(ErrorKind::Invalid, files.cert_file + ": no certificate");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return failed(ErrorKind::Invalid, files.key_file + ": no key of " + files.cert_file);
  }
  return TlsContext(context);
}

void Tls::Free::operator()(SSL* session) const noexcept { SSL_free(session); }

base::Result<Tls> Tls::handshake(const TlsContext& context, Stream& stream, const std::string& host,
                                 Deadline deadline) {
  ERR_clear_error();
  Tls out(SSL_new(context.context_.get()));
  SSL* const session = out.session_.get();
  BIO* const from_server = BIO_new(BIO_s_mem());
  BIO* const to_server = BIO_new(BIO_s_mem());
  if (session == nullptr || from_server == nullptr || to_server == nullptr) {
    BIO_free(from_server);
    BIO_free(to_server);
    return failed(base::ErrorKind::Unavailable, "TLS");
  }
  SSL_set_bio(session, from_server, to_server);
  if (!expect_host(session, host)) return failed(base::ErrorKind::Unavailable, "TLS");
  SSL_set_connect_state(session);
  for (;;) {
    const int code = SSL_do_handshake(session);
    const bool waits = code != 1 && SSL_get_error(session, code) == SSL_ERROR_WANT_READ;
    if (code != 1 && !waits) return handshake_failed(session);
    if (const auto sent = out.flush(stream, deadline); !sent) return sent.error();
    if (code == 1) return out;
    if (const auto more = out.fill(stream, deadline); !more)
      return more.error();
    else if (!*more)
      return base::Error{base::ErrorKind::Unavailable, "TLS: the server closed"};
  }
}

base::Result<bool> Tls::send(Stream& stream, std::string_view bytes, Deadline deadline) {
  ERR_clear_error();
  std::size_t written = 0;
  if (!bytes.empty() && SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &written) != 1) {
    return failed(base::ErrorKind::Unavailable, "TLS");
  }
  return flush(stream, deadline);
}

base::Result<bool> Tls::receive(Stream& stream, std::string& input, Deadline deadline) {
  for (;;) {
    std::array<char, 4096> buffer;
    std::size_t size = 0;
    const std::size_t before = input.size();
    int code = 1;
    ERR_clear_error();
    while ((code = SSL_read_ex(session_.get(), buffer.data(), buffer.size(), &size)) == 1) {
      input.append(buffer.data(), size);
    }
    const int reason = SSL_get_error(session_.get(), code);
    if (input.size() > before) return true;
    if (reason == SSL_ERROR_ZERO_RETURN) return false;
    if (reason != SSL_ERROR_WANT_READ) return failed(base::ErrorKind::Unavailable, "TLS");
    if (const auto sent = flush(stream, deadline); !sent) return sent;
    if (const auto more = fill(stream, deadline); !more || !*more) return more;
  }
}

// What TLS has for the server.
base::Result<bool> Tls::flush(Stream& stream, Deadline deadline) {
  BIO* const to_server = SSL_get_wbio(session_.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(to_server, &bytes);
  if (size <= 0) return true;
  std::string input;
  const auto sent = stream.send(once({bytes, static_cast<std::size_t>(size)}), false, input, deadline);
  if (!sent) return sent;
  (void)BIO_reset(to_server);
  return take(input);
}

// False: the other side closed.
base::Result<bool> Tls::fill(Stream& stream, Deadline deadline) {
  std::string input;
  const auto more = stream.receive(input, deadline);
  if (!more || !*more) return more;
  return take(input);
}

base::Result<bool> Tls::take(const std::string& bytes) {
  std::size_t written = 0;
  if (bytes.empty() || BIO_write_ex(SSL_get_rbio(session_.get()), bytes.data(), bytes.size(), &written) == 1) {
    return true;
  }
  return failed(base::ErrorKind::Unavailable, "TLS");
}

}  // namespace waybill::net
