#!/usr/bin/python3
"""Mails that come again, with and without faults: who is suppressed, and that nothing is lost. `./dev duplicates`

Each mail has a number and a recipient of its own; some are sent a second time, as they were. A client that gets no 250
sends again until it does, as MTAs do. What was proven, this reads off Postfix' log by itself: a queue id was sent, and its
Message-ID has the number. Then
  lost        a mail that never arrived: none may be
  unproven    an arrival that was suppressed before the log proved an earlier one: none may be
  suppressed  of the arrivals after the proof that reached their end, how many

usage: retransmission.py FOLDER-OF-PROGRAMS MAILS [--faults] [--redis] [--again SHARE] [--seed NUMBER]
"""
import argparse
import contextlib
import heapq
import itertools
import os
import random
import re
import resource
import signal
import smtplib
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import mails
from refuser import Refuser
from servers import Postfix, Redis, Sentinel, Sink, Waybilld, Workplace, wait_until

CLIENTS = 12
AHEAD = 200  # mails accepted and not arrived yet
PAUSE = (2.0, 8.0)  # seconds until a mail is sent again
RETRY = (0.2, 1.0)  # seconds until a client tries again
MOST_TRIES = 500
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
DAY = 24 * 3600


class Mailboxes(Sink):
    """Counts what arrives, by number."""

    def __init__(self):
        super().__init__()
        self.arrived = Counter()
        self.window = threading.Semaphore(AHEAD)

    def keep(self, sender, recipients, data):
        for to in recipients:
            number = int(re.match(r"n(\d+)@", to)[1])
            self.arrived[number] += 1
            if self.arrived[number] == 1:
                self.window.release()


class Jobs:
    """What is to be sent, and when: (due, number, tries)."""

    def __init__(self):
        self._jobs = []
        self._changed = threading.Condition()
        self._is_abandoned = False
        self._under_way = 1  # jobs, and who brings the first ones

    def put(self, due, number, tries=0):
        with self._changed:
            heapq.heappush(self._jobs, (due, number, tries))
            self._changed.notify()

    def take(self):
        """The next one that is due; None when there is nothing more, and nobody will bring more."""
        with self._changed:
            while (self._jobs or self._under_way) and not self._is_abandoned:
                wait = self._jobs[0][0] - time.monotonic() if self._jobs else 1
                if wait <= 0:
                    self._under_way += 1
                    return heapq.heappop(self._jobs)
                self._changed.wait(min(wait, 0.5))
            return None

    def abandon(self):
        """Nobody gets one any more."""
        with self._changed:
            self._is_abandoned = True
            self._changed.notify_all()

    def done(self):
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()


class Run:
    """Sends `count` mails, `again` (a share) of them twice."""

    def __init__(self, binary_folder, count, again, faults, seed, redis=False):
        self.random = random.Random(seed)
        self.count, self.again, self.faults = count, again, faults
        self.jobs = Jobs()
        self.sentinel = None  # with Redis
        self.numbers = itertools.count()
        self.given_up = []
        self.failure = None  # of a fault that could not be made
        self.told = Counter()  # faults
        self.workplace = Workplace()
        self.sink = self.workplace.start(Mailboxes())
        self.waybilld = Waybilld(self.workplace, binary_folder)
        self.refuser = self.workplace.start(Refuser(self.workplace))
        milters = f"{self.waybilld.milter}, {self.refuser.milter}"
        self.postfix = Postfix(self.workplace, self.sink.port, milters, service_throttle_time="1s", notify_classes="",
                               maillog_file_compressor="true", enable_long_queue_ids="no")
        self.refuser.queue = self.workplace.folder / "queue"
        self.marks = self._marks()
        (self.waybilld.etc / "rules.toml").write_text("# none\n")
        self.waybilld.suppress(self.postfix.log_path, redis=self._start_redis() if redis else None)
        if faults:
            self._fake_the_clock()
        self.workplace.start(self.waybilld)
        self.workplace.start(self.postfix)

    def _start_redis(self):
        pair = [Redis(self.workplace, "redis-a"), Redis(self.workplace, "redis-b")]
        pair[1].primary = pair[0]
        for each in pair:
            self.workplace.start(each)
        self.sentinel = self.workplace.start(Sentinel(self.workplace, pair))
        return self.sentinel

    def _marks(self):
        """Of mails that a milter behind waybilld spoils."""
        def mark():
            dice = self.random.random()
            return "kill" if dice < 0.005 else "refuse" if dice < 0.025 else None
        return [mark() if self.faults else None for _ in range(self.count)]

    # ---- clients ----

    def message(self, number):
        mark = self.marks[number]
        trouble = f"X-Trouble: {mark}-{number}\r\n".encode() if mark else b""
        return trouble + mails.plain().replace(b"<1@", b"<%d@" % number).replace(b"see below", b"see %d" % number)

    def send_all(self):
        again = {n for n in range(self.count) if self.random.random() < self.again}
        clients = [threading.Thread(target=self._client, args=(again,), daemon=True) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for number in range(self.count):
            while not self.sink.window.acquire(timeout=1):
                if self.failure:
                    break
            self.jobs.put(time.monotonic(), number)
        self.jobs.done()
        for client in clients:
            client.join()

    def _client(self, again):
        while job := self.jobs.take():
            _, number, tries = job
            if self._send(number):
                if tries >= 0 and number in again:
                    self.jobs.put(time.monotonic() + self.random.uniform(*PAUSE), number, -1)
            elif abs(tries) > MOST_TRIES:
                self.given_up.append(number)
            else:
                self.jobs.put(time.monotonic() + self.random.uniform(*RETRY), number, tries - 1 if tries < 0 else tries + 1)
            self.jobs.done()

    def _send(self, number):
        try:
            self.postfix.send(self.message(number), mails.GEEK, (f"n{number}@example.net",))
        except (OSError, smtplib.SMTPException):
            return False
        return True

    # ---- faults ----

    def _fake_the_clock(self):
        self.clock = self.workplace.write("clock", "+0")
        self.waybilld.wrapper = ["env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME_TIMESTAMP_FILE={self.clock}",
                                 "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"]

    def make_trouble(self, ended):
        faults = {"waybilld killed": self._kill_waybilld, "Postfix killed": self._kill_postfix,
                  "log rotated": self._rotate, "disk full": self._fill_the_disk, "clock turned": self._turn_the_clock}
        if self.sentinel:
            del faults["disk full"]
            faults |= {"Redis frozen": self._freeze_redis, "Redis failed over": self.sentinel.fail_over}
        weights = [1 if "Redis" in name else 8 for name in faults]
        first = self.random.sample(list(faults), len(faults))  # each once
        while not ended.wait(self.random.uniform(2, 5)):
            name = first.pop() if first else self.random.choices(list(faults), weights)[0]
            try:
                faults[name]()
            except Exception as failure:  # the mails would wait for ever
                self.failure = failure
                self.jobs.abandon()
                return
            self.told[name] += 1

    def _kill_waybilld(self):
        self.waybilld.process.kill()
        self.waybilld.process.wait()
        self.waybilld.start()

    def _kill_postfix(self):
        master = int((self.refuser.queue / "pid" / "master.pid").read_text())
        os.killpg(master, signal.SIGKILL)
        wait_until("the end of Postfix", lambda: not Path(f"/proc/{master}").exists())
        self.postfix.log_path.chmod(0o666)  # after a rotation root's alone, and postsuper of `start` is not root
        self.postfix.start()

    def _rotate(self):
        self.postfix._control("logrotate")

    def _fill_the_disk(self):
        """No file of waybilld grows for a while."""
        pid = self.waybilld.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        time.sleep(1)
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def _freeze_redis(self):
        primary = self.sentinel.find_primary()
        primary.send(signal.SIGSTOP)
        time.sleep(0.5)
        primary.send(signal.SIGCONT)

    def _turn_the_clock(self):
        self.clock.write_text(self.random.choice(["+0", f"-{DAY}", f"-{2 * 3600}", f"+{3600}"]))

    # ---- judgement ----

    def run(self):
        ended = threading.Event()
        trouble = threading.Thread(target=self.make_trouble, args=(ended,), daemon=True)
        if self.faults:
            trouble.start()
        self.send_all()
        ended.set()
        if self.faults:
            trouble.join()
        if self.failure:
            raise self.failure
        # What a kill left behind may stay in the queue: a mail that was delivered, and not taken out any more.
        wait_until("all mails", lambda: self._has_all() or not self.postfix.queued())
        return self.judge()

    def _has_all(self):
        return all(self.sink.arrived[number] for number in range(self.count))

    def judge(self):
        lines = itertools.chain.from_iterable(
            path.read_text(errors="replace").splitlines()
            for path in sorted(self.workplace.folder.glob("postfix.log*"), key=lambda path: (path.name == "postfix.log", path.name)))
        arrivals = Arrivals()
        for line in lines:
            arrivals.read(line)
        return {"lost": [n for n in range(self.count) if not self.sink.arrived[n]] + self.given_up,
                "unproven": arrivals.unproven, "suppressed": arrivals.suppressed, "passed": arrivals.passed,
                "doubled": sum(1 for n in self.sink.arrived if self.sink.arrived[n] > 1), "faults": dict(self.told),
                "spoiled": len(self.refuser.done)}


class Arrivals:
    """What Postfix' log says of each mail, in its order. Queue ids may be used again."""

    BORN = re.compile(r"cleanup\[\d+\]: (\w+): message-id=<(\d+)@")
    ACTIVE = re.compile(r"qmgr\[\d+\]: (\w+): from=<.*\(queue active\)$")
    SENT = re.compile(r"smtp\[\d+\]: (\w+): to=<n\d+@example.net>, .* status=sent ")
    DISCARDED = re.compile(r"cleanup\[\d+\]: (\w+): milter-discard: END-OF-MESSAGE")

    def __init__(self):
        self._mails = {}  # queue id: number, and whether that was proven when it came
        self._proven = set()
        self.suppressed = self.passed = 0
        self.unproven = []

    def read(self, line):
        if found := self.BORN.search(line):
            number = int(found[2])
            self._mails[found[1]] = (number, number in self._proven)
        elif found := self.ACTIVE.search(line):
            self.passed += self._mails.get(found[1], (None, False))[1]
        elif found := self.SENT.search(line):
            self._proven.add(self._mails.get(found[1], (None, False))[0])
        elif found := self.DISCARDED.search(line):
            number, was_proven = self._mails[found[1]]
            self.suppressed += was_proven
            if number not in self._proven:
                self.unproven.append((found[1], number))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("mails", type=int)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--redis", action="store_true")
    parser.add_argument("--again", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    run = Run(options.programs, options.mails, options.again, options.faults, options.seed, options.redis)
    with run.workplace:
        begin = time.monotonic()
        found = run.run()
        share = found["suppressed"] / max(1, found["suppressed"] + found["passed"])
        print(f"{options.mails} mails in {time.monotonic() - begin:.0f} s, faults: {found['faults'] or 'none'}, "
              f"{found['spoiled']} mails spoiled behind waybilld\n"
              f"lost: {len(found['lost'])}; suppressed without a proof: {len(found['unproven'])}; of "
              f"{found['suppressed'] + found['passed']} retransmissions behind a proof {100 * share:.2f} % suppressed; "
              f"{found['doubled']} recipients got a mail twice")
        least = 0.95 if options.faults else 0.99
        return 0 if not found["lost"] and not found["unproven"] and share >= least else 1


if __name__ == "__main__":
    sys.exit(main())
