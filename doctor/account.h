// doctor/account.h: a user of this host, and what comes of something when he tries it.
//
// Contract
//   attempt_as() runs `attempt` in a child process that has become that user, with his groups, and gives what it
//   returned. Nothing: we may not become him (only root may), or the child died. The user that we are already is tried
//   in this process.
//   REQUIRES: no other threads (the child goes on with the memory of all of them, and with none of them running).
// Why a child: a look at modes and owners would miss access control lists, mounts and security modules.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace waybill::doctor {

struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups = {};  // gid among them

  bool is_in(gid_t group) const;
};

std::optional<Account> find_account(const std::string& name);
std::optional<Account> find_account(uid_t uid);
std::string group_name(gid_t group);  // its number when it has none

std::optional<std::string> attempt_as(const Account& account, const std::function<std::string()>& attempt);

}  // namespace waybill::doctor
