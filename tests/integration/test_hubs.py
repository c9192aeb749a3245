#!/usr/bin/python3
"""Two hubs that share a directory and a next hop, restarted in turn under load: no mail is lost, doubled or unsigned."""
import os
import smtplib
import threading
import unittest
from collections import Counter

import mails
from servers import PATIENCE, Postfix, Sink, Slapd, Waybilld, Workplace, wait_until

BIN = os.environ["WAYBILL_BIN"]
CLIENTS = 8


def message(number):
    return mails.plain().replace(b"<1@", b"<%d@" % number)


def number_of(data):
    return int(data.split(b"Message-ID: <", 1)[1].split(b"@", 1)[0])


class Hub:
    """Postfix with its waybilld."""

    def __init__(self, test, sink, slapd):
        self.workplace = Workplace()
        test.addCleanup(self.workplace.close)
        self.waybilld = Waybilld(self.workplace, BIN)
        self.waybilld.use_slapd(slapd)
        self.workplace.start(self.waybilld)
        self.postfix = self.workplace.start(Postfix(self.workplace, sink.port, self.waybilld.milter))
        self.open = True
        self.busy = set()  # clients that are sending to it


class Client(threading.Thread):
    """Sends mail after mail, each to the next hub that takes it."""

    def __init__(self, hubs, numbers):
        super().__init__(daemon=True)
        self._hubs, self._numbers, self.ended = hubs, numbers, threading.Event()
        self.accepted, self.unsure, self.turned_away = [], set(), 0

    def run(self):
        while not self.ended.is_set():
            number = next(self._numbers)
            turn = number
            while not self.send(number, self._hubs[turn % len(self._hubs)]):
                turn += 1
            self.accepted.append(number)

    def send(self, number, hub):
        hub.busy.add(self)
        try:
            if not hub.open:
                return False
            hub.postfix.send(message(number), mails.GEEK)
            return True
        except smtplib.SMTPResponseException as answer:
            assert 400 <= answer.smtp_code < 500, answer
        except (OSError, smtplib.SMTPServerDisconnected):
            self.unsure.add(number)  # it may have been accepted all the same
        finally:
            hub.busy.discard(self)
        self.turned_away += 1
        return False


class Hubs(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        slapd = self.workplace.start(Slapd(self.workplace))
        self.hubs = [Hub(self, self.sink, slapd) for _ in range(2)]
        numbers = iter(range(1, 1_000_000))
        self.clients = [Client(self.hubs, numbers) for _ in range(CLIENTS)]

    def accepted(self):
        return sum(len(client.accepted) for client in self.clients)

    def restart_in_turn(self, restart):
        for client in self.clients:
            client.start()
        for hub in 2 * self.hubs:
            wait_until("mail", lambda before=self.accepted(): self.accepted() > before + 5 * CLIENTS)
            restart(hub)
        wait_until("mail", lambda before=self.accepted(): self.accepted() > before + 5 * CLIENTS)
        for client in self.clients:
            client.ended.set()
        for client in self.clients:
            client.join(PATIENCE)

    def assert_each_arrived_once_and_signed(self):
        numbers = [number for client in self.clients for number in client.accepted]
        unsure = set().union(*(client.unsure for client in self.clients))
        arrived = Counter()
        wait_until("all mail", lambda: {number_of(data) for _, _, data in list(self.sink.mails)} >= set(numbers))
        for _, _, data in self.sink.mails:
            self.assertEqual(mails.signing_faults(message(number_of(data)), data), [])
            arrived[number_of(data)] += 1
        self.assertEqual(set(arrived), set(numbers))
        self.assertEqual([number for number, times in arrived.items() if times > 1 and number not in unsure], [])

    def test_restarts_of_waybilld(self):
        def restart(hub):
            hub.waybilld.stop()
            self.assertEqual(hub.waybilld.process.returncode, 0)
            turned_away = sum(client.turned_away for client in self.clients)
            wait_until("a client turned away", lambda: sum(client.turned_away for client in self.clients) > turned_away)
            hub.waybilld.start()

        self.restart_in_turn(restart)
        self.assert_each_arrived_once_and_signed()

    def test_restarts_of_whole_hubs(self):
        def restart(hub):
            """It gets no new mail, delivers what it has (a Postfix that is stopped breaks off what it sends), and ends."""
            hub.open = False
            wait_until("an empty queue", lambda: not hub.busy and not hub.postfix.queued())
            hub.postfix.stop()
            hub.waybilld.stop()
            hub.waybilld.start()
            hub.postfix.start()
            hub.open = True

        self.restart_in_turn(restart)
        self.assert_each_arrived_once_and_signed()


if __name__ == "__main__":
    unittest.main()
