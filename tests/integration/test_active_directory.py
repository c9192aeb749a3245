#!/usr/bin/python3
"""`waybill lookup`, and one mail, with an imitation of Active Directory (active_directory.py says what is imitated)."""
import os
import unittest

import mails
from active_directory import BIND_DN, PASSWORD, ROOT, ActiveDirectory, sid
from looking_up import groups_in, look_up, membership
from servers import Postfix, Sink, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
ANNA = f"CN=Müller\\, Anna,OU=People,{ROOT}"
FAR = "CN=Far,DC=other,DC=com"
GROUPS = [f"CN=Project {i},OU=Groups,{ROOT}" for i in range(3200)]
SETTINGS = (f'base = "{ROOT}"\nbind_dn = "{BIND_DN}"\npassword_file = "password"\ntimeout = "30s"\n'
            'operation_timeout = "30s"\nrecipient_delimiter = "+"\n')


def person(number, **more):
    return {"objectClass": ["person", "user"], "objectSid": sid(number), "primaryGroupID": "513",
            "userAccountControl": "512", **more}


def fill(directory):
    """Anna has her address in proxyAddresses alone, and is in more groups than one answer holds; an account of hers that
    is disabled has the address, too."""
    directory.add(ANNA, **person(1104, displayName="Müller, Anna", title="Geek", sAMAccountName="AMueller", userPrincipalName="am@corp.example.com",
                                 proxyAddresses=["SMTP:Anna@Example.com", "smtp:a.mueller@müller.example", "x500:/o=x"]))
    directory.add(f"CN=Anna old,OU=People,{ROOT}",
                  **person(1105, mail="anna@example.com", proxyAddresses="SMTP:old@example.com") | {"userAccountControl": "514"})
    directory.add(f"CN=Guest,OU=People,{ROOT}", **person(1106, mail="guest@example.com") | {"primaryGroupID": "514"})
    directory.add(f"CN=Domain Users,CN=Users,{ROOT}", objectClass="group", cn="Domain Users", objectSid=sid(513))
    directory.add(f"CN=Domain Guests,CN=Users,{ROOT}", objectClass="group", cn="Domain Guests", objectSid=sid(514))
    directory.add(f"CN=Everybody,OU=Groups,{ROOT}", objectClass="group", cn="Everybody",
                  member=[f"CN=Domain Users,CN=Users,{ROOT}", f"CN=Loop,OU=Groups,{ROOT}"])
    directory.add(f"CN=Loop,OU=Groups,{ROOT}", objectClass="group", cn="Loop", member=f"CN=Everybody,OU=Groups,{ROOT}")
    for i, dn in enumerate(GROUPS):
        directory.add(dn, objectClass="group", cn=f"Project {i}", sAMAccountName=f"project{i}", member=ANNA)
    # At the end of all pages, and, in another domain, of all ranges.
    directory.add(f"CN=All Projects,OU=Groups,{ROOT}", objectClass="group", cn="All Projects", member=GROUPS)
    directory.add(FAR, objectClass="group", cn="Far", member=ANNA)


class Directory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.workplace.write("password", PASSWORD)
        cls.directory = ActiveDirectory()
        fill(cls.directory)
        cls.workplace.start(cls.directory)

    def settings(self):
        return f'{SETTINGS}uris = ["{self.directory.uri}"]\n'

    def look_up(self, address):
        return look_up(self.workplace, address, self.settings())

    def membership(self, address, *groups):
        return membership(self.workplace, address, self.settings(), *groups)

    def test_a_person_is_found_by_each_of_her_addresses_and_her_login_name(self):
        for address in ("anna@example.com", "A.Mueller@xn--mller-kva.example", "am@corp.example.com", "anna+news@example.com",
                        "amueller"):
            lines = self.look_up(address)
            self.assertEqual(lines[0], f"entry {ANNA}", address)
            self.assertTrue(any(line.endswith("Title%% = Geek") for line in lines), lines[:9])

    def test_a_disabled_account_is_found_where_nobody_else_has_the_address(self):
        self.assertEqual(self.look_up("old@example.com")[0], f"entry CN=Anna old,OU=People,{ROOT}")

    def test_all_groups_come_in_ranges_and_pages(self):
        groups = groups_in(self.look_up("anna@example.com"))
        others = {f"CN=All Projects,OU=Groups,{ROOT}", f"CN=Everybody,OU=Groups,{ROOT}", f"CN=Loop,OU=Groups,{ROOT}",
                  f"CN=Domain Users,CN=Users,{ROOT}", FAR}
        self.assertEqual(groups, others | set(GROUPS))

    def test_ranges_without_end_are_no_answer(self):
        endless = f"CN=Endless,OU=People,{ROOT}"
        self.directory.add(endless, **person(1107, mail="endless@example.com"))
        self.directory.endless.add(endless)
        self.assertEqual(self.look_up("endless@example.com"),
                         [f"waybill: endless@example.com: {self.directory.uri}: {endless} has too many memberOf"])

    def test_members_are_found_through_chains_and_primary_groups(self):
        found = self.membership("anna@example.com", "All Projects", "project3199", "Domain Users", "Everybody", "Loop",
                                "Domain Guests", f"CN=Domain Users,CN=Users,{ROOT}", "Nobody")
        member = ["All Projects", "project3199", "Domain Users", "Everybody", "Loop", f"CN=Domain Users,CN=Users,{ROOT}"]
        self.assertEqual(found, dict.fromkeys(member, "member") | {"Domain Guests": "not a member",
                                                                   "Nobody": "not a member: no such group"})
        found = self.membership("guest@example.com", "Domain Guests", "Domain Users", "Everybody")
        self.assertEqual(found, {"Domain Guests": "member", "Domain Users": "not a member", "Everybody": "not a member"})

    def test_who_may_be_in_a_domain_below_is_undecided(self):
        self.assertEqual(self.look_up("who@example.com"), ["waybill: who@example.com: not in the directory"])
        self.directory.children = ["emea"]
        self.addCleanup(self.directory.children.clear)
        below = f"a part of the search base is on another server, ldap://emea.example.com/DC=emea,{ROOT}, which is not asked"
        self.assertEqual(self.look_up("who@example.com"), [f"waybill: who@example.com: {below}"])
        found = self.membership("guest@example.com", "Domain Guests", "Domain Users", "Nobody")
        self.assertEqual(found, {"Domain Guests": "member", "Domain Users": "not a member", "Nobody": f"unavailable: {below}"})

    def test_a_mail_is_signed_for_members_of_a_primary_group(self):
        with Workplace() as workplace:
            sink = workplace.start(Sink())
            waybilld = Waybilld(workplace, BIN)
            (waybilld.etc / "password").write_text(PASSWORD)
            (waybilld.etc / "rules.toml").write_text(
                '[[TransportRule]]\nName = "sign"\nFromMemberOf = "Everybody"\n'
                'ApplyHtmlDisclaimerText = "<p>%%DisplayName%%, %%Title%%</p>"\n')
            waybilld.configure(directory='kind = "ldap"\n' + self.settings())
            workplace.start(waybilld)
            postfix = workplace.start(Postfix(workplace, sink.port, waybilld.milter))
            message = mails.plain("anna@example.com")
            postfix.send(message, "anna@example.com")
            self.assertIn("Anna, Geek", sink.take()[2].decode("utf-8", "replace"))


if __name__ == "__main__":
    unittest.main()
