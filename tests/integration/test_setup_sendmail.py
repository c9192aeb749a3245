#!/usr/bin/python3
"""`waybill setup sendmail` on a real Sendmail: from no filter to signed mail."""
import os
import smtplib
import subprocess
import unittest
from pathlib import Path

import mails
from sendmail import MACROS, Sendmail
from servers import Opendkim, Sink, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
SIGNED = b"Sr. Systems Engineer"
PRESS = """
[[TransportRule]]
Name = "Press"
SentTo = ["press@example.com"]
PrependSubject = "[PRESS] "
"""
ALL_THERE = "# Sendmail has all that Waybill needs\n"


class Setup(unittest.TestCase):
    def setUp(self):
        self.place = Workplace()
        self.addCleanup(self.place.close)
        self.sink = self.place.start(Sink())
        self.waybilld = Waybilld(self.place, BIN)

    def start(self, more="", with_copies=False):
        self.sendmail = Sendmail(self.place, self.sink.port, more=more)
        if with_copies:
            self.waybilld.reinject(self.sendmail.reinject_port)
        self.place.start(self.waybilld)
        self.place.start(self.sendmail)

    def setup(self, *arguments, file=None):
        return subprocess.run(
            [Path(BIN) / "waybill", "setup", "sendmail", "-c", self.waybilld.etc / "waybill.toml", "--sendmail-config",
             file or self.sendmail.mc, *arguments], capture_output=True, text=True, check=False)

    def apply(self):
        """Lines that came; all others have to be as they were."""
        before = self.sendmail.mc.read_text()
        done = self.setup("--apply")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        kept, = self.sendmail.folder.glob("sendmail.mc.waybill-*")
        self.assertIn(f"# kept: {kept}\n", done.stdout)
        self.assertEqual(kept.read_text(), before)
        self.sendmail.restart()
        after = self.sendmail.mc.read_text()
        self.assertEqual(self.setup("--apply").stdout, ALL_THERE)
        self.assertEqual(self.sendmail.mc.read_text(), after)
        come = [line for line in after.splitlines() if line not in before.splitlines()]
        self.assertEqual([line for line in after.splitlines() if line not in come], before.splitlines())
        return come

    def test_from_nothing_to_signed_mail(self):
        self.start()
        self.sendmail.send(mails.plain(), mails.GEEK)
        self.assertNotIn(SIGNED, self.sink.take()[2])
        self.assertEqual(self.apply(), [
            f"INPUT_MAIL_FILTER(`waybill', `S={self.waybilld.milter}, F=T, T=C:1m;S:1m;R:1m;E:5m')dnl"])
        self.sendmail.send(mails.plain(), mails.GEEK)
        self.assertIn(SIGNED, self.sink.take()[2])
        self.sendmail.submit(mails.plain().replace(b"\r\n", b"\n"), mails.GEEK)
        self.assertIn(SIGNED, self.sink.take()[2])

    def test_mail_waits_while_waybill_is_down(self):
        self.start()
        self.apply()
        self.waybilld.stop()
        with self.assertRaises(smtplib.SMTPResponseException) as later:
            self.sendmail.send(mails.plain(), mails.GEEK)
        self.assertEqual(later.exception.smtp_code // 100, 4)

    def test_what_is_only_told_changes_nothing(self):
        self.start()
        before = self.sendmail.mc.read_text()
        told = self.setup()
        self.assertEqual((told.returncode, told.stderr), (0, ""))
        self.assertIn("\nINPUT_MAIL_FILTER(`waybill', ", told.stdout)
        self.assertIn(f"\nmake -C {self.sendmail.folder}\n", told.stdout)
        self.assertEqual(self.sendmail.mc.read_text(), before)

    def test_a_copy_is_delivered_once_and_signed_once(self):
        signer = self.place.start(Opendkim(self.place))
        with open(self.waybilld.etc / "rules.toml", "a", encoding="ascii") as rules:
            rules.write(PRESS)
        self.start(f"INPUT_MAIL_FILTER(`opendkim', `S=inet:{signer.port}@127.0.0.1, F=T')dnl\n", with_copies=True)
        self.assertEqual([line.split("(")[0] for line in self.apply()], ["INPUT_MAIL_FILTER", "DAEMON_OPTIONS"])
        self.sendmail.send(mails.plain(), mails.GEEK, ["a@example.net", "press@example.com"])
        arrived = {tuple(recipients): data for _, recipients, data in self.sink.wait(2)}
        self.assertEqual(arrived.keys(), {("a@example.net",), ("press@example.com",)})
        for data in arrived.values():
            self.assertEqual([data.count(words) for words in (SIGNED, b"DKIM-Signature: ", b"X-Waybill-Copy")], [1, 1, 0])
        self.assertIn(b"[PRESS] ", arrived["press@example.com",])
        self.sendmail.send(mails.plain(), mails.GEEK, ["last@example.net"])
        self.assertEqual(self.sink.wait(3)[2][1], ["last@example.net"])

    def test_a_file_in_which_the_lines_would_not_count_stays(self):
        self.start("undefine(`INPUT_MAIL_FILTER')dnl\n")
        before = self.sendmail.mc.read_text()
        done = self.setup("--apply")
        self.assertEqual((done.returncode, self.sendmail.mc.read_text()), (2, before))
        self.assertIn(f"{self.sendmail.mc} is as it was", done.stderr)

    def test_the_file_of_debian(self):
        folder = self.place.folder / "m4"
        for name in ("dialup.m4", "provider.m4"):
            self.place.write(f"m4/{name}", "dnl\n")
        text = (MACROS / "debian/sendmail.mc").read_text()
        cf = f"include(`{MACROS}/m4/cf.m4')dnl\n"
        text = text.replace("include(`/usr/share/sendmail/cf/m4/cf.m4')dnl\n",
                            f"{cf}include(`{MACROS}/debian/autoconf.m4')dnl\n").replace("/etc/mail/m4", str(folder))
        file = self.place.write("debian.mc", text)
        self.waybilld.reinject(10026)
        self.assertEqual(self.setup("--apply", file=file).returncode, 0)
        made = subprocess.run(["m4", file], capture_output=True, text=True, check=True).stdout
        self.assertIn("\nO InputMailFilters=waybill\n", made)
        self.assertEqual(made.count("\nO DaemonPortOptions="), 3)
        self.assertEqual(self.setup(file=file).stdout, ALL_THERE)

    def test_no_sendmail_there(self):
        done = self.setup(file="/nowhere/sendmail.mc")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("/nowhere/sendmail.mc", done.stderr)


if __name__ == "__main__":
    unittest.main()
