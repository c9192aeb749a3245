// store/key_file.cpp: a key from a file, or from the kernel.
#include "store/key_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "dedupe/sha256.h"

namespace waybill::store {
namespace {

constexpr std::size_t kLeastKey = 32;
constexpr std::size_t kMostKey = 4096;

base::Error failed(const std::string& path) {
  return {base::ErrorKind::Unavailable, path + ": " + std::strerror(errno)};
}

class File {
 public:
  explicit File(int number) : number_(number) {}
  ~File() {
    if (number_ >= 0) close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

std::string random_key() {
  std::string key(kLeastKey, '\0');
  const ssize_t drawn = getrandom(key.data(), key.size(), 0);  // up to 256 bytes come whole
  if (drawn != static_cast<ssize_t>(key.size())) throw std::system_error(errno, std::generic_category(), "getrandom");
  return key;
}

std::optional<base::Error> make_key_file(const std::string& path) {
  const File file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.number() < 0) return errno == EEXIST ? std::nullopt : std::optional(failed(path));
  const std::string line = dedupe::base64url(random_key()) + '\n';
  const ssize_t size = write(file.number(), line.data(), line.size());
  if (size == static_cast<ssize_t>(line.size()) && fsync(file.number()) == 0) return std::nullopt;
  const base::Error error = failed(path);
  unlink(path.c_str());
  return error;
}

}  // namespace

base::Result<std::string> read_key_file(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status = {};
  if (file.number() < 0 || fstat(file.number(), &status) != 0) return failed(path);
  if ((status.st_mode & S_IRWXO) != 0) {
    return base::Error{base::ErrorKind::Invalid, path + ": everybody may read or change it: chmod 0600"};
  }
  std::array<char, kMostKey> bytes;
  const ssize_t size = read(file.number(), bytes.data(), bytes.size());
  if (size < 0) return failed(path);
  std::string key(bytes.data(), static_cast<std::size_t>(size));
  key.erase(std::min(key.find_first_of("\r\n"), key.size()));
  if (key.size() >= kLeastKey) return key;
  return base::Error{base::ErrorKind::Invalid,
                     path + ": the first line has less than " + std::to_string(kLeastKey) + " characters"};
}

base::Result<std::string> keep_key_file(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) {
    if (auto error = make_key_file(path)) return *error;
  }
  return read_key_file(path);
}

const std::string& process_key() {
  static const std::string kKey = random_key();
  return kKey;
}

}  // namespace waybill::store
