#!/usr/bin/python3
"""waybilld behind a real Postfix: reload under traffic, end without loss."""
import os
import resource
import signal
import smtplib
import subprocess
import threading
import unittest

import mails
from servers import PATIENCE, Postfix, Sink, Slapd, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]


class Traffic(threading.Thread):
    """Sends mails one after another until ended; counts what was accepted and what was told to come again."""

    def __init__(self, postfix):
        super().__init__()
        self._postfix, self._ended = postfix, threading.Event()
        self.accepted, self.later, self.other = 0, 0, []

    def run(self):
        while not self._ended.is_set():
            try:
                self._postfix.send(mails.plain(), mails.GEEK)
                self.accepted += 1
            except smtplib.SMTPResponseException as answer:
                self.count_refusal(answer)

    def count_refusal(self, answer):
        if 400 <= answer.smtp_code < 500:
            self.later += 1
        else:
            self.other.append(answer)

    def no_more(self):
        """The mail that is under way is the last."""
        self._ended.set()

    def end(self):
        self.no_more()
        self.join(PATIENCE)


class Process(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        self.waybilld = Waybilld(self.workplace, BIN)

    def start(self):
        self.workplace.start(self.waybilld)
        self.postfix = self.workplace.start(Postfix(self.workplace, self.sink.port, self.waybilld.milter))

    def leaves_a_core(self, process):
        """Ends it by an abort."""
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        process.send_signal(signal.SIGABRT)
        status = os.waitpid(process.pid, 0)[1]
        process.poll()
        return os.WCOREDUMP(status)

    def test_no_core_shows_passwords(self):
        if not self.leaves_a_core(subprocess.Popen(["sleep", "60"], cwd=self.workplace.folder)):
            self.skipTest("cores are not to be had here")
        self.workplace.start(self.waybilld)
        self.assertFalse(self.leaves_a_core(self.waybilld.process))

    def assert_all_signed(self, count):
        for _, _, data in self.sink.wait(count):
            self.assertEqual(mails.signing_faults(mails.plain(), data), [])
        self.assertEqual(len(self.sink.mails), count)

    def test_hangups_under_traffic_neither_end_it_nor_lose_mail(self):
        self.start()
        traffic = Traffic(self.postfix)
        traffic.start()
        for count in range(20):
            self.waybilld.reload()
            wait_until("a mail", lambda seen=traffic.accepted: traffic.accepted > seen)
        traffic.end()
        self.assertTrue(self.waybilld.is_running())
        self.assertEqual((traffic.later, traffic.other), (0, []))
        self.assert_all_signed(traffic.accepted)

    def test_twenty_hangups_in_a_row(self):
        self.start()
        for _ in range(20):
            self.waybilld.reload()
        self.postfix.send(mails.plain(), mails.GEEK)
        self.assert_all_signed(1)
        self.assertTrue(self.waybilld.is_running())

    def test_a_reload_takes_new_rules(self):
        self.start()
        self.waybilld.set_rules("%%Title%%", "Chief %%Title%%")
        self.waybilld.reload()
        wait_until("the new rules", self.is_chief)

    def is_chief(self):
        self.postfix.send(mails.plain(), mails.GEEK)
        return b"Chief Sr. Systems Engineer" in self.sink.take()[2]

    def test_a_reload_of_wrong_rules_keeps_the_old_ones(self):
        self.start()
        self.waybilld.set_rules("FromMemberOf", "FromMembersOf")
        self.waybilld.reload()
        wait_until("a complaint", lambda: "FromMembersOf" in self.waybilld.log())
        self.postfix.send(mails.plain(), mails.GEEK)
        self.assert_all_signed(1)

    def says_chief_engineer(self):
        self.postfix.send(mails.plain(), mails.GEEK)
        return b"Chief Engineer" in self.sink.take()[2]

    def test_a_changed_directory_file_counts_and_a_broken_one_does_not(self):
        self.start()
        people = self.waybilld.etc / "people.ldif"
        text = people.read_text()
        people.with_suffix(".new").write_text(text.replace("Sr. Systems Engineer", "Chief Engineer"))
        people.with_suffix(".new").rename(people)
        wait_until("the new title", self.says_chief_engineer)
        people.write_text(text.replace("title: ", "title "))
        wait_until("a complaint", lambda: "expected `attribute: value`; the people read before stay" in self.waybilld.log())
        self.assertRegex(self.waybilld.log(), r"error: [^ ]*people\.ldif:\d+:1: expected")
        self.assertTrue(self.says_chief_engineer())
        people.write_text(text)
        wait_until("the old title", lambda: not self.says_chief_engineer())

    def test_a_directory_file_that_lost_most_entries_waits_for_a_reload(self):
        self.start()
        people = self.waybilld.etc / "people.ldif"
        text = people.read_text().replace("Sr. Systems Engineer", "Chief Engineer")
        people.write_text("\n\n".join(entry for entry in text.split("\n\n") if "uid=geek" in entry))
        wait_until("a warning", lambda: "people.ldif has 2 entries and had 6 before" in self.waybilld.log())
        self.waybilld.reload_at_once()
        self.assertTrue(self.says_chief_engineer())

    def command(self, *arguments, **environment):
        return subprocess.run([f"{BIN}/waybill", *arguments, "-c", self.waybilld.etc / "waybill.toml"],
                              env=os.environ | environment, capture_output=True, text=True, timeout=PATIENCE)

    def test_reload_by_command(self):
        self.start()
        self.waybilld.set_rules("%%Title%%", "Chief %%Title%%")
        done = self.command("reload")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        wait_until("the new rules", self.is_chief)

    def test_reload_by_command_of_systemd(self):
        self.start()
        self.waybilld.set_rules("%%Title%%", "Chief %%Title%%")
        os.rename(self.waybilld.socket, f"{self.waybilld.socket}.gone")
        self.assertEqual(self.command("reload").returncode, 2)
        self.assertEqual(self.command("reload", MAINPID=str(self.waybilld.process.pid)).returncode, 0)
        os.rename(f"{self.waybilld.socket}.gone", self.waybilld.socket)
        wait_until("the new rules", self.is_chief)

    def test_the_command_tells_no_daemon_of_a_wrong_configuration(self):
        self.start()
        self.waybilld.set_rules("FromMemberOf", "FromMembersOf")
        done = self.command("reload")
        self.assertEqual(done.returncode, 1)
        self.assertIn("rules.toml:8:1: error: ", done.stderr)
        self.waybilld.set_rules("FromMembersOf", "FromMemberOf")
        self.assertEqual(self.command("reload").returncode, 0)
        wait_until("a reload", lambda: "reloaded" in self.waybilld.log())
        self.assertNotIn("has errors", self.waybilld.log())

    def test_without_a_daemon_the_command_says_so(self):
        done = self.command("reload")
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"nobody listens on {self.waybilld.milter}: No such file or directory", done.stderr)

    def test_wrong_rules_do_not_start(self):
        self.waybilld.set_rules("FromMemberOf", "FromMembersOf")
        with self.assertRaises(RuntimeError):
            self.waybilld.start()
        self.assertNotEqual(self.waybilld.process.returncode, 0)
        self.assertIn("rules.toml:8:1: error: ", self.waybilld.log())

    def test_a_restart_under_traffic_loses_nothing(self):
        self.start()
        traffic = Traffic(self.postfix)
        traffic.start()
        for _ in range(2):
            wait_until("a mail", lambda seen=traffic.accepted: traffic.accepted > seen)
            self.waybilld.stop()
            self.assertEqual(self.waybilld.process.returncode, 0)
            self.waybilld.start()
        wait_until("a mail", lambda seen=traffic.accepted: traffic.accepted > seen)
        traffic.end()
        self.assertEqual(traffic.other, [])
        self.assert_all_signed(traffic.accepted)

    def test_term_during_a_slow_end_of_message_loses_nothing(self):
        slapd = self.workplace.start(Slapd(self.workplace))
        self.waybilld.use_slapd(slapd, 'timeout = "30s"\n')
        self.start()
        slapd.freeze()
        traffic = Traffic(self.postfix)
        traffic.start()
        wait_until("DATA", lambda: "message-id=<1@client.example.com>" in self.postfix.log())
        self.waybilld.send(signal.SIGTERM)
        wait_until("no newcomers", lambda: not self.waybilld.socket.exists())
        self.assertTrue(self.waybilld.is_running())
        traffic.no_more()
        slapd.send(signal.SIGCONT)
        traffic.end()
        self.waybilld.process.wait(PATIENCE)
        self.assertEqual(self.waybilld.process.returncode, 0)
        self.assertEqual(traffic.other, [])
        self.assertEqual(traffic.accepted, 1)
        self.assert_all_signed(1)


if __name__ == "__main__":
    unittest.main()
