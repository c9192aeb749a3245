#!/usr/bin/python3
"""What is wrapped still verifies: openssl signs mails, waybill wraps them, and openssl reads what is inside.

usage: test_seals.py WAYBILL
"""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import oracle

WAYBILL = sys.argv.pop(1) if len(sys.argv) > 1 else sys.exit(__doc__)
HEAD = b"From: Someone <someone@example.com>\nTo: you@example.net\nSubject: sealed\nX-Odd:  two blanks,\n\tand a fold\n"
TEXT = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9fe = fine \r\n.\r\nFrom here\r\n"


def openssl(*arguments, data=b"", check=True):
    return subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=check)


def inside(mail):
    """The bytes of the message/rfc822 in a wrapped mail."""
    mark = re.search(rb'boundary="(=_waybill_[0-9a-f]+_m)"', mail)[1]
    part = re.split(rb"\r?\n--" + mark + rb"(?:--)?\r?\n", mail)[2]
    return re.split(rb"\r?\n\r?\n", part, maxsplit=1)[1]


class Seals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="waybill-seals-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.key, cls.certificate = cls.folder / "key.pem", cls.folder / "certificate.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=someone@example.com",
                "-addext", "extendedKeyUsage=emailProtection", "-keyout", cls.key, "-out", cls.certificate)
        cls.configuration = oracle.write_configuration(cls.folder / "etc", "Grüße, the company", "Wrap")

    def wrap(self, mail):
        path = self.folder / "mail.eml"
        path.write_bytes(mail)
        command = [WAYBILL, "apply", "-c", str(self.configuration), "--output", "-", str(path)]
        wrapped = subprocess.run(command, capture_output=True, check=True).stdout
        self.assertIn(b"Gr=C3=BC=C3=9Fe, the company", wrapped)
        self.assertEqual(inside(wrapped), mail)
        return inside(wrapped)

    def signed(self, *how):
        sealed = openssl("cms", "-sign", "-signer", self.certificate, "-inkey", self.key, *how, data=TEXT).stdout
        return HEAD + sealed

    def verifies(self, mail):
        answer = openssl("cms", "-verify", "-CAfile", self.certificate, data=mail, check=False)
        return answer.returncode == 0 and answer.stdout.replace(b"\r\n", b"\n") == TEXT.replace(b"\r\n", b"\n")

    def test_clear_signed(self):
        mail = self.signed("-binary")
        self.assertIn(b"multipart/signed", mail)
        self.assertTrue(self.verifies(self.wrap(mail)))

    def test_clear_signed_with_crlf(self):
        mail = re.sub(rb"\r?\n", b"\r\n", self.signed("-crlfeol"))
        self.assertTrue(self.verifies(self.wrap(mail)))

    def test_opaque(self):
        mail = self.signed("-binary", "-nodetach")
        self.assertIn(b"pkcs7-mime", mail)
        self.assertTrue(self.verifies(self.wrap(mail)))

    def test_encrypted(self):
        mail = HEAD + openssl("cms", "-encrypt", "-binary", "-aes256", self.certificate, data=TEXT).stdout
        inner = self.wrap(mail)
        opened = openssl("cms", "-decrypt", "-inkey", self.key, "-recip", self.certificate, data=inner).stdout
        self.assertEqual(opened, TEXT)

    def test_one_changed_byte_is_noticed(self):
        mail = self.wrap(self.signed("-binary"))
        self.assertFalse(self.verifies(mail.replace(b"= fine", b"= Fine")))


if __name__ == "__main__":
    unittest.main()
