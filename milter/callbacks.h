// milter/callbacks.h: libmilter's callbacks, each of them one call on the Session of its connection.
//
// Contract
//   No exception leaves a callback. An unforeseen one is logged, and the message under way gets a temporary failure.
//   There is one filter per process: libmilter gives callbacks nothing else to find it by.
// Threads: libmilter calls from a pool; the calls of one connection come one after another.
#pragma once

#include "milter/negotiation.h"
#include "milter/service.h"

namespace waybill::milter {

// Makes `service` known to libmilter. False when libmilter refuses. REQUIRES: service lives until the process ends.
bool register_callbacks(Service& service, Transport transport);

}  // namespace waybill::milter
