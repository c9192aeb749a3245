// config/read_file.cpp: reading of configuration files.
#include "config/read_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace waybill::config {

base::Result<std::string> read_file(const std::string& path, std::size_t most) {
  const auto failed = [&](int why) {
    return base::Error{base::ErrorKind::Unavailable, path + ": cannot be read: " + std::strerror(why)};
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return failed(errno);
  std::string out;
  std::array<char, 65536> buffer = {};
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;) {
    out.append(buffer.data(), got);
    if (out.size() > most) {
      return base::Error{base::ErrorKind::TooLarge, path + ": larger than " + std::to_string(most) + " bytes"};
    }
  }
  if (std::ferror(file.get()) != 0) return failed(errno);
  return out;
}

}  // namespace waybill::config
