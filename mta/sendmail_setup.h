// mta/sendmail_setup.h: what a sendmail.mc needs to have Waybill as its milter.
//
// What: compares what comes out of a sendmail.mc with what Waybill wants and tells the difference as changes of lines.
// Not here: writing them.
//
// Contract: pure. A sendmail.mc that has all has no steps. Other filters stay, in their order, and all other lines
// to the byte.
// Why the port for copies has no filters of its own: Waybill knows its copies again and takes its mark off, a signer of
// DKIM signs them. An empty list (InputMailFilters=) would leave them unsigned, with the mark in them.
// Mail of sendmail(1) needs nothing: the submission program hands it to a port of the daemon by SMTP (submit.cf).
// Source: cf/README and the operations guide of Sendmail 8.17.
#pragma once

#include <cstddef>
#include <string>

#include "mta/plan.h"
#include "mta/sendmail.h"

namespace waybill::mta {

struct LineChange {
  std::size_t line = 0;     // before that one, from 1; one behind the last line: at the end
  std::size_t removed = 0;  // so many lines from there on go
  std::string text = {};    // whole lines; empty: nothing comes
};

using SendmailPlan = Plan<LineChange>;

SendmailPlan plan_sendmail(const Sendmail& sendmail, const Wish& wish);

// The text of the sendmail.mc after the steps.
std::string changed_text(const std::string& text, const SendmailPlan& plan);

}  // namespace waybill::mta
