// milter/body_store.cpp: system calls for a body that is too large for memory.
#include "milter/body_store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace waybill::milter {
namespace {

std::string spool_folder() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/var/tmp";
}

// For file systems without O_TMPFILE (overlay of older kernels, NFS).
int open_and_unlink(const std::string& folder) {
  std::string name = folder + "/waybill-XXXXXX";
  const int file = mkostemp(name.data(), O_CLOEXEC);
  if (file >= 0) unlink(name.c_str());
  return file;
}

}  // namespace

BodyStore::BodyStore(BodyStore&& other) noexcept
    : memory_bytes_(other.memory_bytes_),
      size_(std::exchange(other.size_, 0)),
      memory_(std::move(other.memory_)),
      file_(std::exchange(other.file_, -1)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      error_(std::move(other.error_)) {}

BodyStore::~BodyStore() {
  if (mapped_ != nullptr) munmap(mapped_, size_);
  if (file_ >= 0) close(file_);
}

void BodyStore::append(std::string_view chunk) {
  if (error_) return;
  if (file_ < 0 && chunk.size() <= memory_bytes_ - size_) {
    to_memory(chunk);
  } else {
    if (file_ < 0) open_file();
    to_file(chunk);
  }
  size_ += chunk.size();
}

// MTAs send chunks of up to 64 KiB. A second one shows that the body is large: then all room is taken at once (pages
// cost nothing until they are written), so that growing copies no more than the first chunk.
void BodyStore::to_memory(std::string_view chunk) {
  if (memory_.capacity() - memory_.size() < chunk.size()) {
    memory_.reserve(memory_.empty() ? chunk.size() : memory_bytes_);
  }
  memory_ += chunk;
}

void BodyStore::open_file() {
  const std::string folder = spool_folder();
  file_ = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) file_ = open_and_unlink(folder);
  if (file_ < 0) return fail("open");
  to_file(memory_);
  std::string().swap(memory_);
}

void BodyStore::to_file(std::string_view bytes) {
  while (!bytes.empty() && !error_) {
    const ssize_t written = write(file_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail("write");
    }
  }
}

void BodyStore::fail(const char* what) {
  const std::string reason = std::strerror(errno);
  error_ = base::Error{base::ErrorKind::Unavailable,
                       std::string("cannot ") + what + " a spool file in " + spool_folder() + ": " + reason};
}

base::Result<std::string_view> BodyStore::finish() {
  if (error_) return *error_;
  if (file_ < 0) return std::string_view(memory_);
  return map();
}

base::Result<std::string_view> BodyStore::map() {
  if (mapped_ == nullptr) {
    void* mapped = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
    if (mapped == MAP_FAILED) {
      fail("map");
      return *error_;
    }
    mapped_ = mapped;
  }
  return std::string_view(static_cast<const char*>(mapped_), size_);
}

}  // namespace waybill::milter
