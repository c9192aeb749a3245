#!/usr/bin/python3
"""A real Postfix and a real slapd: plain, by StartTLS, down and silent."""
import os
import smtplib
import time
import unittest

import mails
from servers import Postfix, Sink, Slapd, Waybilld, Workplace

BIN = os.environ["WAYBILL_BIN"]
DEFER = ('Priority = 0', 'Priority = 0\nRuleErrorAction = "Defer"')


class Directory(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        self.slapd = Slapd(self.workplace)
        self.waybilld = Waybilld(self.workplace, BIN)

    def start(self, more="", slapd=True, defer=False):
        if slapd:
            self.workplace.start(self.slapd)
        if defer:
            self.waybilld.set_rules(*DEFER)
        self.waybilld.use_slapd(self.slapd, more)
        self.workplace.start(self.waybilld)
        self.postfix = self.workplace.start(Postfix(self.workplace, self.sink.port, self.waybilld.milter))

    def through(self, message, sender=mails.GEEK):
        self.postfix.send(message, sender)
        return self.sink.take()[2]

    def assert_signed(self):
        message = mails.everything()
        self.assertEqual(mails.signing_faults(message, self.through(message)), [])

    def assert_passes_unsigned(self):
        message = mails.everything()
        self.assertEqual(mails.untouched_faults(message, self.through(message)), [])

    def assert_deferred(self):
        with self.assertRaises(smtplib.SMTPResponseException) as refused:
            self.through(mails.plain())
        self.assertEqual(refused.exception.smtp_code, 451)
        self.assertIn(b"4.7.1", refused.exception.smtp_error)

    def test_attributes_and_groups_come_from_slapd(self):
        self.start()
        self.assert_signed()
        message = mails.everything(mails.GUEST)
        self.assertEqual(mails.untouched_faults(message, self.through(message, mails.GUEST)), [])

    def test_start_tls_with_an_own_authority(self):
        self.start(f'start_tls = true\nca_file = "{self.slapd.ca_file}"\n')
        self.assert_signed()

    def test_start_tls_with_a_stranger_is_no_directory(self):
        self.start("start_tls = true\n")
        self.assert_passes_unsigned()

    def test_a_directory_that_is_down_lets_mail_pass_unsigned_and_says_so(self):
        self.start(slapd=False)
        self.assert_passes_unsigned()
        self.assertIn("unavailable", self.waybilld.log())

    def test_a_directory_that_is_down_defers_where_the_rule_wants_it(self):
        self.start(slapd=False, defer=True)
        self.assert_deferred()

    def test_a_silent_directory_costs_no_more_than_its_time(self):
        self.start('timeout = "1s"\n')
        self.slapd.freeze()
        began = time.monotonic()
        self.assert_passes_unsigned()
        self.assertLess(time.monotonic() - began, 20)

    def test_a_silent_directory_defers_where_the_rule_wants_it(self):
        self.start('timeout = "1s"\n', defer=True)
        self.slapd.freeze()
        self.assert_deferred()

    def test_answers_outlive_a_restart_and_an_outage(self):
        self.start('timeout = "1s"\ncache_lifetime = "100ms"\nnegative_lifetime = "100ms"\n')
        self.assert_signed()
        self.slapd.stop()
        self.waybilld.stop()
        self.assertEqual(self.waybilld.cache.stat().st_mode & 0o777, 0o600)
        self.waybilld.start()
        self.assert_signed()

    def test_answers_outlive_a_reload_in_an_outage_without_a_file(self):
        self.waybilld.cache = ""
        self.start('timeout = "1s"\n')
        self.assert_signed()
        self.slapd.stop()
        self.waybilld.set_rules("Priority = 0", "Priority = 1")
        self.waybilld.reload_at_once()
        self.assert_signed()

    def test_mail_is_signed_again_when_the_directory_is_back(self):
        self.start('timeout = "1s"\n', slapd=False)
        self.assert_passes_unsigned()
        self.workplace.start(self.slapd)
        deadline = time.monotonic() + 60
        while mails.signing_faults(mails.plain(), self.through(mails.plain())):
            self.assertLess(time.monotonic(), deadline, "still unsigned")


if __name__ == "__main__":
    unittest.main()
