// tests/unit/mta/folder.h: a folder that goes with the test, and lines of Postfix.
#pragma once

#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "mta/log.h"
#include "mta/log_line.h"

namespace waybill::tests {

class Folder {
 public:
  Folder() : path_((std::filesystem::temp_directory_path() / "waybill-mta-XXXXXX").string()) {
    BOOST_REQUIRE(mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path_ + '/' + name; }
  void append(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary | std::ios::app) << text;
  }
  void rename(const std::string& from, const std::string& to) const { std::filesystem::rename(file(from), file(to)); }
  void copy(const std::string& from, const std::string& to) const { std::filesystem::copy_file(file(from), file(to)); }
  void truncate(const std::string& name) const { std::filesystem::resize_file(file(name), 0); }
  void remove(const std::string& name) const { std::filesystem::remove(file(name)); }

 private:
  std::string path_;
};

inline std::string text_of(const std::string& id) {
  return id + ": to=<you@example.net>, relay=x, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 ok)";
}
inline std::string line_of(const std::string& id) {
  return "Nov 26 18:03:52 mx postfix/smtp[8109]: " + text_of(id) + '\n';
}

inline std::string ids_of(const std::vector<mta::Proof>& proofs) {
  std::string out;
  for (const mta::Proof& proof : proofs) out += (out.empty() ? "" : " ") + proof.queue_id;
  return out;
}

// The queue ids of all that is there, or the error.
inline std::string read_all(mta::Log& log) {
  std::vector<mta::Proof> proofs;
  for (int i = 0; i < 1000; ++i) {
    auto read = log.read();
    if (!read) return "error: " + read.error().text;
    proofs.insert(proofs.end(), read->proofs.begin(), read->proofs.end());
    if (!read->may_be_more) return ids_of(proofs);
  }
  return "no end";
}

}  // namespace waybill::tests
