#!/usr/bin/python3
"""Bodies of all sizes and in all pieces come back to the byte, with the signature at their end.

usage: bodies.py WAYBILLD
"""
import random
import sys
import tempfile
import unittest
from pathlib import Path

from peer import Peer
from waybilld import Waybilld

PROGRAM = sys.argv.pop()
HEADERS = [b"From: Anna <anna@example.com>", b"To: you@example.net", b"Subject: \t two\n lines"]
SIGNATURE = b"Regards, Anna Example"


def text(size):
    letters = random.Random(size)
    lines = [bytes(letters.choices(b"abcdefgh ijkl", k=70)) + b"\r\n" for _ in range(size // 72 + 1)]
    return b"".join(lines)


class Bodies(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waybill-")
        self.addCleanup(folder.cleanup)
        self.waybilld = Waybilld(PROGRAM, Path(folder.name), self.kind)
        self.addCleanup(lambda: self.assertEqual(self.waybilld.end(), 0))
        self.waybilld.wait_until_it_listens()
        self.peer = Peer(self.waybilld.address)
        self.addCleanup(self.peer.close)

    kind = "unix"

    def assert_signed(self, body, answer):
        self.assertEqual(answer.reply, b"c")
        self.assertIn("X-Waybill-Dedupe-ID", answer.inserted())
        self.assertTrue(answer.body().startswith(body))
        self.assertIn(SIGNATURE, answer.body()[len(body):])

    def test_sizes_around_the_packet_and_around_the_file(self):
        for size in (100, 65500, 131000, 1048500, 1048700, 5000000):
            with self.subTest(size=size):
                body = text(size)
                self.assert_signed(body, self.peer.send(f"SIZE{size}", HEADERS, body))
                self.peer.abort()

    def test_chunks_of_any_size(self):
        body = text(3000)
        for chunk in (1, 2, 71, 72, 1000):
            with self.subTest(chunk=chunk):
                self.assert_signed(body, self.peer.send(f"CHUNK{chunk}", HEADERS, body, chunk))

    def test_no_body_at_all(self):
        answer = self.peer.send("EMPTY", HEADERS, b"")
        self.assertEqual(answer.reply, b"c")
        self.assertIn("X-Waybill-Dedupe-ID", answer.inserted())

    def test_the_body_goes_in_one_run_of_requests(self):
        answer = self.peer.send("RUN", HEADERS, text(300000))
        codes = b"".join(code for code, _ in answer.requests)
        self.assertRegex(codes, rb"^[^b]*b+$")

    def test_who_is_not_signed_keeps_the_body(self):
        answer = self.peer.send("BERT", [b"From: bert@example.com"], text(200), sender="bert@example.com")
        self.assertEqual(answer.reply, b"c")
        self.assertIsNone(answer.body())


class BodiesOverTcp(Bodies):
    kind = "inet"


if __name__ == "__main__":
    unittest.main()
