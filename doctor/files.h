// doctor/files.h: files that the configuration names, and the room to write.
//
// Contract: look_at_room() asks the file system; list_files() and the checks are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/build_policy.h"
#include "doctor/account.h"
#include "doctor/finding.h"
#include "doctor/path.h"

namespace waybill::doctor {

struct NamedFile {
  std::string path;
  bool is_secret = false;
};

// The configuration itself first; each once.
std::vector<NamedFile> list_files(const std::string& path, const config::Configuration& configuration);

// What came of opening it, as somebody: 0, or errno.
struct Opened {
  std::string path;
  int error = 0;
  Way way = {};
};
Findings check_readable(const Account& user, const std::vector<Opened>& files);

struct FileMode {
  NamedFile file;
  Step step;
};
Findings check_modes(const std::vector<FileMode>& files);

// A file that waybilld keeps something in, and what it means when it cannot.
struct Kept {
  Check check;
  Severity severity;  // then
  std::string path;
  std::string why;
};
// `fault`: what its user found wrong with it; nothing: it is fine. `way`: to its folder.
Finding check_kept(const Kept& kept, const Account& user, const std::optional<std::string>& fault, const Way& way);

struct Room {
  std::string folder;
  std::string purpose;      // what is written there
  dev_t device = 0;         // of the file system
  std::uint64_t bytes = 0;  // free for all users
  std::uint64_t files = 0;  // free inodes; 0 of 0 where the file system does not count them
  bool counts_files = false;
  bool is_read_only = false;
};
// Adds a room for the folder, or its purpose to the one of the same file system; nothing when the folder is not there.
void look_at_room(const std::string& folder, const std::string& purpose, std::vector<Room>& rooms);
Findings check_disk(const std::vector<Room>& rooms);

}  // namespace waybill::doctor
