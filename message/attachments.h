// message/attachments.h: what is attached to a message, as somebody who opened every file would describe it.
//
// What: a flat list: the attached parts of a message, then what stands inside of them: members of archives, parts of
// attached messages, objects embedded in Office documents, level by level.
// Not here: how that is found out (engine/ports.h: Inspector).
// Contract: names are UTF-8 and decoded (RFC 2047, RFC 2231), as strangers wrote them: print them with
// base::printable(). The text of the message itself is no attachment; inline pictures are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace waybill::message {

// A custom property of an Office document: Project = Apollo.
struct DocumentProperty {
  std::string name;
  std::string value;
};

struct Attachment {
  std::string name = {};    // of the file, without folders; empty: it has none
  std::string inside = {};  // "all.zip/folder": what holds it; empty: the message itself
  std::size_t size = 0;     // decoded; of a member that cannot be read: what its archive says
  std::string type = {};    // MIME type, told by the content; empty: not looked into
  bool is_executable = false;
  bool is_protected = false;  // asks for a password
  bool is_supported = false;  // its text, or what is inside of it, was read
  std::string text = {};      // of its beginning, UTF-8
  std::vector<DocumentProperty> properties = {};
};

// "all.zip/folder/run.exe"; "image/png without a name".
std::string to_string(const Attachment& attachment);

struct Attachments {
  std::vector<Attachment> all;
  bool beyond_limits = false;  // something was not looked into, or not to its end (base/limits.h)
};

}  // namespace waybill::message
