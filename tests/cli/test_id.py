#!/usr/bin/python3
"""waybill id: files and standard input, exit codes, and the two ways to print."""
import base64
import hashlib
import hmac
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

MAIL = b"From: a@example.com\nTo: b@example.com,c@example.com\nMessage-ID: <1@example.com>\nSubject: \x1b[1mx\n\ntext\n"


class Id(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="waybill-id-")
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        (self.folder / "mail.eml").write_bytes(MAIL)

    def run_id(self, *arguments, mail=MAIL, code=0):
        done = subprocess.run([os.environ["WAYBILL"], "id", *arguments], input=mail, capture_output=True, cwd=self.folder)
        self.assertEqual(done.returncode, code, done)
        return done.stdout.decode(), done.stderr.decode()

    def test_the_id_stands_above_what_it_is_made_of(self):
        first, *form = self.run_id("mail.eml")[0].splitlines()
        self.assertRegex(first, r"^v2:[\w-]{43}  mail\.eml$")
        self.assertEqual(form[:5], ["    waybill dedupe 2", "    from:a@example.com", "    to:b@example.com,c@example.com",
                                    r"    subject:\x1B[1mx", "    message-id:<1@example.com>"])
        self.assertRegex(form[5], "^    part - text/plain [0-9a-f]{64}$")

    def test_standard_input_and_folders_are_read(self):
        told = [json.loads(self.run_id("--json", what)[0]) for what in ("mail.eml", "-", ".")]
        self.assertEqual(len({line["id"] for line in told}), 1)
        self.assertEqual([line["message"] for line in told], ["mail.eml", "-", "./mail.eml"])
        self.assertEqual({line["error"] for line in told}, {None})

    def test_what_cannot_be_read_does_not_keep_others_from_being_looked_at(self):
        out, errors = self.run_id("none.eml", "mail.eml", code=2)
        self.assertIn("mail.eml", out)
        self.assertIn("none.eml: No such file or directory", errors)
        told = [json.loads(line) for line in self.run_id("--json", "none.eml", "mail.eml", code=2)[0].splitlines()]
        self.assertEqual([line["id"] is None for line in told], [True, False])

    def test_a_message_beyond_a_limit_has_none(self):
        _, errors = self.run_id("-", mail=b"X: " + b"x" * 2_000_000 + b"\n\ntext\n", code=2)
        self.assertIn("the header is too long", errors)

    def test_a_configuration_that_is_named_must_be_right(self):
        self.run_id("-c", "none.toml", "mail.eml", code=1)
        (self.folder / "waybill.toml").write_text("[nonsense]\n")
        self.run_id("--config", "waybill.toml", "mail.eml", code=1)

    def test_the_key_of_the_configuration_counts(self):
        (self.folder / "key").write_text("k" * 32 + "\n")
        (self.folder / "key").chmod(0o600)
        (self.folder / "people.ldif").write_text("dn: dc=com\nobjectClass: domain\ndc: com\n")
        (self.folder / "rules.toml").write_text("")
        (self.folder / "waybill.toml").write_text('[organization]\ndomains = ["example.com"]\n[rules]\nfiles = ["rules.toml"]\n'
                                                  '[directory]\nkind = "ldif"\nfile = "people.ldif"\n'
                                                  '[dedupe]\nkey_file = "key"\n')
        form = json.loads(self.run_id("--json", "mail.eml")[0])["form"]
        digest = hashlib.sha256("".join(f"{line}\n" for line in form).encode()).digest()
        keyed = base64.urlsafe_b64encode(hmac.digest(b"k" * 32, digest, "sha256")).rstrip(b"=").decode()
        self.assertEqual(self.run_id("-c", "waybill.toml", "mail.eml")[0].split()[0], f"k2:{keyed}")

    def test_an_arrival_stands_behind_the_id_of_what_is_not_recognizable(self):
        anonymous = b"Subject: disk full\n\ntext\n"
        ids = [self.run_id("--queue-id", queue_id, "-", mail=anonymous)[0].split()[0] for queue_id in ("4A", "4B")]
        self.assertNotEqual(*ids)
        self.assertEqual({one.split(".")[0] for one in ids}, {self.run_id("-", mail=anonymous)[0].split()[0]})


if __name__ == "__main__":
    unittest.main()
