// ldap/dn.cpp: parsing and writing is libldap's; ours is what does not count in them.
#include "ldap/dn.h"

#include <ldap.h>

#include <algorithm>
#include <array>
#include <memory>

#include "ldap/case_ignore_match.h"

namespace waybill::ldap {
namespace {

struct FreeDn {
  void operator()(LDAPRDN* dn) const { ldap_dnfree(dn); }
};
using Dn = std::unique_ptr<LDAPRDN, FreeDn>;

struct Type {
  std::string_view name;
  std::string_view oid;
  std::string_view long_name;
};

// RFC 4514, 3, with the long names of X.520 and RFC 4519.
constexpr std::array<Type, 9> kTypes = {{{"cn", "2.5.4.3", "commonname"},
                                         {"l", "2.5.4.7", "localityname"},
                                         {"st", "2.5.4.8", "stateorprovincename"},
                                         {"o", "2.5.4.10", "organizationname"},
                                         {"ou", "2.5.4.11", "organizationalunitname"},
                                         {"c", "2.5.4.6", "countryname"},
                                         {"street", "2.5.4.9", "streetaddress"},
                                         {"dc", "0.9.2342.19200300.100.1.25", "domaincomponent"},
                                         {"uid", "0.9.2342.19200300.100.1.1", "userid"}}};

// `#` without digits behind it, of which libldap 2.5.13 makes an empty value, and drops what follows.
bool has_empty_bytes(LDAPDN dn) {
  for (LDAPRDN* rdn = dn; *rdn != nullptr; ++rdn) {
    for (LDAPAVA** ava = *rdn; *ava != nullptr; ++ava) {
      if (((*ava)->la_flags & LDAP_AVA_BINARY) != 0 && (*ava)->la_value.bv_len == 0) return true;
    }
  }
  return false;
}

Dn parse(std::string_view text) {
  LDAPDN dn = nullptr;
  // libldap works on C strings: a NUL would hide the rest.
  if (text.find('\0') != std::string_view::npos) return nullptr;
  if (ldap_str2dn(std::string(text).c_str(), &dn, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS) return nullptr;
  Dn out(dn);
  if (out == nullptr || has_empty_bytes(out.get())) return nullptr;
  return out;
}

std::string_view view(const berval& value) { return {value.bv_val, value.bv_len}; }

std::string key_of_type(const LDAPAVA& ava) {
  std::string out = folded(view(ava.la_attr));
  const auto known = std::find_if(kTypes.begin(), kTypes.end(),
                                  [&](const Type& type) { return out == type.oid || out == type.long_name; });
  return known == kTypes.end() ? out : std::string(known->name);
}

// In place, where a shorter text always has room.
void put(std::string_view text, berval& value) {
  if (value.bv_len == 0) return;
  value.bv_len = text.copy(value.bv_val, value.bv_len);
  value.bv_val[value.bv_len] = '\0';
}

void fold(LDAPRDN rdn) {
  LDAPRDN end = rdn;
  for (; *end != nullptr; ++end) {
    put(key_of_type(**end), (*end)->la_attr);
    // A value in #hex stands as bytes.
    if (((*end)->la_flags & LDAP_AVA_BINARY) == 0) put(folded(view((*end)->la_value)), (*end)->la_value);
  }
  std::sort(rdn, end, [](const LDAPAVA* a, const LDAPAVA* b) {
    return std::pair(view(a->la_attr), view(a->la_value)) < std::pair(view(b->la_attr), view(b->la_value));
  });
}

std::optional<std::string> write(LDAPDN dn) {
  char* written = nullptr;
  if (ldap_dn2str(dn, &written, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS) return std::nullopt;
  std::string out(written);
  ldap_memfree(written);
  return out;
}

std::size_t levels(LDAPDN dn) {
  std::size_t out = 0;
  while (dn[out] != nullptr) ++out;
  return out;
}

}  // namespace

std::optional<std::string> normalized_dn(std::string_view text) {
  const Dn dn = parse(text);
  if (dn == nullptr) return std::nullopt;
  for (LDAPRDN* rdn = dn.get(); *rdn != nullptr; ++rdn) fold(*rdn);
  return write(dn.get());
}

std::optional<std::size_t> levels_below(std::string_view dn, std::string_view base) {
  const Dn below = parse(dn);
  const Dn above = parse(base);
  if (below == nullptr || (above == nullptr && !base.empty())) return std::nullopt;
  const std::size_t depth = levels(below.get());
  const std::size_t base_depth = above == nullptr ? 0 : levels(above.get());
  if (depth < base_depth) return std::nullopt;
  LDAPRDN* const end = below.get() + (depth - base_depth);
  for (LDAPRDN* rdn = end; *rdn != nullptr; ++rdn) fold(*rdn);
  const bool is_below = base_depth == 0 || write(end) == base;
  return is_below ? std::optional(depth - base_depth) : std::nullopt;
}

std::string leading_value(std::string_view dn, std::string_view attribute) {
  const Dn parsed = parse(dn);
  if (parsed == nullptr) return {};
  for (LDAPAVA** ava = *parsed; *ava != nullptr; ++ava) {
    if (key_of_type(**ava) == attribute) return std::string(view((*ava)->la_value));
  }
  return {};
}

}  // namespace waybill::ldap
