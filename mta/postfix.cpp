// mta/postfix.cpp: lines of "name = value", and of "service/type/field = value".
#include "mta/postfix.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "mta/program.h"

namespace waybill::mta {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::vector<std::string>& asked() {
  static const std::vector<std::string> kAsked = {
      "compatibility_level", "config_directory",        "enable_long_queue_ids",
      "mail_owner",          "mail_release_date",       "mail_version",
      "maillog_file",        "milter_content_timeout",  "milter_default_action",
      "milter_protocol",     "non_smtpd_milters",       "queue_directory",
      "smtpd_milters",       "receive_override_options"};
  return kAsked;
}

base::Result<Pairs> pairs_of(const std::vector<std::string>& command) {
  const auto output = run(command);
  if (!output) return output.error();
  Pairs out;
  for (const std::string_view line : base::split(*output, '\n')) {
    const std::size_t equals = line.find(" =");
    if (equals == std::string_view::npos) continue;
    out.emplace_back(line.substr(0, equals), base::trim(line.substr(equals + 2)));
  }
  return out;
}

// "smtp/inet/chroot" and "127.0.0.1:25/inet/smtpd_milters": what stands behind the last slash is the field.
std::pair<std::string, std::string> split_field(const std::string& name) {
  const std::size_t slash = std::min(name.rfind('/'), name.size());
  return {name.substr(0, slash), name.substr(std::min(slash + 1, name.size()))};
}

Service& service_of(std::vector<Service>& services, const std::string& name) {
  const auto found = std::find_if(services.begin(), services.end(), [&](const Service& s) { return s.name == name; });
  if (found != services.end()) return *found;
  services.emplace_back().name = name;
  return services.back();
}

}  // namespace

std::string Postfix::value(const std::string& parameter) const {
  const auto found = parameters.find(parameter);
  return found == parameters.end() ? std::string() : found->second;
}

const Service* Postfix::find_service(std::string_view name) const {
  const auto found = std::find_if(services.begin(), services.end(), [&](const Service& s) { return s.name == name; });
  return found == services.end() ? nullptr : &*found;
}

std::vector<std::string> postconf(const std::string& config_folder, std::vector<std::string> arguments) {
  std::vector<std::string> out = {"postconf"};
  if (!config_folder.empty()) out.insert(out.end(), {"-c", config_folder});
  out.insert(out.end(), std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
  return out;
}

base::Result<Postfix> read_postfix(const std::string& config_folder) {
  Postfix out;
  std::vector<std::string> expanded = {"-x"};
  expanded.insert(expanded.end(), asked().begin(), asked().end());
  const auto parameters = pairs_of(postconf(config_folder, expanded));
  if (!parameters) return parameters.error();
  out.parameters.insert(parameters->begin(), parameters->end());
  const auto fields = pairs_of(postconf(config_folder, {"-F"}));
  if (!fields) return fields.error();
  // Since 3.0 a dash is no chroot, but for those who keep the defaults of before.
  const bool dash = std::atoi(out.value("compatibility_level").c_str()) < 1;
  for (const auto& [name, value] : *fields) {
    const auto [service, field] = split_field(name);
    if (field == "chroot") service_of(out.services, service).is_chrooted = value == "y" || (value == "-" && dash);
    if (field == "command") service_of(out.services, service).program = value.substr(0, value.find(' '));
  }
  const auto overrides = pairs_of(postconf(config_folder, {"-P"}));
  if (!overrides) return overrides.error();
  for (const auto& [name, value] : *overrides) {
    const auto [service, parameter] = split_field(name);
    service_of(out.services, service).overrides[parameter] = value;
  }
  return out;
}

}  // namespace waybill::mta
