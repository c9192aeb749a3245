// content/zip_kind.cpp: telling by names.
#include "content/zip_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "content/archive.h"

namespace waybill::content {
namespace {

constexpr auto kEndings =
    std::to_array<std::string_view>({".xml", ".rels", ".rdf", ".vml", ".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf",
                                     ".wmf", ".tif", ".tiff", ".svg", ".svm", ".wdp", ".bmp", ".fntdata", ".odttf"});

bool has_known_ending(std::string_view path) {
  const std::string name = base::lower(path.substr(path.rfind('/') + 1));
  return name.find('.') == std::string::npos ||
         std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

ZipKind kind_of_zip(std::string_view bytes) {
  ZipKind kind;
  Archive archive(bytes, Format::Zip);
  while (archive.next() == Archive::Step::Member) {
    const std::string path = archive.path();
    kind.is_document |= path == "[Content_Types].xml" || path == "mimetype";
    kind.is_program |= base::equals_ignore_case(path, "META-INF/MANIFEST.MF");
  }
  return kind;
}

bool belongs_to_document(std::string_view path) {
  return path.find("/embeddings/") == std::string_view::npos && has_known_ending(path);
}

}  // namespace waybill::content
