// content/archive.cpp: libarchive with exactly one format, or exactly one filter.
#include "content/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "mime/charset.h"

namespace waybill::content {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kBlock = 64 * 1024;

struct Signature {
  std::string_view bytes;
  Format format;
  std::size_t offset = 0;
};
constexpr auto kSignatures = std::to_array<Signature>({{"PK\x03\x04"sv, Format::Zip},
                                                       {"PK\x05\x06"sv, Format::Zip},
                                                       {"7z\xBC\xAF\x27\x1C"sv, Format::SevenZip},
                                                       {"Rar!\x1A\x07"sv, Format::Rar},
                                                       {"\x1F\x8B\x08"sv, Format::Gzip},
                                                       {"1AY&SY"sv, Format::Bzip2, 4},
                                                       {"\xFD"
                                                        "7zXZ\0"sv,
                                                        Format::Xz},
                                                       {"\x28\xB5\x2F\xFD"sv, Format::Zstd},
                                                       {"ustar"sv, Format::Tar, 257}});

int filter_of(Format format) {
  switch (format) {
    case Format::Gzip:
      return ARCHIVE_FILTER_GZIP;
    case Format::Bzip2:
      return ARCHIVE_FILTER_BZIP2;
    case Format::Xz:
      return ARCHIVE_FILTER_XZ;
    case Format::Zstd:
      return ARCHIVE_FILTER_ZSTD;
    default:
      return ARCHIVE_FILTER_NONE;
  }
}

// Of zip the directory at its end counts, as for all who open it.
void choose_format(archive* handle, Format format) {
  switch (format) {
    case Format::Zip:
      archive_read_support_format_zip_seekable(handle);
      break;
    case Format::SevenZip:
      archive_read_support_format_7zip(handle);
      break;
    case Format::Tar:
      archive_read_support_format_tar(handle);
      break;
    case Format::Rar:
      archive_read_support_format_rar(handle);
      archive_read_support_format_rar5(handle);
      break;
    default:
      archive_read_support_format_raw(handle);
      archive_read_append_filter(handle, filter_of(format));
  }
}

// A name without a charset: UTF-8 when valid, else as Western European Windows writes it.
std::string as_utf8(const char* name) {
  if (base::is_valid_utf8(name)) return name;
  auto text = mime::to_utf8(name, "windows-1252");
  return text ? std::move(*text) : base::printable(name);
}

}  // namespace

Format format_of(std::string_view bytes) {
  const auto found = std::find_if(kSignatures.begin(), kSignatures.end(), [&](const Signature& known) {
    return bytes.size() > known.offset && bytes.substr(known.offset).starts_with(known.bytes);
  });
  return found == kSignatures.end() ? Format::None : found->format;
}

void Archive::Close::operator()(archive* handle) const { archive_read_free(handle); }

Archive::Archive(std::string_view bytes, Format format) : handle_(archive_read_new()), format_(format) {
  if (handle_ == nullptr) return;
  choose_format(handle_.get(), format);
  open_ = archive_read_open_memory(handle_.get(), bytes.data(), bytes.size()) == ARCHIVE_OK;
}

Archive::Step Archive::next() {
  if (!open_) return Step::Broken;
  const int result = archive_read_next_header(handle_.get(), &entry_);
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return Step::Member;
  if (result == ARCHIVE_EOF) return Step::End;
  return archive_read_has_encrypted_entries(handle_.get()) > 0 ? Step::Protected : Step::Broken;
}

std::string Archive::path() const {
  if (is_single_file(format_)) return {};
  if (const char* utf8 = archive_entry_pathname_utf8(entry_)) return as_utf8(utf8);
  const char* name = archive_entry_pathname(entry_);
  return name == nullptr ? std::string() : as_utf8(name);
}

bool Archive::is_folder() const { return archive_entry_filetype(entry_) == AE_IFDIR; }

bool Archive::is_protected() const { return archive_entry_is_encrypted(entry_) != 0; }

std::size_t Archive::size() const {
  return archive_entry_size_is_set(entry_) != 0
             ? static_cast<std::size_t>(std::max<la_int64_t>(archive_entry_size(entry_), 0))
             : 0;
}

Archive::Read Archive::read(std::string& out, std::size_t most) {
  const std::size_t limit = out.size() + most;
  for (;;) {
    const std::size_t before = out.size();
    out.resize(std::min(before + kBlock, limit + 1));
    const la_ssize_t got = archive_read_data(handle_.get(), out.data() + before, out.size() - before);
    out.resize(before + static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
    if (got < 0) return Read::Broken;
    if (got == 0) return Read::Whole;
    if (out.size() <= limit) continue;
    out.resize(limit);
    return Read::Cut;
  }
}

}  // namespace waybill::content
