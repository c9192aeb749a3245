// doctor/finding.h: what one look at an installation found.
//
// What: a Finding is the answer of one check: what was seen, why that matters and the command that mends it. The table
// of checks is what docs/operations.md shows and `waybill doctor` prints names from.
//
// Contract
//   A fault is reported once, at its cause: a check whose question another fault already answers gives no finding.
//   Unknown means: could not look. It is never folded into fine or fault.
//   A finding that is Ok has no `why` and no `fix`.
// Threads: values; the table is constant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::doctor {

enum class Check {
  Configuration,
  Daemon,
  Socket,
  Mta,
  MtaVersion,
  SmtpdMilters,
  NonSmtpdMilters,
  MilterOrder,
  ServiceMilters,
  MiltersOff,
  DefaultAction,
  MilterProtocol,
  MilterTimeout,
  Chroot,
  ReinjectPort,
  QueueIds,
  Directory,
  Certificate,
  Login,
  SearchBase,
  People,
  Clock,
  RuleGroups,
  RuleTokens,
  RuleAddresses,
  ReadableFiles,
  FileModes,
  Memory,
  Seen,
  Tracking,
  Cache,
  Disk,
  Log,
  Proofs,
  TestMail,
};

enum class Severity { Ok, Unknown, Warning, Error };  // the worse, the later

struct Finding {
  Check check;
  Severity severity;
  std::string what;
  std::string why = {};
  std::string fix = {};  // commands, one a line; empty: there is none
};
using Findings = std::vector<Finding>;

struct CheckRow {
  Check check;
  std::string_view name;      // stable: scripts know it
  std::string_view sentence;  // what has to be so
};
const std::vector<CheckRow>& checks();  // one a Check, in their order

std::string_view name_of(Check check);
std::string_view name_of(Severity severity);  // ok, unknown, warning, error

Severity worst(const Findings& findings);  // Ok when there are none

void append(Findings& to, Findings from);

}  // namespace waybill::doctor
