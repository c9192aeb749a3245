// Files for tests of content/, made in memory.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "mime/codec.h"

namespace waybill::content::test {

struct File {
  std::string name;
  std::string bytes;
};

struct Wish {
  int format = ARCHIVE_FORMAT_ZIP;
  int filter = ARCHIVE_FILTER_NONE;
  const char* password = nullptr;
};

// REQUIRES a thread whose locale has UTF-8 where names are not ASCII.
inline std::string packed(const std::vector<File>& files, const Wish& wish = {}) {
  std::string out(std::size_t{8} << 20U, '\0');
  for (const File& file : files) out.resize(out.size() + file.bytes.size());
  std::size_t used = 0;
  archive* handle = archive_write_new();
  archive_write_set_format(handle, wish.format);
  archive_write_add_filter(handle, wish.filter);
  archive_write_set_bytes_in_last_block(handle, 1);
  if (wish.password != nullptr) {
    archive_write_set_options(handle, "zip:encryption=traditional");
    archive_write_set_passphrase(handle, wish.password);
  }
  archive_write_open_memory(handle, out.data(), out.size(), &used);
  archive_entry* entry = archive_entry_new();
  bool good = true;
  for (const File& file : files) {
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_filetype(entry, file.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    good = archive_write_header(handle, entry) >= ARCHIVE_WARN && good;
    good = archive_write_data(handle, file.bytes.data(), file.bytes.size()) >= 0 && good;
  }
  archive_entry_free(entry);
  good = archive_write_close(handle) == ARCHIVE_OK && good;
  archive_write_free(handle);
  if (!good) throw std::runtime_error("a test's archive could not be written");
  out.resize(used);
  return out;
}

inline std::string compressed(const std::string& bytes, int filter) {
  return packed({{"data", bytes}}, {ARCHIVE_FORMAT_RAW, filter});
}

// docs\run.txt, "Hello from rar\n", stored; and encrypted. Made by hand after the description of the format.
inline const std::string kRar = mime::decode_base64(
    "UmFyIRoHAM+"
    "QcwAADQAAAAAAAAD4rHQAgCwADwAAAA8AAAACfiwZUwCQIVoUMAwAIAAAAGRvY3NccnVuLnR4dEhlbGxvIGZyb20gcmFyCsQ9ewBABwA"
    "=");
inline const std::string kRarWithPassword = mime::decode_base64(
    "UmFyIRoHAM+"
    "QcwAADQAAAAAAAABeg3QEhDQAEAAAAA8AAAACfiwZUwCQIVodMAwAIAAAAGRvY3NccnVuLnR4dHNhbHRzYWx0ERERERERERERERERERER"
    "EcQ9ewBABwA=");

// The start of a Windows program.
inline const std::string kProgram = std::string("MZ\x90\0\3\0\0\0\4\0\0\0\xFF\xFF\0\0", 16) + std::string(44, '\0') +
                                    std::string("\x80\0\0\0", 4) + std::string(64, '\0') +
                                    std::string("PE\0\0\x4C\1\1\0", 8) + std::string(200, '\0');

}  // namespace waybill::content::test
