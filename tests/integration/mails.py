"""Mails of the integration tests, and what is to be seen of a signature in them."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))

import make_corpus  # noqa: E402
import second_opinion  # noqa: E402

GEEK = "exchange.geek@example.com"
GUEST = "guest@example.com"  # in the directory, but in no group
SIGNATURE = "Exchange Geek Sr. Systems Engineer Exchange Geek Inc Redmond, Washington"


def mail(body, sender=GEEK):
    """With CRLF, as SMTP has it. `body` begins with its own MIME fields."""
    head = (f"From: Exchange Geek <{sender}>\nTo: you@example.net\nSubject:  Offer,\n\tfolded\n"
            "Message-ID: <1@client.example.com>\nDate: Fri, 2 Jan 2026 10:00:00 +0100\nMIME-Version: 1.0\n")
    return crlf(head.encode() + body)


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def everything(sender=GEEK):
    """Two texts, an inline picture, a PDF and a text file attached."""
    shapes = dict(make_corpus.structures("utf-8", "quoted-printable"))
    return mail(shapes["outlook"], sender)


def plain(sender=GEEK):
    return mail(b"Content-Type: text/plain; charset=us-ascii\n\nHello,\n\nsee below.\n", sender)


def signed(sender=GEEK):
    return mail(dict(make_corpus.structures("us-ascii", "7bit"))["signed"], sender)


def inline_pgp(sender=GEEK):
    return mail(dict(make_corpus.structures("us-ascii", "7bit"))["inline-pgp"], sender)


def without_trace(data):
    """Without the Received fields that the MTA of the test put on top."""
    found, body = second_opinion.fields(data)
    kept = [raw for name, raw in found if not (name == "received" and b"by mx.example.com (" in raw)]
    return b"\n".join(kept) + b"\n" + body


def signing_faults(before, after, words=SIGNATURE):
    return second_opinion.compare(before, without_trace(after), words)


def untouched_faults(before, after):
    return second_opinion.unchanged(before, without_trace(after))


def wrapping_faults(before, after, words=SIGNATURE):
    return second_opinion.wrapped(before, without_trace(after), words)


def dedupe_id(data):
    return [raw for name, raw in second_opinion.fields(data)[0] if name == "x-waybill-dedupe-id"]
