#!/usr/bin/python3
"""waybill lookup --trace against real servers: one that is down, and one that answers."""
import os
import re
import subprocess
import unittest
from pathlib import Path

import mails
from servers import Postfix, Sink, Slapd, Waybilld, Workplace, free_port

BIN = os.environ["WAYBILL_BIN"]


class Trace(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.slapd = self.workplace.start(Slapd(self.workplace))
        self.dead = f"ldap://127.0.0.1:{free_port()}"
        self.waybilld = Waybilld(self.workplace, BIN)
        self.waybilld.use_slapd(self.slapd)
        self.config = self.waybilld.etc / "waybill.toml"
        self.config.write_text(self.config.read_text().replace("uris = [", f'uris = ["{self.dead}", '))

    def lookup(self, *options):
        return subprocess.run([Path(BIN) / "waybill", "lookup", "-c", self.config, *options, "exchange.geek@example.com"],
                              capture_output=True, text=True)

    def test_what_is_asked_of_whom_and_who_rests(self):
        done = self.lookup("--trace")
        self.assertEqual(done.returncode, 0, done.stderr)
        trace = [re.sub(r"\d+(\.\d+)? ms", "N ms", line.strip()) for line in done.stderr.splitlines()]
        self.assertIn("N ms  cache: person exchange.geek@example.com: none", trace)
        connect = f"connect and log in as {self.slapd.BIND_DN}: "
        refused = [line for line in trace if line.startswith(f"N ms  {self.dead}: {connect}")]
        self.assertIn("Can't contact LDAP server", refused[0])
        self.assertIn(f"N ms  {self.slapd.uri}: {connect}done (N ms)", trace)
        searches = [line for line in trace if line.startswith(f"N ms  {self.slapd.uri}: search (|(mail=exchange.geek")]
        self.assertTrue(searches[0].endswith(f'below "{self.slapd.BASE}": entries: 1 (N ms)'), searches)
        self.assertIn("N ms  answer: person exchange.geek@example.com: found (N ms)", trace)
        self.assertNotIn(self.slapd.PASSWORD, done.stderr)

    def test_the_answer_is_the_same_without_it(self):
        traced, plain = self.lookup("--trace"), self.lookup()
        self.assertEqual((plain.stdout, plain.stderr), (traced.stdout, ""))

    def test_what_waybilld_keeps_is_used(self):
        sink = self.workplace.start(Sink())
        self.workplace.start(self.waybilld)
        postfix = self.workplace.start(Postfix(self.workplace, sink.port, self.waybilld.milter))
        postfix.send(mails.plain(), mails.GEEK)
        sink.take()
        self.waybilld.stop()
        self.slapd.stop()
        done = self.lookup("--trace")
        self.assertIn("cache: person exchange.geek@example.com: fresh\n", done.stderr)
        self.assertIn('named in rules: "All Users": member\n', done.stdout)
        self.assertEqual(self.lookup().returncode, 2)  # asks the servers

    def test_a_server_that_failed_rests(self):
        self.slapd.stop()
        trace = self.lookup("--trace").stderr
        self.assertRegex(trace, "ldap://[0-9.:]+: passed over: it failed, and rests for [0-9]+ ms more\n")


# In two groups, and with an escape sequence in her DN.
EVE = """dn: dc=example,dc=com
objectClass: organization
objectClass: dcObject
dc: example
o: Example

dn: cn=E\\1B[31mve,dc=example,dc=com
objectClass: inetOrgPerson
cn:: RRtbMzFtdmU=
sn: Eve
mail: eve@example.com
""" + "".join(f"""
dn: cn={group}\\1B[31m,dc=example,dc=com
objectClass: groupOfNames
cn:: {coded}
member: cn=E\\1B[31mve,dc=example,dc=com
""" for group, coded in (("One", "T25lG1szMW0="), ("Two", "VHdvG1szMW0=")))


class Person(unittest.TestCase):
    def lookup(self, limits):
        workplace = Workplace()
        self.addCleanup(workplace.close)
        slapd = Slapd(workplace, EVE)
        slapd.configuration = slapd.configuration.replace("index ", f"{limits}\nindex ")
        workplace.start(slapd)
        waybilld = Waybilld(workplace, BIN)
        waybilld.use_slapd(slapd)
        return subprocess.run([Path(BIN) / "waybill", "lookup", "-c", waybilld.etc / "waybill.toml", "eve@example.com"],
                              capture_output=True, text=True)

    def test_nothing_of_a_name_reaches_the_terminal_raw(self):
        done = self.lookup("limits * size=unlimited")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn("entry cn=E\\1B[31mve,dc=example,dc=com\n", done.stdout)
        groups = [line for line in done.stdout.splitlines() if line.startswith(("entry ", "group "))]
        self.assertEqual(len(groups), 3, done.stdout)

    def test_groups_that_cannot_be_listed_are_told(self):
        done = self.lookup("limits * size=1 size.prtotal=1")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, "^waybill: eve@example.com: the groups cannot be listed: .+\n$")
        self.assertNotIn("\ngroup ", done.stdout)
        self.assertIn('named in rules: "All Users": ', done.stdout)


if __name__ == "__main__":
    unittest.main()
