#!/usr/bin/python3
"""`waybill lookup` and a real slapd: limits, options, dynamic groups, owners of addresses, logins."""
import unittest

from looking_up import groups_in, look_up, membership
from servers import ETC, Slapd, Workplace

ANNA = "uid=anna,dc=example,dc=com"
PERSON = f"""

dn: {ANNA}
objectClass: inetOrgPerson
uid: anna
cn: Anna
sn: Anna
mail: anna@example.com
displayName;lang-de: Anna Müller
displayName;lang-en: Anna Mueller
"""


def person(uid, *lines):
    return "\n".join(["", f"dn: uid={uid},dc=example,dc=com", "objectClass: inetOrgPerson", f"uid: {uid}", f"cn: {uid}",
                      f"sn: {uid}", *lines, ""])


def group(name, *lines):
    return "\n".join(["", f"dn: cn={name},dc=example,dc=com", "objectClass: groupOfNames", f"cn: {name}", *lines, ""])


def many_groups(count):
    return PERSON + "".join(group(f"group {i}", f"member: {ANNA}") for i in range(count))


def dynamic_group(name, *urls):
    return "\n".join(["", f"dn: cn={name},dc=example,dc=com", "objectClass: groupOfURLs", f"cn: {name}",
                      *(f"memberURL: {url}" for url in urls), ""])


DYNAMIC = (dynamic_group("Bonn", "no url", "ldap:///dc=example,dc=com??sub?(((", "ldap:///dc=example,dc=com??one?(sn=Anna)")
           + dynamic_group("Berlin", "ldap:///dc=example,dc=com??sub?(sn=Bob)", "ldap:///dc=example,dc=com?(sn=Anna)")
           + dynamic_group("Elsewhere", "ldap:///ou=people,dc=example,dc=com??sub?(sn=Anna)")
           + group("Germany", "member: cn=Bonn,dc=example,dc=com")
           + group("Europe", "member: cn=Berlin,dc=example,dc=com"))


class Lookup(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.workplace.write("password", Slapd.PASSWORD + "\n")

    def start(self, people, more="", name="slapd"):
        people = (ETC / "people.ldif").read_text() + people
        self.slapd = self.workplace.start(Slapd(self.workplace, people, name, more))

    def look_up(self, address, settings):
        return look_up(self.workplace, address, f'base = "{Slapd.BASE}"\n{settings}')

    def by_name(self, uri=None):
        return f'uris = ["{uri or self.slapd.uri}"]\nbind_dn = "{Slapd.BIND_DN}"\npassword_file = "password"\n'

    def groups(self):
        return [dn.split("=")[1].split(",")[0] for dn in groups_in(self.look_up("anna@example.com", self.by_name()))]

    def test_pages_go_beyond_the_limit_of_one_answer(self):
        self.start(many_groups(1200), "sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited")
        self.assertEqual(sorted(self.groups()), sorted(f"group {i}" for i in range(1200)))

    def test_one_of_many_owners_is_always_the_same(self):
        self.start("".join(person(f"p{i:03}", "mail: all@example.com") for i in range(600)),
                   "sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited")
        self.assertEqual(self.owner("all@example.com"), "p000")

    def test_a_server_without_pages_cuts_off_and_nothing_is_listed(self):
        self.start(many_groups(600), "sizelimit size.soft=500 size.hard=500 size.prtotal=disabled")
        self.assertEqual(self.groups(), [])

    def test_a_server_without_a_limit_lists_all(self):
        self.start(many_groups(600), "sizelimit size.soft=1000 size.hard=1000 size.prtotal=disabled")
        self.assertEqual(len(self.groups()), 600)

    def test_a_server_that_wants_smaller_pages_is_asked_without(self):
        self.start(many_groups(600), "sizelimit size.soft=1000 size.hard=1000 size.pr=100")
        self.assertEqual(len(self.groups()), 600)

    def test_an_attribute_with_options_serves_where_there_is_no_plain_one(self):
        self.start(PERSON)
        lines = self.look_up("anna@example.com", self.by_name())
        self.assertIn("  %%DisplayName%% = Anna Müller", lines)

    def test_options_that_are_asked_for_count_in_any_order(self):
        self.start(person("bob", "mail: bob@example.com", "displayName;lang-de;lang-en: Bob"))
        for name in ("displayName;lang-en;lang-de", "displayName;lang-en"):
            lines = self.look_up("bob@example.com", f'{self.by_name()}[attributes]\nDisplayName = "{name}"\n')
            self.assertIn("  %%DisplayName%% = Bob", lines)

    def test_dynamic_groups_hold_whom_their_urls_find(self):
        self.start(PERSON + DYNAMIC, "include /etc/ldap/schema/dyngroup.schema")
        self.assertEqual(sorted(self.groups()), ["Bonn", "Germany"])
        names = ["Bonn", "Germany", "Berlin", "Europe", "Elsewhere"]
        found = membership(self.workplace, "anna@example.com", f'base = "{Slapd.BASE}"\n' + self.by_name(), *names)
        self.assertEqual(found, {"Bonn": "member", "Germany": "member", "Berlin": "not a member", "Europe": "not a member",
                                 "Elsewhere": "not a member"})

    def test_a_dynamic_group_may_write_its_base_otherwise(self):
        unit = "ou=Büro\\, Nord"
        inside = person("hans", "mail: hans@example.com").replace("uid=hans,", f"uid=hans,{unit},")
        bases = {"Case": "ou=B%C3%9CRO%5C2C%20Nord", "Oid": "2.5.4.11=B%C3%BCro%5C2C%20Nord", "Parts": "OU=B%75%CC%88ro%5C2C%20Nord",
                 "Other": "ou=B%C3%BCro%5C2C%20S%C3%BCd", "People": "ou=people"}
        self.start(f"\n\ndn: {unit},{Slapd.BASE}\nobjectClass: organizationalUnit\nou: Büro, Nord\n" + inside + "".join(
            dynamic_group(name, f"ldap:///{base},dc=example,dc=com??sub?(sn=hans)") for name, base in bases.items()),
            "include /etc/ldap/schema/dyngroup.schema")
        lines = self.look_up("hans@example.com", self.by_name())
        self.assertEqual(sorted(groups_in(lines)), [f"cn={name},{Slapd.BASE}" for name in ("Case", "Oid", "Parts")])

    def test_many_dynamic_groups_cost_few_searches(self):
        # One that is no filter among them, and one that would be two where it is not kept out.
        groups = {f"G{i:03}": "(sn=Anna)" if i in (7, 250) else f"(sn=Other {i})" for i in range(400)}
        groups |= {"G100": "(=)", "G101": "(sn=x))(|(sn=Anna)"}
        self.start(PERSON + "".join(dynamic_group(name, f"ldap:///{Slapd.BASE}??sub?{filter}".replace(" ", "%20"))
                                    for name, filter in groups.items()), "include /etc/ldap/schema/dyngroup.schema")
        lines = look_up(self.workplace, "anna@example.com", f'base = "{Slapd.BASE}"\n' + self.by_name(), trace=True)
        self.assertEqual(sorted(groups_in(lines)), [f"cn={name},{Slapd.BASE}" for name in ("G007", "G250")])
        self.assertLess(sum(": search " in line for line in lines), 60)

    def owner(self, address, settings=""):
        lines = self.look_up(address, self.by_name() + settings)
        return lines[0].removeprefix("entry uid=").removesuffix(",dc=example,dc=com")

    def test_owners_of_extended_addresses_and_of_those_that_are_a_uid(self):
        self.start(PERSON + person("bob@example.com") + person("carl", "mail: anna+carl@example.com"))
        plus = 'recipient_delimiter = "+"\n'
        self.assertEqual(self.owner("Bob@Example.com"), "bob@example.com")
        self.assertEqual(self.owner("anna+news@example.com", plus), "anna")
        self.assertEqual(self.owner("anna+carl@example.com", plus), "carl")
        self.assertEqual(self.owner("bob@example.com+news", plus), "waybill: bob@example.com+news: not in the directory")
        self.assertEqual(self.owner("anna+news@example.com"), "waybill: anna+news@example.com: not in the directory")

    def test_a_login_name_has_no_extension(self):
        self.start(PERSON)
        plus = 'recipient_delimiter = "+"\n'
        self.assertEqual(self.owner("ANNA", plus), "anna")
        self.assertEqual(self.owner("anna+news", plus), "waybill: anna+news: not in the directory")

    def test_who_may_be_behind_a_referral_is_undecided(self):
        url = "ldap://127.0.0.1:1/dc=sub,dc=example,dc=com"
        self.start(PERSON + group("Near", f"member: {ANNA}") + group("Above", "member: cn=Near,dc=example,dc=com")
                   + group("Apart", "member: cn=none,dc=example,dc=com")
                   + f"\ndn: dc=sub,dc=example,dc=com\nobjectClass: referral\nobjectClass: extensibleObject\ndc: sub\nref: {url}\n")
        below = f"a part of the search base is on another server, {url}??sub, which is not asked"
        self.assertEqual(self.look_up("who@example.com", self.by_name()), [f"waybill: who@example.com: {below}"])
        found = membership(self.workplace, "anna@example.com", f'base = "{Slapd.BASE}"\n' + self.by_name(), "Near", "Above",
                           "Apart", "None")
        self.assertEqual(found, {"Near": "member", "Above": "member", "Apart": f"unavailable: {below}",
                                 "None": f"unavailable: {below}"})

    def test_tls_is_not_older_than_the_settings_say(self):
        for version, minimum in (("1.1", "1.2"), ("1.2", "1.3")):
            self.start(PERSON, f"TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS{version}", name=f"tls{version}")
            ca_file = f'ca_file = "{self.slapd.ca_file}"\n'
            start_tls = self.by_name() + ca_file + "start_tls = true\n"
            ldaps = self.by_name(f"ldaps://127.0.0.1:{self.slapd.tls_port}") + ca_file
            for settings in (start_tls, ldaps):
                lines = self.look_up("anna@example.com", settings + f'tls_minimum = "{minimum}"\ntimeout = "2s"\n')
                self.assertIn(f"expected TLS {minimum} or later, the server has TLS{version}", lines[0])
        self.assertEqual(self.look_up("anna@example.com", start_tls)[0], f"entry {ANNA}")

    def test_a_certificate_for_another_name_is_refused_whatever_the_environment_says(self):
        self.start(PERSON)
        secure = f'base = "{Slapd.BASE}"\nca_file = "{self.slapd.ca_file}"\ntimeout = "2s"\n'
        off = {"LDAPTLS_REQSAN": "never", "LDAPTLS_REQCERT": "never"}
        lines = {host: look_up(self.workplace, "anna@example.com", environment=off, directory=secure + self.by_name(
            f"ldaps://{host}:{self.slapd.tls_port}"))[0] for host in ("127.0.0.1", "localhost")}
        self.assertEqual(lines["127.0.0.1"], f"entry {ANNA}")
        self.assertIn("is the certificate trusted, and for this name?", lines["localhost"])

    def test_external_logs_in_by_the_unix_socket(self):
        peer = "gidNumber=0\\\\+uidNumber=0,cn=peercred,cn=external,cn=auth"
        self.start(PERSON, f'authz-regexp "{peer}" "{Slapd.BIND_DN}"')
        local = f'uris = ["{self.slapd.local_uri}"]\n'
        self.assertEqual(self.look_up("anna@example.com", local + 'sasl = "EXTERNAL"\n')[0], f"entry {ANNA}")
        self.assertIn("Insufficient access", self.look_up("anna@example.com", local)[0])

    def test_external_logs_in_by_a_certificate(self):
        self.start(PERSON, f'TLSVerifyClient demand\nauthz-regexp "cn=waybill client" "{Slapd.BIND_DN}"')
        secure = f'start_tls = true\nca_file = "{self.slapd.ca_file}"\n'
        certificate = f'cert_file = "{self.slapd.folder}/client.crt"\nkey_file = "{self.slapd.folder}/client.key"\n'
        anonymous = f'uris = ["{self.slapd.uri}"]\n' + secure
        external = anonymous + 'sasl = "EXTERNAL"\n'
        self.assertEqual(self.look_up("anna@example.com", external + certificate)[0], f"entry {ANNA}")
        self.assertEqual(self.look_up("anna@example.com", self.by_name() + secure + certificate)[0], f"entry {ANNA}")
        self.assertIn("Insufficient access", self.look_up("anna@example.com", anonymous + certificate)[0])
        self.assertIn("anna@example.com: ", self.look_up("anna@example.com", self.by_name() + secure)[0])
        stranger = certificate.replace("client.key", "server.key")
        self.assertIn("cannot use ca_file", self.look_up("anna@example.com", external + stranger)[0])


if __name__ == "__main__":
    unittest.main()
