// smtp/commands.h: the commands of one transaction, as text.
//
// What: which parameters of a submission a server gets to see, in which form, and when there is no use in asking.
//
// Contract
//   Pure. Commands have no line end. No value can end its command or add one to it: what could, is refused here.
//   Carried over as they came: RET, ENVID, NOTIFY, ORCPT (when the server has DSN), SMTPUTF8. Made anew: SIZE, and
//   BODY=8BITMIME when the message has such bytes, whatever the client said. Left out: everything else (AUTH, BY ...).
// Source: RFC 5321, 3461, 1870, 6152, 6531; https://www.postfix.org/XFORWARD_README.html
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/submission.h"
#include "smtp/capabilities.h"
#include "smtp/data_writer.h"

namespace waybill::smtp {

// One attribute each, those that are known and that the server wants. SOURCE=REMOTE always: Postfix has completed and
// rewritten the header when the message came in first, and must not give each copy a Message-ID of its own.
std::vector<std::string> xforward_commands(const message::Origin& origin, const Capabilities& server);

std::string mail_command(const message::Submission& submission, const Survey& survey, const Capabilities& server);
std::string rcpt_command(const message::Recipient& recipient, const Capabilities& server);

// Why this server cannot take this message for anybody, without asking it:
//   553 5.6.7 an address or the message needs SMTPUTF8, and it has none; 553 5.1.7 the sender is no address;
//   552 5.3.4 the message is larger than it takes; 451 4.6.3 it does not take 8-bit bytes (no MTA of today: somebody
//   has to look at it, and meanwhile the mail waits; we do not recode what others may have signed).
std::optional<message::Reply> refusal(const message::Submission& submission, const Survey& survey,
                                      const Capabilities& server);
// 553 5.1.3: the recipient is no address.
std::optional<message::Reply> refusal(const message::Recipient& recipient);

// Options that were asked for and are lost, in words; empty when there are none.
std::string lost_options(const message::Submission& submission, const Capabilities& server);

// RFC 3461, 4: "+", "=" and what is not printable ASCII as +XX.
std::string xtext(std::string_view text);

}  // namespace waybill::smtp
