#!/usr/bin/python3
"""A slapd with 50,000 people, and groups of 10, 1,000 and 100,000 members and of groups in a ring: who is in what, and how
many bytes the server sends for the answer."""
import os
import subprocess
import unittest

import people
from servers import PATIENCE, Slapd, Waybilld, Workplace
from valve import Valve

BIN = os.environ["WAYBILL_BIN"]
PEOPLE = 50_000
GROUPS = {"Ten": range(10), "Thousand": range(1_000), "Hundred Thousand": range(1, 100_001)}  # half of them have left
DEPTH = 5  # "Nest 5" has "Nest 4", and so on; "Nest 1" has one person, and "Nest 5" again
NESTED = 7  # that person
MOST_BYTES = 8192


def organization():
    groups = [people.group(name, map(people.dn, members)) for name, members in GROUPS.items()]
    nests = [people.group("Nest 1", [people.dn(NESTED), people.group_dn(f"Nest {DEPTH}")])]
    nests += [people.group(f"Nest {i}", [people.group_dn(f"Nest {i - 1}")]) for i in range(2, DEPTH + 1)]
    return people.organization(PEOPLE) + "".join(groups + nests)


class Large(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        slapd = cls.workplace.start(Slapd(cls.workplace, organization()))
        cls.valve = cls.workplace.start(Valve(slapd.port))
        slapd.uri = f"ldap://127.0.0.1:{cls.valve.port}"
        cls.settings = Waybilld(cls.workplace, BIN)
        cls.settings.use_slapd(slapd)
        names = [*GROUPS, f"Nest {DEPTH}"]
        listed = ", ".join(f'"{name}"' for name in names)
        cls.settings.set_rules('FromMemberOf = ["All Users"]', f"FromMemberOf = [{listed}]")

    def look_up(self, number):
        """What is printed about a person's groups; and the bytes that the server sent."""
        before = self.valve.received
        done = subprocess.run([f"{BIN}/waybill", "lookup", "-c", self.settings.etc / "waybill.toml", people.address(number)],
                              capture_output=True, text=True, timeout=PATIENCE, check=True)
        return done.stdout, self.valve.received - before

    def assert_groups(self, number, expected):
        """Everything that is asked about a person, each membership included, is within the bytes of one question."""
        printed, received = self.look_up(number)
        named = {line.split('"')[1] for line in printed.splitlines() if line.endswith('": member')}
        self.assertEqual(named, expected, printed)
        self.assertEqual(printed.count("not a member"), len(GROUPS) + 1 - len(expected))
        self.assertLess(received, MOST_BYTES)
        print(f"{people.address(number)}: {len(expected)} groups, {received} bytes")

    def test_groups_of_any_size(self):
        self.assert_groups(0, {"Ten", "Thousand"})
        self.assert_groups(3, {"Ten", "Thousand", "Hundred Thousand"})
        self.assert_groups(10, {"Thousand", "Hundred Thousand"})
        self.assert_groups(PEOPLE - 1, {"Hundred Thousand"})

    def test_groups_in_a_ring(self):
        self.assert_groups(NESTED, {"Ten", "Thousand", "Hundred Thousand", f"Nest {DEPTH}"})
        printed, _ = self.look_up(NESTED)
        for depth in range(1, DEPTH + 1):
            self.assertEqual(printed.count(f"group {people.group_dn(f'Nest {depth}')}\n"), 1)


if __name__ == "__main__":
    unittest.main()
