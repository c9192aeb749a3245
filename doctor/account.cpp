// doctor/account.cpp: the user database, and fork.
#include "doctor/account.h"

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace waybill::doctor {
namespace {

std::optional<Account> to_account(const passwd* entry) {
  if (entry == nullptr) return std::nullopt;
  Account out{entry->pw_name, entry->pw_uid, entry->pw_gid, std::vector<gid_t>(64)};
  int count = static_cast<int>(out.groups.size());
  if (getgrouplist(entry->pw_name, entry->pw_gid, out.groups.data(), &count) < 0) {
    out.groups.resize(static_cast<std::size_t>(count));
    getgrouplist(entry->pw_name, entry->pw_gid, out.groups.data(), &count);
  }
  out.groups.resize(static_cast<std::size_t>(count));
  return out;
}

bool become(const Account& account) {
  return setgroups(account.groups.size(), account.groups.data()) == 0 && setgid(account.gid) == 0 &&
         setuid(account.uid) == 0;
}

std::string read_all(int pipe) {
  std::string out;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t count = read(pipe, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

[[noreturn]] void run_child(const Account& account, const std::function<std::string()>& attempt, int pipe) {
  if (!become(account)) _exit(1);
  const std::string result = attempt();
  const bool told = write(pipe, result.data(), result.size()) == static_cast<ssize_t>(result.size());
  _exit(told ? 0 : 1);
}

}  // namespace

bool Account::is_in(gid_t group) const { return std::find(groups.begin(), groups.end(), group) != groups.end(); }

std::optional<Account> find_account(const std::string& name) { return to_account(getpwnam(name.c_str())); }
std::optional<Account> find_account(uid_t uid) { return to_account(getpwuid(uid)); }

std::string group_name(gid_t group) {
  const struct group* entry = getgrgid(group);
  return entry == nullptr ? std::to_string(group) : entry->gr_name;
}

std::optional<std::string> attempt_as(const Account& account, const std::function<std::string()>& attempt) {
  if (account.uid == geteuid()) return attempt();
  if (geteuid() != 0) return std::nullopt;
  std::array<int, 2> ends = {};
  if (pipe(ends.data()) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) run_child(account, attempt, ends[1]);
  close(ends[1]);
  std::string result = child > 0 ? read_all(ends[0]) : "";
  close(ends[0]);
  int status = 1;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return result;
}

}  // namespace waybill::doctor
