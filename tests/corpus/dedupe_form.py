"""The canonical form and the dedupe ID of a message, after docs/formats.md alone. Shares no code with Waybill.

For messages whose structure is as RFC 2046 has it; how broken ones are read is in mime/part_table.h.
"""
import base64
import hashlib
import hmac
import re
import urllib.parse

import second_opinion

ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc", "resent-from", "resent-sender", "resent-reply-to",
                  "resent-to", "resent-cc")
FIELDS = ("date", "from", "sender", "reply-to", "to", "cc", "subject", "message-id", "in-reply-to", "references")
RESENT = ("resent-date", "resent-from", "resent-sender", "resent-reply-to", "resent-to", "resent-cc",
          "resent-message-id")
CHANGED_BY_RELAYS = ("content-transfer-encoding", "content-length", "x-mime-autoconverted")
DESCRIBING = ("content-id", "content-description", "content-location")
READ_ONCE = ("content-type", "content-disposition")
MOST_ENCLOSED = 20


# ---- values ----

def collapsed(value):
    return re.sub(rb"[ \t\r\n]+", b" ", value).strip(b" ")


def addresses(value):
    elements = [b""]
    for token in re.findall(rb'(?s)"(?:\\.|[^"\\])*"|.', collapsed(value)):
        if token == b",":
            elements.append(b"")
        elif re.fullmatch(rb'"[^\0-\x1f\x7f"(),:;<>\\]*"', token):
            elements[-1] += token[1:-1]
        else:
            elements[-1] += token
    return b",".join(filter(None, (element.strip(b" ") for element in elements)))


def line(name, value):
    return name.encode("latin-1") + b":" + (addresses if name in ADDRESS_FIELDS else collapsed)(value) + b"\n"


# ---- header ----

def fields(data):
    """[(lower-case name, value)], and the body."""
    found, rest = second_opinion.fields(data)
    return [(name, raw.partition(b":")[2].removesuffix(b"\r")) for name, raw in found], re.sub(rb"\A\r?\n", b"", rest)


def first(found, name):
    return next((value for key, value in found if key == name), b"")


def is_made_by_mta(found, name, queue_id):
    word = rb"(?<![0-9A-Za-z])" + re.escape(queue_id.encode()) + rb"(?![0-9A-Za-z])"
    return queue_id != "" and re.search(word, first(found, name)) is not None


def header_form(found, queue_id):
    left_out = set()
    for prefix in ("", "resent-"):
        if is_made_by_mta(found, prefix + "message-id", queue_id):
            left_out |= {prefix + "message-id", prefix + "date"}
    if re.match(rb"\s*<waybill\.[0-9a-f]{32}@", first(found, "message-id")):
        left_out.add("message-id")
    kept = [(name, value) for name, value in found if name not in left_out]
    out = b"".join(line(name, value) for wanted in FIELDS for name, value in kept if name == wanted)
    return out + b"".join(line(name, value) for name, value in kept if name in RESENT)


def enclosed_header_form(found):
    return b"".join(line(name, value) for name, value in found if name not in CHANGED_BY_RELAYS)


# ---- parts ----

def parameters(value):
    """Of a structured field, sorted, without folding, quotes and the forms of RFC 2231; of two with one name the first."""
    found, continued = {}, {}
    for piece in re.findall(rb'(?:"(?:\\.|[^"\\])*"|[^;])+', re.sub(rb"\r?\n", b"", value))[1:]:
        name, _, written = (part.strip(b" \t\r") for part in piece.partition(b"="))
        if re.fullmatch(rb'(?s)".*"', written):
            written = re.sub(rb'\\(["\\])', rb"\1", written[1:-1])
        pieces = re.fullmatch(rb"([^*]+)\*(\d*)(\*?)", name.lower())
        if pieces:
            is_extended = not pieces[2] or pieces[3] != b""
            continued.setdefault(pieces[1], {})[int(pieces[2] or 0)] = (is_extended, written)
        elif name:
            found.setdefault(name.lower(), written)
    for name, pieces in continued.items():
        found.setdefault(name, joined(pieces))
    return sorted(found.items())


def joined(pieces):
    """The value of a parameter in pieces, in UTF-8."""
    charset, out = b"", b""
    for number in range(len(pieces)):
        is_extended, text = pieces.get(number, (False, b""))
        if number == 0 and is_extended and text.count(b"'") >= 2:
            charset, _, text = text.split(b"'", 2)
        out += urllib.parse.unquote_to_bytes(text) if is_extended else text
    return out.decode(charset.decode() or "utf-8", "surrogateescape").encode("utf-8", "surrogateescape")


class Part:
    def __init__(self, found, body, default_type):
        self.found, self.body = found, body
        written = second_opinion.token(first(found, "content-type").decode("latin-1"))
        self.type = default_type if written in ("", "text") else written
        self.encoding = second_opinion.token(first(found, "content-transfer-encoding").decode("latin-1"))
        self.children = self.divide() if self.type.startswith("multipart/") else []

    def delimiter(self):
        """A pattern; None without a boundary."""
        boundary = dict(parameters(first(self.found, "content-type"))).get(b"boundary", b"").rstrip()
        return rb"(?m)^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)" if boundary else None

    def pieces(self):
        """The parts as they stand."""
        starts = list(re.finditer(self.delimiter() or rb"(?!)", self.body))
        for start, end in zip(starts, starts[1:] + [None]):
            if start[1]:
                return
            yield re.sub(rb"\r?\n\Z", b"", self.body[start.end():end.start() if end else len(self.body)])

    def divide(self):
        default_type = "message/rfc822" if self.type == "multipart/digest" else "text/plain"
        return [Part(*fields(piece), default_type) for piece in self.pieces()]

    def parameter_lines(self, field):
        return b"".join(b" " + collapsed(name) + b"=" + collapsed(value) + b"\n" for name, value in parameters(first(self.found, field))
                        if name != b"boundary"
                        and (name != b"charset" or value.lower() not in (b"us-ascii", b"unknown-8bit")))

    def description(self):
        disposition = second_opinion.token(first(self.found, "content-disposition").decode("latin-1")).encode("latin-1")
        out = b"content-disposition:" + disposition + b"\n" if disposition else b""
        out += self.parameter_lines("content-disposition")
        out += b"".join(line(name, value) for wanted in DESCRIBING for name, value in self.found if name == wanted)
        return out + b"".join(line(name, value) for wanted in READ_ONCE
                              for name, value in [field for field in self.found if field[0] == wanted][1:])

    def rest(self):
        """What stands behind the closing delimiter."""
        closing = next((found for found in re.finditer(self.delimiter(), self.body) if found[1]), None)
        lines = self.body[closing.end():].split(b"\n") if closing else []
        boundary = dict(parameters(first(self.found, "content-type")))[b"boundary"].strip()
        said = [text for text in (each.strip(b" \t\r") for each in lines)
                if text.strip(b"-") and text not in (b"--" + boundary, b"--" + boundary + b"--")]
        return b" rest " + digest(b"".join(text + b"\n" for text in said)) if said else b""

    def is_encoded(self):
        return self.encoding in ("base64", "quoted-printable")

    def is_clear(self):
        """Programs agree on what is decoded."""
        letters = re.sub(rb"[^A-Za-z0-9+/=]", b"", self.body)
        return self.encoding != "base64" or (re.fullmatch(rb"[^=]*=*", letters) is not None and len(letters.rstrip(b"=")) % 4 != 1)

    def content(self):
        if self.encoding == "base64":
            data = unbase64(self.body)
        else:
            raw = self.body.replace(b"\r\n", b"\n")
            raw = unbroken(raw, lambda text: len(text) >= 990 and text.endswith(b"!"), b"!")
            raw = unbroken(raw, lambda text: len(text) == 998, b"").replace(b"\n", b"\r\n")
            data = quoted_printable(raw) if self.encoding == "quoted-printable" else raw
        return data.replace(b"\r\n", b"\n") if self.type.startswith("text/") else data


def digest(data):
    return hashlib.sha256(data).hexdigest().encode()


def unbroken(raw, is_broken, mark):
    """Lines that an MTA broke made whole: it put `mark`, a line end and a blank inside."""
    lines = raw.split(b"\n")
    out = [lines[0]]
    for before, text in zip(lines, lines[1:]):
        if text.startswith(b" ") and is_broken(before):
            out[-1] = out[-1].removesuffix(mark)
            out.append(text[1:])
        else:
            out += [b"\n", text]
    return b"".join(out)


def unbase64(raw):
    """Up to the padding, or as far as whole bytes go."""
    letters = re.match(rb"(?:[^=]{4})*(?:[^=]{2,3})?", re.sub(rb"[^A-Za-z0-9+/=]", b"", raw))[0]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def quoted_printable(raw):
    def token(match):
        return bytes([int(match[1], 16)]) if match[1] else b"=" if match[0] == b"==" else b""
    return re.sub(rb"=(?:([0-9A-Fa-f]{2})|=|\r\n|\Z)", token, raw)


def part_forms(root, depth):
    """Numbered in the order of the message."""
    count, out, waiting = 0, b"", [(root, b"-")]
    while waiting:
        part, parent = waiting.pop()
        out += b"part " + parent + b" " + part.type.encode("latin-1")
        if part.children:
            waiting += [(child, b"%d" % count) for child in reversed(part.children)]
            out += part.rest()
        elif part.type == "message/rfc822" and not part.is_encoded() and depth < MOST_ENCLOSED:
            found, body = fields(part.body)
            inner = enclosed_header_form(found) + part_forms(Part(found, body, "text/plain"), depth + 1)
            out += b" enclosed " + digest(inner)
        else:
            data = part.content()
            if part is root and depth == 0 and part.type.startswith("text/"):
                data = data.rstrip(b"\n")
            out += b" " + digest(data)
            if not part.is_clear():
                out += b" raw " + digest(re.sub(rb"[ \t\r\n]", b"", part.body))
        out += b"\n" + part.parameter_lines("content-type") + part.description()
        count += 1
    return out


def canonical_form(data, queue_id=""):
    found, body = fields(data)
    return b"waybill dedupe 2\n" + header_form(found, queue_id) + part_forms(Part(found, body, "text/plain"), 0)


def dedupe_id(data, queue_id="", key=b""):
    """With a queue id as it is stamped."""
    form = canonical_form(data, queue_id)
    value = hashlib.sha256(form).digest()
    if key:
        value = hmac.new(key, value, hashlib.sha256).digest()
    out = ("k2:" if key else "v2:") + base64url(value)
    is_recognizable = re.search(rb"(?m)^(date|message-id):.", form.partition(b"\npart ")[0])
    return out if is_recognizable or not queue_id else f"{out}.{arrival(out, queue_id)}"


def base64url(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def arrival(stamp, queue_id):
    return base64url(hashlib.sha256(f"waybill arrival 1\n{stamp}\n{queue_id}".encode()).digest()[:8])
