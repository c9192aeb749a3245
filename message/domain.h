// message/domain.h: one form for each mail domain.
//
// Contract: a domain is compared in its ASCII form (A-labels, RFC 5890) in lower case, whichever form a message, a rule
//   or a directory has. What is no domain after IDNA2008 stays as it is but for ASCII letters in lower case. Pure.
// Source: RFC 5891; UTS #46, nontransitional. By libidn2.
#pragma once

#include <string>
#include <string_view>

namespace waybill::message {

std::string normalized_domain(std::string_view domain);

// Of a normalized domain: lower-case letters, digits, hyphens, dots; underscores, too, which mail domains do have.
bool is_host_name(std::string_view text);

// As people write it: U-labels in place of A-labels.
std::string unicode_domain(std::string_view domain);

}  // namespace waybill::message
