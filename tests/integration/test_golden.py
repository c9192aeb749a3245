#!/usr/bin/python3
"""Golden cases that have a file `mta`, through a real Postfix and a real Sendmail: what arrives is after.eml."""
import os
import re
import smtplib
import unittest

import golden
from sendmail import Sendmail
from servers import Postfix, Sink, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]
ADDED = (b"date", b"message-id")  # by an MTA, where there is none


def fields_of(message):
    """([field], body), to the byte."""
    header, _, body = message.partition(b"\r\n\r\n")
    return re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", header + b"\r\n"), body


def name_of(field):
    return field.split(b":")[0].strip().lower()


def without_additions(message, expected):
    """Without what an MTA writes into any mail, and Waybill into a copy."""
    fields, body = fields_of(message)
    present = {name_of(field) for field in fields_of(expected)[0]}

    def is_added(field):
        name = name_of(field)
        is_trace = name == b"received" and (b"by mx.example.com (" in field or b" (Waybill)" in field)
        return is_trace or (name in ADDED and name not in present)

    return b"".join(field for field in fields if not is_added(field)) + b"\r\n" + body


def without_made_id(message):
    """A Message-ID of ours depends on the queue id where there is no Date, and the ID, too; and Postfix adds its own for
    local clients."""
    message = re.sub(rb"(?m)^(X-Waybill-Dedupe-ID: [^.\r]*)\.[^\r]*", rb"\1", message)
    return re.sub(rb"(?m)^Message-ID: <waybill\.[^\r]*\r\n", b"", message)


def with_addresses_in_one_line(message):
    fields, body = fields_of(message)
    unfolded = [re.sub(rb"\r\n\s+", b" ", field) if name_of(field) in (b"to", b"cc") else field for field in fields]
    return b"".join(unfolded) + b"\r\n" + body


def with_sorted_fields(message):
    fields, body = fields_of(message)
    return b"".join(sorted(fields)) + b"\r\n" + body


# What docs/operations.md, "Postfix and Sendmail differ", says: both messages as they have to be alike then.
DIFFERENCES = {
    "address fields are folded anew": with_addresses_in_one_line,
    "a field that is removed and set again keeps its place": with_sorted_fields,
    "a missing closing boundary is added": lambda message: re.sub(rb"\r\n--=_alt--\r\n$", b"\r\n", message),
    "lines above 990 bytes are broken": lambda message: message.replace(b"!\r\n ", b""),
}


class Documentation(unittest.TestCase):
    def test_each_difference_is_told(self):
        text = (golden.FOLDER.parent.parent / "docs/operations.md").read_text(encoding="utf-8")
        for case in golden.marked_cases():
            for difference in filter(None, map(case.difference, ("postfix", "sendmail"))):
                self.assertIn(f"| {difference} |", text)


class Golden:
    """The cases behind one MTA; each case is a test."""

    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        cls.waybilld = cls.workplace.start(Waybilld(cls.workplace, BIN))
        cls.mta = cls.workplace.start(cls.make_mta())

    def check(self, case):
        self.sink.mails.clear()
        self.sink.commands.clear()
        self.waybilld.write_settings(case.settings(self.waybilld.etc, self.mta.reinject_port))
        self.waybilld.reload_at_once()
        difference = case.difference(self.NAME)
        if difference == "no SMTPUTF8":
            self.assertRaises(smtplib.SMTPNotSupportedError, self.send, case)
            return
        self.assertEqual(self.send(case), case.reply)
        self.release_held(case)
        arrived = self.arrivals(set(case.expected))
        for recipient, (sender, message) in case.expected.items():
            self.assertEqual(arrived[recipient][0], sender)
            self.compare(arrived[recipient][1], message, DIFFERENCES.get(difference, bytes))
        for parameters in filter(None, [case.sender[1], *(rest for _, *rest in case.recipients)]):
            self.assertTrue(any(set(parameters) <= set(line.split()) for line in self.sink.commands), parameters)
        wait_until("an empty queue", self.mta.is_idle)
        self.assertEqual(self.sink.mails, [])

    def send(self, case):
        """What the client is told: "250", or a refusal with its text."""
        sender, parameters = case.sender
        if case.is_local:
            self.mta.submit(case.message.replace(b"\r\n", b"\n"), sender, [to for to, *_ in case.recipients])
            return "250"
        try:
            self.mta.send(case.message, sender, case.recipients, case.source, parameters + case.smtputf8)
        except smtplib.SMTPResponseException as refused:
            return f"{refused.smtp_code} {refused.smtp_error.decode()}"
        return "250"

    def release_held(self, case):
        if case.held:
            self.assertEqual(self.mta.held(), sorted(case.held))
            self.mta.release()

    def arrivals(self, wanted):
        """{recipient: (sender, message)} once all of them have it."""
        found = {}
        while wanted - found.keys():
            sender, recipients, message = self.sink.take()
            self.assertFalse(found.keys() & set(recipients))
            found |= {recipient: (sender, message) for recipient in recipients}
        self.assertEqual(found.keys(), wanted)
        return found

    def compare(self, message, expected, as_it_differs):
        if isinstance(expected, str):  # a report
            self.assertIn(expected.encode(), message)
        else:
            expected = without_made_id(expected)
            message = without_made_id(message)
            self.assertEqual(as_it_differs(without_additions(message, expected)), as_it_differs(expected))


class OnPostfix(Golden, unittest.TestCase):
    NAME = "postfix"

    @classmethod
    def make_mta(cls):
        milter = cls.waybilld.milter
        return Postfix(cls.workplace, cls.sink.port, milter, reinject_milter=milter)


class OnSendmail(Golden, unittest.TestCase):
    NAME = "sendmail"

    @classmethod
    def make_mta(cls):
        return Sendmail(cls.workplace, cls.sink.port, cls.waybilld.milter, takes_copies=True)


def add_tests(cases):
    for case in cases:
        for suite in (OnPostfix, OnSendmail):
            setattr(suite, "test_" + case.folder.name.replace("-", "_"), lambda self, case=case: self.check(case))


add_tests(golden.marked_cases())


if __name__ == "__main__":
    unittest.main()
