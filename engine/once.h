// engine/once.h: how a rule that signs once knows that it has signed a message (docs/rules.md, "Once").
//
// What: the word that stands for one signature, and the header field that lists those of a message. Not here: the
// same word in HTML, and the text (signature/earlier.h).
//
// Contract
//   The signature of a rule whose text has tokens is another one for each sender; without tokens, for each domain of
//   senders. So a colleague's answer is signed, and a partner's disclaimer of the same name is not ours.
//   The field is for a second pass of the same mail, where quotes cannot hide what is ours. It counts on mail from
//   inside only: engine/admit.h removes it from all other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/header_list.h"
#include "rules/rule.h"
#include "signature/template.h"

namespace waybill::engine {

// Empty for a rule that signs always.
std::string mark_of(const rules::Rule& rule, const signature::Signature& signature, std::string_view sender);

bool is_listed(const message::HeaderList& headers, std::string_view mark);

// REQUIRES marks.
message::Edit list_field(const std::vector<std::string>& marks);

}  // namespace waybill::engine
