// doctor/rules.h: what rules name, and whether the directory has it.
//
// Contract
//   Pure; the questions to ask and the judging of the answers. Rules that are switched off name nothing.
//   What the directory could not be asked is Unknown, never missing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "doctor/finding.h"
#include "engine/policy.h"
#include "message/attribute_map.h"
#include "message/fact.h"

namespace waybill::doctor {

// Each once, with the first rule that names it.
struct Named {
  std::map<std::string, const rules::Rule*> groups = {};
  std::map<std::string, const rules::Rule*> tokens = {};
  std::map<std::string, const rules::Rule*> addresses = {};  // compared with a recipient's primary address
  message::AttributeMap attributes = message::AttributeMap();
};
Named named_in(const engine::Policy& policy);

// One question a group, in their order; one an address.
std::vector<message::Query> group_questions(const Named& named);
std::vector<message::Query> address_questions(const Named& named);
// The attributes that a token may come from, as long as `named` lives; none for what is no token.
std::vector<std::string_view> attributes_of(std::string_view token, const Named& named);

Findings check_groups(const Named& named, const std::vector<message::Fact>& answers);
// `hidden`: which groups show no member, in their order, though they have some; an error: could not be asked.
Findings check_members(const Named& named, const base::Result<std::vector<bool>>& hidden);
Findings check_addresses(const Named& named, const std::vector<message::Fact>& answers);
// `present`: whether anybody has this attribute; an error: could not be asked.
Findings check_tokens(const Named& named, const base::Result<std::map<std::string_view, bool>>& present);

}  // namespace waybill::doctor
