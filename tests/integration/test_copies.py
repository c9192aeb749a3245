#!/usr/bin/python3
"""A real Postfix, recipients with different results, and a DKIM signer behind us: who gets which copy, once."""
import os
import re
import smtplib
import unittest

import mails
from servers import HERE, Gate, Opendkim, Postfix, Sink, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
SENDER = mails.GEEK
RULES = """
[[TransportRule]]
Name = "Outside"
SentToScope = "NotInOrganization"
PrependSubject = "[OUT] "

[[TransportRule]]
Name = "Press"
SentTo = ["press@example.com"]
PrependSubject = "[PRESS] "
LogEventText = "to the press"

[[TransportRule]]
Name = "Wall"
SentTo = ["wall@example.com"]
RejectMessageReasonText = "Not allowed to write there"
RejectMessageEnhancedStatusCode = "5.7.900"

[[TransportRule]]
Name = "Archive"
SubjectContainsWords = ["archive"]
BlindCopyTo = ["archive@example.com"]
CopyTo = ["desk@example.com"]

[[TransportRule]]
Name = "Hold"
SubjectContainsWords = ["hold"]
Quarantine = true

[[TransportRule]]
Name = "Drop"
SentTo = ["drop@example.com"]
DeleteMessage = true

[[TransportRule]]
Name = "Redirect"
SentTo = ["gone@example.com"]
RedirectMessageTo = ["deputy@example.com"]

[[TransportRule]]
Name = "Bye"
SubjectContainsWords = ["bye"]
Disconnect = true
"""


def message(subject="Offer", number=1):
    return (mails.plain().replace(b" Offer,\r\n\tfolded", b" " + subject.encode())
            .replace(b"<1@", b"<%d@" % number))


def subject_of(data):
    return next(raw for name, raw in mails.second_opinion.fields(data)[0] if name == "subject")[9:].strip().decode()


class Copies(unittest.TestCase):
    number = 0

    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        cls.signer = cls.workplace.start(Opendkim(cls.workplace))
        cls.waybilld = Waybilld(cls.workplace, BIN)
        milters = f"{cls.waybilld.milter},{cls.signer.milter}"
        # The port for copies has all milters here: ours knows the copies again.
        cls.postfix = Postfix(cls.workplace, cls.sink.port, milters, reinject_milter=milters)
        cls.gate = cls.workplace.start(Gate(cls.postfix.reinject_port))
        (cls.waybilld.etc / "rules.toml").write_text(RULES)
        cls.waybilld.reinject(cls.gate.port)
        cls.workplace.start(cls.waybilld)
        cls.workplace.start(cls.postfix)

    def setUp(self):
        Copies.number += 1
        self.sink.mails.clear()
        self.sink.commands.clear()

    def send(self, recipients, subject="Offer"):
        self.postfix.send(message(subject, self.number), SENDER, recipients)

    def arrived(self, count):
        """{recipient: subject} of so many mails; each was signed, and none carries our mark."""
        found = {}
        for _, recipients, data in self.sink.wait(count):
            self.assertIn(b"DKIM-Signature: ", data)
            self.assertNotIn(b"X-Waybill-Copy", data)
            for recipient in recipients:
                self.assertNotIn(recipient, found)
                found[recipient] = subject_of(data)
        return found

    def assert_nothing_more(self, count):
        """What is sent now arrives next."""
        self.send(["last@example.com"], "Last")
        self.assertEqual(len(self.sink.wait(count + 1)), count + 1)
        self.assertEqual(self.sink.mails[count][1], ["last@example.com"])

    def test_each_group_gets_its_copy_with_the_same_id(self):
        self.send(["a@example.net", "press@example.com", "b@example.org", "pat@example.com"])
        self.assertEqual(self.arrived(3), {"a@example.net": "[OUT] Offer", "b@example.org": "[OUT] Offer",
                                           "press@example.com": "[PRESS] Offer", "pat@example.com": "Offer"})
        self.assertEqual(len({tuple(mails.dedupe_id(data)) for _, _, data in self.sink.mails}), 1)
        self.assert_nothing_more(3)

    def test_logcheck_knows_what_is_logged_of_it(self):
        self.send(["a@example.net", "press@example.com", "pat@example.com"])
        self.sink.wait(3)
        patterns = (HERE.parents[1] / "packaging/debian/waybill.logcheck.ignore.server").read_text().splitlines()
        known = [re.compile(pattern.replace("[:alnum:]", "A-Za-z0-9")) for pattern in patterns]
        lines = re.findall(r"^\S+ \S+ info: (.*)", self.waybilld.log(), re.MULTILINE)
        self.assertTrue(any("event rule=" in line for line in lines))
        for line in lines:
            logged = f"Nov 26 12:00:00 mx waybilld[1]: {line}"
            self.assertTrue(any(pattern.match(logged) for pattern in known), line)

    def test_delivery_options_stay_with_their_recipients(self):
        self.send([("a@example.net", "NOTIFY=NEVER", "ORCPT=rfc822;first@example.net"),
                   ("press@example.com", "NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;second@example.com"), "pat@example.com"])
        self.arrived(3)
        said = " ".join(self.sink.commands)
        self.assertRegex(said, r"<a@example.net> ORCPT=rfc822;first@example.net NOTIFY=NEVER")
        self.assertRegex(said, r"<press@example.com> ORCPT=rfc822;second@example.com NOTIFY=FAILURE,DELAY")

    def test_a_port_that_goes_between_two_copies_costs_nobody_a_mail_and_doubles_none(self):
        recipients = ["a@example.net", "press@example.com", "pat@example.com"]
        self.gate.shut_behind(1)
        for _ in range(2):
            with self.assertRaises(smtplib.SMTPResponseException) as later:
                self.send(recipients)
            self.assertEqual(later.exception.smtp_code, 451)
        self.sink.wait(1)
        self.assertEqual(len(self.sink.mails), 1)
        self.gate.open()
        self.send(recipients)
        self.assertEqual(self.arrived(3), {"a@example.net": "[OUT] Offer", "press@example.com": "[PRESS] Offer",
                                           "pat@example.com": "Offer"})
        self.assert_nothing_more(3)

    def test_the_sender_is_told_who_was_refused(self):
        self.send(["wall@example.com", "pat@example.com"])
        taken = {tuple(recipients): (sender, data) for sender, recipients, data in self.sink.wait(2)}
        self.assertEqual(set(taken), {("pat@example.com",), (SENDER,)})
        sender, report = taken[(SENDER,)]
        self.assertEqual(sender, "")
        self.assertIn(b"Final-Recipient: rfc822; wall@example.com", report)
        self.assertIn(b"Status: 5.7.900", report)
        self.assertIn(b"Not allowed to write there", report)

    def test_a_mail_that_is_refused_for_all_is_refused_at_once(self):
        with self.assertRaises(smtplib.SMTPResponseException) as refused:
            self.send(["wall@example.com"])
        self.assertEqual((refused.exception.smtp_code, refused.exception.smtp_error[:7]), (550, b"5.7.900"))
        self.assert_nothing_more(0)

    def test_recipients_are_added_replaced_and_dropped(self):
        self.send(["pat@example.com", "gone@example.com", "drop@example.com"], "For the archive")
        found = self.arrived(1)
        self.assertEqual(set(found), {"pat@example.com", "archive@example.com", "desk@example.com", "deputy@example.com"})
        self.assertIn(b"\r\nCc: desk@example.com\r\n", self.sink.mails[0][2])
        self.assert_nothing_more(1)

    def test_a_mail_is_held(self):
        self.send(["pat@example.com"], "hold this")
        self.assertEqual(self.postfix.held(), ["pat@example.com"])
        self.assert_nothing_more(0)

    def test_the_session_is_ended(self):
        with self.assertRaises(smtplib.SMTPResponseException) as ended:
            self.send(["pat@example.com"], "bye")
        self.assertEqual(ended.exception.smtp_code, 421)
        self.assert_nothing_more(0)


if __name__ == "__main__":
    unittest.main()
