// mta/postfix_setup.h: what a Postfix needs to have Waybill as its milter.
//
// What: compares the settings of a Postfix with what Waybill wants and tells the difference as arguments of
// postconf(1). Not here: running them. Contract: pure. A Postfix that has all has no steps. Other milters stay, in
// their order. Source: Postfix' MILTER_README; postconf(5).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "mta/postfix.h"

namespace waybill::mta {

struct Wish {
  std::string milter;                 // as Postfix writes it: unix:/PATH or inet:HOST:PORT
  std::string reinject = {};          // HOST:PORT for copies; empty: none
  std::chrono::seconds patience{60};  // how long a message may take at its end
};

struct Step {
  std::string why;
  std::vector<std::string> arguments;  // of postconf
};

struct PostfixPlan {
  std::vector<Step> steps;
  std::vector<std::string> notes;     // what is left as it is, and why
  std::vector<std::string> problems;  // not empty: the steps alone would not do
};

PostfixPlan plan_postfix(const Postfix& postfix, const Wish& wish);

}  // namespace waybill::mta
