// ldap/sid.h: security identifiers of Active Directory, as they stand in objectSid (binary).
//
// What: the primary group of a person is in no memberOf and has her in no member: she has its relative identifier
// (primaryGroupID), and the group has the objectSid of her domain with that at its end.
// Contract: pure. What is no SID, or no number, gives "".
// Source: MS-DTYP 2.4.2.2; MS-ADTS 3.1.1.3.1.2.4 (`<SID=...>` as the base of a search).
#pragma once

#include <string>
#include <string_view>

namespace waybill::ldap {

// The objectSid of the group that `primary_group_id` ("513") names in the domain of `sid`.
std::string primary_group_sid(std::string_view sid, std::string_view primary_group_id);

// `<SID=0105...>`: a DN by which Active Directory finds the object.
std::string dn_of_sid(std::string_view sid);

}  // namespace waybill::ldap
