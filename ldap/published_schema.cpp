// ldap/published_schema.cpp: where the schema stands, and what its definitions name; parsing is libldap's.
#include "ldap/published_schema.h"

#include <ldap_schema.h>

#include <memory>

#include "base/text.h"
#include "message/attribute_map.h"

namespace waybill::ldap {
namespace {

struct FreeType {
  void operator()(LDAPAttributeType* type) const { ldap_attributetype_free(type); }
};
using AttributeType = std::unique_ptr<LDAPAttributeType, FreeType>;

// Empty: it has none, or we may not see it.
std::string first_value(Connection& connection, const std::string& dn, const std::string& attribute,
                        Deadline deadline) {
  const auto found = connection.search({dn, false, "(objectClass=*)", {attribute}}, deadline);
  if (!found || found->entries.empty()) return {};
  const auto values = found->entries.front().attributes.find(attribute);
  return values == found->entries.front().attributes.end() ? std::string() : values->second.front();
}

}  // namespace

bool PublishedSchema::add(const std::string& definition) {
  int code = 0;
  const char* end = nullptr;
  const AttributeType type(ldap_str2attributetype(definition.c_str(), &code, &end, LDAP_SCHEMA_ALLOW_ALL));
  if (type == nullptr) return false;
  if (type->at_oid != nullptr) names_.insert(base::lower(type->at_oid));
  for (char** name = type->at_names; name != nullptr && *name != nullptr; ++name) names_.insert(base::lower(*name));
  ++types_;
  return true;
}

bool PublishedSchema::defines(std::string_view attribute) const {
  return names_.count(base::lower(message::without_options(attribute))) != 0;
}

base::Result<PublishedSchema> read_schema(Connection& connection, const std::string& base, Deadline deadline) {
  std::string where = first_value(connection, base, "subschemaSubentry", deadline);
  if (where.empty()) where = first_value(connection, "", "subschemaSubentry", deadline);
  const base::Error none{base::ErrorKind::Unavailable, "the server shows no schema"};
  if (where.empty()) return none;
  const auto found = connection.search({where, false, "(objectClass=subschema)", {"attributeTypes"}}, deadline);
  if (!found) return found.error();
  PublishedSchema out;
  for (const message::Entry& entry : found->entries) {
    const auto definitions = entry.attributes.find("attributeTypes");
    if (definitions == entry.attributes.end()) continue;
    for (const std::string& definition : definitions->second) out.add(definition);
  }
  if (out.types() == 0) return none;
  return out;
}

}  // namespace waybill::ldap
