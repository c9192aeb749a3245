#!/usr/bin/python3
"""A real MTA, the LDIF directory and the seed rule: who gets a signature, and how."""
import functools
import os
import smtplib
import subprocess
import unittest

import mails
from sendmail import Sendmail
from servers import HERE, Postfix, Sink, Slapd, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]


class Signing(unittest.TestCase):
    MTA = Postfix

    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        cls.waybilld = Waybilld(cls.workplace, BIN)
        cls.prepare(cls.waybilld)
        cls.workplace.start(cls.waybilld)
        cls.mta = cls.workplace.start(cls.MTA(cls.workplace, cls.sink.port, cls.waybilld.milter))

    @classmethod
    def prepare(cls, waybilld):
        """What a class changes in the configuration before the start."""

    def through(self, message, sender=mails.GEEK, **more):
        self.mta.send(message, sender, **more)
        return self.sink.take()[2]


class Default(Signing):
    def test_each_text_is_signed_and_all_else_is_as_it_was(self):
        message = mails.everything()
        self.assertEqual(mails.signing_faults(message, self.through(message)), [])

    def test_mail_of_sendmail_is_signed(self):
        message = mails.everything()
        self.mta.submit(message.replace(b"\r\n", b"\n"), mails.GEEK)
        self.assertEqual(mails.signing_faults(message, self.sink.take()[2]), [])

    def test_a_large_mail_is_signed(self):
        message = mails.plain().replace(b"see below.", b"\r\n".join(b"line %d of many" % n for n in range(40000)))
        self.assertEqual(mails.signing_faults(message, self.through(message)), [])

    def test_a_sender_in_no_group_gets_no_signature(self):
        message = mails.everything(mails.GUEST)
        self.assertEqual(mails.untouched_faults(message, self.through(message, mails.GUEST)), [])

    def test_mail_from_outside_draws_nobodys_attributes(self):
        message = mails.everything()
        self.assertEqual(mails.untouched_faults(message, self.through(message, source="127.0.0.2")), [])

    def test_all_recipients_get_it(self):
        self.mta.send(mails.plain(), mails.GEEK, ["a@example.net", "b@example.org"])
        self.assertEqual(sorted(self.sink.take()[1]), ["a@example.net", "b@example.org"])

    def test_a_retransmission_has_the_same_id_and_another_mail_another(self):
        first, again = (mails.dedupe_id(self.through(mails.plain())) for _ in range(2))
        other = mails.dedupe_id(self.through(mails.plain().replace(b"below", b"above")))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_several_mails_of_one_connection_are_signed(self):
        message = mails.plain()
        with smtplib.SMTP("127.0.0.1", self.mta.port, "client.example.com") as client:
            for _ in range(3):
                client.sendmail(mails.GEEK, ["you@example.net"], message)
        for _ in range(3):
            self.assertEqual(mails.signing_faults(message, self.sink.take()[2]), [])

    def test_the_command_says_what_the_daemon_does(self):
        message = mails.everything()
        path = self.workplace.write("message.eml", message)
        run = subprocess.run([f"{BIN}/waybill", "apply", "-c", self.waybilld.etc / "waybill.toml", "--output", "-", path],
                             capture_output=True, check=True)
        self.assertEqual(sorted(run.stdout.split(b"\r\n")),
                         sorted(mails.without_trace(self.through(message)).split(b"\r\n")))

    def test_signed_mail_is_wrapped(self):
        for message in (mails.signed(), mails.inline_pgp()):
            self.assertEqual(mails.wrapping_faults(message, self.through(message)), [])

    def test_the_log_names_the_queue_id_and_the_rule(self):
        self.through(mails.plain())
        lines = [line for line in self.waybilld.log().splitlines() if "StandardSignature" in line]
        ids = [word.rstrip(":") for line in lines for word in line.split()]
        self.assertTrue(any(f"{word}: from=<{mails.GEEK}>" in self.mta.log() for word in ids), lines)


class BehindSendmail(Default):
    MTA = Sendmail


class Script(Signing):
    """The rule as its author wrote it, in PowerShell."""

    @classmethod
    def prepare(cls, waybilld):
        (waybilld.etc / "rules.ps1").write_bytes((HERE.parent / "data/seed/rules.ps1").read_bytes())
        waybilld.configure(rules="rules.ps1")

    def test_a_script_signs_as_the_same_rule_in_toml_does(self):
        message = mails.everything()
        from_script = mails.without_trace(self.through(message))
        self.assertEqual(mails.signing_faults(message, from_script), [])
        path = self.workplace.write("message.eml", message)
        self.waybilld.configure(rules="rules.toml")
        run = subprocess.run([f"{BIN}/waybill", "apply", "-c", self.waybilld.etc / "waybill.toml", "--output", "-", path],
                             capture_output=True, check=True)
        self.assertEqual(sorted(run.stdout.split(b"\r\n")), sorted(from_script.split(b"\r\n")))

    def test_both_files_hold_the_same_rules(self):
        shown = []
        for rules in ("rules.ps1", "rules.toml"):
            self.waybilld.configure(rules=rules)
            run = subprocess.run([f"{BIN}/waybill", "rules", "--toml", "-c", self.waybilld.etc / "waybill.toml"],
                                 capture_output=True, check=True)
            shown.append(run.stdout)
        self.assertEqual(*shown)
        self.assertIn(b"%%DisplayName%%", shown[0])


class DryRun(Signing):
    """Behind a live MTA: says what it would do, and does nothing."""

    @classmethod
    def prepare(cls, waybilld):
        waybilld.arguments = ["--dry-run"]
        waybilld.set_rules('"Wrap"', '"Reject"')

    def test_no_mail_is_changed_or_refused(self):
        forged = b"X-Waybill-Dedupe-ID: forged\r\n" + mails.plain()
        for message, source, would in ((mails.plain(), "127.0.0.1", r'edits="header \d, body 1".* verdict=accept'),
                                       (mails.signed(), "127.0.0.1", r'fallback=reject verdict=reject'),
                                       (forged, "127.0.0.2", r'edits="header 2, body 0".* verdict=accept')):
            self.assertEqual(mails.without_trace(self.through(message, source=source)), mails.without_trace(message))
            self.assertRegex(self.waybilld.log().splitlines()[-1], would + ".* dry-run$")


class Login(Signing):
    """Who is logged in signs, from whatever mailbox she writes, with what a server knows of her."""
    MTA = functools.partial(Postfix, smtpd_authorized_xclient_hosts="127.0.0.0/8")

    @classmethod
    def prepare(cls, waybilld):
        waybilld.use_slapd(cls.workplace.start(Slapd(cls.workplace)), signer="auth")
        waybilld.set_rules('FromMemberOf = ["All Users"]', 'From = ["exchange.geek@example.com", "guest@example.com"]')

    def test_who_is_logged_in_signs(self):
        message = mails.everything(mails.GUEST)
        for login in ("geek", mails.GEEK, "EXAMPLE\\Geek"):
            after = self.through(message, mails.GUEST, login=login)
            self.assertEqual(mails.signing_faults(message, after), [], login)

    def test_the_sender_signs_where_nobody_is_logged_in_or_known(self):
        message = mails.everything()
        for login in (None, "nobody"):
            self.assertEqual(mails.signing_faults(message, self.through(message, login=login)), [], login)

    def test_conditions_are_about_the_sender(self):
        message = mails.everything("info@example.com")
        self.assertEqual(mails.untouched_faults(message, self.through(message, login="geek")), [])


class Dkim(Signing):
    """Mail that carries signatures already: just those that break go."""

    @classmethod
    def prepare(cls, waybilld):
        with open(waybilld.etc / "waybill.toml", "a", encoding="ascii") as settings:
            settings.write('[dkim]\nbroken = "remove"\n')

    def test_of_several_signatures_the_broken_one_is_removed(self):
        kept, broken = (b"DKIM-Signature: v=1; a=rsa-sha256; d=%s.example; s=x;\r\n h=From:To; bh=AA==; %sb=AA==\r\n" % tags
                        for tags in ((b"kept", b"l=4; "), (b"broken", b"")))
        message = mails.plain()
        after = mails.without_trace(self.through(kept + broken + kept + message))
        self.assertEqual(mails.signing_faults(mails.without_trace(kept + kept + message), after), [])
        self.assertRegex(self.waybilld.log(), r'broken_dkim_removed="DKIM-Signature\[2\] of broken.example \(body\)"')


class Ignore(Signing):
    @classmethod
    def prepare(cls, waybilld):
        waybilld.set_rules('"Wrap"', '"Ignore"')

    def test_signed_mail_passes_as_it_is(self):
        message = mails.signed()
        self.assertEqual(mails.untouched_faults(message, self.through(message)), [])


class Reject(Signing):
    @classmethod
    def prepare(cls, waybilld):
        waybilld.set_rules('"Wrap"', '"Reject"')

    def test_signed_mail_is_refused(self):
        with self.assertRaises(smtplib.SMTPResponseException) as refused:
            self.through(mails.signed())
        self.assertEqual(refused.exception.smtp_code, 550)
        self.assertIn(b"5.7.1", refused.exception.smtp_error)

    def test_other_mail_is_signed(self):
        message = mails.plain()
        self.assertEqual(mails.signing_faults(message, self.through(message)), [])


if __name__ == "__main__":
    unittest.main()
