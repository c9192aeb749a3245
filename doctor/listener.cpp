// doctor/listener.cpp: from errno to the cause.
#include "doctor/listener.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "mta/program.h"

namespace waybill::doctor {
namespace {

constexpr const char* kMailWaits = "Postfix finds no milter there: mail waits, or passes without Waybill";
constexpr const char* kRestart = "systemctl restart waybill\njournalctl -u waybill -n 20";

// What lets the user in at the step that keeps him out: the socket itself gets its rights from waybill.toml.
std::string fix_of(const Account& user, const Step& obstacle, bool is_socket) {
  const unsigned wanted = is_socket ? kRead | kWrite : kPass;
  const bool group_may = ((obstacle.mode >> 3) & wanted) == wanted;
  const std::string restart = "\nsystemctl restart waybill";
  if (!group_may && is_socket) return "# in waybill.toml, [milter]: socket_mode = \"0660\"" + restart;
  if (!group_may) return mta::shell_form({"chmod", "g+x", obstacle.path});
  if (obstacle.gid == 0) {
    const std::string group = group_name(user.gid);
    return is_socket ? "# in waybill.toml, [milter]: socket_group = \"" + group + '"' + restart
                     : mta::shell_form({"chgrp", group, obstacle.path});
  }
  return mta::shell_form({"adduser", user.name, group_name(obstacle.gid)}) + "\nsystemctl restart postfix";
}

Finding kept_out(const std::string& socket, const Account& user, const Way& way) {
  Finding out{Check::Socket, Severity::Error, fmt::format("the user {} may not connect to {}", user.name, socket),
              kMailWaits};
  const auto obstacle = find_obstacle(user, way, kRead | kWrite);
  if (!obstacle) {
    out.what += ", though the rights of the files allow it: an access list, a mount or a security module forbids it";
    out.fix = mta::shell_form({"getfacl", way.empty() ? socket : way.back().path}) + "\naa-status";
    return out;
  }
  out.what += ": " + describe(*obstacle) + " keeps him out";
  out.fix = fix_of(user, *obstacle, obstacle->path == way.back().path);
  return out;
}

}  // namespace

Finding check_daemon(const std::string& socket, const Probe& ours) {
  if (ours.step == Probe::Step::Done) return {Check::Daemon, Severity::Ok, "waybilld answers on " + socket};
  if (ours.step == Probe::Step::Answer) {
    const std::string how = ours.error == 0 ? "does not speak as a milter does"
                                            : fmt::format("does not answer ({})", std::strerror(ours.error));
    return {Check::Daemon, Severity::Error, fmt::format("who listens on {} {}", socket, how), kMailWaits, kRestart};
  }
  switch (ours.error) {
    case EACCES:
    case EPERM:
      return {Check::Daemon, Severity::Unknown, "this user may not connect to " + socket,
              "Whether waybilld runs can be seen by root only", "sudo waybill doctor"};
    case ENOENT:
    case ECONNREFUSED:
      return {Check::Daemon, Severity::Error,
              fmt::format("nobody listens on {}: waybilld does not run, or not with this configuration", socket),
              kMailWaits, kRestart};
    default:
      return {Check::Daemon, Severity::Error,
              fmt::format("cannot connect to {}: {}", socket, std::strerror(ours.error)), kMailWaits, kRestart};
  }
}

Finding check_socket(const std::string& socket, const Account& user, const std::optional<Probe>& probe,
                     const Way& way) {
  if (!probe) {
    return {Check::Socket, Severity::Unknown, "whether the user " + user.name + " can connect was not tried",
            "Only root can try it as another user", "sudo waybill doctor"};
  }
  if (probe->step == Probe::Step::Done) {
    return {Check::Socket, Severity::Ok, fmt::format("the user {} gets an answer on {}", user.name, socket)};
  }
  if (probe->error == EACCES) return kept_out(socket, user, way);
  return {Check::Socket, Severity::Error,
          fmt::format("the user {} gets no answer on {}: {}", user.name, socket, std::strerror(probe->error)),
          kMailWaits, kRestart};
}

}  // namespace waybill::doctor
