// tests/fuzz/dn.cpp: DNs as keys, and the URLs of dynamic groups, one in each line.
#include "ldap/dn.h"

#include "base/text.h"
#include "ldap/member_url.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string_view line : base::split(fuzz::as_text(data, size), '\n')) {
    const std::string text(line);
    const auto key = ldap::normalized_dn(text);
    if (key) {
      fuzz::require(ldap::normalized_dn(*key) == key, "a key is its own key");
      fuzz::require(ldap::levels_below(text, *key) == 0U, "a DN is no level below itself");
      fuzz::require(ldap::levels_below("cn=x," + text, *key) == 1U, "a child is one level below");
      fuzz::require(!ldap::levels_below(*key, "cn=x," + *key), "nothing lies below its child");
    }
    const auto url = ldap::parse_member_url(text);
    if (url && !url->base.empty()) {
      fuzz::require(ldap::levels_below(url->base, url->base) == 0U, "the base is a key");
      ldap::covers(*url, url->base);
    }
  }
  return 0;
}
