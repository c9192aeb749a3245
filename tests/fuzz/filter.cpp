// tests/fuzz/filter.cpp: whatever a value is, the server gets it as a value, and nothing else of the filter changes.
#include "ldap/filter.h"

#include <lber.h>

#include <optional>
#include <string>
#include <vector>

#include "ldap/member_url.h"
#include "message/address.h"
#include "tests/fuzz/fuzz_target.h"

// How libldap reads a filter and writes it for the server; exported, and in none of its headers.
extern "C" int ldap_pvt_put_filter(BerElement* ber, const char* text);

using namespace waybill;

namespace {

using Values = std::vector<std::string>;

// The value of each item of an encoded filter (RFC 4511, 4.5.1.7).
void walk(std::string_view ber, Values& out) {  // NOLINT(misc-no-recursion): as deep as the filters that we write
  while (ber.size() >= 2) {
    const auto tag = static_cast<unsigned char>(ber[0]);
    auto size = static_cast<std::size_t>(static_cast<unsigned char>(ber[1]));
    ber.remove_prefix(2);
    if (size >= 0x80) {
      const std::string_view length = ber.substr(0, size - 0x80);
      ber.remove_prefix(length.size());
      size = 0;
      for (const char c : length) size = size << 8 | static_cast<unsigned char>(c);
    }
    const std::string_view content = ber.substr(0, size);
    ber.remove_prefix(content.size());
    const bool is_list = tag == 0xA0 || tag == 0xA1;
    const bool is_item = tag == 0xA3 || tag == 0xA9;  // equality, extensible
    const bool is_value = (tag == 0x04 && ber.empty()) || tag == 0x83;
    if (is_list || is_item) walk(content, out);
    if (is_value) out.emplace_back(content);
  }
}

// As the server gets it; nothing: libldap takes it for no filter.
std::optional<std::string> encoded(const std::string& filter) {
  BerElement* const ber = ber_alloc_t(LBER_USE_DER);
  std::optional<std::string> out;
  if (ldap_pvt_put_filter(ber, filter.c_str()) == 0) {
    berval bytes = {};
    ber_flatten2(ber, &bytes, 0);
    out.emplace(bytes.bv_val, bytes.bv_len);
  }
  ber_free(ber, 1);
  return out;
}

Values values_of(const std::string& filter) {
  const auto bytes = encoded(filter);
  fuzz::require(bytes.has_value(), "a filter is one");
  Values out;
  walk(*bytes, out);
  return out;
}

// The filter of a dynamic group changes nothing of others beside it.
void check_member_url(const std::string& text) {
  const auto url = ldap::parse_member_url("ldap:///dc=example??sub?" + text);
  const auto alone = url ? encoded(url->filter) : std::nullopt;
  if (!alone) return;
  const std::string other = "(mail=a@example.com)";
  const auto both = encoded(ldap::any_of_filters({url->filter, other}));
  fuzz::require(both && both->ends_with(*alone + encoded(other).value()), "both arrive as they are");
}

// Without the prefix of proxyAddresses.
std::string bare(std::string value) {
  while (value.starts_with("smtp:")) value.erase(0, 5);
  return value;
}

void check(const std::string& filter, const Values& expected) {
  Values found = values_of(filter);
  for (std::string& value : found) value = bare(std::move(value));
  for (const std::string& value : expected) fuzz::require(std::erase(found, bare(value)) > 0, "a value arrives");
  fuzz::require(found.empty(), "nothing else arrives");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string value(fuzz::as_text(data, size));
  const std::string unicode = message::unicode_address(value);
  Values forms = {value};
  if (unicode != value) forms.push_back(unicode);
  check(ldap::address_filter(value, true), forms);
  check(ldap::login_filter(value, true), {value});
  check(ldap::member_filter({value}, {}), {value});
  check(ldap::in_chain_filter(value), {value});
  check(ldap::holds_in_chain_filter(value), {value});
  (void)values_of(ldap::group_filter(value));
  check_member_url(value);
  return 0;
}
