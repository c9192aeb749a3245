#!/usr/bin/python3
"""The dedupe ID of a message is the one that docs/formats.md describes, and the same whatever happens on the way.

usage: test_dedupe_ids.py WAYBILL [FOLDER]
The messages are those of make_corpus.py and of the golden cases, and of FOLDER or where oracle.py finds some.
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import dedupe_form
import make_corpus
import oracle
import transformations

WAYBILL = sys.argv.pop(1) if len(sys.argv) > 1 else sys.exit(__doc__)
FOLDER = Path(sys.argv.pop(1)) if len(sys.argv) > 1 else oracle.corpus_beside()
# No message, or read as mime/part_table.h says and not as RFC 2046 does.
ODD = ("0194-soft-break-with-cr-alone", "0195-base64-goes-on-behind-padding",
       "0196-nul-in-content-type", "0197-two-slashes-in-a-type")
RARE = re.compile("-(koi8-r|gb18030|shift_jis|iso-8859-15|windows-1252)-")  # charsets that say the same again
LEAST = 0.95  # of a foreign corpus can be read so simply


def own_messages():
    yield from make_corpus.shapes()
    yield "long-lines", make_corpus.mail(b"Content-Type: text/plain\n\n" + b"a long line " * 500 + b"\n")
    yield "address-lists", b'From: "J. Doe" <j@example.com>\nTo: a@example.com,b@example.com ,  c@example.com\n' + \
        make_corpus.mail(b"\nx\n")
    yield "names", make_corpus.mail(b"Content-Type: application/x-any; name*0*=iso-8859-1''%E4; name*1=\"b c.doc\"\n"
                                    b"Content-Disposition: ATTACHMENT;\n\tfilename=\"a \\\"b\\\".doc\"\n"
                                    b"Content-Description: some thing\nContent-Transfer-Encoding: base64\n\nAAEC\n")
    yield "epilogue", make_corpus.mail(make_corpus.multipart("mixed", b"\none\n", epilogue=b"\n--other\n \nThe end.\n"))
    yield "one-boundary", make_corpus.mail(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n"
        b"--b--\n\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAEC\n--b--\n")
    yield "type-twice", make_corpus.mail(b"Content-Type: text/plain\nContent-Type: text/html\n\nx\n")
    yield "digest", make_corpus.mail(make_corpus.multipart("digest", b"\nFrom: a@example.com\n\none\n", b"\nX: y\n\ntwo"))
    for path in sorted(Path(__file__).parent.parent.glob("golden/*/message.eml")):
        if path.parent.name not in ODD:
            yield path.parent.name, path.read_bytes()


def ids(messages):
    """{name: what `waybill id` says}"""
    with tempfile.TemporaryDirectory(prefix="waybill-ids-") as folder:
        numbered = dict(enumerate(messages))
        for number, name in numbered.items():
            Path(folder, str(number)).write_bytes(messages[name])
        command = [WAYBILL, "id", "--json", folder]
        lines = subprocess.run(command, capture_output=True, check=True).stdout.splitlines()
        return {numbered[int(Path(line["message"]).name)]: line for line in map(json.loads, lines)}


class DedupeIds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.own = dict(own_messages())
        cls.told = ids(cls.own)
        foreign = {str(path): path.read_bytes() for path in FOLDER.rglob("*.eml")} if FOLDER else {}
        told = ids(foreign) if foreign else {}
        cls.simple = {name: data for name, data in foreign.items()
                      if told[name]["id"] == dedupe_form.dedupe_id(data) and data[:1] not in (b" ", b"\t")}
        cls.foreign = foreign
        cls.told |= told

    def test_anybody_can_recompute_it(self):
        for name, data in self.own.items():
            self.assertEqual(self.told[name]["form"], dedupe_form.canonical_form(data).decode("utf-8", "replace")
                             .splitlines(), name)
            self.assertEqual(self.told[name]["id"], dedupe_form.dedupe_id(data), name)
        self.assertGreaterEqual(len(self.simple), LEAST * len(self.foreign))

    def test_the_document_shows_an_id_of_each_kind(self):
        text = Path(__file__).parents[2].joinpath("docs/formats.md").read_text(encoding="utf-8")
        example, form = (re.sub("(?m)^    ", "", block) for block in re.search(
            "For example, this message\n\n(.*?)\nhas the canonical form\n\n(.*?)\nand the ID", text, re.DOTALL).groups())
        self.assertEqual(dedupe_form.canonical_form(example.encode()).decode(), form)
        self.assertIn(f"and the ID `{dedupe_form.dedupe_id(example.encode())}`", text)
        self.assertIn(f"it is `{dedupe_form.dedupe_id(example.encode(), key=b'k' * 32)}`", text)

    def test_what_the_mta_added_does_not_count(self):
        def run(queue_id, message_id, date):
            mail = f"From: a@example.com\nMessage-ID: <{message_id}>\nDate: {date}\n\nx\n".encode()
            told = subprocess.run([WAYBILL, "id", "--json", "--queue-id", queue_id, "-"], input=mail, capture_output=True, check=True)
            self.assertEqual(json.loads(told.stdout)["id"], dedupe_form.dedupe_id(mail, queue_id))
            return json.loads(told.stdout)["id"]

        first = run("4AbC", "2026.4AbC@mx", "Fri, 2 Jan 2026 10:00:00 +0100")
        again = run("4DeF", "2026.4DeF@mx", "Fri, 2 Jan 2026 11:00:00 +0100")
        self.assertEqual(again.split(".")[0], first.split(".")[0])
        self.assertNotEqual(again.split(".")[1], first.split(".")[1])
        self.assertNotEqual(run("4DeF", "2026.4DeFG@mx", "Fri, 2 Jan 2026 11:00:00 +0100").split(".")[0], first.split(".")[0])

    def is_doubtful(self, name):
        """Programs disagree on what its base64 says; a relay that decodes it decides."""
        return any(" raw " in line for line in self.told[name]["form"])

    def test_it_stays_whatever_happens_on_the_way(self):
        self.assertGreaterEqual(len(transformations.ALL), 12)
        own = {name: data for name, data in self.own.items() if not RARE.search(name)}
        for what, transform in transformations.ALL.items():
            messages = own if transform in transformations.BY_PATTERN else own | self.simple
            with self.subTest(what):
                changed = {name: after for name, data in messages.items()
                           if not self.is_doubtful(name) and (after := transform(data)) != data}
                self.assertGreater(len(changed), 0)
                told = ids(changed)
                self.assertEqual([name for name in changed if told[name]["id"] != self.told[name]["id"]], [])


if __name__ == "__main__":
    unittest.main()
