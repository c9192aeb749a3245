// rules/classification.h: a message classification of the organization: [[classification]] in waybill.toml.
//
// Source: Exchange, New-MessageClassification; MS-OXCMAIL, 2.1.3.2.17: the header fields X-Microsoft-Classified,
// -Classification (the name), -ClassDesc, -ClassID, -ClassKeep.
#pragma once

#include <string>

namespace waybill::rules {

struct Classification {
  std::string name;
  std::string description = {};
  std::string id = {};  // a GUID, without braces
  bool keep = true;     // replies and forwarded mail keep it
};

}  // namespace waybill::rules
