// message/envelope.h: what SMTP said about a message (RFC 5321), and who said it.
#pragma once

#include <string>
#include <vector>

namespace waybill::message {

struct Recipient {
  std::string address;                  // without brackets
  std::string argument;                 // RCPT TO as it came; smfi_delrcpt wants it to the letter
  std::vector<std::string> parameters;  // ESMTP: NOTIFY=..., ORCPT=...
};

struct Envelope {
  std::string sender;                   // MAIL FROM without brackets; empty is the null sender "<>"
  std::vector<std::string> parameters;  // of MAIL FROM: SIZE=..., BODY=8BITMIME, SMTPUTF8, RET=..., ENVID=...
  std::vector<Recipient> recipients;
  std::string auth_user;            // SASL login ({auth_authen}); empty: none
  std::string client_ip;            // "192.0.2.1" or "2001:db8::1"; empty: no TCP client (a local submission)
  bool client_certificate = false;  // the client showed a certificate that the MTA verified
  std::string queue_id;             // empty when the MTA has not told it
};

}  // namespace waybill::message
