#!/usr/bin/python3
"""`waybill setup postfix` on a real Postfix: from no milter to signed mail."""
import os
import re
import subprocess
import unittest
from pathlib import Path

import mails
from servers import Postfix, Sink, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]
SIGNED = b"Sr. Systems Engineer"
PRESS = """
[[TransportRule]]
Name = "Press"
SentTo = ["press@example.com"]
PrependSubject = "[PRESS] "
"""


class Setup(unittest.TestCase):
    def setUp(self):
        self.place = Workplace()
        self.addCleanup(self.place.close)
        self.sink = self.place.start(Sink())
        self.waybilld = self.place.start(Waybilld(self.place, BIN))
        self.postfix = self.place.start(Postfix(self.place, self.sink.port, milter_default_action="accept"))

    def setup(self, *arguments, folder=None):
        return subprocess.run(
            [Path(BIN) / "waybill", "setup", "postfix", "-c", self.waybilld.etc / "waybill.toml", "--postfix-config",
             folder or self.postfix.config, *arguments], capture_output=True, text=True, check=False)

    def files(self):
        return {name: (self.postfix.config / name).read_text() for name in ("main.cf", "master.cf")}

    def mail_is_signed(self):
        self.postfix.send(mails.plain(), mails.GEEK)
        return SIGNED in self.sink.take()[2]

    def mail_of_sendmail_is_signed(self):
        self.postfix.submit(mails.plain().replace(b"\r\n", b"\n"), mails.GEEK)
        return SIGNED in self.sink.take()[2]

    def test_from_nothing_to_signed_mail(self):
        before = self.files()
        self.assertFalse(self.mail_is_signed())
        done = self.setup("--apply")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name, content in before.items():
            kept = re.search(rf"^# kept: (.*/{name}\.waybill-\d+T\d+Z)$", done.stdout, re.MULTILINE)
            self.assertEqual(Path(kept[1]).read_text(), content)
        self.postfix.reload()
        wait_until("an smtpd with the new settings", self.mail_is_signed)
        wait_until("a cleanup with the new settings", self.mail_of_sendmail_is_signed)
        self.assertEqual(self.setup().stdout, "# Postfix has all that Waybill needs\n")

    def test_what_is_printed_does_the_same_when_it_is_typed(self):
        before = self.files()
        told = self.setup()
        self.assertEqual((told.returncode, told.stderr, self.files()), (0, "", before))
        self.assertIn("milter_default_action = tempfail", told.stdout)
        subprocess.run(["sh", "-e", "-c", told.stdout], check=True, capture_output=True)
        wait_until("an smtpd with the new settings", self.mail_is_signed)
        self.assertEqual(self.setup().stdout, "# Postfix has all that Waybill needs\n")

    def test_a_port_for_copies(self):
        self.waybilld.reinject(self.postfix.reinject_port)
        self.assertEqual(self.setup("--apply").returncode, 0)
        self.assertIn(f"\n127.0.0.1:{self.postfix.reinject_port} inet", self.files()["master.cf"])
        with open(self.waybilld.etc / "rules.toml", "a", encoding="ascii") as rules:
            rules.write(PRESS)
        self.waybilld.reload_at_once()
        self.postfix.restart()
        self.postfix.send(mails.plain(), mails.GEEK, ["a@example.net", "press@example.com"])
        arrived = [(recipients, data.count(SIGNED), data.count(b"X-Waybill-Copy")) for _, recipients, data in self.sink.wait(2)]
        self.assertEqual(sorted(arrived), [(["a@example.net"], 1, 0), (["press@example.com"], 1, 0)])
        self.assertEqual(self.setup().stdout, "# Postfix has all that Waybill needs\n")

    def test_services_with_several_milters_of_their_own(self):
        with open(self.postfix.config / "master.cf", "a", encoding="ascii") as services:
            services.write("submission inet n - n - - smtpd\n"
                           "  -o { smtpd_milters = inet:127.0.0.1:1, { inet:127.0.0.1:2, default_action = accept } }\n")
        self.assertEqual(self.setup("--apply").returncode, 0)
        self.assertIn(f"smtpd_milters={self.waybilld.milter},inet:127.0.0.1:1,{{inet:127.0.0.1:2,", self.files()["master.cf"])
        self.assertEqual(self.setup().stdout, "# Postfix has all that Waybill needs\n")

    def test_a_socket_that_a_chroot_hides(self):
        master = self.postfix.config / "master.cf"
        master.write_text(re.sub(r"^(cleanup +unix +n +- +)n", r"\1y", master.read_text(), flags=re.MULTILINE))
        before = self.files()
        told = self.setup("--apply")
        self.assertEqual((told.returncode, told.stdout, self.files()), (1, "", before))
        self.assertIn("cleanup/unix run in a chroot", told.stderr)

    def test_no_postfix_there(self):
        done = self.setup(folder="/nowhere")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("/nowhere", done.stderr)


if __name__ == "__main__":
    unittest.main()
