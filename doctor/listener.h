// doctor/listener.h: does waybilld listen, and can the MTA get there?
//
// Contract: pure, over what doctor/milter_probe.h and doctor/path.h saw. Who cannot connect because nobody listens is
// not kept out by rights: check_socket() is for a waybilld that answers us.
#pragma once

#include <optional>
#include <string>

#include "doctor/finding.h"
#include "doctor/milter_probe.h"
#include "doctor/path.h"

namespace waybill::doctor {

Finding check_daemon(const std::string& socket, const Probe& ours);

// `probe`: as that user; nothing: we could not become him.
Finding check_socket(const std::string& socket, const Account& user, const std::optional<Probe>& probe, const Way& way);

}  // namespace waybill::doctor
