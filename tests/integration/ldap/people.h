// tests/integration/ldap/people.h: what the private slapd serves.
//
// anna is in Staff (groupOfUniqueNames), which is in All Users (groupOfNames), which is in Loop and back; bob is in
// Posix (posixGroup) by his second uid; dora is in Posix by hers and in many groups; carl is in none.
#pragma once

namespace waybill::tests {

inline constexpr const char* kSchema = R"(
attributetype ( 1.2.840.113556.1.2.210 NAME 'proxyAddresses' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
objectclass ( 1.3.6.1.4.1.32473.9.1 NAME 'waybillTestObject' AUXILIARY MAY ( proxyAddresses $ mail $ displayName ) )
)";

// FOLDER, CERTIFICATES and MORE are replaced.
inline constexpr const char* kConfiguration = R"(
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
include FOLDER/test.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile FOLDER/slapd.pid
argsfile FOLDER/slapd.args
TLSCACertificateFile CERTIFICATES/ca.crt
TLSCertificateFile CERTIFICATES/server.crt
TLSCertificateKeyFile CERTIFICATES/server.key
sizelimit 8
MORE
database mdb
maxsize 16777216
suffix "dc=example,dc=com"
directory FOLDER/db
index objectClass,mail,proxyAddresses,cn,member,uniqueMember,memberUid eq
access to attrs=userPassword by anonymous auth by * none
access to * by users read by anonymous auth
)";

inline constexpr const char* kPeople = R"(dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: cn=waybill,dc=example,dc=com
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: waybill
userPassword: secret

dn: uid=anna,dc=example,dc=com
objectClass: inetOrgPerson
objectClass: waybillTestObject
uid: anna
cn:: QW5uYSBNw7xsbGVy
sn:: TcO8bGxlcg==
displayName:: TcO8bGxlciwgQW5uYQ==
mail: anna@example.com
proxyAddresses: SMTP:anna@example.com
proxyAddresses: smtp:am@example.com
manager: uid=bob,dc=example,dc=com

dn: uid=bob,dc=example,dc=com
objectClass: inetOrgPerson
uid: robert
uid: bob
cn: Bob
sn: Bob
displayName: Bob
mail: bob@example.com

dn: uid=carl,dc=example,dc=com
objectClass: inetOrgPerson
objectClass: waybillTestObject
uid: carl
cn: Carl
sn: Carl
mail: carl@example.com
proxyAddresses: smtp:bob@example.com

dn: uid=dora,dc=example,dc=com
objectClass: inetOrgPerson
uid: dora
cn: Dora
sn: Dora
mail: dora@example.com

dn: cn=All Users,dc=example,dc=com
objectClass: groupOfNames
objectClass: waybillTestObject
cn: All Users
mail: all@example.com
member: cn=Staff,dc=example,dc=com
member: cn=Loop,dc=example,dc=com

dn: cn=Staff,dc=example,dc=com
objectClass: groupOfUniqueNames
cn: Staff
uniqueMember: uid=anna,dc=example,dc=com

dn: cn=Loop,dc=example,dc=com
objectClass: groupOfNames
cn: Loop
member: cn=All Users,dc=example,dc=com

dn: cn=Posix,dc=example,dc=com
objectClass: posixGroup
cn: Posix
gidNumber: 1000
memberUid: bob
memberUid: dora

dn: cn=Sales \28EMEA\29\2A,dc=example,dc=com
objectClass: groupOfNames
cn: Sales (EMEA)*
member: uid=bob,dc=example,dc=com

dn: cn=Sales=EMEA,dc=example,dc=com
objectClass: groupOfNames
cn: Sales=EMEA
cn: ou=Sales
member: uid=bob,dc=example,dc=com

dn:: Y249QsO8cm8sZGM9ZXhhbXBsZSxkYz1jb20=
objectClass: groupOfNames
cn:: QsO8cm8=
member: uid=bob,dc=example,dc=com
)";

}  // namespace waybill::tests
