#!/usr/bin/python3
"""Two real slapds with different suffixes as one directory: who is found, who is missed, and what one that hangs costs."""
import os
import subprocess
import unittest
from pathlib import Path

from servers import ETC, Slapd, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
OTHER_PEOPLE = """dn: dc=example,dc=org
objectClass: organization
objectClass: dcObject
dc: example
o: The Other Forest

dn: uid=olga,dc=example,dc=org
objectClass: inetOrgPerson
uid: olga
cn: Olga
sn: Other
mail: olga@example.org
title: Forester
manager: uid=geek,ou=people,dc=example,dc=com

dn: cn=Foresters,dc=example,dc=org
objectClass: groupOfNames
cn: Foresters
member: uid=olga,dc=example,dc=org
"""

# With one directory alone, who might be there is undecided.
REFERRAL = """
dn: ou=far,dc=example,dc=com
objectClass: referral
objectClass: extensibleObject
ou: far
ref: ldap://127.0.0.1:1/dc=example,dc=org
"""


class OtherSlapd(Slapd):
    """Has never heard of the other forest, and refers to others for what it has not."""

    BASE = "dc=example,dc=org"
    BIND_DN = "cn=waybill,dc=example,dc=org"

    def __init__(self, workplace):
        super().__init__(workplace, OTHER_PEOPLE)
        self.folder = workplace.folder / "other"
        self.log_path = workplace.folder / "other.log"
        self.configuration = "referral ldap://127.0.0.1:1\n" + self.configuration.replace("dc=example,dc=com", self.BASE)


class Directories(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.slapd = self.workplace.start(Slapd(self.workplace, (ETC / "people.ldif").read_text() + REFERRAL))
        self.other = self.workplace.start(OtherSlapd(self.workplace))
        waybilld = Waybilld(self.workplace, BIN)  # for its configuration; it is not started
        waybilld.use_slapd(self.slapd, 'timeout = "2s"\n')
        waybilld.set_rules('FromMemberOf = ["All Users"]', 'FromMemberOf = ["All Users", "Foresters"]')
        self.config = waybilld.etc / "waybill.toml"
        self.config.write_text(self.config.read_text().replace("[directory]", "[[directory]]") +
                               f'\n[[directory]]\nkind = "ldap"\nuris = ["{self.other.uri}"]\nbase = "{self.other.BASE}"\n'
                               f'bind_dn = "{self.other.BIND_DN}"\npassword_file = "ldap.password"\ntimeout = "2s"\n')

    def waybill(self, command, *words):
        done = subprocess.run([Path(BIN) / "waybill", command, "-c", self.config, *words], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def test_people_of_both_are_found(self):
        code, first, _ = self.waybill("lookup", "exchange.geek@example.com")
        self.assertEqual(code, 0)
        self.assertIn("entry uid=geek,ou=people,dc=example,dc=com\n", first)
        self.assertIn('named in rules: "All Users": member\n', first)
        self.assertIn('named in rules: "Foresters": not a member\n', first)
        code, second, _ = self.waybill("lookup", "olga@example.org")
        self.assertEqual(code, 0)
        self.assertIn("%%Title%% = Forester\n", second)
        self.assertIn("%%Manager%% = Exchange Geek\n", second)  # who is in the first one
        self.assertIn("group cn=Foresters,dc=example,dc=org\n", second)
        self.assertIn('named in rules: "Foresters": member\n', second)

    def test_nobody_is_found_in_none(self):
        code, _, said = self.waybill("lookup", "nobody@example.com")
        self.assertEqual((code, said), (1, "waybill: nobody@example.com: not in the directory\n"))

    def test_one_that_hangs_leaves_the_other_its_time(self):
        self.slapd.freeze()
        code, found, said = self.waybill("lookup", "olga@example.org")
        self.assertEqual(code, 2)  # the one that hangs may have her in other groups
        self.assertIn("the groups cannot be listed: ", said)
        self.assertIn("entry uid=olga,dc=example,dc=org\n", found)
        self.assertIn('named in rules: "Foresters": member\n', found)
        self.assertIn('named in rules: "All Users": unavailable: ', found)
        code, _, said = self.waybill("lookup", "nobody@example.com")
        self.assertEqual(code, 2, said)  # it may be the one that hangs who knows him

    def test_a_group_by_its_name_in_another_forest(self):
        rules = self.config.parent / "rules.toml"
        rules.write_text(rules.read_text().replace('"Foresters"', '"cn=All Users,ou=groups,dc=example,dc=com"'))
        code, found, _ = self.waybill("lookup", "olga@example.org")
        self.assertIn('named in rules: "cn=All Users,ou=groups,dc=example,dc=com": not a member', found)
        self.assertEqual(code, 0)

    def test_schema_and_doctor_look_at_each(self):
        code, told, _ = self.waybill("schema")
        self.assertIn(f"directory {self.slapd.uri}\n", told)
        self.assertIn(f"directory {self.other.uri}\n", told)
        self.assertEqual(code, 1)  # nobody has a city in the other one
        _, told, _ = self.waybill("doctor", "-v")
        self.assertIn(f"{self.slapd.BASE} is there", told)
        self.assertIn(f"{self.other.BASE} is there", told)
        self.assertIn("ok      rule-groups: groups that rules name exist: 2\n", told)
        self.other.stop()
        code, told, _ = self.waybill("schema")
        self.assertIn(f"directory {self.slapd.uri}\n", told)
        self.assertEqual(code, 2)
        _, told, _ = self.waybill("doctor")
        self.assertIn(f"error   directory: {self.other.uri}: Connection refused\n", told)
        self.assertNotIn("rule-groups", told)


if __name__ == "__main__":
    unittest.main()
