// cli/doctor.h: `waybill doctor`: prints what doctor/ found.
#pragma once

#include <string>
#include <vector>

#include "doctor/examine.h"

namespace waybill::cli {

struct DoctorOptions {
  doctor::Options look;
  std::vector<std::string> ignored = {};  // names of checks whose warnings, and what they could not see, are left out
  bool json = false;
  bool verbose = false;  // also what is fine
};

// The states of monitoring plug-ins: 0 all is fine, 1 warnings, 2 errors, 3 something could not be looked at.
int run_doctor(const DoctorOptions& options);

}  // namespace waybill::cli
