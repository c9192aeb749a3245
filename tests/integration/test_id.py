#!/usr/bin/python3
"""The dedupe ID of a mail is the same behind real relays: Postfix and Sendmail, to next hops that take 8-bit bytes and not.

The mails are the project's own, and those of the folder that tests/corpus/oracle.py finds, as far as an MTA may carry
them (is_sound). What the MTAs change is told in dedupe/canonical_form.h and dedupe/content_digest.h.
"""
import json
import os
import re
import smtplib
import subprocess
import tempfile
import unittest
from pathlib import Path

import mails
from sendmail import Sendmail
from servers import PATIENCE, Postfix, Sink, Waybilld, Workplace, expect_ok

import dedupe_form  # noqa: E402  (tests/corpus)
import oracle  # noqa: E402

BIN = Path(os.environ["WAYBILL_BIN"])
MAILBOX = re.compile(rb"""[^<>]{,150}<[^<>@\s:,"]+@[a-z0-9-]+\.[a-z0-9.-]+>
                        | [^<>@\s(),"]+@[a-z0-9-]+\.[a-z0-9.-]+(?:[ ]?\([^()]*\))?
                        | [\w -]+:;""", re.IGNORECASE | re.VERBOSE)
LEAST = 0.75  # of a foreign corpus is sound
MOST_HEADER = 32768  # Sendmail's MaxHeadersLength
MOST_BYTES = 2_000_000


# ---- mails ----

def completed(data):
    """With what an author's program writes, and an MTA would add."""
    data = mails.crlf(re.sub(rb"\A>?From .*\r?\n", b"", data)).removesuffix(b"\r\n") + b"\r\n"
    there = {name for name, _ in dedupe_form.fields(data)[0]}
    missing = {"from": b"someone@example.com", "date": b"Fri, 2 Jan 2026 10:00:00 +0100", "message-id": b"<1@example.com>"}
    return b"".join(b"%s: %s\r\n" % (name.encode(), value) for name, value in missing.items() if name not in there) + data


def has_sound_addresses(found):
    lists = (dedupe_form.addresses(value) for name, value in found if name in dedupe_form.ADDRESS_FIELDS)
    commas = re.compile(rb',(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
    return all(MAILBOX.fullmatch(mailbox) for value in lists for mailbox in filter(None, commas.split(value)))


HEADER = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*(?:\r\n|\Z)(?:[ \t][^\r\n]*(?:\r\n|\Z))*)*(?:\r\n|\Z)")


def has_sound_content(part):
    if part.encoding == "quoted-printable":
        return not re.search(rb"=(?![0-9A-Fa-f]{2}|\r\n)|=0[AD]", part.body)  # of an encoded CRLF Sendmail makes CR CRLF
    letters = re.sub(rb"\s", b"", part.body)
    return part.encoding != "base64" or (len(letters) % 4 == 0 and re.fullmatch(rb"[A-Za-z0-9+/]*={0,2}", letters) is not None)


def has_sound_parts(part):
    """Multiparts have delimiters, all parts a header; what is encoded is so to its end."""
    if part.type.startswith("multipart/"):
        closing = list(re.finditer(part.delimiter() or rb"(?!)", part.body))
        is_whole = bool(closing and closing[-1][1]) and all(piece and HEADER.match(piece) for piece in part.pieces())
        return is_whole and all(map(has_sound_parts, part.children))
    if part.type.startswith("message/") and part.is_encoded():
        return False
    if part.type == "message/rfc822":
        return HEADER.match(part.body) is not None and has_sound_parts(dedupe_form.Part(*dedupe_form.fields(part.body), "text/plain"))
    return has_sound_content(part)


def is_sound(data):
    """Nothing in it that an MTA mends or refuses, or completes."""
    found, body = dedupe_form.fields(data)
    header = data[:len(data) - len(body)]
    if re.search(rb"\r(?!\n)|\0", data) or len(header) > MOST_HEADER or len(data) > MOST_BYTES or not body:
        return False
    if not header.endswith(b"\r\n\r\n") or max(map(len, header.split(b"\r\n"))) > 990:
        return False
    if any(name.startswith("resent-") for name, _ in found) and not dedupe_form.first(found, "resent-message-id"):
        return False
    names = [name for name, _ in found]
    if any(names.count(name) > 1 for name in ("from", "date", "message-id", "content-type")):
        return False
    if not dedupe_form.first(found, "message-id").strip():
        return False
    return has_sound_addresses(found) and has_sound_parts(dedupe_form.Part(found, body, "text/plain"))


def own_mails():
    for name, data in mails.make_corpus.shapes():
        if re.search("-(us-ascii|utf-8|iso-8859-1|iso-2022-jp)-", name):
            yield name, data
    yield "long-lines", mails.make_corpus.mail(b"Content-Type: text/plain\n\n" + b"a long line " * 500 + b"\n")
    yield "address-lists", (b'From: J. Doe <j@example.com>\nTo: a@example.com,b@example.com ,  "C, D" <c@example.com>\n'
                            b"Cc: " + b",".join(b"someone%d@example.com" % n for n in range(30)) + b"\n"
                            b"Subject: lists\nMessage-ID: <lists@example.com>\nDate: Fri, 2 Jan 2026 10:00:00 +0100\n\nx\n")
    yield "8-bit-without-type", (b"From: a@example.com\nTo: b@example.com\nSubject: Gr\xfc\xdfe\nMessage-ID: <8@example.com>\n"
                                 b"Date: Fri, 2 Jan 2026 10:00:00 +0100\n\nGr\xfc\xdfe\n")
    yield "8-bit-attachment", mails.make_corpus.mail(
        mails.make_corpus.multipart("mixed", b"Content-Type: application/x-any; name=a\nContent-Transfer-Encoding: 8bit\n\n"
                                             b"\xc3\xbc=\n\xe4\xf6\xfc\n"))
    for path in sorted(Path(__file__).parent.parent.glob("golden/*/message.eml")):
        yield path.parent.name, path.read_bytes()


def ids(messages):
    with tempfile.TemporaryDirectory(prefix="waybill-ids-") as folder:
        for number, data in messages.items():
            Path(folder, str(number)).write_bytes(data)
        lines = subprocess.run([BIN / "waybill", "id", "--json", folder], capture_output=True, check=True).stdout.splitlines()
        return {int(Path(line["message"]).name): line for line in map(json.loads, lines)}


# ---- relays ----

class SevenBitSink(Sink):
    """A next hop without 8BITMIME."""
    EXTENSIONS = ("PIPELINING",)


class Relays(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        own = [completed(data) for _, data in own_mails()]
        beside = oracle.corpus_beside()
        foreign = [completed(path.read_bytes()) for path in sorted(beside.rglob("*.eml"))] if beside else []
        sound = [data for data in foreign if is_sound(data)]
        print(f"{len(sound)} of {len(foreign)} foreign mails are sound", flush=True)
        assert len(sound) >= LEAST * len(foreign)
        everything = [data for data in own if is_sound(data)] + sound
        assert len(everything) >= 400
        cls.mails = {number: b"X-Case: %d\r\n" % number + data for number, data in enumerate(everything)}
        cls.before = ids(cls.mails)

    def check(self, make_mta, sink):
        workplace = Workplace()
        self.addCleanup(workplace.close)
        workplace.start(sink)
        mta = workplace.start(make_mta(workplace, sink.port))
        with smtplib.SMTP("127.0.0.1", mta.port, "client.example.com", PATIENCE) as client:
            for data in self.mails.values():
                client.ehlo_or_helo_if_needed()
                expect_ok(client.mail("someone@example.com", ["BODY=8BITMIME"]))
                expect_ok(client.rcpt("you@example.net"))
                expect_ok(client.data(data))
        for count in range(0, len(self.mails), 20):  # patience is for some mails, not for all of them
            sink.wait(count)
        arrived = {int(re.search(rb"(?m)^X-Case: (\d+)", data)[1]): data for _, _, data in sink.wait(len(self.mails))}
        self.assertEqual(arrived.keys(), self.mails.keys())
        after = ids(arrived)
        for number, data in self.mails.items():
            with self.subTest(data[:600]):
                self.assertEqual(after[number]["form"], self.before[number]["form"])
        return arrived

    def changed(self, arrived, pattern):
        return sum(bool(re.search(pattern, data)) for data in arrived.values())

    # A relay that is no submission server: Postfix rewrites header fields for its own clients only.
    @staticmethod
    def postfix(workplace, port):
        return Postfix(workplace, port, local_header_rewrite_clients="")

    def test_postfix(self):
        self.check(self.postfix, Sink())

    def test_postfix_to_seven_bits(self):
        arrived = self.check(self.postfix, SevenBitSink())
        self.assertGreater(self.changed(arrived, rb"(?m)^Content-Transfer-Encoding: quoted-printable\r$"), 100)

    def test_sendmail(self):
        arrived = self.check(Sendmail, Sink())
        self.assertEqual(self.changed(arrived, rb"To: a@example.com, b@example.com, \"C, D\" <c@example.com>\r\n"), 1)

    def test_sendmail_to_seven_bits(self):
        arrived = self.check(Sendmail, SevenBitSink())
        for pattern in (rb"from 8bit to base64 by", rb"from 8bit to quoted-printable by"):
            self.assertGreater(self.changed(arrived, pattern), 10)
        self.assertGreater(self.changed(arrived, rb"charset=unknown-8bit"), 0)

    def test_sendmail_back_to_eight_bits(self):
        flags = "".join(f"MODIFY_MAILER_FLAGS(`{mailer}', `+9')dnl\n" for mailer in ("SMTP", "ESMTP"))
        arrived = self.check(lambda workplace, port: Sendmail(workplace, port, more=flags), Sink())
        for pattern in (rb"from base64 to 8bit by", rb"from quoted-printable to 8bit by"):
            self.assertGreater(self.changed(arrived, pattern), 10)


class Hubs(unittest.TestCase):
    """The ID that waybilld stamps, and the Message-ID of a mail that has none."""

    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.sink = self.workplace.start(Sink())
        self.waybilld = self.workplace.start(Waybilld(self.workplace, BIN))

    def behind_postfix(self):
        return self.workplace.start(Postfix(self.workplace, self.sink.port, self.waybilld.milter,
                                            local_header_rewrite_clients=""))

    def behind_sendmail(self):
        return self.workplace.start(Sendmail(self.workplace, self.sink.port, str(self.waybilld.milter)))

    def through(self, mta, data):
        mta.send(data, mails.GUEST)
        return self.sink.take()[2]

    def test_two_hubs_and_a_relay_give_one_id(self):
        postfix, sendmail = self.behind_postfix(), self.behind_sendmail()
        data = mails.everything(mails.GUEST).replace(b"To: ", b"To: me@example.net,", 1)
        first = mails.dedupe_id(self.through(postfix, data))
        self.assertEqual(len(first), 1)
        relayed = self.through(sendmail, data)
        self.assertEqual(mails.dedupe_id(relayed), first)
        # The hub that it comes to next, after a retry, say.
        again = re.sub(rb"(?m)^X-Waybill-[^\r]*\r\n", b"", relayed)
        self.assertNotEqual(again, data)
        self.assertEqual(mails.dedupe_id(self.through(postfix, again)), first)

    def check_message_ids(self, mta):
        dated = re.sub(rb"(?m)^Message-ID:[^\r]*\r\n", b"", mails.plain(mails.GUEST))
        dateless = re.sub(rb"(?m)^Date:[^\r]*\r\n", b"", dated)
        found = [[re.findall(rb"(?mi)^Message-ID: (.*)\r$", self.through(mta, data)) for _ in range(2)]
                 for data in (dated, dateless)]
        for ids_of_one in sum(found, []):
            self.assertEqual(len(ids_of_one), 1)
            self.assertRegex(ids_of_one[0], rb"^<waybill\.[0-9a-f]{32}@example\.com>$")
        self.assertEqual(*found[0])
        self.assertNotEqual(*found[1])
        return found[0][0]

    def test_a_message_id_is_made(self):
        self.assertEqual(self.check_message_ids(self.behind_postfix()), self.check_message_ids(self.behind_sendmail()))


class Sieve(unittest.TestCase):
    """The recipes of docs/dedupe.md, in Dovecot's delivery agent."""

    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.home = self.workplace.folder / "home"
        self.home.mkdir()
        text = Path(__file__).parents[2].joinpath("docs/dedupe.md").read_text(encoding="utf-8")
        self.recipes = re.findall(r"```sieve\n(.*?)```", text, re.DOTALL)
        self.workplace.write("home/dovecot.conf", f"""
mail_location = maildir:{self.home}/Maildir
log_path = {self.home}/dovecot.log
ssl = no
postmaster_address = postmaster@example.com
hostname = mx.example.com
protocol lda {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:{self.home}/active.sieve
  sieve_duplicate_max_period = 7d
}}
""")

    def deliver(self, stamp):
        self.workplace.write("home/mail", f"{stamp}From: a@example.com\nMessage-ID: <1@example.com>\n\nx\n")
        subprocess.run(["/usr/lib/dovecot/dovecot-lda", "-c", self.home / "dovecot.conf", "-f", "a@example.com", "-p",
                        self.home / "mail"], check=True, user="nobody", group="nogroup", extra_groups=[], cwd=self.home,
                       env={"HOME": str(self.home), "USER": "nobody", "PATH": os.environ["PATH"]})

    def count(self, folder=""):
        return sum(1 for _ in (self.home / "Maildir" / folder / "new").glob("*"))

    def use(self, recipe):
        self.workplace.write("home/active.sieve", recipe)
        subprocess.run(["chown", "-R", "nobody:nogroup", self.home], check=True)

    def deliver_some(self):
        for stamp in ("X-Waybill-Dedupe-ID: v2:a\n", "X-Waybill-Dedupe-ID: v2:b\n") * 2:
            self.deliver(stamp)
        self.deliver("")
        self.deliver("")

    def test_duplicates_are_discarded(self):
        self.use(self.recipes[0])
        self.deliver_some()
        self.assertEqual(self.count(), 4)

    def test_duplicates_are_filed(self):
        self.use(self.recipes[1])
        self.deliver_some()
        self.assertEqual((self.count(), self.count(".Duplicates")), (4, 2))


if __name__ == "__main__":
    unittest.main()
