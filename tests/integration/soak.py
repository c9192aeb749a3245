#!/usr/bin/python3
"""A long run under load: 64 connections, mails of mixed sizes, reloads, a directory that comes and goes. `./dev soak`

Each mail has a number; each that Postfix accepted has to arrive once, signed, or as it was when the directory was away.
Descriptors and memory of waybilld have to stay where they were. Prints a report; ends with 1 when something is wrong.

usage: soak.py FOLDER-OF-WAYBILLD MINUTES
"""
import email.message
import email.policy
import itertools
import os
import random
import smtplib
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import mails
from servers import PATIENCE, Postfix, Sink, Slapd, Waybilld, Workplace, wait_until

CONNECTIONS = 64
UNDER_WAY = 256  # mails accepted and not arrived yet: what clients may be ahead of the next hop
MAILS_OF_A_CONNECTION = 10
RELOAD_EVERY = 10  # seconds
DIRECTORY_UP, DIRECTORY_DOWN = 7, 3  # seconds
FLATNESS = 0.02


def attached(size):
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = mails.GEEK, "you@example.net", "Files"
    message["Message-ID"], message["Date"] = "<1@client.example.com>", "Fri, 2 Jan 2026 10:00:00 +0100"
    message.set_content("Hello,\n\nsee below.\n")
    message.add_alternative("<html><body><p>Hello,</p><p>see below.</p></body></html>", subtype="html")
    message.add_attachment(random.Random(size).randbytes(size), maintype="application", subtype="octet-stream")
    return message.as_bytes(policy=email.policy.SMTP)


SHAPES = [*[mails.plain()] * 8, *[mails.everything()] * 6, *[attached(20_000)] * 4, attached(200_000), attached(1_500_000)]


def message(number):
    return SHAPES[number % len(SHAPES)].replace(b"<1@", b"<%d@" % number)


def number_of(data):
    return int(data.split(b"Message-ID: <", 1)[1].split(b"@", 1)[0])


class Judge(Sink):
    """Keeps of each mail only whether it is as it should be."""

    def __init__(self):
        super().__init__()
        self.arrived = Counter()
        self.kinds = Counter()
        self.faults = []
        self.window = threading.Semaphore(UNDER_WAY)

    def keep(self, sender, recipients, data):
        number = number_of(data)
        faults = mails.signing_faults(message(number), data)
        kind = "signed" if not faults else "as it was" if not mails.untouched_faults(message(number), data) else "harmed"
        self.window.release()
        self.arrived[number] += 1
        self.kinds[kind] += 1
        if kind == "harmed":
            self.faults.append((number, faults))


class Client(threading.Thread):
    """Connects, sends some mails, and connects again."""

    def __init__(self, port, window, numbers, ended):
        super().__init__(daemon=True)
        self._port, self._window, self._numbers, self._ended = port, window, numbers, ended
        self.accepted, self.deferred, self.failure = [], 0, None

    def run(self):
        try:
            while not self._ended.is_set():
                self.connect()
        except Exception as failure:  # pylint: disable=broad-except
            self.failure = failure

    def connect(self):
        with smtplib.SMTP("127.0.0.1", self._port, "client.example.com", PATIENCE) as client:
            for number in itertools.islice(self._numbers, MAILS_OF_A_CONNECTION):
                while not self._window.acquire(timeout=1):
                    if self._ended.is_set():
                        return
                self.send(client, number)

    def send(self, client, number):
        try:
            client.sendmail(mails.GEEK, ["you@example.net"], message(number), ["BODY=8BITMIME"])
            self.accepted.append(number)
        except smtplib.SMTPResponseException as answer:
            if not 400 <= answer.smtp_code < 500:
                raise
            self._window.release()
            self.deferred += 1


class Rhythm(threading.Thread):
    """Does something again and again until the end."""

    def __init__(self, ended, every, what):
        super().__init__(daemon=True)
        self._ended, self._every, self._what = ended, every, what
        self.times = 0

    def run(self):
        while not self._ended.wait(self._every):
            self._what()
            self.times += 1


class Gauge:
    """Memory and descriptors of a process, once a second."""

    def __init__(self, process):
        self._folder = Path("/proc", str(process))
        self.anonymous = []  # bytes

    def sample(self):
        status = (self._folder / "status").read_text(encoding="ascii")
        self.anonymous.append(1024 * int(status.split("RssAnon:")[1].split()[0]))

    def descriptors(self):
        return len(os.listdir(self._folder / "fd"))

    def quarter(self, index):
        size = len(self.anonymous) // 4
        return statistics.mean(self.anonymous[index * size:(index + 1) * size])


def flap(slapd, ended):
    slapd.stop()
    ended.wait(DIRECTORY_DOWN)
    slapd.start()


def load(postfix, judge, numbers, ended):
    """All clients until `ended`; then until what was accepted has arrived."""
    clients = [Client(postfix.port, judge.window, numbers, ended) for _ in range(CONNECTIONS)]
    for client in clients:
        client.start()
    ended.wait()
    for client in clients:
        client.join(PATIENCE)
    accepted = {number for client in clients for number in client.accepted}
    wait_until("an empty queue", lambda: not postfix.queued())
    wait_until("all mail", lambda: judge.arrived.keys() >= accepted)
    return clients


def warm_up(postfix, judge, numbers):
    ended = threading.Event()
    Rhythm(ended, 5, ended.set).start()
    load(postfix, judge, numbers, ended)


def soak(waybilld, postfix, slapd, judge, minutes):
    numbers = iter(range(1, 1 << 40))
    warm_up(postfix, judge, numbers)
    gauge = Gauge(waybilld.process.pid)
    before = gauge.descriptors()
    ended = threading.Event()
    reloads = Rhythm(ended, RELOAD_EVERY, waybilld.reload)
    outages = Rhythm(ended, DIRECTORY_UP, lambda: flap(slapd, ended))
    rhythms = [reloads, outages, Rhythm(ended, 1, gauge.sample)]
    for rhythm in rhythms:
        rhythm.start()
    threading.Timer(minutes * 60, ended.set).start()
    clients = load(postfix, judge, numbers, ended)
    for rhythm in rhythms:
        rhythm.join(PATIENCE)
    return report(clients, judge, gauge, before, reloads.times, outages.times)


def report(clients, judge, gauge, before, reloads, outages):
    accepted = [number for client in clients for number in client.accepted]
    lost = [number for number in accepted if judge.arrived[number] == 0]
    doubled = [number for number in accepted if judge.arrived[number] > 1]
    second, last = gauge.quarter(1), gauge.quarter(3)
    failures = [client.failure for client in clients if client.failure]
    descriptors = gauge.descriptors()
    print(f"{len(accepted)} mails accepted over {CONNECTIONS} connections, {sum(c.deferred for c in clients)} deferred, "
          f"{reloads} reloads, the directory went {outages} times")
    print(f"arrived: {dict(judge.kinds)}; lost: {len(lost)}; doubled: {len(doubled)}")
    print(f"memory (anonymous): second quarter {second / 1e6:.1f} MB, last quarter {last / 1e6:.1f} MB "
          f"({last / second - 1:+.1%}); descriptors: {before} before, {descriptors} after")
    for problem in (*failures[:5], *judge.faults[:5], *lost[:5], *doubled[:5]):
        print(f"problem: {problem!r}")
    flat = last <= second * (1 + FLATNESS)
    return not (failures or judge.faults or lost or doubled) and flat and descriptors <= before


def main():
    with Workplace() as workplace:
        judge = workplace.start(Judge())
        slapd = workplace.start(Slapd(workplace))
        waybilld = Waybilld(workplace, sys.argv[1])
        waybilld.use_slapd(slapd)
        workplace.start(waybilld)
        postfix = workplace.start(Postfix(workplace, judge.port, waybilld.milter))
        begin = time.monotonic()
        fine = soak(waybilld, postfix, slapd, judge, float(sys.argv[2]))
        print(f"{(time.monotonic() - begin) / 60:.0f} minutes: {'fine' if fine else 'NOT fine'}")
        fine = fine and waybilld.is_running()
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
