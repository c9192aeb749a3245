// doctor/path.cpp: modes, owners and groups.
#include "doctor/path.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

namespace waybill::doctor {
namespace {

constexpr mode_t kRights = 07777;

std::optional<Step> look_at(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return Step{path, status.st_mode & kRights, status.st_uid, status.st_gid};
}

}  // namespace

Way look_at_way(const std::string& path) {
  Way out;
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const auto step = look_at(path.substr(0, std::max<std::size_t>(slash, 1)));
    if (!step) return out;
    out.push_back(*step);
  }
  const auto last = look_at(path);
  if (last) out.push_back(*last);
  return out;
}

bool may(const Account& account, const Step& step, unsigned rights) {
  if (account.uid == 0) return true;
  const unsigned shift = account.uid == step.uid ? 6 : account.is_in(step.gid) ? 3 : 0;
  return ((step.mode >> shift) & rights) == rights;
}

std::optional<Step> find_obstacle(const Account& account, const Way& way, unsigned rights) {
  const auto blocks = [&](const Step& step) { return !may(account, step, &step == &way.back() ? rights : kPass); };
  const auto found = std::find_if(way.begin(), way.end(), blocks);
  return found == way.end() ? std::nullopt : std::optional<Step>(*found);
}

std::string describe(const Step& step) {
  const auto owner = find_account(step.uid);
  return fmt::format("{} ({:04o} {}:{})", step.path, step.mode, owner ? owner->name : std::to_string(step.uid),
                     group_name(step.gid));
}

}  // namespace waybill::doctor
