// tests/unit/store/files_end_at.h: as on a full disk: while it lives, no file of this process grows beyond.
#pragma once

#include <sys/resource.h>

#include <csignal>

namespace waybill::tests {

class FilesEndAt {
 public:
  explicit FilesEndAt(rlim_t size) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now = {size, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~FilesEndAt() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FilesEndAt(const FilesEndAt&) = delete;
  FilesEndAt& operator=(const FilesEndAt&) = delete;

 private:
  rlimit before_ = {};
  void (*handler_)(int) = nullptr;
};

}  // namespace waybill::tests
