// content/executable.h: is this file a program?
//
// What: programs and parts of programs of Windows, DOS, OS/2, Unix, macOS and Java, shortcuts to programs, and the
// EICAR test file: the list of Exchange (AttachmentHasExecutableContent), and what other systems than Windows run. Not
// here: scripts, as in Exchange; JAR files, which content/zip_kind.h knows by their manifest. Contract: by content,
// never by name. Pure.
#pragma once

#include <string_view>

namespace waybill::content {

// `type`: what content/file_types.h says of the bytes.
bool is_executable(std::string_view bytes, std::string_view type);

}  // namespace waybill::content
