// doctor/postfix.h: what a Postfix lacks for Waybill, as findings.
//
// What: the steps of mta/postfix_setup.h, each a fault whose mending is that step, and what `waybill setup` does not
// change: version, queue ids, settings that one milter or one service has of its own, milters switched off.
// Contract: pure. A chroot that hides the socket comes first: the lists of milters are judged when it is gone, for the
// socket has another name then.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "config/settings.h"
#include "doctor/finding.h"
#include "mta/postfix.h"
#include "mta/postfix_setup.h"

namespace waybill::doctor {

// What Postfix has to give a Waybill with these settings.
mta::Wish wish_of(const config::Settings& settings);

// `folder` as in mta::read_postfix().
Findings check_postfix(const mta::Postfix& postfix, const mta::Wish& wish, const std::string& folder);

// `refused`: why nobody could greet the server at wish.reinject; nothing: it answers.
Finding check_reinject(const mta::Postfix& postfix, const mta::Wish& wish, const std::string& folder,
                       const std::optional<base::Error>& refused);

}  // namespace waybill::doctor
