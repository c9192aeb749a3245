// mta/plan.h: what an MTA lacks to have Waybill as its milter, whichever MTA it is.
//
// Contract: values. No steps: all is there. Problems: the steps alone would not do, and are not to be taken.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::mta {

struct Wish {
  std::string milter;                 // as the MTA writes it; Postfix: unix:/PATH or inet:HOST:PORT
  std::string reinject = {};          // where it takes copies: HOST:PORT; empty: nowhere
  std::chrono::seconds patience{60};  // how long a message may take at its end
  bool trusts_loopback = true;        // mail from 127.0.0.1 counts as coming from inside
};

template <class Change>
struct Plan {
  struct Step {
    std::string why;
    Change change;
  };

  std::vector<Step> steps;
  std::vector<std::string> notes;  // what is left as it is, and why
  std::vector<std::string> problems;
};

// "300s", "5m", "1h30m"; without a letter seconds.
std::chrono::seconds read_interval(std::string_view text);

}  // namespace waybill::mta
