#!/usr/bin/python3
"""waybilld as its unit runs it: its own user, system-call filter, no new privileges, folders that it cannot write to."""
import email.message
import email.policy
import io
import os
import signal
import subprocess
import unittest
import urllib.request
import zipfile
from pathlib import Path

import mails
from servers import HERE, PATIENCE, Postfix, Sink, Slapd, Waybilld, Workplace, free_port, wait_until

BIN = os.environ["WAYBILL_BIN"]
UNIT = os.path.join(os.environ["WAYBILL_BUILD"], "waybill.service")
USER = 61184  # of as-unit
RULES = """
[[TransportRule]]
Name = "Programs"
AttachmentHasExecutableContent = true
PrependSubject = "[PROGRAM] "

[[TransportRule]]
Name = "Lookahead"
UseLegacyRegex = false
SubjectMatchesPatterns = ['Invoice (?=[0-9])']
SetHeaderName = "X-Pattern"
SetHeaderValue = "seen"

[[TransportRule]]
Name = "Some"
SentTo = ["press@example.com"]
PrependSubject = "[PRESS] "
"""


class Sandbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        slapd = cls.workplace.start(Slapd(cls.workplace))
        cls.waybilld = cls.make_waybilld(slapd)
        cls.postfix = Postfix(cls.workplace, cls.sink.port, cls.waybilld.milter, reinject_milter=cls.waybilld.milter)
        cls.waybilld.reinject(cls.postfix.reinject_port)
        cls.workplace.start(cls.waybilld)
        cls.workplace.start(cls.postfix)

    @classmethod
    def make_waybilld(cls, slapd):
        """All it may write to is the folder of its socket and that of its state."""
        waybilld = Waybilld(cls.workplace, BIN)
        run, state = cls.workplace.folder / "run", cls.workplace.folder / "state"
        for folder in (run, state):
            folder.mkdir()
            os.chown(folder, USER, USER)
        waybilld.socket = run / "waybill.sock"
        waybilld.milter = f"unix:{waybilld.socket}"
        waybilld.memory = state / "delivered.db"
        waybilld.cache = state / "directory.db"
        os.chown(waybilld.etc / "ldap.password", USER, USER)
        waybilld.wrapper = [HERE / "as-unit", "--writable", run, "--writable", state, UNIT]
        cls.tracking = state / "tracking.db"
        waybilld.tracking = f'path = "{cls.tracking}"\nlog_addresses = "hashed"\nkey_file = "{state}/track.key"'
        waybilld.use_slapd(slapd, f'start_tls = true\nca_file = "{slapd.ca_file}"\n')
        with open(waybilld.etc / "rules.toml", "a", encoding="utf-8") as rules:
            rules.write(RULES)
        cls.http = free_port()
        with open(waybilld.etc / "waybill.toml", "a", encoding="ascii") as settings:
            settings.write(f'[http]\nlisten = "127.0.0.1:{cls.http}"\n')
        return waybilld

    def through(self, message, recipients=("you@example.net",)):
        self.postfix.send(message, mails.GEEK, recipients)
        return [data for _, _, data in self.sink.wait(len(recipients))]

    def setUp(self):
        self.sink.mails.clear()

    def test_it_is_shut_off(self):
        status = Path(f"/proc/{self.waybilld.process.pid}/status").read_text(encoding="ascii")
        self.assertIn(f"Uid:\t{USER}\t{USER}\t{USER}\t{USER}\n", status)
        self.assertIn("NoNewPrivs:\t1\n", status)
        self.assertIn("Seccomp_filters:\t2\n", status)
        self.assertIn("CapPrm:\t0000000000000000\n", status)

    def test_what_the_unit_forbids_fails_here(self):
        """Else the other tests would show nothing."""
        for code, end in (("ctypes.CDLL(None).mount(None, None, None, 0, None)", -signal.SIGSYS),
                          ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", 1),
                          ("mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)", 1),
                          (f"open('{self.workplace.folder}/more', 'w')", 1), ("pass", 0)):
            done = subprocess.run([*self.waybilld.wrapper, "/usr/bin/python3", "-c", f"import ctypes, mmap, socket; {code}"],
                                  capture_output=True, timeout=PATIENCE)
            self.assertEqual(done.returncode, end, (code, done.stderr))

    def test_people_of_a_server_sign_by_tls(self):
        self.assertEqual(mails.signing_faults(mails.plain(), self.through(mails.plain())[0]), [])

    def test_large_mail_waits_on_disk(self):
        message = mails.plain() + b"A line of a long message.\r\n" * 100000
        self.assertIn(b"Sr. Systems Engineer", self.through(message)[0])

    def test_patterns_need_no_executable_memory(self):
        message = mails.plain().replace(b"Offer", b"Invoice 7")
        self.assertIn(b"X-Pattern: seen\r\n", self.through(message)[0])

    def test_archives_are_opened(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
            members.writestr("setup.bin", Path("/bin/true").read_bytes())
        message = email.message.EmailMessage()
        message["From"], message["To"], message["Subject"] = mails.GEEK, "you@example.net", "Files"
        message.set_content("See below.\n")
        message.add_attachment(archive.getvalue(), maintype="application", subtype="zip", filename="files.zip")
        data = self.through(message.as_bytes(policy=email.policy.SMTP))[0]
        self.assertIn(b"Subject: [PROGRAM] Files\r\n", data)

    def test_copies_are_sent_and_remembered(self):
        data = b"".join(self.through(mails.plain(), ["you@example.net", "press@example.com"]))
        self.assertEqual(data.count(b"[PRESS] "), 1)
        self.assertTrue(os.path.exists(self.waybilld.memory))

    def test_messages_are_tracked_and_root_may_look(self):
        self.through(mails.plain())
        command = [f"{BIN}/waybill", "track", "-c", self.waybilld.etc / "waybill.toml", "--sender", mails.GEEK]
        wait_until("an event", lambda: b"RECEIVE" in subprocess.run(command, capture_output=True, check=True).stdout)
        for path in self.tracking.parent.iterdir():
            self.assertEqual((path.name, path.stat().st_uid, path.stat().st_mode & 0o777), (path.name, USER, 0o600))

    def test_metrics_are_told(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics", timeout=PATIENCE) as page:
            self.assertIn(b'waybill_up{what="directory"} 1\n', page.read())

    def test_a_reload_as_the_unit_asks_for_it(self):
        before = self.waybilld.log().count("reloaded")
        command = [f"{BIN}/waybill", "reload", "-c", self.waybilld.etc / "waybill.toml"]
        done = subprocess.run([*self.waybilld.wrapper, *command], capture_output=True, text=True, timeout=PATIENCE,
                              env=os.environ | {"MAINPID": str(self.waybilld.process.pid)})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        wait_until("a reload", lambda: self.waybilld.log().count("reloaded") > before)
        self.assertEqual(mails.signing_faults(mails.plain(), self.through(mails.plain())[0]), [])


if __name__ == "__main__":
    unittest.main()
