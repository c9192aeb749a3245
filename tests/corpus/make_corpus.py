#!/usr/bin/python3
"""Makes mails of all shapes: structures x charsets x transfer encodings x line ends, and hostile ones.

usage: make_corpus.py FOLDER
The same files every time; written by hand and not by a mail library, because they hold what no library writes.
"""
import base64
import itertools
import quopri
import random
import sys
from pathlib import Path

TEXTS = {
    "us-ascii": "Hello Anna,\n\nthe plan = fine.\n.\nFrom here on it is 5 < 6 & so on.\n",
    "iso-8859-1": "Grüße aus Köln,\n\nça va très bien.\n",
    "iso-8859-15": "Das kostet 5 €,\n\nŽižkov, œuvre.\n",
    "windows-1252": "“Smart quotes” – dash\n\n5 € and naïve…\n",
    "utf-8": "Grüße, привет, 你好 🙂\n\nzweite Zeile\n",
    "koi8-r": "Привет из Москвы,\n\nдо свидания.\n",
    "iso-2022-jp": "こんにちは、山田さん。\n\nよろしく。\n",
    "gb18030": "你好，\n\n谢谢。\n",
    "shift_jis": "こんにちは。\n\nよろしく。\n",
}
ENCODINGS = ("7bit", "8bit", "quoted-printable", "base64")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256))


def html_of(text):
    body = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\n")
    return ('<html><head><title>x</title><style>p {color: red} /* </body> */</style></head>\n'
            f"<body class=\"a\"><!-- </body> --><p>{body}</p>\n</body>\n</html>\n")


def encode(text, charset, encoding):
    data = text.encode(charset)
    if encoding == "base64":
        return base64.encodebytes(data.replace(b"\n", b"\r\n"))
    if encoding == "quoted-printable":
        return quopri.encodestring(data)
    return data


def leaf(kind, charset, encoding, text, more=""):
    head = f"Content-Type: {kind}; charset=\"{charset}\"{more}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + encode(text, charset, encoding)


def binary(kind, name, data, disposition="attachment", more=""):
    head = (f"Content-Type: {kind}; name=\"{name}\"\nContent-Transfer-Encoding: base64\n"
            f"Content-Disposition: {disposition}; filename=\"{name}\"\n{more}\n")
    return head.encode() + base64.encodebytes(data)


_count = itertools.count()


def multipart(subtype, *children, more="", preamble=b"", epilogue=b""):
    mark = f"=_b{next(_count):05}"
    out = f"Content-Type: multipart/{subtype}; boundary=\"{mark}\"{more}\n\n".encode() + preamble
    for child in children:
        out += f"--{mark}\n".encode() + child + b"\n"
    return out + f"--{mark}--\n".encode() + epilogue


def mail(body, more=""):
    head = ("Received: from a.example.net (a.example.net [192.0.2.1])\n\tby mx.example.com;"
            " Fri, 2 Jan 2026 10:00:00 +0100\n"
            "From: Someone <someone@example.com>\nTo: you@example.net\nSubject:  two blanks,\n\tand a fold\n"
            f"Message-ID: <{next(_count)}@example.com>\nDate: Fri, 2 Jan 2026 10:00:00 +0100\nMIME-Version: 1.0\n{more}")
    return head.encode() + body


def structures(charset, encoding):
    """(name, mail) of everything that a text may stand in."""
    text = TEXTS[charset]
    plain, html = (leaf(kind, charset, encoding, content)
                   for kind, content in (("text/plain", text), ("text/html", html_of(text))))
    both = multipart("alternative", plain, html)
    picture = binary("image/png", "a.png", PNG, "inline", "Content-ID: <a@example.com>\n")
    notes = leaf("text/plain", charset, encoding, text,
                 '; name="notes.txt"\nContent-Disposition: attachment; filename="notes.txt"')
    invitation = b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
    yield "plain", plain
    yield "html", html
    yield "flowed", leaf("text/plain", charset, encoding, "A line that \nflows on.\n-- \nsig\n> quoted \n> text\n" + text, "; format=flowed")
    yield "delsp", leaf("text/plain", charset, encoding, "A line that  \nflows on.\n" + text, "; format=flowed; delsp=yes")
    yield "alternative", both
    yield "mixed", multipart("mixed", both, notes, binary("application/pdf", "a.pdf", b"%PDF-1.4" + PNG * 9))
    yield "mixed-footer", multipart("mixed", plain, leaf("text/plain", charset, encoding, "-- list footer --\n"))
    yield "related", multipart("related", html, picture)
    yield "related-start", multipart("related", picture, html.replace(b"\n\n", b"\nContent-ID: <root@example.com>\n\n", 1),
                                     more="; start=\"<root@example.com>\"")
    yield "photo-first", multipart("mixed", picture, plain, picture, notes)
    yield "outlook", multipart("mixed", multipart("related", both, picture), notes,
                               preamble=b"This is a multi-part message.\n\n", epilogue=b"\nepilogue\n")
    yield "apple", multipart("alternative", plain, multipart("related", html, picture))
    yield "meeting", multipart("alternative", plain, html, invitation)
    yield "forwarded", multipart("mixed", plain, b"Content-Type: message/rfc822\n\n" + mail(both))
    yield "only-attachment", multipart("mixed", binary("application/pdf", "a.pdf", PNG))
    yield "only-calendar", invitation
    yield "signed", multipart("signed", both, binary("application/pkcs7-signature", "smime.p7s", PNG),
                              more="; protocol=\"application/pkcs7-signature\"; micalg=sha-256")
    yield "encrypted", multipart("encrypted", b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
                                 b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n",
                                 more="; protocol=\"application/pgp-encrypted\"")
    yield "inline-pgp", leaf("text/plain", charset, encoding, "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    yield "signed-footer", multipart("mixed", multipart("signed", plain, binary("application/pkcs7-signature", "smime.p7s", PNG)),
                                     leaf("text/plain", charset, encoding, "-- list footer --\n"))


def is_possible(charset, encoding):
    if encoding != "7bit":
        return True
    return TEXTS[charset].encode(charset).isascii()


def shapes():
    for charset, encoding in itertools.product(TEXTS, ENCODINGS):
        if is_possible(charset, encoding):
            for name, body in structures(charset, encoding):
                yield f"{name}-{charset}-{encoding}", mail(body)


def variants():
    """Each shape with LF and CRLF, with and without a last line end."""
    for name, data in shapes():
        yield f"{name}-lf", data
        yield f"{name}-crlf", data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        yield f"{name}-open", data.rstrip(b"\n")


def broken_multiparts():
    plain = leaf("text/plain", "utf-8", "8bit", TEXTS["utf-8"])
    whole = multipart("mixed", plain, binary("image/png", "a.png", PNG))
    mark = whole.split(b'"')[1]
    yield "no-close", whole.replace(b"--" + mark + b"--\n", b"")
    yield "no-parts", b"Content-Type: multipart/mixed; boundary=x\n\nnothing here\n"
    yield "no-boundary", b"Content-Type: multipart/mixed\n\n--x\n\nhello\n--x--\n"
    yield "empty-boundary", b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nhello\n----\n'
    yield "boundary-with-blanks", whole.replace(b"--" + mark + b"\n", b"--" + mark + b" \t\n")
    yield "boundary-in-text", whole.replace(b"zweite", b"--" + mark + b"x")
    yield "prefix-boundaries", multipart("mixed", plain).replace(b"=_b", b"=_")
    inner = multipart("alternative", plain, leaf("text/html", "utf-8", "8bit", html_of("x\n")))
    yield "inner-unclosed", multipart("mixed", inner[:-12], binary("image/png", "a.png", PNG))
    yield "same-boundary-inside", (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
                                   b"boundary=b\n\n--b\n\nhello\n--b--\n--b--\n")
    yield "part-without-header", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nno header at all\n--b--\n"
    yield "part-header-without-end", b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n--b--\n"
    deep = plain
    for _ in range(150):
        deep = multipart("mixed", deep)
    yield "deep", deep
    yield "many-parts", multipart("mixed", *[plain] * 1500)
    yield "digest", multipart("digest", mail(plain), mail(plain))
    yield "report", multipart("report", plain, b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n",
                              more="; report-type=delivery-status")
    yield "tnef", multipart("mixed", binary("application/ms-tnef", "winmail.dat", PNG))


def broken_texts():
    yield "unclosed-comment", leaf("text/html", "utf-8", "8bit", "<p>hello</p><!-- never ends </body></html>\n")
    yield "unclosed-script", leaf("text/html", "utf-8", "8bit", "<p>hello</p><script>if (a < b) {</body></html>\n")
    yield "unclosed-tags", leaf("text/html", "utf-8", "8bit", "<table><tr><td><b><div>hello\n")
    yield "two-bodies", leaf("text/html", "utf-8", "8bit", "<body>a</body>\n<body>b</body>\n")
    yield "page-in-a-quote", leaf("text/html", "utf-8", "8bit", "<p>new</p><blockquote><html><body>old</body></html></blockquote>below\n")
    yield "frameset", leaf("text/html", "utf-8", "8bit", "<html><frameset cols='1,*'><frame src='cid:a'><frame src='cid:b'></frameset></html>\n")
    yield "unclosed-link", leaf("text/html", "utf-8", "8bit", "<p><a href='https://example.com/'>hello</p>\n")
    yield "no-html-at-all", leaf("text/html", "utf-8", "8bit", "just words\n")
    yield "empty-html", leaf("text/html", "utf-8", "8bit", "")
    yield "empty-text", leaf("text/plain", "us-ascii", "7bit", "")
    yield "unknown-charset", leaf("text/plain", "utf-8", "8bit", TEXTS["utf-8"]).replace(b'"utf-8"', b'"x-klingon"')
    yield "unknown-charset-html", leaf("text/html", "utf-8", "8bit", html_of("ü\n")).replace(b'"utf-8"', b'"x-klingon"')
    yield "unknown-encoding", leaf("text/plain", "utf-8", "8bit", "hello\n").replace(b"8bit", b"x-uuencode")
    yield "8bit-as-ascii", leaf("text/plain", "utf-8", "7bit", "Grüße\n").replace(b"utf-8", b"us-ascii")
    yield "latin-as-ascii", leaf("text/plain", "iso-8859-1", "7bit", "Grüße\n").replace(b"iso-8859-1", b"us-ascii")
    yield "latin-as-utf8", leaf("text/plain", "iso-8859-1", "8bit", "Grüße\n").replace(b"iso-8859-1", b"utf-8")
    yield "bad-base64", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8*&^%gd29y\nbGQ=\nand words\n"
    yield "short-base64", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8gd29ybGQ\n"
    yield "bad-qp", b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=ZZ =4 end=\n=\n"
    yield "nul", leaf("text/plain", "us-ascii", "7bit", "a\0b\n")
    yield "bare-cr", leaf("text/plain", "us-ascii", "7bit", "a\rb\rc\n")
    yield "mixed-line-ends", b"Content-Type: text/plain\r\n\r\none\ntwo\r\nthree\n"
    yield "long-line", leaf("text/plain", "us-ascii", "7bit", "word " * 5000 + "\n")
    yield "utf-16", (b"Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
                     + base64.encodebytes("hello\r\n".encode("utf-16")))
    yield "crlf-only", b"\n\n\n\n"


def broken_headers():
    yield "no-mime", b"\nhello\n"
    yield "two-content-types", b"Content-Type: text/plain\nContent-Type: text/html\n\n<p>hello</p>\n"
    yield "two-encodings", b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\naGVsbG8K\n"
    yield "type-twice-alike", b"Content-Type: text/html\nContent-Type: text/html\n\n<p>hello</p>\n"
    yield "content-type-rubbish", b"Content-Type: ;;;===\n\nhello\n"
    yield "content-type-comment", b'Content-Type: (a "comment") text/plain (b); charset=(c) utf-8\n\nhello\n'
    yield "content-type-2231", b"Content-Type: text/plain; charset*=us-ascii'en'utf-8\n\nhello\n"
    yield "folded-type", b"Content-Type:\n text/plain;\n\tcharset=\n utf-8\n\nhello\n"
    yield "8bit-field", "X-Note: Grüße\n\nhello\n".encode("latin-1")
    yield "no-header-end", b"X-Last: field"
    yield "rubbish-line", b"this is no field\nX-A: b\n\nhello\n"
    yield "long-field", b"X-Long: " + b"a" * 200000 + b"\n\nhello\n"
    yield "many-fields", b"X-Many: a\n" * 5000 + b"\nhello\n"
    yield "content-md5", b"Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\nContent-Type: text/plain\n\nhello\n"


def noise():
    """Mails with random bytes put in, taken out and turned."""
    dice = random.Random(20260131)
    whole = mail(multipart("mixed", multipart("alternative", leaf("text/plain", "utf-8", "quoted-printable", TEXTS["utf-8"]),
                                              leaf("text/html", "utf-8", "base64", html_of(TEXTS["utf-8"]))),
                           binary("image/png", "a.png", PNG)))
    for number in range(200):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            place = dice.randrange(len(data))
            deed = dice.randrange(3)
            if deed == 0:
                data[place] = dice.choice(b"\0\r\n-=;\" <>\xff")
            elif deed == 1:
                del data[place:place + dice.randint(1, 40)]
            else:
                data[place:place] = dice.choice([b"\n", b"\n\n", b"--", b"=", b"<!--", b"\r", b"; boundary=x"])
        yield f"noise-{number:03}", bytes(data)


def hostile():
    for name, body in itertools.chain(broken_multiparts(), broken_texts(), broken_headers()):
        yield name, mail(body)
    yield "empty", b""
    yield "only-body", b"\nhello\n"
    yield "mbox", b"From someone@example.com Fri Jan  2 10:00:00 2026\n" + mail(b"\nhello\n")
    yield from noise()


def write(folder):
    global _count
    _count = itertools.count()
    folder = Path(folder)
    for group, messages in (("shapes", variants()), ("hostile", hostile())):
        (folder / group).mkdir(parents=True, exist_ok=True)
        for name, data in messages:
            (folder / group / f"{name}.eml").write_bytes(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
