// metrics/metered_ports.h: directory, store and outgoing SMTP with a clock around them.
//
// What: each is the port it was made of, and counts what passes: times, answers, failures, and whether the last
// question was answered at all, by a directory also whether by somebody and not from memory (waybill_up).
// Threads: any number, as far as the port itself says.
#pragma once

#include <memory>

#include "engine/ports.h"
#include "metrics/families.h"

namespace waybill::metrics {

std::shared_ptr<engine::Directory> metered(std::shared_ptr<engine::Directory> directory, Registry& registry);
std::shared_ptr<engine::Delivered> metered(std::shared_ptr<engine::Delivered> store, Registry& registry);
std::shared_ptr<engine::Seen> metered(std::shared_ptr<engine::Seen> seen, Registry& registry);
std::shared_ptr<engine::Outgoing> metered(std::shared_ptr<engine::Outgoing> outgoing, Registry& registry);

}  // namespace waybill::metrics
