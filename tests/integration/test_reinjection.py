#!/usr/bin/python3
"""smtp::Client against a real Postfix: what is handed over arrives, with its options, and once."""
import os
import subprocess
import unittest

import mails
from servers import Postfix, Sink, Workplace, wait_until

SUBMIT = os.environ["WAYBILL_BUILD"] + "/tests/integration/smtp/submit"
SENDER = "anna@example.com"
ODD = (b"From: a@example.com\r\nMessage-ID: <1@x>\r\nDate: Fri, 2 Jan 2026 10:00:00 +0100\r\nX-Raw: \xe4\r\n\r\n.\r\n..two\r\n.x\r\nGr\xc3\xbc\xc3\x9fe \xff\r\n \r\n\r\n"
       + b"x" * 990 + b"\r\nlast line\r\n")


class Reinjection(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        self.postfix = self.workplace.start(Postfix(
            self.workplace, self.sink.port, smtpd_authorized_xforward_hosts="127.0.0.0/8",
            smtpd_recipient_restrictions="check_recipient_access inline:{no@example.net=REJECT}, permit_mynetworks, reject"))

    def submit(self, message, *recipients, sender=SENDER, times=1, threads=1):
        """The lines that came out."""
        path = self.workplace.write("message", message)
        run = subprocess.run([SUBMIT, f"127.0.0.1:{self.postfix.port}", sender, path, str(times), str(threads),
                              *recipients], capture_output=True, check=True, timeout=100)
        return run.stdout.decode().splitlines()

    def assert_arrives(self, message, expected):
        lines = self.submit(message, "bob@example.net")
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], "^250 2.0.0 Ok: queued as ")
        sender, recipients, data = self.sink.take()
        self.assertEqual((sender, recipients), (SENDER, ["bob@example.net"]))
        self.assertTrue(data.endswith(expected), data)

    def test_bytes_arrive_as_they_are(self):
        self.assert_arrives(ODD, ODD)

    def test_bare_line_feeds_arrive_as_line_ends(self):
        self.assert_arrives(mails.plain().replace(b"\r\n", b"\n"), mails.plain())

    def test_options_of_dsn_are_seen_at_the_next_hop(self):
        self.submit(mails.plain(), "bob@example.net;;NOTIFY=SUCCESS,DELAY;;ORCPT=rfc822;Bob+2B1@example.org",
                    "eve@example.net;;NOTIFY=NEVER", sender=SENDER + ";;RET=HDRS;;ENVID=Q1+2B")
        self.sink.take()
        self.assertEqual(self.sink.commands, [
            "MAIL FROM:<anna@example.com> ENVID=Q1+2B RET=HDRS",
            "RCPT TO:<bob@example.net> ORCPT=rfc822;Bob+2B1@example.org NOTIFY=SUCCESS,DELAY",
            "RCPT TO:<eve@example.net> ORCPT=rfc822;eve@example.net NOTIFY=NEVER"])

    def test_the_first_client_is_told(self):
        self.submit(mails.plain(), "bob@example.net")
        self.sink.take()
        self.assertIn("orig_client=client.example.net[192.0.2.7]", self.postfix.log())
        self.assertIn("orig_queue_id=4Origin", self.postfix.log())

    def test_nothing_is_added_to_a_header_that_lacks_something(self):
        self.submit(b"Subject: bare\r\n\r\ntext\r\n", "bob@example.net")
        _, _, data = self.sink.take()
        self.assertNotIn(b"message-id:", data.lower())
        self.assertTrue(data.endswith(b"(UTC)\r\nSubject: bare\r\n\r\ntext\r\n"), data)

    def test_internationalized_addresses(self):
        lines = self.submit(mails.plain(), "b\u00f6b@example.net", sender="\u00e4nna@example.com;;SMTPUTF8")
        self.assertRegex(lines[0], "^250 ")
        sender, recipients, _ = self.sink.take()
        self.assertEqual((sender, recipients), ("\u00e4nna@example.com", ["b\u00f6b@example.net"]))

    def test_a_refused_recipient_does_not_keep_the_others_from_their_mail(self):
        lines = self.submit(mails.plain(), "no@example.net", "bob@example.net")
        self.assertRegex(lines[0], "^554 5.7.1 .*Access denied")
        self.assertRegex(lines[1], "^250 ")
        self.assertEqual(self.sink.take()[1], ["bob@example.net"])

    def test_many_messages_over_few_connections(self):
        lines = self.submit(mails.plain(), "bob@example.net", times=25, threads=4)
        self.assertEqual(len([line for line in lines if line.startswith("250 ")]), 100)
        self.sink.wait(100)
        self.assertEqual(len(self.sink.mails), 100)
        self.assertLessEqual(self.connections(), 4 + 1)  # and the one that saw whether Postfix listens

    def test_a_restart_between_two_messages_costs_none(self):
        path = self.workplace.write("message", mails.plain())
        command = [SUBMIT, f"127.0.0.1:{self.postfix.port}", SENDER, path, "2?", "1", "bob@example.net"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            self.assertRegex(client.stdout.readline(), "^250 ")
            wait_until("the first mail", lambda: ": removed" in self.postfix.log())
            self.postfix.restart()
            client.stdin.write("go\n")
            client.stdin.flush()
            self.assertRegex(client.stdout.readline(), "^250 ")
        self.sink.wait(2)

    def connections(self):
        return self.postfix.log().count(": connect from")


if __name__ == "__main__":
    unittest.main()
