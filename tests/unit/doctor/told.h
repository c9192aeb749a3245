// tests/unit/doctor/told.h: what findings say of one check, or of all that is not fine, as text.
#pragma once

#include <string>

#include "doctor/finding.h"

namespace waybill::tests {

inline std::string told(const doctor::Finding& finding) {
  return std::string(name_of(finding.severity)) + ": " + finding.what + '\n';
}

inline std::string told(const doctor::Findings& findings, doctor::Check check) {
  std::string out;
  for (const doctor::Finding& finding : findings) {
    if (finding.check == check) out += told(finding);
  }
  return out;
}

// Names of the checks that found a fault or could not look.
inline std::string faults(const doctor::Findings& findings) {
  std::string out;
  for (const doctor::Finding& finding : findings) {
    if (finding.severity != doctor::Severity::Ok) out += std::string(name_of(finding.check)) + '\n';
  }
  return out;
}

}  // namespace waybill::tests
