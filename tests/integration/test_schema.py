#!/usr/bin/python3
"""waybill schema against a real slapd: what its schema lacks, who lacks what, more people than one answer may hold."""
import csv
import io
import json
import os
import subprocess
import unittest
from pathlib import Path

from servers import Slapd, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
PEOPLE = 1200  # more than two pages, and more than slapd's own limit of 500


def many_people():
    out = "dn: dc=example,dc=com\nobjectClass: organization\nobjectClass: dcObject\ndc: example\no: Example\n"
    for i in range(PEOPLE):
        title = "title: Engineer\n" if i % 4 == 0 else ""
        name = "cn;lang-de: Müller\n" if i == 0 else ""
        out += (f"\ndn: uid=p{i},dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: p{i}\ncn: Person {i}\nsn: {i}\n"
                f"mail: p{i}@example.com\n{title}{name}")
    return out + ("\ndn: cn=list,dc=example,dc=com\nobjectClass: groupOfNames\nobjectClass: extensibleObject\ncn: list\n"
                  "mail: list@example.com\nmember: uid=p0,dc=example,dc=com\n")


class Schema(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.slapd = Slapd(self.workplace, many_people())
        self.waybilld = Waybilld(self.workplace, BIN)  # for its configuration; it is not started

    def start(self, limits="limits * size=unlimited", more=""):
        self.slapd.configuration = more + self.slapd.configuration.replace("index ", f"{limits}\nindex ")
        self.workplace.start(self.slapd)
        self.waybilld.use_slapd(self.slapd)

    def schema(self, *options):
        return subprocess.run([Path(BIN) / "waybill", "schema", "-c", self.waybilld.etc / "waybill.toml", *options],
                              capture_output=True, text=True)

    def tokens(self, *options):
        done = self.schema("--json", *options)
        (directory,) = json.loads(done.stdout)["directories"]
        return done.returncode, directory, {token["token"]: token for token in directory["tokens"]}

    def test_what_the_schema_lacks_and_who_lacks_what(self):
        self.start()
        code, directory, tokens = self.tokens()
        self.assertEqual(code, 1)  # nobody has a company
        self.assertEqual((directory["people"], directory["complete"], directory["schema_error"]), (PEOPLE, True, ""))
        self.assertGreater(directory["attribute_types"], 100)
        self.assertEqual(list(tokens), ["DisplayName", "City", "State", "Title", "Company"])
        self.assertEqual(tokens["DisplayName"]["percent"], 100)
        self.assertEqual((tokens["Title"]["filled"], tokens["Title"]["percent"]), (PEOPLE / 4, 25))
        self.assertEqual(tokens["Company"]["not_in_schema"], ["company"])
        self.assertEqual(tokens["Company"]["attributes"], ["company", "o"])
        text = self.schema("--all").stdout
        self.assertIn("%%Company%%: not in the schema: company\n", text)
        self.assertIn("%%CustomAttribute1%%: not in the schema: extensionAttribute1; always empty\n", text)

    def test_csv_names_people_and_what_they_lack(self):
        self.start()
        rows = list(csv.DictReader(io.StringIO(self.schema("--csv").stdout)))
        lacking = [row["address"] for row in rows if row["token"] == "Title"]
        self.assertEqual(len(lacking), PEOPLE * 3 // 4)
        self.assertEqual(len(rows), PEOPLE * 3 + len(lacking))  # City, State, Company
        self.assertEqual(rows[0], {"address": "p0@example.com", "entry": "uid=p0,dc=example,dc=com", "token": "City"})

    def test_a_limit_of_ours_and_one_of_the_server(self):
        self.start("limits * size=500")
        code, directory, _ = self.tokens("--limit", "10")
        self.assertEqual((directory["people"], directory["complete"], code), (10, False, 1))
        done = self.schema()
        self.assertIn("people: 500; a size limit of the server cuts off the others\n", done.stdout)

    def test_a_server_without_pages(self):
        self.start("limits * size=unlimited size.prtotal=disabled")
        self.assertEqual(self.tokens()[1]["people"], PEOPLE)

    def test_options_of_attributes(self):
        self.start()
        with open(self.waybilld.etc / "waybill.toml", "a", encoding="utf-8") as file:
            file.write('\n[attributes]\nDisplayName = "cn;lang-de"\n')
        code, _, tokens = self.tokens()
        self.assertEqual((tokens["DisplayName"]["filled"], tokens["DisplayName"]["not_in_schema"]), (1, []))

    def test_addresses_that_may_not_be_read(self):
        self.slapd.configuration = self.slapd.configuration.replace("access to *", "access to attrs=mail by * none\naccess to *")
        self.start()
        done = self.schema()
        self.assertEqual(done.returncode, 1)
        self.assertIn("people: 0; nobody has an e-mail address that can be read\n", done.stdout)

    def test_no_server_and_no_schema(self):
        self.waybilld.use_slapd(self.slapd)
        self.assertEqual(self.schema().returncode, 2)
        self.start(more='access to dn.base="cn=Subschema" by * none\n')
        done = self.schema()
        self.assertIn("schema not seen: the server shows no schema\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
