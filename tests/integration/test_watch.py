#!/usr/bin/python3
"""What waybilld tells those who watch it over HTTP."""
import os
import signal
import smtplib
import unittest
import urllib.error
import urllib.request

import mails
from servers import PATIENCE, Postfix, Sink, Waybilld, Workplace, free_port, wait_until

BIN = os.environ["WAYBILL_BIN"]


class Watch(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        self.waybilld = Waybilld(self.workplace, BIN)
        self.port = free_port()
        with open(self.waybilld.etc / "waybill.toml", "a", encoding="ascii") as settings:
            settings.write(f'[http]\nlisten = "127.0.0.1:{self.port}"\n')
        self.workplace.start(self.waybilld)
        self.postfix = self.workplace.start(Postfix(self.workplace, self.sink.port, self.waybilld.milter))

    def get(self, path):
        """Status and text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metrics(self):
        """Value by series."""
        lines = self.get("/metrics")[1].splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}

    def test_a_signed_mail_moves_its_metrics(self):
        before = self.metrics()
        self.assertEqual(before["waybill_rules"], 1)
        self.postfix.send(mails.plain(), mails.GEEK)
        self.sink.take()
        after = self.metrics()
        for series in ('waybill_messages_total{verdict="accept"}', "waybill_message_seconds_count",
                       'waybill_rule_matches_total{rule="StandardSignature"}', 'waybill_edits_total{of="body"}',
                       'waybill_edits_total{of="header"}'):
            self.assertEqual(after[series] - before.get(series, 0), 1, series)
        for series in ("waybill_message_bytes_total", 'waybill_rule_evaluations_total{rule="StandardSignature"}',
                       'waybill_rule_seconds_total{rule="StandardSignature"}',
                       'waybill_directory_answers_total{answer="found"}', "waybill_directory_seconds_count"):
            self.assertGreater(after[series], before.get(series, 0), series)
        self.assertEqual(after['waybill_up{what="directory"}'], 1)

    def test_reloads_are_counted_and_a_refused_one_leaves_it_ready(self):
        self.waybilld.set_rules("FromMemberOf", "FromMembersOf")
        self.waybilld.reload()
        wait_until("a refused reload", lambda: self.metrics().get('waybill_loads_total{result="refused"}') == 1)
        self.assertEqual(self.get("/readyz"), (200, "ready\n"))
        self.waybilld.set_rules("FromMembersOf", "FromMemberOf")
        self.waybilld.reload()
        wait_until("a reload", lambda: self.metrics()['waybill_loads_total{result="taken"}'] == 2)
        self.assertEqual(self.metrics()['waybill_loads_total{result="refused"}'], 1)

    def test_alive_and_not_ready_while_a_message_is_finished(self):
        self.assertEqual(self.get("/healthz"), (200, "alive\n"))
        with smtplib.SMTP("127.0.0.1", self.postfix.port, "client.example.com", PATIENCE) as client:
            client.mail(mails.GEEK)
            client.rcpt("you@example.net")
            client.docmd("DATA")
            client.send(mails.plain() + b"More of it.\r\n" * 10000)  # Postfix hands on what fills its buffers
            wait_until("a message under way", lambda: self.metrics()["waybill_messages_under_way"] == 1)
            self.waybilld.send(signal.SIGTERM)
            wait_until("the end", lambda: self.get("/readyz") == (503, "not ready\n"))
            self.assertEqual(self.get("/healthz"), (200, "alive\n"))
            self.assertEqual(client.docmd(".")[0], 250)
        self.assertEqual(mails.signing_faults(mails.plain(), self.sink.take()[2].replace(b"More of it.\r\n", b"")), [])


if __name__ == "__main__":
    unittest.main()
