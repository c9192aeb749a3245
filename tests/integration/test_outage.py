#!/usr/bin/python3
"""Directory servers that are killed, flap, or fall silent in the middle of a conversation, under mail of 16 connections.

Two real slapds; mail by the milter protocol. Nothing is cached, so that each mail needs a server. In every case: each
mail is answered, inside the daemon (its log tells) within directory.timeout and a second; one that is accepted is signed,
so nobody is taken for a stranger because a server was down; no thread spins; at the end all mail is signed again.
WAYBILL_OUTAGE=full takes every step of the conversation, not only some (`./dev outage`).
"""
import contextlib
import os
import re
import sys
import threading
import time
import unittest
from pathlib import Path

import people
from servers import Slapd, Waybilld, Workplace, wait_until
from valve import Valve

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "protocol"))

from peer import Peer  # noqa: E402

BIN = os.environ["WAYBILL_BIN"]
FULL = os.environ.get("WAYBILL_OUTAGE") == "full"
CONNECTIONS = 16
PEOPLE = 64
TIMEOUT = 1  # seconds: directory.timeout
UNDER_LOAD = 2  # seconds that a mail may take longer for us than for the daemon: 16 threads, two cores, others
BREATH = 0.05  # seconds between two mails of a connection, so that a thread that spins stands out
SPINNING = 0.8  # of a core
NO_CACHE = 'cache_lifetime = "0s"\nnegative_lifetime = "0s"\n'
# What a connection of each kind asks for, one after another, until the first mail's question. The root DSE comes with the
# end of the handshake.
STEPS = {"ldap": ["connect", "root DSE", "bind", "result"],
         "StartTLS": ["connect", "StartTLS", "handshake", "root DSE", "bind", "result"],
         "ldaps": ["connect", "handshake", "root DSE", "bind", "result"]}
SOME_STEPS = {"ldap": ["connect"], "StartTLS": ["handshake"], "ldaps": ["result"]}


class Load:
    """Mails of 16 connections, one after another on each, until the end; what is wrong with the answers."""

    def __init__(self, waybilld):
        self.signed, self.deferred, self.faults = 0, 0, []
        self._address = str(waybilld.socket)
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(i,), daemon=True) for i in range(CONNECTIONS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        for thread in self._threads:
            thread.join(60)
        if any(thread.is_alive() for thread in self._threads):
            self.faults.append("a mail was not answered")

    def _run(self, connection):
        try:
            peer = Peer(self._address)
            sent = 0
            while not self._ended.wait(BREATH):
                self._send(peer, f"C{connection}M{sent}", (connection + CONNECTIONS * sent) % PEOPLE)
                sent += 1
            peer.close()
        except Exception as failure:  # pylint: disable=broad-except
            self.faults.append(repr(failure))

    def _send(self, peer, queue_id, number):
        sender = people.address(number)
        begin = time.monotonic()
        answer = peer.send(queue_id, [f"From: <{sender}>".encode(), b"Subject: s"], b"Hello\r\n", sender=sender)
        took = time.monotonic() - begin
        is_signed = people.name(number).encode() in (answer.body() or b"")
        with self._lock:
            self.signed += answer.reply == b"c" and is_signed
            self.deferred += answer.text.startswith(b"4")
        if answer.reply == b"c" and not is_signed:
            self.faults.append(f"{queue_id} was accepted unsigned")
        if answer.reply != b"c" and not answer.text.startswith(b"4"):
            self.faults.append(f"{queue_id}: {answer.reply} {answer.text}")
        if took > TIMEOUT + 1 + UNDER_LOAD:
            self.faults.append(f"{queue_id} waited {took:.1f} s")

    def wait_for_signed(self, more=CONNECTIONS):
        goal = self.signed + more
        wait_until("signed mail", lambda: self.signed >= goal or self.faults)

    def wait_for_deferred(self):
        goal = self.deferred + CONNECTIONS
        wait_until("deferred mail", lambda: self.deferred >= goal or self.faults)

    def wait_for_answers(self, more):
        goal = self.signed + self.deferred + more
        wait_until("answers", lambda: self.signed + self.deferred >= goal or self.faults)


@contextlib.contextmanager
def running(server):
    server.start()
    try:
        yield
    finally:
        server.stop()


def processor_time(process):
    """Seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Outage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        organization = people.organization(PEOPLE)
        cls.slapds = [cls.workplace.start(Slapd(cls.workplace, organization, name)) for name in ("first", "second")]
        cls.plain = [cls.workplace.start(Valve(slapd.port)) for slapd in cls.slapds]
        cls.secure = [cls.workplace.start(Valve(slapd.tls_port)) for slapd in cls.slapds]
        cls.authorities = cls.workplace.write("ca.crt", b"".join(s.ca_file.read_bytes() for s in cls.slapds))
        cls.waybilld = Waybilld(cls.workplace, BIN)
        cls.waybilld.set_rules("Priority = 0", 'Priority = 0\nRuleErrorAction = "Defer"')

    def valves(self, kind):
        return self.secure if kind == "ldaps" else self.plain

    def configure(self, kind, more):
        scheme = "ldaps" if kind == "ldaps" else "ldap"
        uris = [f"{scheme}://127.0.0.1:{valve.port}" for valve in self.valves(kind)]
        self.waybilld.configure(directory=f'''kind = "ldap"
uris = {uris}
base = "{Slapd.BASE}"
bind_dn = "{Slapd.BIND_DN}"
password_file = "ldap.password"
ca_file = "{self.authorities}"
start_tls = {str(kind == "StartTLS").lower()}
timeout = "{TIMEOUT}s"
connect_timeout = "400ms"
operation_timeout = "400ms"
{more}''')

    def under_load(self, kind, trouble, step="", more=NO_CACHE):
        """Calls trouble(load) while mail flows, and judges; all has to be well again afterwards."""
        self.configure(kind, more)
        log = len(self.waybilld.log())
        with running(self.waybilld), Load(self.waybilld) as load:
            load.wait_for_signed()
            begin, used = time.monotonic(), processor_time(self.waybilld.process)
            trouble(load)
            share = (processor_time(self.waybilld.process) - used) / (time.monotonic() - begin)
            load.wait_for_signed()
        slowest = max(int(ms) for ms in re.findall(r" ms=(\d+)", self.waybilld.log()[log:]))
        print(f"{self.id().split('.')[-1]}, {kind} {step}: {load.signed} signed, {load.deferred} deferred, the slowest {slowest} ms, "
              f"{share:.2f} of a core", flush=True)
        self.assertEqual(load.faults[:5], [])
        self.assertLess(slowest, 1000 * (TIMEOUT + 1))
        self.assertLess(share, SPINNING)
        self.assertEqual(self.waybilld.process.returncode, 0)

    def each_kind(self, trouble):
        for kind in STEPS:
            with self.subTest(kind=kind):
                self.under_load(kind, trouble)

    def test_each_server_in_turn_is_killed_and_comes_back(self):
        def trouble(load):
            for slapd in self.slapds:
                slapd.process.kill()
                slapd.process.wait()
                load.wait_for_signed()
                slapd.start()
                load.wait_for_signed()

        self.each_kind(trouble)

    def test_each_server_in_turn_is_stopped_and_comes_back(self):
        def trouble(load):
            for slapd in self.slapds:
                slapd.freeze()
                load.wait_for_signed()
                slapd.resume()
                load.wait_for_signed()

        self.each_kind(trouble)

    def test_both_servers_flap(self):
        def trouble(load):
            for count in range(6):
                slapd = self.slapds[count % 2]
                slapd.process.kill()
                slapd.process.wait()
                load.wait_for_answers(CONNECTIONS // 2)
                slapd.start()
                load.wait_for_answers(CONNECTIONS // 2)

        self.each_kind(trouble)

    def silence(self, kind, step, victims):
        def trouble(load):
            valves = [self.valves(kind)[victim] for victim in victims]
            for valve in valves:
                valve.stop_at(STEPS[kind].index(step))
            if len(victims) == len(self.slapds):
                load.wait_for_deferred()
            else:
                load.wait_for_signed(2 * CONNECTIONS)
            for valve in valves:
                valve.open()

        with self.subTest(kind=kind, step=step, victims=victims):
            self.under_load(kind, trouble, step)

    def silence_at_each_step(self, victims):
        for kind, steps in (STEPS if FULL else SOME_STEPS).items():
            for step in steps:
                self.silence(kind, step, victims)

    def test_the_first_server_falls_silent(self):
        self.silence_at_each_step((0,))

    def test_both_servers_fall_silent(self):
        self.silence_at_each_step((0, 1))

    def test_signatures_outlive_an_outage_longer_than_the_cache(self):
        def trouble(load):
            load.wait_for_signed(2 * PEOPLE)
            for slapd in self.slapds:
                slapd.process.kill()
                slapd.process.wait()
            time.sleep(1)
            deferred = load.deferred
            load.wait_for_answers(2 * PEOPLE)
            self.assertEqual(load.deferred, deferred)
            for slapd in self.slapds:
                slapd.start()

        self.under_load("ldap", trouble, more='cache_lifetime = "500ms"\nnegative_lifetime = "500ms"\n')


if __name__ == "__main__":
    unittest.main()
