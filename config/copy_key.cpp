// config/copy_key.cpp: a key from a file, or from the kernel.
#include "config/copy_key.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

#include "config/read_file.h"

namespace waybill::config {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMostBytes = 4096;

std::string random_key() {
  std::string key(kKeyBytes, '\0');
  const ssize_t drawn = getrandom(key.data(), key.size(), 0);  // up to 256 bytes come whole
  if (drawn != static_cast<ssize_t>(key.size())) throw std::system_error(errno, std::generic_category(), "getrandom");
  return key;
}

}  // namespace

std::string copy_key(const std::string& file, const base::Place& place, base::Diagnostics& diagnostics) {
  static const std::string kRandom = random_key();
  if (file.empty()) return kRandom;
  auto key = read_file(file, kMostBytes);
  if (!key) {
    diagnostics.error(place, key.error().text);
  } else if (key->size() < kKeyBytes) {
    diagnostics.error(place, file + ": a key has 32 bytes or more; make one with: head -c 32 /dev/urandom");
  } else {
    return std::move(*key);
  }
  return {};
}

}  // namespace waybill::config
