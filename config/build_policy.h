// config/build_policy.h: from waybill.toml and its rules files to what the daemon and the command run with.
//
// Contract
//   load() gives a complete configuration or nothing. Errors in settings, rules and templates are collected
//   over all files, so that one run of `waybill check` shows them all.
//   Rules files are read in the order in which `rules.files` names them; what a pattern matches is sorted; a file that
//   two patterns match is read once.
//   load_settings() reads waybill.toml alone: for what needs no rules, and works beside rules that have errors.
// Fails: with diagnostics; missing and unreadable files are errors, a pattern that matches nothing is a warning.
// Threads: any number.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/place.h"
#include "config/settings.h"
#include "engine/policy.h"

namespace waybill::config {

struct Configuration {
  Settings settings;
  std::shared_ptr<const engine::Policy> policy;
};

std::optional<Settings> load_settings(const std::string& path, base::Diagnostics& diagnostics);
std::optional<Configuration> load(const std::string& path, base::Diagnostics& diagnostics);

}  // namespace waybill::config
