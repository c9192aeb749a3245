#!/usr/bin/python3
"""`waybill track`: what is found, in three forms; what is forgotten; and what it says when it cannot."""
import csv
import json
import os
import sqlite3
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PATIENCE = 20  # seconds
AT = 1_700_000_000_123  # 2023-11-14T22:13:20.123Z
SUBJECT = 'Gr\u00fc\u00dfe, "now"'


class Track(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.config = self.folder / "waybill.toml"
        self.config.write_text(f'[milter]\nsocket = "unix:{self.folder}/socket"\n[tracking]\npath = "tracking.db"\n'
                               'key_file = "tracking.key"\n', encoding="ascii")

    def make_file(self):
        """By waybilld, which makes it at its start; then two messages."""
        daemon = subprocess.Popen([os.environ["WAYBILLD"], "-c", self.config], stderr=subprocess.DEVNULL)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.kill)
        deadline = time.monotonic() + PATIENCE
        while self.version() != 1:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        daemon.terminate()
        self.assertEqual(daemon.wait(PATIENCE), 0)
        with self.database() as database:
            for number, sender in ((1, "anna@example.com"), (2, "bob@example.com")):
                self.add(database, number, sender)

    def database(self):
        return sqlite3.connect(self.folder / "tracking.db")

    def version(self):
        if not (self.folder / "tracking.db").exists():
            return None
        with self.database() as database:
            return database.execute("PRAGMA user_version").fetchone()[0]

    @staticmethod
    def add(database, number, sender):
        at = AT + number * 1000
        database.execute("INSERT INTO message VALUES (?, ?, ?, ?, 'v1:id', '192.0.2.1', 'mx', 2048, ?, ?, ?, 'Incoming')",
                         (number, at, f"Q{number}", f"<{number}@x>", SUBJECT, sender, sender))
        for place, event, source, data in ((0, "RECEIVE", "SMTP", ""), (1, "FAIL", "AGENT", "S:TRA=ETR|ruleId=A")):
            database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, 'context', ?)",
                             (number, place, at, event, source, data))
        for event, place, address, status in ((0, 0, "you@example.net", ""), (0, 1, "carl@example.net", ""),
                                              (1, 0, "carl@example.net", "550 5.7.1 no; never")):
            database.execute("INSERT INTO recipient VALUES (?, ?, ?, 0, ?, ?)", (number, event, place, address, status))

    def track(self, *arguments, code=0):
        done = subprocess.run([os.environ["WAYBILL"], "track", "-c", self.config, *arguments], capture_output=True,
                              text=True, encoding="utf-8", check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def objects(self, *arguments):
        return [json.loads(line) for line in self.track("--format", "json", *arguments).splitlines()]

    def found(self, *arguments):
        return [(one["internal-message-id"], one["event-id"]) for one in self.objects(*arguments)]

    def test_a_table(self):
        self.make_file()
        self.assertEqual(self.track("--queue-id", "Q1").splitlines(), [
            "date-time                 event-id  queue-id  sender            recipients            detail",
            f"2023-11-14T22:13:21.123Z  RECEIVE   Q1        anna@example.com  you@example.net (+1)  {SUBJECT}",
            "2023-11-14T22:13:21.123Z  FAIL      Q1        anna@example.com  carl@example.net      550 5.7.1 no; never"])
        self.assertEqual(len(self.track("--queue-id", "no").splitlines()), 1)

    def test_csv_is_that_of_exchange(self):
        self.make_file()
        lines = self.track("--format", "csv", "--queue-id", "Q2").splitlines()
        self.assertEqual([line.split(":")[0] for line in lines[:5]],
                         ["#Software", "#Version", "#Log-type", "#Date", "#Fields"])
        self.assertEqual(lines[2], "#Log-type: Message Tracking Log")
        received, failed = csv.DictReader(lines[5:], lines[4].removeprefix("#Fields: ").split(","))
        self.assertEqual(received["date-time"], "2023-11-14T22:13:22.123Z")
        self.assertEqual(received["message-subject"], SUBJECT)
        self.assertEqual(received["recipient-address"], "you@example.net;carl@example.net")
        self.assertEqual((received["recipient-count"], received["total-bytes"]), ("2", "2048"))
        self.assertEqual(failed["recipient-status"], "550 5.7.1 no, never")
        self.assertEqual((failed["log-id"], failed["network-message-id"]), ("2.1", "v1:id"))
        self.assertEqual(len(received), 30)

    def test_json_has_lists_and_no_empty_fields(self):
        self.make_file()
        self.assertEqual(self.objects("--event", "fail", "--queue-id", "Q1"), [{
            "date-time": "2023-11-14T22:13:21.123Z", "client-ip": "192.0.2.1", "server-hostname": "mx",
            "source-context": "context", "source": "AGENT", "event-id": "FAIL", "internal-message-id": "Q1",
            "message-id": "<1@x>", "network-message-id": "v1:id", "recipient-address": ["carl@example.net"],
            "recipient-status": ["550 5.7.1 no; never"], "total-bytes": 2048, "recipient-count": 1,
            "message-subject": SUBJECT, "sender-address": "anna@example.com", "return-path": "anna@example.com",
            "directionality": "Incoming", "original-client-ip": "192.0.2.1", "custom-data": "S:TRA=ETR|ruleId=A",
            "transport-traffic-type": "Email", "log-id": "1.1"}])

    def test_each_option_narrows(self):
        self.make_file()
        first, second = [("Q1", "RECEIVE"), ("Q1", "FAIL")], [("Q2", "RECEIVE"), ("Q2", "FAIL")]
        self.assertEqual(self.found(), first + second)
        self.assertEqual(self.found("--message-id", "<1@x>"), first)
        self.assertEqual(self.found("--message-id", "2@x"), second)
        self.assertEqual(self.found("--sender", "Bob@Example.COM"), second)
        self.assertEqual(self.found("--sender", "<>"), [])
        self.assertEqual(self.found("--recipient", "you@example.net", "--sender", "anna@example.com"), first[:1])
        self.assertEqual(self.found("--since", "2023-11-14T22:13:22Z"), second)
        self.assertEqual(self.found("--since", "2023-11-14", "--until", "2023-11-14T23:13:22+01:00"), first)
        self.assertEqual(self.found("--since", "2h"), [])
        self.assertEqual(self.found("--until", "2h"), first + second)

    def test_more_than_the_limit_is_told(self):
        self.make_file()
        done = subprocess.run([os.environ["WAYBILL"], "track", "-c", self.config, "--limit", "1", "--format", "csv"],
                              capture_output=True, text=True, check=True)
        self.assertIn(",FAIL,Q2,", done.stdout.splitlines()[5])
        self.assertEqual(done.stderr, "waybill: there are more events; these are the newest 1 (--limit)\n")
        self.assertEqual(len(self.found("--limit", "4")), 4)

    def test_an_address_is_forgotten(self):
        self.make_file()
        self.assertEqual(self.track("forget", "<Anna@example.com>"), "Anna@example.com was taken out of 1 messages\n")
        self.assertEqual(self.found("--sender", "anna@example.com"), [])
        self.assertNotIn(b"anna@example.com", (self.folder / "tracking.db").read_bytes())
        received = self.objects("--queue-id", "Q1")[0]
        self.assertNotIn("message-subject", received)
        self.assertEqual(received["recipient-address"], ["you@example.net", "carl@example.net"])
        self.assertEqual(self.track("forget", "anna@example.com"), "anna@example.com was taken out of 0 messages\n")

    def test_rules_with_errors_keep_nobody_from_looking(self):
        self.make_file()
        with open(self.config, "a", encoding="ascii") as config:
            config.write('[rules]\nfiles = ["missing.toml"]\n')
        self.assertEqual(len(self.found()), 4)

    def test_wrong_usage(self):
        for arguments, said in ((("--since", "yesterday"), "expected a time such as 2026-01-31T12:00Z"),
                                (("--event", "SEND"), "SEND not in {RECEIVE"),
                                (("--limit", "0"), "range"), (("--format", "xml"), "xml not in {"),
                                (("forget", "anna"), "expected an address"), (("forget",), "ADDRESS is required")):
            self.assertIn(said, self.track(*arguments, code=64))

    def test_what_cannot_be_read(self):
        database = self.folder / "tracking.db"
        self.assertEqual(self.track(code=2), f"waybill: {database}: No such file or directory\n")
        self.assertEqual(self.track("forget", "a@x", code=2), f"waybill: {database}: No such file or directory\n")
        self.make_file()
        (self.folder / "tracking.key").write_text("short\n", encoding="ascii")
        self.assertIn("tracking.key: ", self.track(code=2))
        (self.folder / "tracking.key").unlink()
        with self.database() as connection:
            connection.execute("PRAGMA user_version = 2")
        self.assertEqual(self.track(code=2),
                         f"waybill: {database}: was written by a newer version (schema 2, this one knows 1)\n")
        self.config.write_text("[trackin]\n", encoding="ascii")
        self.assertIn('waybill.toml:1:2: error: unknown table "trackin"', self.track(code=1))


if __name__ == "__main__":
    unittest.main()
