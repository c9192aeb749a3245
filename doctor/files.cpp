// doctor/files.cpp: who may read and write, and how much.
#include "doctor/files.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "mta/program.h"

namespace waybill::doctor {
namespace {

constexpr std::uint64_t kMega = 1024 * 1024;
constexpr std::uint64_t kLittle = 512 * kMega;
constexpr std::uint64_t kTooLittle = 64 * kMega;
constexpr std::uint64_t kFewFiles = 1000;

void add(std::vector<NamedFile>& files, const std::string& path, bool is_secret = false) {
  const auto same = [&](const NamedFile& file) { return file.path == path; };
  if (!path.empty() && std::none_of(files.begin(), files.end(), same)) files.push_back({path, is_secret});
}

void add_text(std::vector<NamedFile>& files, const rules::DisclaimerText& text) {
  if (text.file.empty()) return;
  add(files, (std::filesystem::path(text.place.file).parent_path() / text.file).string());
}

std::string let_in(const Account& user, const Step& obstacle, bool is_file) {
  const std::string group = group_name(user.gid);
  const unsigned rights = is_file ? kRead : kPass;
  const std::string mode = is_file ? "g+r" : "g+x";
  const bool group_may = ((obstacle.mode >> 3) & rights) == rights;
  const std::string chmod = group_may ? "" : "\n" + mta::shell_form({"chmod", mode, obstacle.path});
  return mta::shell_form({"chgrp", group, obstacle.path}) + chmod;
}

}  // namespace

std::vector<NamedFile> list_files(const std::string& path, const config::Configuration& configuration) {
  std::vector<NamedFile> out;
  add(out, path);
  for (const rules::Rule& rule : configuration.policy->rules) {
    add(out, rule.place.file);
    if (!rule.disclaimer) continue;
    add_text(out, rule.disclaimer->html);
    if (rule.disclaimer->text) add_text(out, *rule.disclaimer->text);
  }
  const config::Settings& settings = configuration.settings;
  for (const ldap::Options& directory : settings.directories()) {
    if (directory.kind == ldap::Kind::Ldif) add(out, directory.file);
    if (directory.kind != ldap::Kind::Ldap) continue;
    add(out, directory.ca_file);
    if (!directory.bind_dn.empty()) add(out, directory.password_file, true);
    add(out, directory.cert_file);
    add(out, directory.key_file, true);
  }
  if (!settings.delivery.reinject.empty()) add(out, settings.delivery.key_file, true);
  add(out, settings.dedupe.key_file, true);
  if (settings.dedupe.is_in_redis) {
    const store::RedisOptions& redis = settings.dedupe.redis;
    for (const std::string& secret : {redis.password_file, redis.sentinel_password_file, redis.key_file}) {
      add(out, secret, true);
    }
    for (const std::string& shown : {redis.ca_file, redis.cert_file}) add(out, shown);
  }
  return out;
}

Findings check_readable(const Account& user, const std::vector<Opened>& files) {
  Findings out;
  for (const Opened& file : files) {
    if (file.error == 0) continue;
    Finding finding{Check::ReadableFiles, Severity::Error,
                    fmt::format("the user {} cannot read {}: {}", user.name, file.path, std::strerror(file.error)),
                    "waybilld runs as this user: it does not start, or a reload keeps the old configuration"};
    const auto obstacle = find_obstacle(user, file.way, kRead);
    if (obstacle) {
      finding.what += ": " + describe(*obstacle);
      finding.fix = let_in(user, *obstacle, obstacle->path == file.path);
    }
    out.push_back(std::move(finding));
  }
  if (out.empty()) {
    out.push_back({Check::ReadableFiles, Severity::Ok,
                   fmt::format("the user {} can read all {} files that are named", user.name, files.size())});
  }
  return out;
}

Findings check_modes(const std::vector<FileMode>& files) {
  Findings out;
  for (const FileMode& each : files) {
    const auto fault = [&](const char* what, const char* why, const char* mode) {
      out.push_back({Check::FileModes, Severity::Error, describe(each.step) + what, why,
                     mta::shell_form({"chmod", mode, each.file.path})});
    };
    const bool is_secret = each.file.is_secret;
    if ((each.step.mode & S_IWOTH) != 0 || (is_secret && (each.step.mode & S_IWGRP) != 0)) {
      fault(": others may change it", "Whoever changes it decides about everybody's mail",
            is_secret ? "g-w,o-rwx" : "o-w");
    } else if (is_secret && (each.step.mode & S_IROTH) != 0) {
      fault(": everybody may read the secret in it", "Every account of this host has it", "o-rwx");
    }
  }
  if (out.empty()) out.push_back({Check::FileModes, Severity::Ok, "others can neither read secrets nor change rules"});
  return out;
}

Finding check_kept(const Kept& kept, const Account& user, const std::optional<std::string>& fault, const Way& way) {
  const std::string& path = kept.path;
  if (!fault) return {kept.check, Severity::Ok, path + " is whole"};
  Finding out{kept.check, kept.severity, *fault, kept.why};
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const bool is_there = !way.empty() && way.back().path == folder;
  const auto obstacle = is_there ? find_obstacle(user, way, kWrite | kPass) : std::nullopt;
  if (!is_there) {
    out.what = "the folder of " + path + " is not there";
    out.fix = mta::shell_form({"install", "-d", "-o", user.name, "-m", "0700", folder});
  } else if (obstacle) {
    out.what = fmt::format("the user {} cannot write in the folder of {}: {}", user.name, path, describe(*obstacle));
    out.fix = mta::shell_form({"chown", user.name, obstacle->path});
  } else {
    const std::string aside = folder + "/damaged";
    out.fix = "systemctl stop waybill\n" + mta::shell_form({"mkdir", aside}) + " && mv " + mta::shell_form({path}) +
              "* " + mta::shell_form({aside}) + "\nsystemctl start waybill";
  }
  return out;
}

void look_at_room(const std::string& folder, const std::string& purpose, std::vector<Room>& rooms) {
  struct stat status = {};
  struct statvfs system = {};
  if (stat(folder.c_str(), &status) != 0 || statvfs(folder.c_str(), &system) != 0) return;
  const auto same = [&](const Room& room) { return room.device == status.st_dev; };
  const auto known = std::find_if(rooms.begin(), rooms.end(), same);
  if (known != rooms.end()) {
    known->purpose += ", " + purpose;
  } else {
    rooms.push_back({folder, purpose, status.st_dev, std::uint64_t{system.f_bavail} * system.f_frsize, system.f_favail,
                     system.f_files != 0, (system.f_flag & ST_RDONLY) != 0});
  }
}

Findings check_disk(const std::vector<Room>& rooms) {
  Findings out;
  for (const Room& room : rooms) {
    const std::string where = room.folder + " (" + room.purpose + ')';
    const std::string find = mta::shell_form({"du", "-xh", "--max-depth=2", room.folder}) + " | sort -h | tail";
    const auto fault = [&](Severity severity, const std::string& what, const std::string& fix) {
      out.push_back({Check::Disk, severity, where + what, "Mail that cannot be written waits at its sender", fix});
    };
    const bool few_files = room.counts_files && room.files < kFewFiles;
    if (room.is_read_only) {
      fault(Severity::Error, " cannot be written: its file system is mounted read-only",
            mta::shell_form({"mount", "-o", "remount,rw"}) + " \"$(df --output=target " +
                mta::shell_form({room.folder}) + " | tail -1)\"");
    } else if (room.bytes < kTooLittle || few_files) {
      fault(Severity::Error,
            few_files ? fmt::format(": room for {} files is left", room.files)
                      : fmt::format(": {} MB are free", room.bytes / kMega),
            find);
    } else if (room.bytes < kLittle) {
      fault(Severity::Warning, fmt::format(": {} MB are free", room.bytes / kMega), find);
    }
  }
  if (out.empty()) {
    for (const Room& room : rooms) {
      out.push_back({Check::Disk, Severity::Ok,
                     fmt::format("{} ({}): {} MB are free", room.folder, room.purpose, room.bytes / kMega)});
    }
  }
  return out;
}

}  // namespace waybill::doctor
