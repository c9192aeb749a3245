"""What happens to mails on their way, without an MTA: {name: message -> the same message}. Shares no code with Waybill.

Real relays are in tests/integration/test_id.py. The transformations that relays make are listed here in one place:
what MTAs write into headers, how they fold and encode, and what they take away.
"""
import base64
import re

from dedupe_form import ADDRESS_FIELDS, Part, fields, quoted_printable, unbase64

TRACE = b"""Return-Path: <bounces@example.com>
Delivered-To: you@example.net
X-Original-To: you@example.net
Received: by 2002:a05:6214:0:b0:4cf with SMTP id a1csp1; Fri, 2 Jan 2026 01:00:00 -0800 (PST)
ARC-Seal: i=1; a=rsa-sha256; t=1767344400; cv=none; d=example.net; s=arc; b=AAAA
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=arc;
\th=to:subject:from; bh=AAAA; b=BBBB
ARC-Authentication-Results: i=1; mx.example.net; spf=pass
DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=mail; h=from:to; bh=AAAA; b=BBBB
Authentication-Results: mx.example.net; dkim=pass header.d=example.com
Received-SPF: Pass (mx.example.net: domain of example.com designates 192.0.2.1)
X-Spam-Status: No, score=-1.9 required=5.0
X-Authentication-Warning: mx.example.net: client didn't use HELO protocol
X-MS-Exchange-Organization-SCL: -1
"""
TAKEN_AWAY = re.compile(rb"(?i)(received|return-path|dkim-.*|arc-.*|authentication-results|x-.*|bcc|content-length):")


def header_and_body(data):
    """([field with its line end], the rest); in CRLF."""
    data = re.sub(rb"\A>?From .*\r?\n", b"", data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    header = re.match(rb"(?s)(?:[!-9;-~]+[ \t]*:.*?\r\n(?![ \t]))*", data)[0]
    return re.findall(rb"(?s).*?\r\n(?![ \t])", header), data[len(header):]


def each_field(change):
    def transform(data):
        found, rest = header_and_body(data)
        return b"".join(map(change, found)) + rest
    return transform


def name_of(field):
    return field.partition(b":")[0].strip().decode("latin-1").lower()


# ---- header fields ----

def folded(field):
    """At each blank, but in what may be a quoted boundary."""
    name, colon, value = field.partition(b":")
    return field if name.lower().startswith(b"content-") else name + colon + re.sub(rb"(?<=\S)(?=[ \t]\S)", b"\r\n", value)


def folded_at_commas(field):
    return re.sub(rb",(?=[^\s\"()]*@)", b",\r\n        ", field) if name_of(field) in ADDRESS_FIELDS else field


def unfolded(field):
    return re.sub(rb"\r\n([ \t])", rb"\1", field)


def with_a_tab(field):
    return re.sub(rb"\A([^:]*:)[ \t]*", rb"\1\t", field)


def in_capitals(field):
    name, colon, value = field.partition(b":")
    return name.upper() + colon + value


def taken_away(field):
    return b"" if TAKEN_AWAY.match(field) else field


def in_other_order(data):
    """Fields of one name, and blocks of Resent fields, stay in their order."""
    found, rest = header_and_body(data)
    return b"".join(sorted(found, key=lambda field: name_of(field).split("resent-")[0])) + rest


def charset_unknown(data):
    """As Sendmail does where there is no Content-Type."""
    found, rest = header_and_body(data)
    if any(field.lower().startswith(b"content-type") for field in found):
        return data
    return b"".join(found) + b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\n" + rest


# ---- parts ----

def each_leaf(change):
    """`change` gets a Part and the header of a leaf, and gives header and body."""
    def leaf_or_more(data, default_type="text/plain"):
        found, rest = header_and_body(data)
        separator, body = (rest[:2], rest[2:]) if rest.startswith(b"\r\n") else (b"", rest)
        part = Part(fields(b"".join(found) + b"\r\n")[0], body, default_type)
        if part.children:
            return b"".join(found) + separator + parts(part, body)
        if part.type == "message/rfc822" and not part.is_encoded():
            return b"".join(found) + separator + leaf_or_more(body)
        if part.type.startswith("multipart/") or not separator:
            return data
        header, body = change(part, found)
        return b"".join(header) + separator + body

    def parts(part, body):
        default_type = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        delimiters = list(re.finditer(part.delimiter(), body))
        out = body[:delimiters[0].start()]
        for this, following in zip(delimiters, delimiters[1:] + [None]):
            piece = body[this.end():following.start() if following else len(body)]
            out += this[0]
            if this[1]:
                return out + body[this.end():]
            end = re.search(rb"(?:\r\n)?\Z", piece)
            out += leaf_or_more(piece[:end.start()], default_type) + end[0]
        return out

    return lambda data: leaf_or_more(b"".join(header_and_body(data)[0]) + header_and_body(data)[1])


def relabelled(found, encoding):
    """With that transfer encoding, and the note that Sendmail leaves."""
    kept = [field for field in found if name_of(field) != "content-transfer-encoding"]
    return kept + [b"Content-Transfer-Encoding: " + encoding + b"\r\n",
                   b"X-MIME-Autoconverted: from one to another by mx.example.net id 4AbC\r\n"]


def to_quoted_printable(part, found):
    if part.is_encoded():
        return found, part.body
    return relabelled(found, b"quoted-printable"), b"\r\n".join(map(quoted, part.body.split(b"\r\n")))


def quoted(line):
    out, column = b"", 0
    for number, byte in enumerate(line):
        plain = 33 <= byte <= 126 and byte != 61 or byte in b" \t" and number + 1 < len(line)
        piece = bytes([byte]) if plain else b"=%02X" % byte
        if column + len(piece) > 75:
            out, column = out + b"=\r\n", 0
        out, column = out + piece, column + len(piece)
    return out


def to_base64(part, found):
    if part.is_encoded():
        return found, part.body
    return relabelled(found, b"base64"), base64.encodebytes(part.body).replace(b"\n", b"\r\n")


def to_eight_bit(part, found):
    """Text whose bytes may stand in lines of SMTP."""
    data = quoted_printable(part.body) if part.encoding == "quoted-printable" else part.body
    if part.encoding == "base64":
        data = unbase64(part.body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    is_odd = part.encoding == "base64" and re.search(rb"=[^=\s]", part.body)
    if not part.type.startswith("text/") or not part.is_encoded() or not is_plain(data) or is_odd:
        return found, part.body
    return relabelled(found, b"8bit"), data


def is_plain(data):
    lines = data.split(b"\r\n")
    return not re.search(b"[\r\n\0]", b"".join(lines)) and max(map(len, lines)) <= 998


def in_other_lines(part, found):
    if part.encoding != "base64":
        return found, part.body
    letters = part.body.replace(b"\r\n", b"")
    return found, b"".join(letters[i:i + 60] + b"\r\n" for i in range(0, len(letters), 60))


def as_postfix_breaks_lines(part, found):
    return found, part.body if part.is_encoded() else re.sub(rb"(?m)^([^\r\n]{998})(?=[^\r\n])", rb"\1\r\n ", part.body)


def as_sendmail_breaks_lines(part, found):
    return found, part.body if part.is_encoded() else re.sub(rb"(?m)^([^\r\n]{989})(?=[^\r\n]{2})", rb"\1!\r\n ", part.body)


# ---- the whole ----

def other_boundaries(data):
    found, rest = header_and_body(data)
    data = b"".join(found) + rest
    if b"message/" in data or b"multipart/digest" in data:  # the header of an enclosed message is content
        return data
    for boundary in set(re.findall(rb'boundary="([^"]{,50}[^" ])"', data)):
        data = re.sub(rb"(?m)^--(?=" + re.escape(boundary) + rb"(--)?[ \t]*\r?$)", b"--other-", data)
        data = data.replace(b'boundary="' + boundary + b'"', b'boundary="other-' + boundary + b'"')
    return data


def preamble(data):
    found, rest = header_and_body(data)
    part = Part(fields(b"".join(found) + b"\r\n")[0], rest[2:], "text/plain")
    return b"".join(found) + (rest.replace(b"\r\n", b"\r\nThis is a message in MIME format.\r\n", 1) if part.children else rest)


def with_lf(data):
    return data.replace(b"\r\n", b"\n")


def with_crlf(data):
    return with_lf(data).replace(b"\n", b"\r\n")


ALL = {
    "trace fields are added": lambda data: with_crlf(TRACE) + re.sub(rb"\A>?From .*\r?\n", b"", data),
    "trace fields, X- fields and Bcc are taken away": each_field(taken_away),
    "fields are folded at each blank": each_field(folded),
    "lists of addresses are folded behind commas": each_field(folded_at_commas),
    "fields are unfolded": each_field(unfolded),
    "values begin with a tab": each_field(with_a_tab),
    "field names are in capitals": each_field(in_capitals),
    "fields stand in another order": in_other_order,
    "a charset is added": charset_unknown,
    "line ends are LF": with_lf,
    "line ends are CRLF": with_crlf,
    "a mailbox file has a line in front": lambda data: b"From someone@example.com Fri Jan  2 10:00:00 2026\n" + data,
    "8bit becomes quoted-printable": each_leaf(to_quoted_printable),
    "8bit becomes base64": each_leaf(to_base64),
    "encoded text becomes 8bit": each_leaf(to_eight_bit),
    "base64 has other lines": each_leaf(in_other_lines),
    "Postfix breaks long lines": each_leaf(as_postfix_breaks_lines),
    "Sendmail breaks long lines": each_leaf(as_sendmail_breaks_lines),
    "boundaries are others": other_boundaries,
    "a preamble is added": preamble,
}
BY_PATTERN = (other_boundaries, preamble)  # these do not understand every message
