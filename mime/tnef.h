// mime/tnef.h: what kind of Outlook item a winmail.dat holds.
//
// Contract: the message class as Outlook has it (IPM.Note, IPM.Schedule.Meeting.Request ...), names of MS-OXTNEF's
//   older mapping translated; empty when the bytes are no TNEF, or have none. Looks at the attributes until it is
//   found; never fails. Nothing else of TNEF is read.
// Source: MS-OXTNEF, 2.1.3 (attMessageClass) and 2.1.3.3.1.
#pragma once

#include <string>
#include <string_view>

namespace waybill::mime {

std::string tnef_message_class(std::string_view tnef);

}  // namespace waybill::mime
