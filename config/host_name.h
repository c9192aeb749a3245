// config/host_name.h: how this machine calls itself (gethostname(2)).
#pragma once

#include <string>

namespace waybill::config {

std::string host_name();  // "localhost" when it has no name

}  // namespace waybill::config
