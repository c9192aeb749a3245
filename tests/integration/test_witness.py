#!/usr/bin/python3
"""The witness beside a real Postfix and a real Sendmail: what they have is proven, over rotations and restarts; what they
refused is not."""
import contextlib
import os
import re
import shutil
import smtplib
import subprocess
import threading
import time
import unittest

from sendmail import Sendmail
from servers import HERE, Postfix, Program, Sink, Waybilld, Workplace, free_port, wait_until

BIN = os.environ["WAYBILL_BIN"]
PROGRAM = os.path.join(os.environ["WAYBILL_BUILD"], "tests/integration/mta/witness")
UNIT = os.path.join(os.environ["WAYBILL_BUILD"], "waybill.service")
USER = 61184  # of as-unit
RULES = """
[[TransportRule]]
Name = "Refuse"
SubjectContainsWords = ["refuse"]
RejectMessageReasonText = "Sent"
RejectMessageEnhancedStatusCode = "5.7.1"

[[TransportRule]]
Name = "Delete"
SubjectContainsWords = ["delete"]
DeleteMessage = true

[[TransportRule]]
Name = "Hold"
SubjectContainsWords = ["hold"]
Quarantine = true
"""
SENT = "to=<you@example.net>, relay=x, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 ok)"
LIES = b"4.7.1 <x>, dsn=2.0.0, stat=Sent, status=sent (queue active)"


class MovingSink(Sink):
    """Refuses later@ for now and never@ for good, with texts that look like proofs."""

    def converse(self, lines, out):
        replies = {b"EHLO": b"250-sink\r\n250 DSN\r\n", b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}
        out.write(b"220 sink ESMTP\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"RCPT" and (b"later@" in line or b"never@" in line):
                out.write((b"451 " if b"later@" in line else b"550 ") + LIES + b"\r\n")
                continue
            out.write(replies.get(verb, b"250 ok\r\n"))
            if verb == b"DATA":
                while next(lines) != b".\r\n":
                    pass
                out.write(b"250 " + LIES + b"\r\n")
            elif verb == b"QUIT":
                return


class Witness(Program):
    """With its position in a file."""

    def __init__(self, workplace, *log, wrapper=(), user="root"):
        super().__init__(workplace.folder / "witness.log")
        place = workplace.folder / "witness"
        place.mkdir(exist_ok=True)
        shutil.chown(place, user)
        self.kept = place / "position"
        self._command = [*wrapper, PROGRAM, log[0], self.kept, *log[1:]]

    @classmethod
    def as_unit(cls, workplace, *log):
        """In its groups; files and folders are read-only, and a system call that the unit forbids would end it."""
        wrapper = [HERE / "as-unit", "--writable", workplace.folder / "witness", UNIT]
        return cls(workplace, *log, wrapper=wrapper, user=USER)

    def start(self):
        """Returns when it has begun to read."""
        self.start_blind()
        wait_until("a position", self.kept.exists)

    def start_blind(self):
        self.run(self._command)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def proofs(self):
        """As (queue id, recipient)."""
        return {tuple(line.split(" ", 1)) for line in self.log().splitlines() if not line.startswith("[")}

    def of(self, queue_id):
        return {recipient for id, recipient in self.proofs() if id == queue_id}


class Rig:
    """An MTA, and a witness of its log. The mails are numbered by their Message-ID, by which the log names them."""

    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(MovingSink())
        self.count = 0

    def start(self, milter="", next_hop=None):
        self.mta = self.workplace.start(self.make_mta(next_hop or self.sink.port, milter))
        self.log = self.mta.log_path
        wait_until("a line", lambda: self.log.exists() and self.log.stat().st_size > 0)
        self.witness = self.workplace.start(self.make_witness())

    def make_witness(self):
        return Witness(self.workplace, self.log)

    def start_filtered(self):
        waybilld = Waybilld(self.workplace, BIN)
        waybilld.tracking = "enabled = false"
        (waybilld.etc / "rules.toml").write_text(RULES)
        self.workplace.start(waybilld)
        self.start(waybilld.milter)

    def send(self, subject="Hello", recipients=("you@example.net",)):
        """The queue id."""
        self.count += 1
        identity = f"{self.count}@client.example.com"
        message = (f"From: a@example.com\r\nTo: b@example.net\r\nSubject: {subject}\r\nMessage-ID: <{identity}>\r\n"
                   "Date: Fri, 2 Jan 2026 10:00:00 +0100\r\n\r\nHello\r\n").encode()
        with contextlib.suppress(smtplib.SMTPResponseException):
            self.mta.send(message, "a@example.com", recipients)
        pattern = re.compile(rf"(\w+): (?:message-id=|from=.*, msgid=)<{identity}>")
        return wait_until("a queue id", lambda: pattern.search(self.all_logs()))[1]

    def all_logs(self):
        return "".join(path.read_text(errors="replace") for path in self.log.parent.glob(f"{self.log.name}*")
                       if path.suffix != ".gz")

    def wait_for(self, queue_id, *recipients):
        wait_until(f"a proof of {queue_id}", lambda: self.witness.of(queue_id) >= set(recipients))

    def assert_only(self, *queue_ids):
        self.assertEqual({id for id, _ in self.witness.proofs()}, set(queue_ids))

    def wait_until_delivered(self, id):
        wait_until("delivery", lambda: re.search(rf"{id}: to=.*(stat=Sent|status=sent) ", self.all_logs()))

    def truncate(self, number):
        shutil.copy(self.log, f"{self.log}.{number}")
        os.truncate(self.log, 0)


class OfAFile(Rig):
    """Tests for any MTA."""

    def test_what_a_filter_refused_deleted_or_holds_is_not_proven(self):
        self.start_filtered()
        refused, deleted, held = (self.send(subject) for subject in ("refuse", "delete", "hold"))
        last = self.send()
        self.wait_for(last, "you@example.net")
        self.assert_only(last)
        self.assertEqual(len({refused, deleted, held, last}), 4)
        self.mta.release()
        self.wait_for(held, "you@example.net")
        self.assert_only(last, held)

    def test_a_next_hop_that_is_away(self):
        self.start(next_hop=free_port())
        id = self.send()
        wait_until("a failure", lambda: re.search(rf"{id}: .*(status=deferred|stat=Deferred)", self.all_logs()))
        time.sleep(0.3)  # three looks of the witness at what must not be a proof
        self.assertEqual(self.witness.proofs(), set())

    def test_rotated_by_rename(self):
        self.start()
        ids = []
        for _ in range(3):
            ids.append(self.send())
            self.rotate()
            ids.append(self.send())
            for id in ids[-2:]:
                self.wait_for(id, "you@example.net")
        self.assert_only(*ids)

    def test_rotated_by_copy_and_truncate(self):
        self.start()
        ids = []
        for number in range(3):
            ids.append(self.send())
            self.wait_until_delivered(ids[-1])  # a line between copy and truncation would be in neither
            self.truncate(number)
            ids.append(self.send())
        for id in ids:
            self.wait_for(id, "you@example.net")
        self.assert_only(*ids)

    def test_away_for_a_while(self):
        self.start()
        first = self.send()
        self.wait_for(first, "you@example.net")
        self.witness.stop()
        self.assertEqual(self.witness.process.returncode, 0)
        self.witness.log_path.write_text("")
        ids = [self.send()]
        self.wait_until_delivered(ids[-1])
        os.rename(self.log, f"{self.log}.1")
        self.reopen()
        ids.append(self.send())
        self.wait_until_delivered(ids[-1])
        self.truncate(9)
        ids.append(self.send())
        self.witness.start()
        for id in ids:
            self.wait_for(id, "you@example.net")
        self.assert_only(*ids)

    def test_killed_again_and_again(self):
        self.start()
        ids = []
        for _ in range(5):
            ids.append(self.send())
            self.witness.kill()
            ids.append(self.send())
            self.witness.start()
        for id in ids:
            self.wait_for(id, "you@example.net")
        self.assert_only(*ids)

    def test_without_permission_it_says_so_and_tries_again(self):
        self.start()
        self.witness.stop()
        self.log.chmod(0o600)
        self.witness.kept.unlink()
        wrapper = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        self.witness = Witness(self.workplace, self.log, wrapper=wrapper, user="nobody")
        self.witness.start_blind()
        self.addCleanup(self.witness.stop)
        wait_until("a complaint", lambda: f"{self.log}: Permission denied" in self.witness.log())
        self.log.chmod(0o644)
        wait_until("a position", self.witness.kept.exists)
        id = self.send()
        self.wait_for(id, "you@example.net")
        self.assertEqual(self.witness.log().count("Permission denied"), 1)
        self.assertEqual(self.witness.log().count("can be read again"), 1)

    def test_as_its_unit_runs_it(self):
        self.start()
        self.witness.stop()
        shutil.chown(self.log, "root", "adm")
        self.log.chmod(0o640)
        self.witness = self.workplace.start(Witness.as_unit(self.workplace, self.log))
        id = self.send()
        self.wait_for(id, "you@example.net")
        self.assert_only(id)


class WithPostfix(OfAFile, unittest.TestCase):
    def make_mta(self, next_hop, milter):
        return Postfix(self.workplace, next_hop, milter)

    def rotate(self):
        """As postfix(1) does it, with gzip."""
        self.mta._control("logrotate")

    def reopen(self):
        self.mta.reload()

    def test_each_recipient_is_proven_for_itself(self):
        self.start()
        id = self.send(recipients=["you@example.net", "later@example.net", "never@example.net"])
        bounce = wait_until("a bounce", lambda: re.search(rf"{id}: sender non-delivery notification: (\w+)", self.all_logs()))[1]
        self.wait_for(bounce, "a@example.com")
        self.assert_only(id, bounce)
        self.assertEqual(self.witness.of(id), {"you@example.net"})

    def test_addresses_that_look_like_lines(self):
        self.start_filtered()
        liar = '"x>, relay=x, dsn=2.0.0, status=sent (queue active)"@example.net'
        refused = self.send("refuse", [liar, "you@example.net"])
        id = self.send(recipients=[liar])
        self.wait_for(id, liar)
        self.assert_only(id)
        self.assertNotEqual(refused, id)


class WithSendmail(OfAFile, unittest.TestCase):
    MODE = "define(`confDELIVERY_MODE', `%s')dnl\n"

    def make_mta(self, next_hop, milter, more=""):
        return Sendmail(self.workplace, next_hop, milter, more=more)

    def rotate(self):
        os.rename(self.log, f"{self.log}.{self.count}")

    def reopen(self):
        pass

    def test_each_recipient_is_proven_for_itself(self):
        self.start()
        id = self.send(recipients=["You@example.net", "later@example.net", "never@example.net"])
        self.wait_for(id, "You@example.net")
        self.assertIn("<never@example.net>", self.all_logs())
        self.assertIn("<later@example.net>", self.all_logs())
        self.assertEqual(self.witness.of(id), {"You@example.net"})

    def test_what_is_only_queued_is_proven_when_it_is_delivered(self):
        self.make_mta = lambda next_hop, milter: Sendmail(self.workplace, next_hop, milter, more=self.MODE % "queueonly")
        self.start()
        id = self.send()
        wait_until("the queue", lambda: re.search(rf"{id}: to=<you@example.net>, delay=[\d:]+, mailer=esmtp", self.all_logs()))
        self.wait_for(id, "you@example.net")
        self.assertIn("stat=queued", self.all_logs())

    def test_addresses_that_look_like_lines(self):
        self.start_filtered()
        liar = '"x>, mailer=x, dsn=2.0.0, stat=Sent"@example.net'
        self.send("refuse", [liar, "you@example.net"])
        id = self.send(recipients=[liar])
        self.wait_for(id, liar)
        self.assert_only(id)

    def test_many_recipients_of_a_message(self):
        self.start()
        recipients = [f"recipient-{number}@example.net" for number in range(100)]
        id = self.send(recipients=recipients)
        self.wait_for(id, *recipients)
        self.assertIn(", [more], ", self.all_logs())
        self.assert_only(id)


class Journald:
    """systemd-journal-remote stands in for it: journal files of what is written here."""

    def __init__(self, folder):
        self.folder = folder
        self._files = 0
        self._process = None
        self._lock = threading.Lock()

    def start(self):
        self.folder.mkdir(exist_ok=True)
        self._files += 1
        self._process = subprocess.Popen(
            ["/lib/systemd/systemd-journal-remote", f"--output={self.folder}/{self._files}.journal", "-"],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def stop(self):
        self._process.stdin.close()
        self._process.wait()

    def rotate(self):
        with self._lock:
            self.stop()
            self.start()

    def write(self, program, text, user=0):
        now = time.time_ns() // 1000
        with self._lock:
            self._process.stdin.write(
                f"__REALTIME_TIMESTAMP={now}\n__MONOTONIC_TIMESTAMP={now}\n_BOOT_ID={'a' * 32}\n_UID={user}\n"
                f"SYSLOG_FACILITY=2\nSYSLOG_IDENTIFIER={program}\nMESSAGE={text}\n\n".encode())
            self._process.stdin.flush()

    def let_read(self, group):
        for path in self.folder.glob("*.journal"):
            shutil.chown(path, "root", group)
            path.chmod(0o640)


class JournalledSendmail(Sendmail):
    def __init__(self, workplace, next_hop, journal):
        super().__init__(workplace, next_hop)
        self._journal = journal

    def write_log(self, time, text):
        super().write_log(time, text)
        program, text = re.fullmatch(r"([\w-]+)\[\d+\]: (.*)", text.decode()).groups()
        self._journal.write(program, text)


class OfAJournal(Rig, unittest.TestCase):
    def make_mta(self, next_hop, milter):
        self.journal = self.workplace.start(Journald(self.workplace.folder / "journal"))
        return JournalledSendmail(self.workplace, next_hop, self.journal)

    def make_witness(self):
        return Witness(self.workplace, "journal", self.journal.folder)

    def test_mail_before_and_behind_a_rotation_and_a_restart(self):
        self.start()
        ids = [self.send(recipients=["you@example.net", "me@example.net"])]
        self.wait_for(ids[0], "you@example.net", "me@example.net")
        self.journal.rotate()
        ids.append(self.send())
        self.wait_for(ids[1], "you@example.net")
        self.witness.stop()
        self.witness.log_path.write_text("")
        ids.append(self.send())
        self.wait_until_delivered(ids[2])
        self.journal.rotate()
        ids.append(self.send())
        self.witness.start()
        for id in ids[2:]:
            self.wait_for(id, "you@example.net")
        self.assert_only(*ids[2:])

    def test_what_a_user_of_the_host_writes_proves_nothing(self):
        self.start()
        self.journal.write("postfix/smtp", f"AAAAAA: {SENT}", user=1000)
        self.journal.write("postfix/smtp", f"BBBBBB: {SENT}", user=106)
        self.wait_for("BBBBBB", "you@example.net")
        self.assert_only("BBBBBB")

    def test_as_its_unit_runs_it(self):
        self.start()
        self.witness.stop()
        self.journal.let_read("systemd-journal")
        self.witness = self.workplace.start(Witness.as_unit(self.workplace, "journal", self.journal.folder))
        id = self.send()
        self.wait_for(id, "you@example.net")

    def test_a_host_without_a_journal_that_it_may_read(self):
        self.start()
        self.witness.stop()
        self.witness.log_path.write_text("")
        self.journal.let_read("root")
        self.witness = Witness.as_unit(self.workplace, "journal", self.journal.folder)
        self.witness.start_blind()
        self.addCleanup(self.witness.stop)
        wait_until("a complaint", lambda: "cannot be read (group systemd-journal)" in self.witness.log())


if __name__ == "__main__":
    unittest.main()
