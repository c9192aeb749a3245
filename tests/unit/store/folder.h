// tests/unit/store/folder.h: a folder for databases, gone when the object goes.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace waybill::tests {

class Folder {
 public:
  Folder() {
    path_ = (std::filesystem::temp_directory_path() / "waybill-store-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

}  // namespace waybill::tests
