// ldap/schema.h: which LDAP attributes say who somebody is and who belongs to what.
//
// One list for both kinds of source, so that an LDIF export of a server gives the same answers as the server.
// Source: RFC 4519, RFC 2307 (posixGroup), RFC 2798; dyngroup.schema of OpenLDAP (groupOfURLs); Active Directory's
// proxyAddresses, sAMAccountName, objectSid and primaryGroupID.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::ldap {

// Where an e-mail address of a person or group may stand, best first.
inline constexpr std::array<std::string_view, 4> kAddressAttributes = {"mail", "proxyAddresses", "userPrincipalName",
                                                                       "mailAlternateAddress"};
inline constexpr std::string_view kUid = "uid";                     // an address only where it looks like one; the last
inline constexpr std::string_view kAccountName = "sAMAccountName";  // with uid: login names
inline constexpr std::string_view kProxyPrefix = "smtp:";           // of proxyAddresses; "SMTP:" marks the primary one

inline constexpr std::string_view kDynamicGroupClass = "groupOfURLs";
inline constexpr std::array<std::string_view, 5> kGroupClasses = {"groupOfNames", "groupOfUniqueNames", "posixGroup",
                                                                  "group", kDynamicGroupClass};
// By which names a rule may call a group, beside its DN and its addresses.
inline constexpr std::array<std::string_view, 2> kGroupNames = {"cn", kAccountName};
inline constexpr std::string_view kMemberUrl = "memberURL";  // of dynamic groups
// Members by DN; memberUid names them by uid.
inline constexpr std::array<std::string_view, 2> kMemberAttributes = {"member", "uniqueMember"};

// Where it stands that an account is disabled: Active Directory, 389 Directory Server.
inline constexpr std::array<std::string_view, 2> kAccountAttributes = {"userAccountControl", "nsAccountLock"};

// Whether that value of one of kAccountAttributes says so. Not looked at: pwdAccountLockedTime of OpenLDAP, a lock
// after wrong passwords, which ends by itself, and loginShell, which is about something else.
bool says_disabled(std::string_view attribute, std::string_view value);

// What an entry is fetched with: `wanted` and the attributes above that the engine or we look at, each once.
std::vector<std::string> fetched_attributes(const std::vector<std::string_view>& wanted);

}  // namespace waybill::ldap
