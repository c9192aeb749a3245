// content/zip_kind.h: zip files that are something else than an archive.
//
// Contract: by the names of the members, read from the directory at the file's end. Linear.
// REQUIRES a thread whose locale has UTF-8 (content/archive.h).
#pragma once

#include <string_view>

namespace waybill::content {

struct ZipKind {
  bool is_document = false;  // Office 2007 and later (ECMA-376 part 2), OpenDocument (part 3, 3.3)
  bool is_program = false;   // JAR, APK: it has a manifest of Java
};

ZipKind kind_of_zip(std::string_view bytes);

// Whether documents are made of such members: XML, pictures, fonts ... What is not, or is embedded, counts as attached;
// else one more name would make a document of a zip file, and hide run.js in it.
bool belongs_to_document(std::string_view path);

}  // namespace waybill::content
