// content/archive.h: the members of an archive, one after the other, from memory (libarchive).
//
// What: zip, 7z, tar, rar, and single files compressed by gzip, bzip2, xz or zstd, which count as archives of one
// member; so a .tar.gz is an archive in an archive. Nothing else that libarchive knows.
// Contract
//   Nothing is written anywhere. Reading costs time linear in the archive and in what is read of its members: no filter
//   stands on another one, and what was not read is not unpacked either, but in 7z and rar, where it must be.
//   Names are UTF-8, as they are written in the archive. REQUIRES a thread whose locale has UTF-8.
// Fails: format_of() with None for what is no archive; next() with Broken or Protected.
// Example
//   Archive archive(bytes, format);
//   while (archive.next() == Archive::Step::Member) { if (archive.read(out, most) != Archive::Read::Whole) ... }
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct archive;
struct archive_entry;

namespace waybill::content {

enum class Format { None, Zip, SevenZip, Tar, Rar, Gzip, Bzip2, Xz, Zstd };

// By the first bytes.
Format format_of(std::string_view bytes);
constexpr bool is_single_file(Format format) { return format >= Format::Gzip; }

class Archive {
 public:
  enum class Step {
    Member,
    End,
    Broken,     // damaged, or made in a way that cannot be read
    Protected,  // not even the names can be read without a password
  };
  enum class Read { Whole, Cut, Broken };

  // REQUIRES a format other than None; the bytes outlive the Archive.
  Archive(std::string_view bytes, Format format);

  Step next();

  // Of the member that next() found.
  std::string path() const;  // empty: a single file, whose name is that of the archive
  bool is_folder() const;
  bool is_protected() const;
  std::size_t size() const;  // as the archive says; 0: it does not
  // Appends to `out` at most `most` bytes.
  Read read(std::string& out, std::size_t most);

 private:
  struct Close {
    void operator()(archive* handle) const;
  };
  std::unique_ptr<archive, Close> handle_;
  archive_entry* entry_ = nullptr;
  Format format_;
  bool open_ = false;
};

}  // namespace waybill::content
