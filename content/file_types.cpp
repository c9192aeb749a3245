// content/file_types.cpp: handles of libmagic, and one question to them.
#include "content/file_types.h"

#include <magic.h>

#include <array>
#include <utility>

namespace waybill::content {
namespace {

constexpr const char* kUnknown = "application/octet-stream";

// What costs much, reads more than the bytes, or is asked elsewhere: compressed content, tables, documents.
constexpr int kFlags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF |
                       MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON |
                       MAGIC_NO_CHECK_APPTYPE;

struct Parameter {
  int name;
  std::size_t most;
};
constexpr std::array<Parameter, 5> kParameters = {{{MAGIC_PARAM_BYTES_MAX, 64 * 1024},
                                                   {MAGIC_PARAM_REGEX_MAX, 4 * 1024},
                                                   {MAGIC_PARAM_INDIR_MAX, 10},
                                                   {MAGIC_PARAM_NAME_MAX, 30},
                                                   {MAGIC_PARAM_ENCODING_MAX, 64 * 1024}}};

}  // namespace

void FileTypes::Close::operator()(magic_set* handle) const { magic_close(handle); }

base::Result<FileTypes::Handle> FileTypes::open() {
  Handle handle(magic_open(kFlags));
  if (handle == nullptr) return base::Error{base::ErrorKind::Unavailable, "libmagic cannot be opened"};
  if (magic_load(handle.get(), nullptr) != 0) {
    return base::Error{base::ErrorKind::Unavailable, std::string("file types: ") + magic_error(handle.get())};
  }
  for (const Parameter& parameter : kParameters) magic_setparam(handle.get(), parameter.name, &parameter.most);
  return handle;
}

base::Result<std::unique_ptr<FileTypes>> FileTypes::load() {
  auto handle = open();
  if (!handle) return handle.error();
  auto types = std::make_unique<FileTypes>();
  types->give_back(std::move(*handle));
  return types;
}

FileTypes::Handle FileTypes::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      Handle handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  auto handle = open();
  return handle ? std::move(*handle) : Handle();
}

void FileTypes::give_back(Handle handle) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

std::string FileTypes::type_of(std::string_view bytes) {
  Handle handle = take();
  if (handle == nullptr) return kUnknown;
  const char* type = magic_buffer(handle.get(), bytes.data(), bytes.size());
  std::string out = type == nullptr ? kUnknown : type;
  give_back(std::move(handle));
  return out;
}

}  // namespace waybill::content
