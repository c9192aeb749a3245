// doctor/directory.h: directory servers, and whose clock is wrong.
//
// Contract
//   Pure, over what ldap/examination.h saw. A server that does not work is a warning while another one does.
//   A certificate is judged by the clock that is right: ours, unless the kernel says that it follows no time server and
//   the server's own clock says otherwise. So one that only our clock finds "not yet valid" is our clock's fault, and a
//   clock that is right is not blamed. Who tells no time is not compared.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "doctor/finding.h"
#include "ldap/examination.h"
#include "ldap/options.h"

namespace waybill::doctor {

struct Time {
  std::int64_t now = 0;  // seconds since 1970, by our clock
  bool is_kept = false;  // it follows a time server, as far as the kernel knows
};

Findings check_servers(const ldap::Options& options, const std::vector<ldap::Examination>& servers, const Time& time);

// `present`: which attributes with an address somebody has; an error: could not be asked.
Finding check_people(const ldap::Options& options, const base::Result<std::vector<bool>>& present);

// The kernel's word (adjtimex(2)); the only I/O here.
Time look_at_clock();

}  // namespace waybill::doctor
