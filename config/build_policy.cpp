// config/build_policy.cpp: the steps of loading a configuration.
#include "config/build_policy.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/text.h"
#include "config/check_copies.h"
#include "config/read_file.h"
#include "config/read_powershell.h"
#include "config/read_settings.h"
#include "config/read_signature.h"
#include "config/read_toml_rules.h"
#include "engine/change_header.h"
#include "rules/check.h"
#include "store/key_file.h"

namespace waybill::config {
namespace {

constexpr std::size_t kMostSettingsBytes = 1024 * 1024;

// What can be read of it, also beside errors.
std::optional<Settings> read_all_settings(const std::string& path, base::Diagnostics& diagnostics) {
  const auto text = read_file(path, kMostSettingsBytes);
  if (!text) {
    diagnostics.error({path, 1, 1}, text.error().text);
    return std::nullopt;
  }
  Settings settings = read_settings(*text, path, diagnostics);
  settings.place = {path, 1, 1};
  return settings;
}

std::vector<std::string> expand(const Located& pattern, base::Diagnostics& diagnostics) {
  // Without magic the name itself, so that a missing file is an error.
  if (pattern.text.find_first_of("*?[") == std::string::npos) return {pattern.text};
  glob_t found = {};
  const int code = glob(pattern.text.c_str(), GLOB_NOSORT, nullptr, &found);
  std::vector<std::string> out(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  std::sort(out.begin(), out.end());
  if (code == GLOB_NOMATCH) diagnostics.warn(pattern.place, pattern.text + ": matches no file");
  if (code != 0 && code != GLOB_NOMATCH) diagnostics.error(pattern.place, pattern.text + ": cannot be searched");
  return out;
}

// Each file once, at its first place.
std::vector<Located> list_files(const std::vector<Located>& patterns, base::Diagnostics& diagnostics) {
  std::vector<Located> out;
  for (const Located& pattern : patterns) {
    for (std::string& file : expand(pattern, diagnostics)) {
      const auto same = [&](const Located& other) { return other.text == file; };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back({std::move(file), pattern.place});
    }
  }
  return out;
}

std::optional<rules::RuleFile> read_rules(const Located& file, const base::Limits& limits,
                                          base::Diagnostics& diagnostics) {
  const std::string extension = base::lower(std::filesystem::path(file.text).extension().string());
  if (extension != ".toml" && extension != ".ps1") {
    diagnostics.error(file.place, file.text + ": a rules file ends in .toml or .ps1");
    return std::nullopt;
  }
  const auto text = read_file(file.text, limits.rule_file_bytes);
  if (!text) {
    diagnostics.error(file.place, text.error().text);
    return std::nullopt;
  }
  return extension == ".ps1" ? read_powershell(*text, file.text, limits, diagnostics)
                             : read_toml_rules(*text, file.text, limits, diagnostics);
}

void check_classifications(const engine::Policy& policy, base::Diagnostics& diagnostics) {
  for (const rules::Rule& rule : policy.rules) {
    const std::string& name = rule.actions.classification;
    if (name.empty() || engine::find_classification(policy, name) != nullptr) continue;
    diagnostics.error(rule.place, "ApplyClassification: no [[classification]] in waybill.toml has the name or id \"" +
                                      base::printable(name, 80) + '"');
  }
}

std::string read_key(const std::string& file, const Settings& settings, base::Diagnostics& diagnostics) {
  auto key = store::read_key_file(file);
  if (key) return std::move(*key);
  diagnostics.error(settings.place, key.error().text);
  return {};
}

void check_delivery(const Settings& settings, engine::Policy& policy, base::Diagnostics& diagnostics) {
  const DeliveryOptions& delivery = settings.delivery;
  if (policy.per_recipient == engine::PerRecipient::Split && delivery.reinject.empty()) {
    diagnostics.error(settings.place, "delivery.per_recipient is \"split\", which needs delivery.reinject");
  }
  if (!delivery.reinject.empty()) {
    policy.copy_key =
        delivery.key_file.empty() ? store::process_key() : read_key(delivery.key_file, settings, diagnostics);
  }
  check_copies(policy, diagnostics);
}

void set_dedupe(const Settings& settings, engine::Policy& policy, base::Diagnostics& diagnostics) {
  const std::string& key_file = settings.dedupe.key_file;
  if (!key_file.empty()) policy.dedupe_key = read_key(key_file, settings, diagnostics);
  policy.suppress_duplicates = settings.dedupe.suppress;
  const bool is_asked = std::any_of(policy.rules.begin(), policy.rules.end(),
                                    [](const rules::Rule& rule) { return rule.actions.suppress_duplicates; });
  if (is_asked || settings.dedupe.suppress) policy.hub = settings.dedupe.hub_name();
}

engine::Policy build_policy(const Settings& settings, base::Diagnostics& diagnostics) {
  std::vector<rules::RuleFile> files;
  for (const Located& file : list_files(settings.rule_files, diagnostics)) {
    auto rules = read_rules(file, settings.limits, diagnostics);
    if (rules) files.push_back(std::move(*rules));
  }
  engine::Policy policy{.organization = settings.organization,
                        .rules = rules::check(files, settings.limits, diagnostics),
                        .signatures = {},
                        .limits = settings.limits,
                        .on_broken_dkim = settings.on_broken_dkim,
                        .per_recipient = settings.delivery.mode(),
                        .classifications = settings.classifications,
                        .attributes = settings.attributes};
  for (const rules::Rule& rule : policy.rules) {
    auto& signature = policy.signatures.emplace_back();
    if (rule.disclaimer) signature = read_signature(rule, settings.limits, diagnostics);
  }
  check_classifications(policy, diagnostics);
  check_delivery(settings, policy, diagnostics);
  set_dedupe(settings, policy, diagnostics);
  return policy;
}

}  // namespace

std::optional<Settings> load_settings(const std::string& path, base::Diagnostics& diagnostics) {
  auto settings = read_all_settings(path, diagnostics);
  return diagnostics.has_errors() ? std::nullopt : std::move(settings);
}

std::optional<Configuration> load(const std::string& path, base::Diagnostics& diagnostics) {
  auto settings = read_all_settings(path, diagnostics);
  if (!settings) return std::nullopt;
  auto policy = std::make_shared<const engine::Policy>(build_policy(*settings, diagnostics));
  if (diagnostics.has_errors()) return std::nullopt;
  return Configuration{std::move(*settings), std::move(policy)};
}

}  // namespace waybill::config
