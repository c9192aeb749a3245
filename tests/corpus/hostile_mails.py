#!/usr/bin/python3
"""Mails composed at random: hostile structures, charsets, encodings, line ends and malformations in one another.

usage: hostile_mails.py SEED NUMBER        prints one mail

compose(seed, number) always gives the same mail. STRUCTURES names everything that a mail may hold. No mail
library writes these: they hold what none would write.
"""
import base64
import quopri
import random
import sys

# label: (Python's codec, words in it). Where Python has no codec of that name, one that means the same.
SCRIPTS = {
    "latin": "Grüße aus Köln, ça va? Ñandú", "west": "5 € – “Œuvre” – Žižkov", "east": "Příliš žluťoučký kůň, Łódź",
    "cyrillic": "Привет из Москвы, до свидания", "greek": "Καλημέρα σας", "hebrew": "שלום לכולם", "arabic": "مرحبا بكم",
    "japanese": "こんにちは、山田さん。よろしく", "chinese": "你好，谢谢大家", "taiwan": "您好，謝謝大家", "korean": "안녕하세요 여러분",
    "thai": "สวัสดีครับ", "viet": "Xin chao cac ban", "ascii": "Hello Anna", "all": "Grüße, привет, 你好 🙂",
}
CHARSETS = {
    "us-ascii": ("ascii", "ascii"), "ANSI_X3.4-1968": ("ascii", "ascii"), "iso-8859-1": ("latin-1", "latin"),
    "ISO_8859-1:1987": ("latin-1", "latin"), "latin1": ("latin-1", "latin"), "iso-8859-2": ("iso8859-2", "east"),
    "iso-8859-3": ("iso8859-3", "latin"), "iso-8859-4": ("iso8859-4", "latin"), "iso-8859-5": ("iso8859-5", "cyrillic"),
    "iso-8859-6": ("iso8859-6", "arabic"), "iso-8859-7": ("iso8859-7", "greek"), "iso-8859-8": ("iso8859-8", "hebrew"),
    "iso-8859-8-i": ("iso8859-8", "hebrew"), "iso-8859-9": ("iso8859-9", "latin"), "iso-8859-10": ("iso8859-10", "latin"),
    "iso-8859-13": ("iso8859-13", "latin"), "iso-8859-14": ("iso8859-14", "latin"),
    "iso-8859-15": ("iso8859-15", "west"), "iso-8859-16": ("iso8859-16", "east"), "windows-1250": ("cp1250", "east"),
    "windows-1251": ("cp1251", "cyrillic"), "cp1251": ("cp1251", "cyrillic"), "windows-1252": ("cp1252", "west"),
    "windows-1253": ("cp1253", "greek"), "windows-1254": ("cp1254", "west"), "windows-1255": ("cp1255", "hebrew"),
    "windows-1256": ("cp1256", "arabic"), "windows-1257": ("cp1257", "latin"), "windows-1258": ("cp1258", "viet"),
    "koi8-r": ("koi8-r", "cyrillic"), "koi8-u": ("koi8-u", "cyrillic"), "ibm850": ("cp850", "latin"),
    "cp866": ("cp866", "cyrillic"), "macintosh": ("mac-roman", "latin"), "x-mac-roman": ("mac-roman", "latin"),
    "x-mac-cyrillic": ("mac-cyrillic", "cyrillic"), "x-mac-ce": ("mac-latin2", "east"),
    "tis-620": ("tis-620", "thai"), "windows-874": ("cp874", "thai"), "shift_jis": ("shift_jis", "japanese"),
    "x-sjis": ("cp932", "japanese"), "iso-2022-jp": ("iso2022-jp", "japanese"), "euc-jp": ("euc-jp", "japanese"),
    "euc-kr": ("euc-kr", "korean"), "ks_c_5601-1987": ("cp949", "korean"), "iso-2022-kr": ("iso2022-kr", "korean"),
    "gb2312": ("gb2312", "chinese"), "gbk": ("gbk", "chinese"), "gb18030": ("gb18030", "all"),
    "x-gbk": ("gbk", "chinese"), "big5": ("big5", "taiwan"), "big5-hkscs": ("big5hkscs", "taiwan"),
    "utf-8": ("utf-8", "all"), "UTF8": ("utf-8", "all"), "utf-7": ("utf-7", "all"),
    "unicode-1-1-utf-7": ("utf-7", "all"), "utf-16": ("utf-16", "all"), "utf-16le": ("utf-16-le", "all"),
    "utf-16be": ("utf-16-be", "all"), "utf-32": ("utf-32", "all"), "hz-gb-2312": ("hz", "chinese"),
    "x-unknown": ("utf-8", "all"), "unknown-8bit": ("cp1252", "west"), "x-klingon": ("utf-8", "latin"),
    "us-askey": ("ascii", "ascii"), "charset=utf-8": ("utf-8", "all"), "": ("cp1252", "west"), None: ("utf-8", "all"),
}
COMMON = ("utf-8", "us-ascii", "iso-8859-1", "windows-1252", None)
WIDE = ("utf-16", "utf-32")
IDENTITY_NAMES = ("7bit", "8bit", "binary", "7-bit", "8-BIT", "8bits", "utf-8", "none", "text/plain", "(odd) 8bit", "\"7bit\"", "")
ODD_NAMES = ("x-uuencode", "quoted printable", "base-64", "gzip", "7vladi.Pimenovit")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256))
LONG_LINES = {"998 characters": 998, "999 characters": 999, "5000 characters": 5000, "100000 characters": 100000}
UUENCODED = "begin 644 cat.txt\n#0V%T\n`\nend"
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----"
CALENDAR = b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"

STRUCTURES = set()  # every name that compose() may give


def named(*names):
    STRUCTURES.update(names)
    return names


TEXT_LINES = dict(zip(named(
    "line of words", "blank line", "quoted line", "From line", "dot line", "signature separator", "blanks at line end",
    "equals signs", "dashes line", "tab line", "form feed", "uuencode inline", "NUL byte", "bare CR", "boundary in text",
    "soft hyphen look-alikes", "header look-alike", "byte order mark"), (
        "It is 5 < 6 & so on; see <https://example.com/?a=1&b=2>.", "", "> quoted, > and more", "From here on it is fine",
        ".", "-- ", "blanks behind  \t", "=41 = equals=", "--not-a-boundary", "\ttab\tand\ttab", "page\fbreak", UUENCODED,
        "nul \0 byte", "bare\rCR", "--{boundary}x", "=\n=20", "Content-Type: text/html; charset=utf-8", "\ufeffmark")))
HTML_PIECES = dict(zip(named(
    "html paragraph", "html table", "html pre", "html comment with body end", "html script", "html style",
    "html conditional comment", "html unclosed tags", "html unclosed comment", "html two bodies", "html entities",
    "html quoted reply", "html attribute with body end", "html textarea", "html null bytes", "html cdata"), (
        "<p class=x>{}</p>", "<table><tr><td>{}</td></tr></table>", "<pre>{}\n\n</pre>", "<!-- </body> --><p>{}</p>",
        "<script>if (a < b) s = '</body>';</script>{}", "<style>p {{color: red}} /* </body> */</style>{}",
        "<!--[if mso]><p>{}</body><![endif]-->", "<div><b><table><tr><td>{}", "{}<!-- never ends", "{}</body><body>{}",
        "&auml;&#8364;&nbsp;{}&lt", "<blockquote type=cite>{}</blockquote>", "<p title=\"</body>\">{}</p>",
        "<textarea></body>{}</textarea>", "<p>\0{}</p>", "<![CDATA[ </body> ]]>{}")))
HTML_WEIGHTS = [3 if name in ("html paragraph", "html table", "html quoted reply") else 0.3 if "unclosed comment" in name
                else 1 for name in HTML_PIECES]
TEXT_WEIGHTS = [0.1 if name in ("NUL byte", "bare CR", "byte order mark", "form feed") else 4 if name == "line of words"
                else 1 for name in TEXT_LINES]
HEADER_TRICKS = dict(zip(named(
    "8-bit header", "folded header", "header without blank", "blank before the colon", "empty header", "long header",
    "duplicate Subject", "encoded words", "Content-MD5", "DKIM-Signature", "header with tabs", "header of 2000 fields",
    "no MIME-Version", "duplicate Content-Transfer-Encoding"), (
        "X-Note: Grüße\n", "X-Folded: a\n\tb\n  c\n", "X-Tight:value\n", "X-Blank : value\n", "X-Empty:\n",
        "X-Long: " + "a " * 30000 + "\n", "Subject: again\n", "X-Words: =?utf-8?B?R3LDvMOfZQ==?=\n",
        "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\n", "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; bh=x; b=y\n",
        "X-Tab:\tvalue \n", "X-Many: a\n" * 2000, "", "Content-Transfer-Encoding: 8bit\n")))
TYPE_TRICKS = named("charset quoted", "charset in single quotes", "charset as RFC 2231", "type with comment", "type folded",
                    "type in capitals", "type with odd semicolons")
named(*(f"charset {label}" for label in CHARSETS), *(f"encoding {name}" for name in IDENTITY_NAMES + ODD_NAMES),
      *(f"line of {name}" for name in LONG_LINES))


class Composer:
    def __init__(self, seed, number):
        self.dice = random.Random(f"{seed}-{number}")
        self.number, self.tags, self.marks = number, set(), []
        self.depth = 0

    def tag(self, name):
        assert name in STRUCTURES, name
        self.tags.add(name)

    def chance(self, share, name=None):
        hit = self.dice.random() < share
        if hit and name:
            self.tag(name)
        return hit

    def pick(self, named_values, weights=None):
        name = self.dice.choices(list(named_values), weights)[0]
        self.tag(name)
        return named_values[name]

    # ---- texts ----

    def plain_text(self, words):
        lines = [words] if self.chance(0.9) else []
        lines += [self.pick(TEXT_LINES, TEXT_WEIGHTS) for _ in range(self.dice.randint(0, 6))]
        if self.chance(0.04):
            name = self.dice.choices(list(LONG_LINES), (4, 4, 4, 2))[0]
            self.tag(f"line of {name}")
            lines.append(("word " * (LONG_LINES[name] // 5 + 1))[:LONG_LINES[name]])
        if self.chance(0.04, "inline PGP"):
            lines.insert(0, PGP)
        if self.chance(0.08, "format=flowed"):
            lines += ["A line that ", "flows on.", "> quoted ", "> text"]
        text = "\n".join(lines) + ("" if self.chance(0.1, "text without last line end") else "\n")
        text += "\n" * (self.dice.randint(1, 4) if self.chance(0.1, "trailing blank lines") else 0)
        if self.chance(0.02, "empty text"):
            text = ""
        return text.replace("{boundary}", self.marks[0] if self.marks else "x")

    def html_text(self, words):
        if self.chance(0.02, "empty html"):
            return ""
        inside = words
        for _ in range(self.dice.randint(1, 4)):
            inside = self.pick(HTML_PIECES, HTML_WEIGHTS).replace("{}", inside).replace("{{", "{").replace("}}", "}")
        if self.chance(0.2, "html without body"):
            return inside
        end = self.dice.choice(("</body></html>\n", "</BODY>\n</HTML>", "</body >", "", "</body></html>\n<!-- mark -->\n"))
        return f"<html><head><title>x</title></head><body lang=de>\n{inside}\n{end}"

    def quoted_printable(self, data, is_wide):
        out = quopri.encodestring(data) if not is_wide else "".join(f"={b:02X}=\n" for b in data).encode()
        if self.chance(0.1, "lower-case quoted-printable"):
            out = out.replace(b"=C3", b"=c3").replace(b"=E2", b"=e2").replace(b"=FC", b"=fc")
        if self.chance(0.04, "broken quoted-printable"):
            out += b"=ZZ =4 end=\n=\n"
        return out

    def base64(self, data, is_wide):
        if not is_wide and self.chance(0.5, "CRLF inside base64"):
            data = data.replace(b"\n", b"\r\n")
        columns = self.dice.choice((76, 76, 72, 60, 998))
        if columns != 76:
            self.tag("base64 with other columns")
        line = base64.b64encode(data)
        if self.chance(0.05, "base64 without padding"):
            line = line.rstrip(b"=")
        if self.chance(0.03, "broken base64"):
            line += b"\n*and words"
        return b"\n".join(line[i:i + columns] for i in range(0, len(line), columns)) + b"\n"

    def encode(self, data, label):
        """(name of the transfer encoding or None, bytes)"""
        is_wide = str(label).startswith(WIDE)
        if is_wide or self.chance(0.45):
            name = self.dice.choice(("quoted-printable", "base64"))
            self.tag(f"{name} text")
            return name, (self.base64 if name == "base64" else self.quoted_printable)(data, is_wide)
        if self.chance(0.15, "no Content-Transfer-Encoding"):
            return None, data
        if self.chance(0.02, "wrong transfer encoding"):
            return self.dice.choice(("base64", "quoted-printable")), data
        fitting = ("7bit",) if data.isascii() else ("8bit", "7bit")
        names = self.dice.choices((fitting, IDENTITY_NAMES, ODD_NAMES), (8, 2, 0.25))[0]
        name = self.dice.choice(names)
        self.tag(f"encoding {name}")
        return name, data

    def content_type(self, kind, label, more):
        charset = "" if label is None else f"; charset={label}"
        trick = self.dice.choice(TYPE_TRICKS) if label and self.chance(0.25) else ""
        if trick == "charset quoted" or (label and "=" in label):
            trick, charset = "charset quoted", f'; charset="{label}"'
        elif trick == "charset in single quotes":
            charset = f"; charset='{label}'"
        elif trick == "charset as RFC 2231":
            charset = f"; charset*=us-ascii'en'{label}"
        elif trick == "type with comment":
            kind += " (a \"comment\")"
        elif trick == "type folded":
            charset = f";\n\tcharset = {label}"
        elif trick == "type in capitals":
            kind, charset = kind.upper(), charset.upper()
        elif trick == "type with odd semicolons":
            charset = f" ;;{charset} ; "
        if trick:
            self.tag(trick)
        return f"Content-Type: {kind}{charset}{more}\n"

    def leaf(self, kind, more_type="", more_fields=""):
        label = self.dice.choice(list(CHARSETS)) if self.chance(0.6) else self.dice.choice(COMMON)
        self.tag(f"charset {label}")
        codec, script = CHARSETS[label]
        text = (self.html_text if kind == "text/html" else self.plain_text)(SCRIPTS[script])
        if "format=flowed" in self.tags and kind == "text/plain":
            more_type += "; format=flowed" + ("; delsp=yes" if self.chance(0.3, "DelSp") else "")
        data = text.encode(codec, "ignore")
        if self.chance(0.02, "bytes of another charset"):
            data += "Grüße €\n".encode(self.dice.choice(("utf-8", "cp1252", "koi8-r")), "ignore")
        name, data = self.encode(data, label)
        fields = [self.content_type(kind, label, more_type), more_fields]
        if name is not None:
            fields.append(f"Content-Transfer-Encoding: {name}\n")
        if label is None and kind == "text/plain" and not more_type and self.chance(0.5, "no Content-Type"):
            fields[0] = ""
        elif self.chance(0.01, "duplicate Content-Type"):
            fields.append("Content-Type: text/html; charset=utf-8\n")
        elif kind == "text/plain" and self.chance(0.01, "unreadable Content-Type"):
            fields[0] = self.dice.choice(("Content-Type: ;;;===\n", "Content-Type: text\n", "Content-Type:\n"))
        self.dice.shuffle(fields)
        return "".join(fields).encode() + b"\n" + data

    # ---- other parts ----

    def binary(self, kind, name, disposition="attachment", more=""):
        head = (f"Content-Type: {kind}; name=\"{name}\"\nContent-Transfer-Encoding: base64\n"
                f"Content-Disposition: {disposition}; filename=\"{name}\"\n{more}\n")
        return head.encode() + base64.encodebytes(PNG * self.dice.randint(1, 9))

    def text_attachment(self):
        self.tag("text attachment")
        return self.leaf("text/plain", '; name="notes.txt"', 'Content-Disposition: attachment; filename="notes.txt"\n')

    def forwarded(self):
        self.tag("message/rfc822")
        return b"Content-Type: message/rfc822\n\n" + self.header("") + self.leaf("text/plain")

    def attachment(self):
        return self.dice.choice((
            self.text_attachment, self.forwarded, lambda: self.binary("application/pdf", "a.pdf"),
            lambda: self.binary("image/jpeg", "b.jpg", "inline"), lambda: CALENDAR))()

    # ---- multiparts ----

    def new_mark(self):
        if self.marks and self.chance(0.1, "boundary that begins with another"):
            return self.marks[-1] + self.dice.choice(("x", "-", "--", "1"))
        if self.marks and self.chance(0.01, "boundary used twice"):
            return self.marks[0]
        if self.chance(0.05, "boundary with punctuation"):
            return f"'()+_,-./:=? {self.dice.randrange(10**6)}"
        if self.chance(0.05, "boundary of 70 characters"):
            return f"{self.dice.randrange(10**9):070}"
        return f"=_b{self.dice.randrange(10**8):08}"

    def multipart(self, subtype, make_children, more=""):
        self.tag(f"multipart/{subtype}")
        mark = self.new_mark()
        self.marks.append(mark)
        children = [make() for make in make_children]
        if self.chance(0.02, "empty part"):
            children.insert(self.dice.randint(0, len(children)), self.dice.choice((b"", b"\n", b"\n\n")))
        parameter = f'; boundary="{mark}"'
        if self.chance(0.01, "no boundary parameter"):
            parameter = ""
        blanks = b" \t" if self.chance(0.04, "blanks behind a boundary") else b""
        out = f"Content-Type: multipart/{subtype}{more}{parameter}\n\n".encode()
        out += b"This is a multi-part message.\n" if self.chance(0.3, "preamble") else b""
        for child in children:
            out += f"--{mark}".encode() + blanks + b"\n" + child + b"\n"
            if self.chance(0.005, "boundary twice in a row"):
                out += f"--{mark}\n".encode()
        if not self.chance(0.04, "no closing boundary"):
            out += f"--{mark}--".encode() + blanks + b"\n"
            out += b"epilogue\n" if self.chance(0.1, "epilogue") else b""
        self.marks.pop()
        return out

    def plain(self):
        return self.leaf("text/plain")

    def html(self):
        return self.leaf("text/html")

    def picture(self):
        return self.binary("image/png", "a.png", "inline", "Content-ID: <a@example.com>\n")

    def alternative(self):
        children = [self.plain, self.dice.choice((self.html, self.html, self.related))]
        if self.chance(0.08, "calendar in alternative"):
            children.append(lambda: CALENDAR)
        return self.multipart("alternative", children)

    def related(self):
        if self.chance(0.1, "related with start"):
            return self.multipart("related", [self.picture, lambda: self.leaf("text/html", "", "Content-ID: <r@x>\n")],
                                  '; start="<r@x>"')
        return self.multipart("related", [self.dice.choice((self.html, self.alternative)), self.picture])

    def mixed(self):
        more = [self.dice.choice((self.attachment, self.list_footer)) for _ in range(self.dice.randint(0, 3))]
        return self.multipart("mixed", [self.body, *more])

    def list_footer(self):
        self.tag("inline text behind the main body")
        return self.leaf("text/plain")

    def unusual(self):
        return self.multipart(self.dice.choice(UNUSUAL), [self.body, self.attachment])

    def nested(self):
        levels = self.dice.choices((20, 150, 1000), (6, 3, 1))[0]
        self.tag(f"nesting of {levels}")
        marks = [f"n{i}-{self.number}" for i in range(levels)]
        opening = "".join(f'Content-Type: multipart/mixed; boundary={m}\n\n--{m}\n' for m in marks).encode()
        return opening + self.plain() + b"".join(f"\n--{m}--".encode() for m in reversed(marks)) + b"\n"

    def many_parts(self):
        count = self.dice.choices((300, 10000), (6, 1))[0]
        self.tag(f"{count} parts")
        return self.multipart("mixed", [self.plain] + [lambda: b"Content-Type: text/x-note\n\nnote"] * (count - 1))

    def body(self):
        self.depth += 1
        if self.depth > 5:
            return self.plain()
        makers = (self.plain, self.html, self.alternative, self.related, self.mixed, self.unusual)
        return self.dice.choices(makers, (30, 15, 30, 8, 20, 1))[0]()

    # ---- what is not to be signed ----

    def signed(self):
        return self.multipart("signed", [self.body, lambda: self.binary("application/pkcs7-signature", "smime.p7s")],
                              '; protocol="application/pkcs7-signature"; micalg=sha-256')

    def encrypted(self):
        version = b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n"
        return self.multipart("encrypted", [lambda: version, lambda: self.binary("application/octet-stream", "a.asc")],
                              '; protocol="application/pgp-encrypted"')

    def smime_opaque(self):
        self.tag("S/MIME opaque")
        return self.binary("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m")

    def report(self):
        status = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n"
        return self.multipart("report", [self.plain, lambda: status], "; report-type=delivery-status")

    def digest(self):
        inner = lambda: b"\n" + self.header("") + b"\nhello\n"
        return self.multipart("digest", [inner, inner])

    def tnef(self):
        self.tag("TNEF")
        return self.multipart("mixed", [lambda: self.binary("application/ms-tnef", "winmail.dat")])

    def calendar_only(self):
        self.tag("calendar alone")
        return CALENDAR

    def attachment_only(self):
        self.tag("attachment alone")
        return self.multipart("mixed", [lambda: self.binary("application/pdf", "a.pdf")])

    # ---- the whole ----

    def header(self, more):
        self.tag("header of RFC 5322")
        return ("Received: from a.example.net (a.example.net [192.0.2.1])\n\tby mx.example.com; Fri, 2 Jan 2026 10:00:00 +0100\n"
                "From: Someone <someone@example.com>\nTo: you@example.net\nSubject:  two blanks,\n\tand a fold\n"
                f"Message-ID: <{self.number}@example.com>\nDate: Fri, 2 Jan 2026 10:00:00 +0100\n{more}").encode()

    def whole(self):
        kinds = {self.body: 78, self.signed: 3, self.encrypted: 1, self.smime_opaque: 1, self.report: 1, self.digest: 1,
                 self.tnef: 1, self.calendar_only: 1, self.attachment_only: 1, self.nested: 1.3, self.many_parts: 1}
        body = self.dice.choices(list(kinds), kinds.values())[0]()
        tricks = [self.pick(HEADER_TRICKS) for _ in range(self.dice.choices((0, 1, 2), (6, 3, 1))[0])]
        if "no MIME-Version" not in self.tags:
            tricks.append("MIME-Version: 1.0\n")
        mail = self.header("".join(tricks)) + body
        if self.chance(0.02, "mbox line"):
            mail = b"From someone@example.com Fri Jan  2 10:00:00 2026\n" + mail
        return self.with_noise(self.with_line_ends(mail))

    def with_line_ends(self, mail):
        kind = self.dice.choices(("LF", "CRLF", "mixed line ends"), (5, 5, 0.5))[0]
        self.tag(kind)
        if self.chance(0.08, "no last line end"):
            mail = mail.rstrip(b"\n")
        if kind == "LF":
            return mail
        lines = mail.replace(b"\r\n", b"\n").split(b"\n")
        if kind == "CRLF":
            return b"\r\n".join(lines)
        cut = next((i for i, line in enumerate(lines) if not line), 0)  # the header keeps one kind
        return b"\n".join(lines[:cut + 1] + [line + self.dice.choice((b"", b"\r")) for line in lines[cut + 1:-1]] + lines[-1:])

    def with_noise(self, mail):
        if not self.chance(0.05, "noise"):
            return mail
        data = bytearray(mail)
        for _ in range(self.dice.randint(1, 8)):
            place = self.dice.randrange(len(data))
            deed = self.dice.randrange(3)
            if deed == 0:
                data[place] = self.dice.choice(b"\0\r\n-=;\" <>\xff")
            elif deed == 1:
                del data[place:place + self.dice.randint(1, 40)]
            else:
                data[place:place] = self.dice.choice([b"\n", b"\n\n", b"--", b"=", b"<!--", b"\r", b"; boundary=x"])
        return bytes(data)


UNUSUAL = ("parallel", "appledouble", "x-unknown", "form-data", "voice-message")
named(*(f"multipart/{name}" for name in UNUSUAL + ("alternative", "related", "mixed", "signed", "encrypted", "report", "digest")),
      *(f"nesting of {levels}" for levels in (20, 150, 1000)), *(f"{count} parts" for count in (300, 10000)),
      "inline PGP", "format=flowed", "DelSp", "text without last line end", "trailing blank lines", "empty text",
      "empty html", "html without body", "lower-case quoted-printable", "broken quoted-printable", "CRLF inside base64",
      "base64 with other columns", "base64 without padding", "broken base64", "quoted-printable text", "base64 text",
      "no Content-Transfer-Encoding", "wrong transfer encoding", "bytes of another charset", "no Content-Type",
      "duplicate Content-Type", "unreadable Content-Type", "text attachment", "message/rfc822",
      "boundary that begins with another", "boundary used twice", "boundary with punctuation",
      "boundary of 70 characters", "empty part", "no boundary parameter", "blanks behind a boundary", "preamble",
      "boundary twice in a row", "no closing boundary", "epilogue", "calendar in alternative", "related with start",
      "inline text behind the main body", "S/MIME opaque", "TNEF", "calendar alone", "attachment alone",
      "header of RFC 5322", "mbox line", "LF", "CRLF", "mixed line ends", "no last line end", "noise")


def compose(seed, number):
    """(the mail, the names of the structures in it)"""
    composer = Composer(seed, number)
    return composer.whole(), composer.tags


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.stdout.buffer.write(compose(sys.argv[1], int(sys.argv[2]))[0])
