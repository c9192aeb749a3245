#!/usr/bin/python3
"""Delivery reports, read by Python's email package: is it what RFC 3464 and RFC 6533 say?

usage: test_delivery_reports.py PROGRAM
"""
import email
import email.policy
import quopri
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else sys.exit(__doc__)
HEADER = b"From: Anna <anna@example.com>\r\nTo: bob@example.net,\r\n\teve@example.net\r\nSubject: Offer\r\n"
BOB = ("bob@example.net", "", "")


def compose(*recipients, header=HEADER, sender="anna@example.com", envid="", text="Not allowed."):
    with tempfile.NamedTemporaryFile() as message:
        message.write(header + b"\r\nnever sent back\r\n")
        message.flush()
        words = [word for recipient in recipients for word in recipient]
        run = subprocess.run([PROGRAM, message.name, sender, envid, text, *words], capture_output=True, check=True)
    return run.stdout


class Report:
    def __init__(self, data):
        self.data = data
        self.message = email.message_from_bytes(data, policy=email.policy.SMTP)
        mark = b"\r\n--" + self.message.get_boundary().encode()
        self.parts = [Part(part) for part in data.split(mark)[1:-1]]
        self.tail = data.split(mark)[-1]

    def status(self):
        """The groups of fields of the second part, as (name, value) lists."""
        groups = self.parts[1].content.removesuffix(b"\r\n").split(b"\r\n\r\n")
        return [[tuple(line.split(b": ", 1)) for line in group.splitlines()] for group in groups]


class Part:
    def __init__(self, data):
        head, self.raw = data.removeprefix(b"\r\n").split(b"\r\n\r\n", 1)
        self.fields = email.message_from_bytes(head)
        encoded = self.fields["Content-Transfer-Encoding"] == "quoted-printable"
        self.content = quopri.decodestring(self.raw) if encoded else self.raw


class DeliveryReports(unittest.TestCase):
    def read(self, *recipients, **more):
        report = Report(compose(*recipients, **more))
        self.assertEqual(report.message.defects, [])
        self.assertEqual(report.message.get_content_type(), "multipart/report")
        self.assertEqual(report.message.get_param("report-type"), "delivery-status")
        self.assertEqual(report.tail, b"--\r\n")
        self.assertEqual(len(report.parts), 3)
        self.assertEqual(len(list(report.message.iter_parts())), 3)
        self.assert_is_seven_bit(report)
        return report

    def assert_is_seven_bit(self, report):
        address, rest = report.data.split(b"\r\nSubject:", 1)
        self.assertTrue(rest.isascii())
        self.assertLessEqual(max(map(len, report.data.split(b"\r\n"))), 998)
        self.assertNotIn(b"\n", report.data.replace(b"\r\n", b""))
        self.assertNotIn(b"\0", report.data)
        self.assertTrue(address.isascii() or not report.message["To"].isascii())

    def types(self, report):
        return [part.fields.get_content_type() for part in report.parts]

    def test_plain(self):
        report = self.read(("bob@example.net", "FAILURE", "rfc822;Bob+2B@example.org"), ("eve@example.net", "", ""), envid="Q+2B")
        self.assertEqual(self.types(report), ["text/plain", "message/delivery-status", "text/rfc822-headers"])
        self.assertEqual(report.message["To"], "anna@example.com")
        self.assertEqual(report.message["Auto-Submitted"], "auto-replied")
        self.assertEqual(report.message["Date"].datetime.isoformat(), "2026-01-01T00:00:00+00:00")
        message, bob, eve = report.status()
        self.assertEqual(message[:2], [(b"Reporting-MTA", b"dns; mx.example.com"), (b"Original-Envelope-Id", b"Q+")])
        self.assertEqual(bob[0], (b"Original-Recipient", b"rfc822;Bob+@example.org"))
        self.assertEqual(eve, [(b"Final-Recipient", b"rfc822; eve@example.net"), (b"Action", b"failed"),
                               (b"Status", b"5.7.1"), (b"Diagnostic-Code", b"smtp; 550 5.7.1 Not allowed.")])
        self.assertEqual(report.parts[2].content, HEADER)
        self.assertNotIn(b"never sent back", report.data)

    def test_python_reads_the_groups_of_the_status(self):
        report = self.read(BOB, ("eve@example.net", "", ""))
        status = report.message.get_payload(1)
        self.assertEqual([group.get("Final-Recipient") for group in status.get_payload()],
                         [None, "rfc822; bob@example.net", "rfc822; eve@example.net"])

    def test_internationalized(self):
        header = HEADER + "X-Name: Böb\r\n".encode()
        report = self.read(("böb@example.net", "", "utf-8;b\\x{F6}b@example.net"), sender="änna@example.com",
                           text="Nö.", header=header)
        self.assertEqual(self.types(report), ["text/plain", "message/global-delivery-status", "message/global-headers"])
        _, bob = report.status()
        self.assertEqual(bob[0], (b"Original-Recipient", b"utf-8;b\\x{F6}b@example.net"))
        self.assertEqual(bob[1], (b"Final-Recipient", "utf-8; böb@example.net".encode()))
        self.assertEqual(bob[4], (b"Diagnostic-Code", "smtp; 550 5.7.1 Nö.".encode()))
        self.assertEqual(report.parts[2].content, header)
        self.assertIn("<böb@example.net>", report.parts[0].content.decode())

    def test_none(self):
        self.assertEqual(compose(("bob@example.net", "NEVER", "")), b"")
        self.assertEqual(compose(BOB, sender=""), b"")

    def test_odd_headers_come_back_to_the_byte(self):
        for line in (b"Subject: \xe4\xff", b"Subject: " + b"x" * 5000, b"Subject: \0nul", b"Subject: --=_waybill_\r\n --=_waybill_",
                     b"Subject: =3D =\r\n =20", b"Subject: trailing \t", b"X: \x1b[2J\x7f"):
            with self.subTest(line=line):
                report = self.read(BOB, header=HEADER + line + b"\r\n")
                self.assertEqual(report.parts[2].content, HEADER + line + b"\r\n")

    def test_no_value_leaves_its_field(self):
        report = self.read(("bob@example.net\r\nStatus: 2.0.0", "", "rfc822;x+0D+0A+0D+0AAction: delivered"),
                           text="No\r\n\r\nFinal-Recipient: x", envid="1+0AReporting-MTA:")
        message, bob = report.status()
        self.assertEqual(len(message), 3)
        self.assertEqual([name for name, _ in bob],
                         [b"Original-Recipient", b"Final-Recipient", b"Action", b"Status", b"Diagnostic-Code"])

    def test_many_recipients_and_long_words(self):
        recipients = [(f"{number}{'x' * 300}@example.net", "", "") for number in range(300)]
        report = self.read(*recipients, text="y" * 5000)
        self.assertEqual(len(report.status()), 301)


if __name__ == "__main__":
    unittest.main()
