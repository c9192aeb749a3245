// milter/callbacks.cpp: from libmilter's arguments to values.
#include "milter/callbacks.h"

#include <arpa/inet.h>
#include <libmilter/mfapi.h>
#include <netinet/in.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "milter/libmilter_mta.h"
#include "milter/reply_text.h"
#include "milter/session.h"

namespace waybill::milter {
namespace {

constexpr const char* kName = "waybill";

Service* the_service = nullptr;
Transport the_transport = Transport::Unix;
// What the last negotiation gave. After SMFIC_QUIT_NC a connection is used again without a new negotiation.
std::atomic<bool> last_leading_space = true;

sfsistat go_on() { return the_transport == Transport::Unix ? SMFIS_NOREPLY : SMFIS_CONTINUE; }

std::string macro(SMFICTX* context, const char* name) {
  const char* value = smfi_getsymval(context, const_cast<char*>(name));
  return value == nullptr ? "" : value;
}

Session* session_of(SMFICTX* context) { return static_cast<Session*>(smfi_getpriv(context)); }

void close_session(SMFICTX* context) {
  delete session_of(context);
  smfi_setpriv(context, nullptr);
}

Session& open_session(SMFICTX* context) {
  close_session(context);
  auto session = std::make_unique<Session>(*the_service, last_leading_space);
  smfi_setpriv(context, session.get());
  return *session.release();
}

void take_failure(SMFICTX* context, const char* step, const char* what) noexcept {
  try {
    spdlog::error("{}: unforeseen in {}: {}", base::printable(macro(context, "i")), step, base::printable(what));
    if (Session* session = session_of(context)) session->fail(what);
  } catch (...) {  // no memory even for that: the session ends, and with it the message
    close_session(context);
  }
}

// Runs `body`, whose answer it gives; `otherwise` when something was thrown.
template <class Body>
sfsistat guarded(SMFICTX* context, const char* step, sfsistat otherwise, Body&& body) noexcept {
  try {
    return body();
  } catch (const std::exception& error) {
    take_failure(context, step, error.what());
  } catch (...) {
    take_failure(context, step, "unknown exception");
  }
  return otherwise;
}

// A step before the end of the message: nothing to answer.
template <class Body>
sfsistat step(SMFICTX* context, const char* name, Body&& body) noexcept {
  return guarded(context, name, go_on(), [&] {
    if (Session* session = session_of(context)) body(*session);
    return go_on();
  });
}

std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text = {};
  const void* bytes = nullptr;
  if (address == nullptr) return "";
  if (address->sa_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  if (address->sa_family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  if (bytes == nullptr) return "";
  const char* written = inet_ntop(address->sa_family, bytes, text.data(), text.size());
  return written == nullptr ? "unreadable" : written;
}

// Postfix tells {cert_subject} only of a certificate that it trusts and has no {verify}; Sendmail tells it of any
// certificate, and the result in {verify}.
Login login_of(SMFICTX* context) {
  const std::string verify = macro(context, "{verify}");
  const bool trusted = verify.empty() || verify == "OK";
  return {macro(context, "{auth_authen}"), trusted && !macro(context, "{cert_subject}").empty()};
}

sfsistat on_negotiate(SMFICTX* context, unsigned long actions, unsigned long protocol, unsigned long, unsigned long,
                      unsigned long* our_actions, unsigned long* our_protocol, unsigned long* f2, unsigned long* f3) {
  return guarded(context, "negotiate", SMFIS_REJECT, [&]() -> sfsistat {
    const auto terms = negotiate(actions, protocol, the_transport);
    if (!terms) {
      spdlog::error("the MTA does not let a filter change header, body and recipients (actions {:#x})", actions);
      return SMFIS_REJECT;
    }
    *our_actions = terms->actions;
    *our_protocol = terms->protocol;
    *f2 = *f3 = 0;
    if ((terms->actions & SMFIF_SETSYMLIST) != 0) {
      // Postfix tells the queue id at the end, Sendmail (8.17.1) only before.
      smfi_setsymlist(context, SMFIM_ENVFROM, const_cast<char*>("i {auth_authen} {cert_subject} {verify}"));
      smfi_setsymlist(context, SMFIM_EOM, const_cast<char*>("i"));
    }
    last_leading_space = terms->leading_space();
    open_session(context);
    return SMFIS_CONTINUE;
  });
}

sfsistat on_connect(SMFICTX* context, char*, _SOCK_ADDR* address) {
  return guarded(context, "connect", go_on(), [&] {
    Session* session = session_of(context);
    if (session == nullptr) session = &open_session(context);
    session->connect(address_text(reinterpret_cast<const sockaddr*>(address)));
    return go_on();
  });
}

// The first argument is the address.
std::vector<std::string> parameters_of(char** arguments) {
  std::vector<std::string> out;
  for (char** next = arguments + 1; *next != nullptr; ++next) out.emplace_back(*next);
  return out;
}

sfsistat on_mail(SMFICTX* context, char** arguments) {
  return step(context, "mail", [&](Session& session) {
    session.begin_message(arguments[0], parameters_of(arguments), login_of(context));
  });
}

sfsistat on_recipient(SMFICTX* context, char** arguments) {
  return step(context, "recipient",
              [&](Session& session) { session.add_recipient(arguments[0], parameters_of(arguments)); });
}

sfsistat on_header(SMFICTX* context, char* name, char* value) {
  return step(context, "header", [&](Session& session) { session.add_header(name, value); });
}

sfsistat on_body(SMFICTX* context, unsigned char* bytes, size_t size) {
  return step(context, "body", [&](Session& session) {
    session.add_body({reinterpret_cast<const char*>(bytes), size});
  });
}

void set_reply(SMFICTX* context, const message::Reply& reply) {
  std::string code = std::to_string(reply.code);
  std::string status = reply.status;
  std::string text = reply_text(reply.text);
  if (smfi_setreply(context, code.data(), status.data(), text.data()) != MI_SUCCESS) {
    spdlog::warn("libmilter does not take the reply {}", base::printable(to_string(reply)));
  }
}

sfsistat status_of(message::Verdict verdict) {
  switch (verdict) {
    case message::Verdict::Accept:
    case message::Verdict::Quarantine:
      return SMFIS_CONTINUE;
    case message::Verdict::Reject:
      return SMFIS_REJECT;
    case message::Verdict::Discard:
      return SMFIS_DISCARD;
    case message::Verdict::Tempfail:
      break;
  }
  return SMFIS_TEMPFAIL;
}

sfsistat on_end(SMFICTX* context) {
  const sfsistat in_doubt = the_service->is_dry_run() ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
  return guarded(context, "end of message", in_doubt, [&]() -> sfsistat {
    Session* session = session_of(context);
    if (session == nullptr) return in_doubt;
    LibmilterMta mta(context);
    const Answer answer = session->end_message(macro(context, "i"), mta);
    if (answer.reply) set_reply(context, *answer.reply);
    return status_of(answer.verdict);
  });
}

sfsistat on_abort(SMFICTX* context) {
  return guarded(context, "abort", SMFIS_CONTINUE, [&] {
    if (Session* session = session_of(context)) session->abort_message();
    return SMFIS_CONTINUE;
  });
}

sfsistat on_close(SMFICTX* context) {
  return guarded(context, "close", SMFIS_CONTINUE, [&] {
    close_session(context);
    return SMFIS_CONTINUE;
  });
}

}  // namespace

bool register_callbacks(Service& service, Transport transport) {
  the_service = &service;
  the_transport = transport;
  smfiDesc filter = {};
  filter.xxfi_name = const_cast<char*>(kName);
  filter.xxfi_version = SMFI_VERSION;
  filter.xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY;
  filter.xxfi_connect = on_connect;
  filter.xxfi_envfrom = on_mail;
  filter.xxfi_envrcpt = on_recipient;
  filter.xxfi_header = on_header;
  filter.xxfi_body = on_body;
  filter.xxfi_eom = on_end;
  filter.xxfi_abort = on_abort;
  filter.xxfi_close = on_close;
  filter.xxfi_negotiate = on_negotiate;
  return smfi_register(filter) == MI_SUCCESS;
}

}  // namespace waybill::milter
