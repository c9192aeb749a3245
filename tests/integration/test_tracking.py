#!/usr/bin/python3
"""A real Postfix, and what `waybill track` tells of its mails: passed, refused, split, redirected, retried."""
import json
import os
import re
import smtplib
import subprocess
import unittest

import mails
from servers import Gate, Postfix, Sink, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]
SENDER = mails.GEEK
RULES = """
[[TransportRule]]
Name = "Outside"
SentToScope = "NotInOrganization"
PrependSubject = "[OUT] "
SetAuditSeverity = "Medium"

[[TransportRule]]
Name = "Secret"
SubjectContainsWords = ["Offer"]
SetHeaderName = "X-Seen"
SetHeaderValue = "yes"
SetAuditSeverity = "DoNotAudit"

[[TransportRule]]
Name = "Wall"
SentTo = ["wall@example.com"]
RejectMessageReasonText = "Not allowed; never"

[[TransportRule]]
Name = "Archive"
SubjectContainsWords = ["archive"]
BlindCopyTo = ["archive@example.com"]

[[TransportRule]]
Name = "Drop"
SentTo = ["drop@example.com"]
DeleteMessage = true

[[TransportRule]]
Name = "Redirect"
SentTo = ["gone@example.com"]
RedirectMessageTo = ["deputy@example.com"]

[[TransportRule]]
Name = "Hold"
SubjectContainsWords = ["hold"]
Quarantine = true
"""


def message(subject, number, sender=SENDER):
    return (mails.plain(sender).replace(b" Offer,\r\n\tfolded", b" " + subject.encode())
            .replace(b"<1@", b"<%d@" % number))


class Tracking(unittest.TestCase):
    number = 0
    tracking = 'path = "tracking.db"'

    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        cls.waybilld = Waybilld(cls.workplace, BIN)
        cls.waybilld.tracking = cls.tracking
        cls.waybilld.configure()
        cls.postfix = Postfix(cls.workplace, cls.sink.port, cls.waybilld.milter, reinject_milter=cls.waybilld.milter)
        cls.gate = cls.workplace.start(Gate(cls.postfix.reinject_port))
        (cls.waybilld.etc / "rules.toml").write_text(RULES)
        cls.waybilld.reinject(cls.gate.port)
        cls.workplace.start(cls.waybilld)
        cls.workplace.start(cls.postfix)

    def setUp(self):
        Tracking.number += 1

    def send(self, *recipients, subject="Offer"):
        self.postfix.send(message(subject, self.number), SENDER, recipients)

    def refused(self, *recipients, subject="Offer"):
        with self.assertRaises(smtplib.SMTPResponseException) as refused:
            self.send(*recipients, subject=subject)
        return refused.exception.smtp_code

    def command(self, *arguments):
        done = subprocess.run([f"{BIN}/waybill", "track", "-c", self.waybilld.etc / "waybill.toml", *arguments],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def found(self, *search):
        return [json.loads(line) for line in self.command("--format", "json", *search).splitlines()]

    def events(self, count, *search):
        """The events of this test's mail, or what `search` finds, once there are so many."""
        search = search or ("--message-id", f"{self.number}@client.example.com")

        def all_there():
            found = self.found(*search)
            return found if len(found) >= count else None

        events = wait_until("events", all_there)
        self.assertEqual(len(events), count, events)
        return events

    def file(self):
        """All that stands in it, and in its log."""
        return b"".join(path.read_bytes() for path in self.waybilld.etc.glob("tracking.db*"))

    @staticmethod
    def told(events):
        """[("FAIL", ["b@x"]) ...]"""
        return [(one["event-id"], one.get("recipient-address")) for one in events]


class Full(Tracking):
    def test_a_mail_that_passes_is_found_by_each_of_its_sides(self):
        self.send("you@example.net")
        received, matched = self.events(2)
        self.assertEqual(self.told([received, matched]),
                         [("RECEIVE", ["you@example.net"]), ("AGENTINFO", ["you@example.net"])])
        self.assertEqual(matched["custom-data"], "S:TRA=ETR|ruleId=Outside|action=PrependSubject"
                                                 "|action=SetAuditSeverity|sev=2|mode=Enforce")
        self.assertEqual((received["source"], received["client-ip"], received["directionality"]),
                         ("SMTP", "127.0.0.1", "Originating"))
        self.assertEqual((received["message-subject"], received["sender-address"], received["return-path"]),
                         ("Offer", SENDER, SENDER))
        self.assertIn(received["internal-message-id"] + ":", self.postfix.log())
        stamp = re.search(rb"X-Waybill-Dedupe-ID: (\S+)", self.sink.mails[-1][2])[1].decode()
        self.assertEqual(received["network-message-id"], stamp)
        mine = {received["log-id"], matched["log-id"]}
        for search in (("--queue-id", received["internal-message-id"]), ("--sender", SENDER.upper()),
                       ("--recipient", "you@example.net"), ("--since", received["date-time"]),
                       ("--since", "1h", "--event", "AGENTINFO", "--queue-id", received["internal-message-id"])):
            self.assertTrue({one["log-id"] for one in self.found(*search)} & mine, search)

    def test_a_mail_of_a_local_program(self):
        self.postfix.submit(message("Offer", self.number), SENDER)
        self.assertEqual([one["source"] for one in self.events(2)], ["PICKUP", "AGENT"])

    def test_refused(self):
        self.assertEqual(self.refused("wall@example.com"), 550)
        events = self.events(3)
        self.assertEqual(self.told(events)[2], ("FAIL", ["wall@example.com"]))
        self.assertEqual(events[2]["recipient-status"], ["550 5.7.1 Not allowed; never"])

    def test_added_redirected_deleted_and_held(self):
        self.send("pat@example.com", "gone@example.com", "drop@example.com", subject="archive and hold")
        events = self.events(5)
        self.assertEqual(self.told(events)[2:], [
            ("REDIRECT", ["deputy@example.com"]),
            ("DEFER", ["pat@example.com", "archive@example.com", "deputy@example.com"]),
            ("FAIL", ["drop@example.com"])])
        self.assertEqual([one.get("related-recipient-address") for one in events[1:3]],
                         [["archive@example.com"], ["gone@example.com"]])
        self.assertIn("deleted by transport agent", events[4]["recipient-status"][0])

    def test_copies_and_a_port_that_goes_between_two_tries(self):
        recipients = ["a@example.net", "press@example.com", "wall@example.com"]
        self.gate.shut_behind(1)
        self.assertEqual(self.refused(*recipients), 451)
        self.gate.open()
        self.send(*recipients)
        events = self.events(7)
        self.assertEqual(self.told(events), [
            ("RECEIVE", recipients), ("DEFER", recipients),
            ("RECEIVE", ["a@example.net"]),  # the copy, as it comes back by its port
            ("RECEIVE", recipients), ("AGENTINFO", recipients), ("TRANSFER", ["a@example.net"]),
            ("FAIL", ["wall@example.com"])])
        self.assertEqual(events[5]["recipient-status"], ["got it in an earlier try"])
        self.assertEqual(len({one["network-message-id"] for one in events}), 1)
        self.assertEqual(len({one["internal-message-id"] for one in events}), 3)

    def test_forgotten(self):
        self.send("forget.me@example.net", "you@example.net", subject="shared")
        self.events(2)
        self.assertIn(b"forget.me@", self.file())
        self.assertEqual(self.command("forget", "Forget.Me@example.net"),
                         "Forget.Me@example.net was taken out of 1 messages\n")
        self.assertNotIn(b"forget.me@", self.file())
        received = self.events(2)[0]
        self.assertEqual((received["recipient-address"], received["message-subject"]),
                         (["", "you@example.net"], "shared"))

    def test_a_stop_loses_nothing(self):
        self.send("you@example.net")
        self.waybilld.stop()
        self.assertEqual(len(self.found("--message-id", f"{self.number}@client.example.com")), 2)
        self.waybilld.start()

    def test_a_change_counts_from_the_next_start(self):
        path = self.waybilld.etc / "waybill.toml"
        before = path.read_text()
        path.write_text(before.replace("[tracking]\n", '[tracking]\nretention = "7d"\n'))
        self.waybilld.reload()
        wait_until("the warning", lambda: "[tracking] was changed: that counts from" in self.waybilld.log())
        path.write_text(before)
        self.send("you@example.net")
        self.events(2)


class Hashed(Tracking):
    tracking = ('path = "tracking.db"\nkey_file = "tracking.key"\nlog_addresses = "hashed"\nlog_subjects = "off"')

    def test_found_by_who_knows_the_address_and_told_to_nobody_else(self):
        self.refused("wall@example.com")
        events = self.events(3)
        self.assertRegex(events[0]["sender-address"], "^h:[-_A-Za-z0-9]{22}$")
        self.assertEqual(events[2]["recipient-status"], ["550 5.7.1"])
        self.assertNotIn("message-subject", events[0])
        for secret in (SENDER, "wall@example.com", "Offer"):
            self.assertNotIn(secret.encode(), self.file())
        self.assertEqual(self.events(3, "--recipient", "wall@example.com"), events)
        self.assertEqual(self.events(3, "--sender", SENDER), events)
        self.command("forget", "wall@example.com")
        self.assertEqual(self.found("--recipient", "wall@example.com"), [])


class Broken(Tracking):
    tracking = 'path = "later/tracking.db"'

    def test_mail_goes_on_and_one_line_tells_it(self):
        for _ in range(3):
            self.send("you@example.net")
        self.sink.wait(3)
        warning = "later/tracking.db: unable to open database file; mail goes on"
        self.assertEqual(self.waybilld.log().count(warning), 1)
        (self.waybilld.etc / "later").mkdir()
        wait_until("the other line", lambda: "message tracking works again" in self.waybilld.log())
        self.events(6)


if __name__ == "__main__":
    unittest.main()
