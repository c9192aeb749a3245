#!/usr/bin/python3
"""A real Postfix and a real Sendmail: mails that come again reach nobody twice once the log proved the first; else they pass."""
import json
import os
import signal
import smtplib
import subprocess
import unittest

import mails
from refuser import Refuser
from sendmail import Sendmail
from servers import PATIENCE, Gate, Postfix, Redis, Sink, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]
SENDER = mails.GEEK
NO_RULES = "# none\n"


def make_postfix(workplace, next_hop, milter):
    refuser = workplace.start(Refuser(workplace))
    return Postfix(workplace, next_hop, f"{milter}, {refuser.milter}", reinject_milter=milter, enable_long_queue_ids="yes")


def make_sendmail(workplace, next_hop, milter):
    return Sendmail(workplace, next_hop, milter, takes_copies=True)


class Hub:
    """An MTA with its waybilld. `next_hop`: where its mail goes. `redis`: what it shares with other hubs."""

    def __init__(self, workplace, next_hop, rules=NO_RULES, more="suppress = true\n", name="mx.example.com", redis=None,
                 make_mta=make_postfix):
        self.waybilld = Waybilld(workplace, BIN)
        (self.waybilld.etc / "rules.toml").write_text(rules)
        self.mta = make_mta(workplace, next_hop, self.waybilld.milter)
        self.gate = workplace.start(Gate(self.mta.reinject_port))
        self.waybilld.reinject(self.gate.port)
        self.redis = redis
        self.waybilld.suppress(self.mta.log_path, more, name, redis)
        workplace.start(self.waybilld)
        workplace.start(self.mta)

    def waybill(self, *arguments, code=0):
        done = subprocess.run([f"{BIN}/waybill", *arguments, "-c", self.waybilld.etc / "waybill.toml"],
                              capture_output=True, text=True, check=False)
        assert done.returncode == code, done
        return done.stdout

    def seen(self, *arguments):
        """What it remembers; nothing before the file is there."""
        if not self.redis and not (self.waybilld.etc / "seen.db").exists():
            return []
        return [json.loads(line) for line in self.waybill("seen", "list", "--format", "json", *arguments).splitlines()]

    def wait_until_proven(self, recipient, count=1):
        wait_until(f"proof for {recipient}", lambda: count == sum(
            "proven" in each for each in self.seen("--recipient", recipient)))

    def duplicates(self, count):
        """The log lines of so many duplicates."""
        def lines():
            return [line for line in self.waybilld.log().splitlines() if ": DUPLICATE " in line]
        return wait_until("duplicates", lambda: lines() if len(lines()) >= count else None)


class Dedupe(unittest.TestCase):
    number = 0
    rules = NO_RULES
    more = "suppress = true\n"
    make_mta = staticmethod(make_postfix)

    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.sink = cls.workplace.start(Sink())
        cls.hub = Hub(cls.workplace, cls.sink.port, cls.rules, cls.more, make_mta=cls.make_mta)

    def setUp(self):
        Dedupe.number += 1
        self.to = f"to{self.number}@example.net"
        self.message = mails.plain().replace(b"<1@", b"<%d@" % self.number)
        self.before = len(self.sink.mails)

    def send(self, *recipients, message=None, sender=SENDER):
        self.hub.mta.send(message or self.message, sender, recipients or (self.to,))

    def arrived(self, count):
        """Who got this test's mails, once there are so many of these, and no more is on its way."""
        self.sink.wait(self.before + count)
        wait_until("an empty queue", self.hub.mta.is_idle)
        got = [to for _, recipients, _ in self.sink.mails[self.before:] for to in recipients]
        return sorted(got)

    def send_and_prove(self, *recipients, **more):
        recipients = recipients or (self.to,)
        self.send(*recipients, **more)
        for to in recipients:
            self.hub.wait_until_proven(to)


class ForAll(Dedupe):
    def test_the_second_is_accepted_and_reaches_nobody(self):
        self.send_and_prove()
        self.send()
        self.assertEqual(self.arrived(1), [self.to])
        line = next(each for each in self.hub.duplicates(1) if self.to in each)
        [record] = self.hub.seen("--recipient", self.to)
        self.assertIn(f" of={record['queue-id']} hub=mx.example.com id={record['dedupe-id']}", line)
        self.assertNotIn(record["queue-id"], line.split(": DUPLICATE")[0])
        log = self.hub.mta.log()
        self.assertIn(f"{record['queue-id']}: ", log)
        [event] = wait_until("the event", lambda: self.hub.waybill(
            "track", "--event", "DUPLICATE", "--recipient", self.to, "--format", "json").splitlines())
        event = json.loads(event)
        self.assertEqual(event["custom-data"], f"S:Earlier={record['queue-id']};S:Hub=mx.example.com")

    def test_folded_and_traced_on_another_way_it_is_the_same(self):
        self.send_and_prove()
        again = b"Received: from elsewhere by other.example.com id 123; Thu, 1 Jan 2026 00:00:00 +0000\r\n" + self.message
        again = again.replace(b"Offer,\r\n\tfolded", b"Offer, folded")
        self.assertNotIn(b"Offer,\r\n", again)
        self.send(message=again)
        self.assertEqual(self.arrived(1), [self.to])

    def test_only_who_has_it_is_left_out(self):
        other = "other-" + self.to
        self.send_and_prove()
        self.send(self.to, other)
        self.assertEqual(self.arrived(2), sorted([self.to, other]))

    def test_another_message_passes_and_one_that_cannot_be_compared(self):
        self.send_and_prove()
        self.send(message=self.message.replace(b"<%d@" % self.number, b"<other-%d@" % self.number))
        self.send(message=b"Resent-From: <x@example.com>\r\nResent-Date: Fri, 2 Jan 2026 11:00:00 +0100\r\n" + self.message)
        self.send(message=b"List-Id: <list.example.com>\r\n" + self.message)
        self.send(sender="bounces@example.com")
        anonymous = b"Subject: disk full\r\n\r\nAgain.\r\n"
        self.send(message=anonymous)
        self.send(message=anonymous)
        self.assertEqual(self.arrived(7), [self.to] * 7)

    def test_what_programs_read_differently_passes(self):
        twice = b"Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit\r\n" + self.message
        for count in (1, 2):
            self.send(message=twice)
            self.assertEqual(self.arrived(count), [self.to] * count)

    def test_what_was_forgotten_passes(self):
        self.send_and_prove()
        [record] = self.hub.seen("--recipient", self.to)
        shown = self.hub.waybill("seen", "show", record["dedupe-id"])
        self.assertIn(f"{record['queue-id']} at mx.example.com\n  recipient: {self.to}\n", shown)
        self.assertEqual(self.hub.waybill("seen", "forget", f"<{self.to}>"), f"<{self.to}> was taken out of 1 arrivals\n")
        for command in ("show", "forget"):
            self.hub.waybill("seen", command, record["dedupe-id"], code=1)
        self.send()
        self.assertEqual(self.arrived(2), [self.to] * 2)

    def test_a_recipient_whom_a_milter_behind_us_refused_gets_it_later(self):
        grey = "grey-" + self.to
        with smtplib.SMTP("127.0.0.1", self.hub.mta.port, "client.example.com", PATIENCE) as client:
            client.sendmail(SENDER, [self.to, grey], self.message)  # raises only when all are refused
        self.hub.wait_until_proven(self.to)
        self.send(grey)
        self.assertEqual(self.arrived(2), sorted([self.to, grey]))

    def test_what_bounced_can_be_sent_again(self):
        self.sink.refused.add(self.to)
        self.send()
        wait_until("a report", lambda: any(to == [SENDER] for _, to, _ in self.sink.mails[self.before:]))
        self.sink.refused.clear()
        self.send()
        self.assertEqual(self.arrived(2), sorted([self.to, SENDER]))

    def test_what_is_resent_twice_arrives_twice(self):
        resent = b"Resent-To: " + self.to.encode() + b"\r\nResent-From: x@example.com\r\n" + self.message
        for _ in range(2):
            self.hub.mta.submit(resent.replace(b"\r\n", b"\n"), SENDER, [self.to])
            wait_until("an empty queue", self.hub.mta.is_idle)
        self.assertEqual(self.arrived(2), [self.to] * 2)

    def test_a_table_for_people(self):
        self.send_and_prove()
        head, row = self.hub.waybill("seen", "list", "--recipient", self.to).splitlines()
        self.assertEqual(head.split(), ["arrived", "proven", "recipient", "queue-id", "hub", "dedupe-id"])
        self.assertEqual(row.split()[2], self.to)

    def test_it_goes_on_after_a_kill_where_it_was(self):
        self.send_and_prove()
        self.hub.waybilld.process.kill()
        self.hub.waybilld.process.wait()
        self.hub.waybilld.start()
        self.send()
        self.assertEqual(self.arrived(1), [self.to])

    def test_what_was_queued_while_it_was_away_is_proven_afterwards(self):
        with open(self.hub.mta.log_path, "a", encoding="ascii") as log:  # what a rotation brings: an old end
            log.write("Nov 26 00:00:00 mx postfix/qmgr[1]: 4none: from=<a@x>, size=1, nrcpt=1 (queue active)\n")
        self.send()
        self.hub.waybilld.send(signal.SIGTERM)
        self.hub.waybilld.process.wait()
        self.hub.waybilld.start()
        self.hub.wait_until_proven(self.to)
        self.send()
        self.assertEqual(self.arrived(1), [self.to])


class ForAllOfSendmail(ForAll):
    make_mta = staticmethod(make_sendmail)
    test_a_recipient_whom_a_milter_behind_us_refused_gets_it_later = None  # there is none behind it


class Chain(Dedupe):
    """The mail goes back through the same milter, as from a content filter that keeps it on."""

    def test_a_mail_that_comes_by_again_is_no_duplicate_of_itself(self):
        self.send_and_prove()
        self.sink.wait(self.before + 1)
        _, recipients, data = self.sink.mails[self.before]
        self.hub.mta.send(data, SENDER, recipients)
        self.assertEqual(self.arrived(2), [self.to] * 2)
        hops = [line for line in self.sink.mails[self.before + 1][2].split(b"\r\n") if line.startswith(b"X-Waybill-Hop:")]
        self.assertEqual(len(hops), 2)
        self.hub.wait_until_proven(self.to, 2)
        self.hub.mta.send(data, SENDER, recipients)  # the content filter tries again: now it is one
        self.assertEqual(self.arrived(2), [self.to] * 2)


class Copies(Dedupe):
    rules = """
[[TransportRule]]
Name = "Out"
RecipientAddressContainsWords = ["outside"]
PrependSubject = "[OUT] "
"""

    def setUp(self):
        super().setUp()
        self.outside = f"outside@{self.number}.example.org"

    def test_copies_are_proven_under_their_own_queue_ids(self):
        self.send(self.to, self.outside)
        self.hub.wait_until_proven(self.to)
        self.hub.wait_until_proven(self.outside)
        self.send(self.to, self.outside)
        self.assertEqual(self.arrived(2), sorted([self.to, self.outside]))
        ids = {each["queue-id"] for to in (self.to, self.outside) for each in self.hub.seen("--recipient", to)}
        self.assertEqual(len(ids), 2)

    def test_a_copy_that_bounced_is_not_proven(self):
        for to, gone in ((self.to, self.outside), (f"2-{self.outside}", f"2-{self.to}")):  # rules decide which is the copy
            self.sink.refused.add(gone)
            self.send(to, gone)
            self.hub.wait_until_proven(to)
            wait_until("an empty queue", self.hub.mta.is_idle)
            [record] = self.hub.seen("--recipient", gone)
            self.assertNotIn("proven", record)

    def test_a_copy_whose_hop_was_stripped_is_no_duplicate_of_itself(self):
        self.send(self.to, self.outside)
        self.hub.wait_until_proven(self.to)
        self.sink.wait(self.before + 2)
        copy = next(data for _, to, data in self.sink.mails[self.before:] if to == [self.outside])
        lines = [line for line in copy.split(b"\r\n") if not line.startswith(b"X-")]
        self.hub.mta.send(b"\r\n".join(lines).replace(b"[OUT] ", b""), SENDER, [self.outside])
        self.assertEqual(self.arrived(3), sorted([self.to, self.outside, self.outside]))


class CopiesOfSendmail(Copies):
    make_mta = staticmethod(make_sendmail)


class ForARule(Dedupe):
    rules = """
[[TransportRule]]
Name = "Once"
RecipientAddressContainsWords = ["once"]
SuppressDuplicates = true
"""
    more = ""

    def test_only_for_whom_the_rule_holds(self):
        once = "once@" + self.to.split("@")[0] + ".example.net"
        self.send(once, self.to)
        self.hub.wait_until_proven(once)
        self.send(once, self.to)
        self.assertEqual(self.arrived(2), sorted([once, self.to, self.to]))


class Keyed(Dedupe):
    """With a key the ID is one that nobody outside can compute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        key = cls.hub.waybilld.etc / "dedupe.key"
        key.write_text("k" * 40 + "\n")
        key.chmod(0o600)
        toml = cls.hub.waybilld.etc / "waybill.toml"
        toml.write_text(toml.read_text().replace("suppress = true", 'suppress = true\nkey_file = "dedupe.key"'))
        cls.hub.waybilld.reload_at_once()

    def test_it_is_suppressed_by_its_keyed_id(self):
        self.send_and_prove()
        self.send()
        self.assertEqual(self.arrived(1), [self.to])
        [record] = self.hub.seen("--recipient", self.to)
        self.assertTrue(record["dedupe-id"].startswith("k2:"))
        self.assertIn(f"X-Waybill-Dedupe-ID: {record['dedupe-id']}\r\n".encode(), self.sink.mails[self.before][2])


class TwoHubs(unittest.TestCase):
    """They share a Redis; the mail of the first goes to the second."""

    @classmethod
    def setUpClass(cls):
        cls.places = [Workplace(), Workplace()]
        for place in cls.places:
            cls.addClassCleanup(place.close)
        cls.sink = cls.places[0].start(Sink())
        cls.redis = cls.places[0].start(Redis(cls.places[0]))
        cls.second = Hub(cls.places[1], cls.sink.port, name="mx2.example.com", redis=cls.redis)
        cls.first = Hub(cls.places[0], cls.second.mta.port, name="mx1.example.com", redis=cls.redis)

    def send(self, hub, to, number):
        hub.mta.send(mails.plain().replace(b"<1@", b"<%d@" % number), SENDER, (to,))

    def idle(self):
        wait_until("empty queues", lambda: self.first.mta.is_idle() and self.second.mta.is_idle())
        return [to for _, recipients, _ in self.sink.mails for to in recipients]

    def test_on_its_way_from_hub_to_hub_it_is_one_mail_and_on_any_hub_a_second_is_none(self):
        self.send(self.first, "chain@example.net", 1)
        self.sink.wait()
        self.first.wait_until_proven("chain@example.net", 2)  # at both
        self.assertEqual({each["hub"] for each in self.first.seen("--recipient", "chain@example.net")},
                         {"mx1.example.com", "mx2.example.com"})
        self.send(self.first, "chain@example.net", 1)
        self.send(self.second, "chain@example.net", 1)  # the client goes to the other hub
        self.assertIn("of=", self.second.duplicates(1)[0])
        self.assertIn("hub=mx1.example.com", self.second.duplicates(1)[0])
        self.assertEqual(self.idle().count("chain@example.net"), 1)

    def test_without_redis_all_passes_and_mail_does_not_wait(self):
        self.send(self.second, "down@example.net", 2)
        self.second.wait_until_proven("down@example.net")
        self.redis.process.kill()
        self.redis.process.wait()
        self.send(self.second, "down@example.net", 2)
        wait_until("the mail", lambda: self.idle().count("down@example.net") == 2)
        self.assertIn("duplicates=unknown", self.second.waybilld.log())
        self.redis.start()
        wait_until("Redis works again", lambda: "works again" in self.second.waybilld.log())
        self.send(self.second, "up@example.net", 3)
        self.second.wait_until_proven("up@example.net")
        self.send(self.second, "up@example.net", 3)
        self.assertEqual(self.idle().count("up@example.net"), 1)


class Unproven(Dedupe):
    """The log is not there: nobody can know what became of a mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        toml = cls.hub.waybilld.etc / "waybill.toml"
        toml.write_text(toml.read_text().replace("/postfix.log", "/nowhere.log"))
        cls.hub.waybilld.stop()
        cls.hub.waybilld.start()

    def test_all_passes(self):
        self.send()
        self.send()
        self.assertEqual(self.arrived(2), [self.to] * 2)
        self.assertIn("nowhere.log", self.hub.waybilld.log())


if __name__ == "__main__":
    unittest.main()
