// doctor/examine.h: `waybill doctor`: one look at a whole installation.
//
// What: sees what there is to see, in the order in which causes come before their effects, and hands it to the checks.
// The one place of this folder that asks servers and files.
//
// Contract
//   Changes nothing. Sends a mail only when options.test_recipient names somebody.
//   Checks that depend on one that failed are left out: without a configuration nothing else is looked at; without a
//   waybilld that answers nobody's way to it is judged; without a directory nothing is missing in it.
//   Takes as long as the slowest of what it asks, each under a time limit (settings of [directory], 5 s for the milter,
//   a minute for a test mail); look-ups of names are bounded by the C library alone. REQUIRES: no other threads
//   (doctor/account.h). As another user than root it sees less, and says so.
// Later: another MTA than Postfix takes the place of look_at_postfix(); all else stays.
#pragma once

#include <string>

#include "doctor/finding.h"

namespace waybill::doctor {

struct Options {
  std::string config;
  std::string mta_config = {};               // folder of Postfix' configuration; empty: its own default
  std::string test_recipient = {};           // empty: no test mail
  std::string smtp_server = "127.0.0.1:25";  // that takes it
  std::string log = {};                      // file of waybilld's lines; empty: the journal
};

Findings examine(const Options& options);

}  // namespace waybill::doctor
