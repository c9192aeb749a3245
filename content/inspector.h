// content/inspector.h: engine::Inspector with libmagic, libarchive and pugixml.
//
// What: opens the database of file types once, and hands out who looks into attachments.
// Contract: works in memory only: no files, no processes. Costs time and memory linear in the message and in
// limits.unpacked_bytes; content/inspection.h says what is looked into.
// Threads: any number may ask at the same time.
// Fails: Unavailable when the database of libmagic cannot be read.
#pragma once

#include <memory>

#include "base/result.h"
#include "engine/ports.h"

namespace waybill::content {

base::Result<std::shared_ptr<engine::Inspector>> make_inspector();

}  // namespace waybill::content
