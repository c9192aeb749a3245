// mta/postfix.h: the settings of a Postfix, as postconf(1) tells them.
//
// Source: postconf(1), postconf(5), master(5).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waybill::mta {

struct Service {
  std::string name = {};  // "smtp/inet"
  std::string program = {};
  bool is_chrooted = false;
  std::map<std::string, std::string> overrides = {};  // -o parameter=value
};

struct Postfix {
  std::map<std::string, std::string> parameters;  // those that matter to milters
  std::vector<Service> services;

  std::string value(const std::string& parameter) const;  // empty when there is none
  const Service* find_service(std::string_view name) const;
};

// `config_folder` empty: where Postfix looks itself.
base::Result<Postfix> read_postfix(const std::string& config_folder);

// postconf, of that configuration.
std::vector<std::string> postconf(const std::string& config_folder, std::vector<std::string> arguments);

}  // namespace waybill::mta
