// milter/reply_text.h: the text of an SMTP reply as smfi_setreply takes it.
#pragma once

#include <string>
#include <string_view>

namespace waybill::milter {

// '%' is doubled (Sendmail takes the text as a format, Postfix undoes it), line breaks become blanks, all that is not
// printable ASCII becomes '?'. At most 900 bytes: libmilter refuses more than 980.
std::string reply_text(std::string_view text);

}  // namespace waybill::milter
