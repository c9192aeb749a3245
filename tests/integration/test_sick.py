#!/usr/bin/python3
"""Directory servers that take logins and answer no search: another one is asked, stale answers serve at once, and log and
metrics tell of it once."""
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.request
from pathlib import Path

import people
from servers import Slapd, Waybilld, Workplace, free_port, wait_until
from sick_server import CLOSED, SILENT, SickServer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "protocol"))

from peer import Peer  # noqa: E402

BIN = os.environ["WAYBILL_BIN"]
OF_THE_SERVER = (CLOSED, SILENT, 1, 51, 52, 80)
OF_THE_QUESTION = (3, 4, 11, 50, 53)
NAME = people.name(0)
BRIEF = 'cache_lifetime = "100ms"\nnegative_lifetime = "100ms"\noperation_timeout = "2s"\ntimeout = "4s"\n'


class Sick(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.slapd = self.workplace.start(Slapd(self.workplace, people.organization(2)))
        self.sick = self.workplace.start(SickServer(self.slapd.port))
        self.waybilld = Waybilld(self.workplace, BIN)
        self.http = free_port()
        self.sent = 0

    def configure(self, uris, more):
        self.waybilld.configure(directory=f'kind = "ldap"\nuris = {uris}\nbase = "{Slapd.BASE}"\n'
                                          f'bind_dn = "{Slapd.BIND_DN}"\npassword_file = "ldap.password"\ncache_file = ""\n{more}')
        self.waybilld.add_settings(f'[http]\nlisten = "127.0.0.1:{self.http}"\n')

    def start(self, uris, more=""):
        self.configure(uris, more)
        self.workplace.start(self.waybilld)
        self.peer = Peer(str(self.waybilld.socket))
        self.addCleanup(self.peer.close)

    def lookup(self):
        done = subprocess.run([Path(BIN) / "waybill", "lookup", "-c", self.waybilld.etc / "waybill.toml", people.address(0)],
                              capture_output=True, text=True)
        return done.stdout + done.stderr

    def is_signed(self):
        self.sent += 1
        answer = self.peer.send(f"M{self.sent}", [f"From: <{people.address(0)}>".encode(), b"Subject: s"], b"Hello\r\n",
                                sender=people.address(0))
        return NAME.encode() in (answer.body() or b"")

    def times(self):
        """Milliseconds, of each mail."""
        wait_until("the log", lambda: len(re.findall(r" ms=\d", self.waybilld.log())) == self.sent)
        return [int(ms) for ms in re.findall(r" ms=(\d+)", self.waybilld.log())]

    def is_up(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics", timeout=10) as page:
            return b'waybill_up{what="directory"} 1\n' in page.read()

    def told(self, what):
        return [line for line in self.waybilld.log().splitlines() if f"{what}: directory: {self.sick.uri}: " in line]

    def test_another_server_is_asked(self):
        self.configure([self.sick.uri, self.slapd.uri], 'operation_timeout = "300ms"\n')
        for self.sick.ailment in (*OF_THE_SERVER, *OF_THE_QUESTION):
            with self.subTest(self.sick.ailment):
                self.sick.asked = 0
                self.assertIn(NAME, self.lookup())
                self.assertGreater(self.sick.asked, 0)

    def test_only_a_server_that_is_not_well_rests(self):
        for ailments, rests in ((OF_THE_SERVER, True), (OF_THE_QUESTION, False)):
            for ailment in ailments:
                with self.subTest(ailment):
                    self.sick.ailment = None
                    self.start([self.sick.uri, self.slapd.uri], BRIEF + 'stale_lifetime = "0s"\n')
                    self.assertTrue(self.is_signed())
                    self.sick.ailment = ailment
                    for _ in range(4):
                        time.sleep(0.1)
                        self.assertTrue(self.is_signed())
                    self.assertEqual(len(self.told("warning")), 1, self.waybilld.log())
                    self.assertEqual("asked on for others" in self.told("warning")[0], not rests)
                    self.assertTrue(self.is_up())
                    self.waybilld.stop()
                    self.waybilld.log_path.unlink()
                    self.sent = 0

    def test_stale_answers_serve_at_once_after_the_first_failure(self):
        for ailment in (SILENT, CLOSED, 51):
            with self.subTest(ailment):
                self.sick.ailment = None
                self.start([self.sick.uri], BRIEF)
                self.assertTrue(self.is_signed())
                self.assertTrue(self.is_up())
                self.sick.ailment = ailment
                time.sleep(0.1)
                for _ in range(50):  # while the server is probed again and again
                    self.assertTrue(self.is_signed())
                    time.sleep(0.1)
                times = self.times()
                self.assertLess(times[1], 2900)
                self.assertLess(max(times[2:]), 500)
                self.assertGreater(self.sick.asked, 1)
                self.assertFalse(self.is_up())
                self.assertEqual(len(self.told("warning")), 1, self.waybilld.log())
                self.sick.ailment = None
                wait_until("the server is used again", lambda: self.is_signed() and self.is_up())
                self.assertEqual(len(self.told("info")), 1, self.waybilld.log())
                self.waybilld.stop()
                self.waybilld.log_path.unlink()
                self.sent = self.sick.asked = 0

    def test_a_stale_answer_waits_for_one_try_when_the_server_is_down(self):
        self.start([self.slapd.uri], BRIEF)
        self.assertTrue(self.is_signed())
        self.slapd.stop()
        time.sleep(0.1)
        self.assertTrue(self.is_signed())
        self.assertLess(self.times()[1], 500)


if __name__ == "__main__":
    unittest.main()
