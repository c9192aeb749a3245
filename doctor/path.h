// doctor/path.h: who may go where: the folders on the way to a file, and who of them keeps a user out.
//
// Contract: look_at_way() reads the file system; the rest is pure. Modes and owners only: what else may keep somebody
// out is found by trying (doctor/account.h), and explained here when it can be.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "doctor/account.h"

namespace waybill::doctor {

struct Step {
  std::string path;
  mode_t mode = 0;  // rights only
  uid_t uid = 0;
  gid_t gid = 0;
};
using Way = std::vector<Step>;

enum Right : unsigned { kRead = 4, kWrite = 2, kPass = 1 };

// From "/" to the file itself; ends before the first that is not there. Symbolic links count as what they lead to.
Way look_at_way(const std::string& path);

bool may(const Account& account, const Step& step, unsigned rights);

// The first step that keeps the user out: folders are to be passed, the last step gives `rights`.
std::optional<Step> find_obstacle(const Account& account, const Way& way, unsigned rights);

std::string describe(const Step& step);  // "/run/waybill (0750 waybill:waybill)"

}  // namespace waybill::doctor
