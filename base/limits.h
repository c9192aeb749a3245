// base/limits.h: every bound on what a message, a rules file or a directory may make us do.
//
// Contract: a parser takes Limits as an argument and stops with ErrorKind::TooLarge (or the
// reason `limit` for a message, which then passes unchanged). The table in docs/limits.md
// says the same; tests try each at n and n+1. Sizes in bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace waybill::base {

struct Limits {
  std::size_t header_bytes = 1024 * 1024;     // header of the message, or of one part
  std::size_t field_value_bytes = 16 * 1024;  // a structured field value that is parsed (Content-Type ...)
  std::size_t parts = 20000;                  // parts of one message
  std::size_t nesting = 1200;                 // multipart in multipart
  std::size_t text_bytes = 16 * 1024 * 1024;  // decoded bytes of one text part that is edited
  std::size_t rules = 10000;                  // rules of one policy
  std::size_t rule_file_bytes = 32 * 1024 * 1024;
  std::size_t template_bytes = 1024 * 1024;  // one text of a signature, in a rules file or in a file of its own
  std::size_t attribute_bytes = 8 * 1024;    // one directory value put into a signature
  std::size_t question_rounds = 8;           // how often process() may answer Need for one message
  std::size_t copies = 100;                  // different copies of one message
  std::size_t spool_bytes = 1024 * 1024;     // bodies above go to an unlinked file
  // Beyond one of these the message counts as AttachmentProcessingLimitExceeded.
  std::size_t attachments = 1000;                   // of one message that are looked into, members of archives included
  std::size_t archive_depth = 5;                    // archives and attached messages inside each other
  std::size_t unpacked_bytes = 64 * 1024 * 1024;    // what all archives of one message together may unpack to
  std::size_t attachment_text_bytes = 1024 * 1024;  // the beginning of an attachment whose text is searched
};

}  // namespace waybill::base
