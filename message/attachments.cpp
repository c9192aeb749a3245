// message/attachments.cpp: naming an attachment.
#include "message/attachments.h"

namespace waybill::message {

std::string to_string(const Attachment& attachment) {
  const std::string type = attachment.type.empty() ? "a file" : attachment.type;
  const std::string name = attachment.name.empty() ? type + " without a name" : attachment.name;
  return attachment.inside.empty() ? name : attachment.inside + '/' + name;
}

}  // namespace waybill::message
