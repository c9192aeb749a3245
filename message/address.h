// message/address.h: mailboxes as they stand in header fields and in the envelope.
//
// Contract: address lists are read after RFC 5322, section 3.4, with its obsolete forms;
// groups give their members, route-addrs the address; what cannot be read is skipped, never
// guessed. Comments are dropped. Linear in the size of the value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::message {

struct Mailbox {
  std::string display_name;  // unquoted, RFC 2047 words not decoded
  std::string address;       // local@domain without brackets; the local part keeps its case

  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

// Mailboxes of a field value such as From, To, Cc (folded or not).
std::vector<Mailbox> parse_mailboxes(std::string_view value);

// "<a@b>" or "a@b" (an SMTP path, RFC 5321, 4.1.2) without brackets and source route; "<>" gives "".
std::string_view strip_brackets(std::string_view path);

// For comparing: ASCII letters in lower case, as directories compare them, and the domain in its ASCII form.
std::string normalized(std::string_view address);
// The case of the local part stays: two mailboxes may differ in it (RFC 5321, 2.4).
std::string with_normalized_domain(std::string_view address);

// As people write it: the domain in Unicode.
std::string unicode_address(std::string_view address);

// What stands behind the last "@"; empty when there is none.
std::string_view domain_of(std::string_view address);

// The address without its extension, as Postfix splits it: anna@example.com of anna+news@example.com with "+"
// (recipient_delimiter, one or more characters). Empty: it has none, or no domain. What has a meaning of its own is not
// split: owner-LIST and LIST-request, mailer-daemon and double-bounce. Source: postconf(5).
std::string without_extension(std::string_view address, std::string_view delimiters);

}  // namespace waybill::message
