// content/file_types.h: what kind of file some bytes are, by libmagic.
//
// Contract: the MIME type by content, never by name: "application/pdf", "text/plain"; "application/octet-stream" for
// what nobody knows. Only the first 64 KiB are looked at.
// Threads: any number. libmagic's handle is for one thread at a time, so there are as many as were ever needed at once.
// Fails: load() with Unavailable when the database cannot be read.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct magic_set;

namespace waybill::content {

class FileTypes {
 public:
  static base::Result<std::unique_ptr<FileTypes>> load();

  std::string type_of(std::string_view bytes);

 private:
  struct Close {
    void operator()(magic_set* handle) const;
  };
  using Handle = std::unique_ptr<magic_set, Close>;

  static base::Result<Handle> open();
  Handle take();
  void give_back(Handle handle);

  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace waybill::content
