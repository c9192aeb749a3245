"""What Python's email package says of a mail before and after Waybill. Shares no code with Waybill.

compare(before, after, words) lists all that is wrong with `after`, a mail that should be `before` with a
signature that contains `words` once in each text of its main body, and nothing else changed.
"""
import codecs
import email
import email.message
import email.policy
import functools
import html.parser
import re

# Encoded, the neighbours of an insertion may look different: blanks that no longer end their line, or that now do;
# base64 is written anew from there on.
SLACK = {"quoted-printable": 76, "base64": float("inf")}
CHANGED_FIELDS = {"content-type", "content-transfer-encoding", "content-md5", "mime-version"}
ADDED_FIELDS = CHANGED_FIELDS | {"x-waybill-dedupe-id"}
# Names that Python does not know, and what is written under names that promise less.
ALIASES = {"x-sjis": "cp932", "shift_jis": "cp932", "x-gbk": "gbk", "gb2312": "gb18030", "x-mac-roman": "mac-roman",
           "x-mac-cyrillic": "mac-cyrillic", "x-mac-ce": "mac-latin2", "iso-8859-8-i": "iso8859-8",
           "iso-8859-8-e": "iso8859-8", "ansi_x3.4-1968": "ascii", "iso_8859-1:1987": "latin-1", "hz-gb-2312": "hz",
           "windows-874": "cp874", "unicode-1-1-utf-7": "utf-7", "charset=utf-8": "utf-8"}
# With bytes that they have as controls only, these are read as browsers and mail programs read them.
WINDOWS = {"iso8859-1": "cp1252", "iso8859-9": "cp1254"}
# In these the bytes of a line depend on what stands before: its text counts.
STATEFUL = re.compile("iso-?2022|utf-?7|unicode-1-1|hz-|windows-1255|windows-1258|big5-hkscs")
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
MADE_ID = re.compile(rb"message-id: <waybill\.[0-9a-f]{32}@[a-z0-9.-]+>\r?\Z", re.IGNORECASE)
PGP = ("-----BEGIN PGP MESSAGE-----", "-----BEGIN PGP SIGNED MESSAGE-----")


def token(value):
    """The word that a field begins with, without comments (RFC 2045, 5.1); a type with its subtype."""
    return re.match(r"[^\x00- ;]*", re.sub(r"\([^()]*\)", "", value).strip(" \t\r\n\1"))[0].lower()


class RawPolicy(email.policy.Compat32):
    """raw_items() gives header values to the byte: leading blanks, folding and line end."""

    def header_source_parse(self, sourcelines):
        name, _, value = "".join(sourcelines).partition(":")
        return name, value

    def header_fetch_parse(self, name, value):
        value = re.sub(r"\r?\n(?=[ \t])", "", value).strip()
        if name.lower() == "content-transfer-encoding":
            value = token(value)
        return super().header_fetch_parse(name, value)


@functools.lru_cache(maxsize=3)
def parse(data):
    """As Postfix reads it: a header ends at the first line that is no field; a bare CR is no line break. A closing
    delimiter right behind an opening one closes: Python takes both for one opening delimiter."""
    found, rest = fields(data)
    separator = b"" if re.match(rb"\r?\n", rest) else b"\r\n"
    data = b"".join(tight(raw) + b"\n" for _, raw in found) + separator + rest
    data = re.sub(rb"(?m)^--(.+?)[ \t]*\r?\n(?=--\1--[ \t]*\r?$)", b"", data)
    return email.message_from_bytes(re.sub(rb"\r(?!\n)", b"\1", data), policy=RawPolicy())


def payload_of(part):
    """The children, or the bytes as they stand: get_payload() decodes what is not ASCII, and fails where the charset
    is written as RFC 2231 says."""
    return part._payload


def kind_of(part):
    """The type of a part; what is no type at all is no text."""
    written = token(str(part.get("content-type", "")))
    if written in ("", "text"):
        return part.get_default_type()
    return written if written.count("/") == 1 else "unknown/unknown"


class Obstacle(Exception):
    """Why the main body of a message may not be edited."""


# ---- the main body ----

def looks_signed_or_encrypted(part):
    kind = kind_of(part)
    return kind in ("multipart/signed", "multipart/encrypted") or re.fullmatch("application/(x-)?pkcs7-mime", kind)


def children_of_main_body(part):
    """The parts that count for the main body of a multipart."""
    children = payload_of(part)
    if not isinstance(children, list) or not children:
        return []
    kind = kind_of(part)
    if kind == "multipart/alternative":
        return children
    if kind == "multipart/related":
        start = str(part.get_param("start", "")).strip()
        return [child for child in children if start and str(child.get("content-id", "")).strip() == start][:1] or children[:1]
    return [child for child in children if not is_picture(child)][:1]


def is_picture(part):
    return kind_of(part).startswith("image/") and part.get_content_disposition() in (None, "inline")


def main_texts(message):
    """The leaves that Waybill should sign; raises Obstacle where it should not sign at all."""
    found, waiting = [], [message]
    while waiting:
        part = waiting.pop(0)
        kind = kind_of(part)
        if looks_signed_or_encrypted(part):
            raise Obstacle("signed or encrypted")
        if kind == "multipart/report":
            raise Obstacle("report")
        if kind.startswith("multipart/"):
            waiting = children_of_main_body(part) + waiting
        elif kind in ("text/plain", "text/html") and not is_attachment(part):
            found.append(part)
    if any(mark in decoded(part)[0] for part in found for mark in PGP):
        raise Obstacle("signed or encrypted")
    return found


def is_attachment(part):
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


# ---- texts ----

def codec_name(charset):
    try:
        return codecs.lookup(charset).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return ""


def decoded(part):
    """(text, charset as the part names it)."""
    data = (part.get_payload(decode=True) or b"").replace(b"\1", b"\r")  # as it was before parse()
    charset = (part.get_content_charset() or "us-ascii").strip("'\" \1")
    known = ALIASES.get(charset, charset)
    windows = WINDOWS.get(codec_name(known)) if re.search(b"[\x80-\x9f]", data) else None
    letters = re.sub("[^a-z0-9]", "", charset)  # "u=tf-32"
    for name in (windows or known, known, charset, letters, "utf-8", "cp1252", "latin-1"):
        try:
            return codecs.decode(data, name), charset
        except (LookupError, UnicodeError, ValueError):
            continue
    raise AssertionError("latin-1 decodes everything")


class VisibleText(html.parser.HTMLParser):
    """What a reader sees of HTML, roughly: no comments, scripts, styles."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.hidden, self.pieces = 0, []

    def feed(self, data):
        """Python wants nothing but blanks behind the name of an end tag of raw text; browsers pass over attributes."""
        super().feed(re.sub(r"(?i)</(script|style|textarea|title)[\s/][^>]*>", r"</\1>", data))

    def parse_html_declaration(self, i):
        """Outside of SVG and MathML "<![" begins a comment that ends at the next ">"; Python fails at some of them."""
        is_section = self.rawdata.startswith("<![", i)
        return self.parse_bogus_comment(i) if is_section else super().parse_html_declaration(i)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")
        if tag in ("textarea", "title"):  # no markup in them
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(data)


def times_read(words, text, is_html):
    """How often a reader sees `words`, whatever the blanks and line breaks."""
    if is_html:
        reader = VisibleText()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    return "".join(text.split()).count("".join(words.split()))


def common_head(one, other):
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def only_inserted(before, after, slack=0):
    """Is `after` the text `before` with one piece more? Up to `slack` characters at the place may have changed."""
    head = common_head(before, after)
    limit = min(len(before), len(after)) - head
    tail = common_head(before[::-1][:limit], after[::-1][:limit])
    return head + tail >= len(before) - slack


def encoding_of(part):
    return str(part.get("content-transfer-encoding", "")).lower()


def other_parameters(part):
    return [pair for pair in part.get_params([])[1:] if pair[0].lower() not in ("", "charset")]


def fits(words, charset):
    """Can `words` be written in the charset? None: not known here."""
    for name in (charset, ALIASES.get(charset, charset)):
        try:
            return bool(words.encode(name))
        except UnicodeEncodeError:
            return False
        except (LookupError, ValueError):
            continue
    return None


def kept_base64_lines(before, after):
    """Are the lines of base64 in front of the first that decodes to something else the same?"""
    old, new = payload_of(before), payload_of(after)
    if re.search("[^A-Za-z0-9+/\r\n]", old.rstrip("=\r\n")):
        return True  # what is broken is read in several ways
    head = common_head(before.get_payload(decode=True), after.get_payload(decode=True))
    done = (head // 3 - 1) * 4  # an insertion may begin like what stands behind it: "<div>" and "</body>"
    at = 0
    if any(len(line) % 4 for line in old.split()[:-1]):
        return True  # nor are such lines whole groups
    for line in old.splitlines(keepends=True)[:-1]:
        done -= len(line.rstrip("\r\n"))
        if done < 0:
            break
        at += len(line)
    return common_head(old, new) >= min(at, len(old.rstrip("\r\n")))


def needless_changes(before, after, words):
    """Only what must change changes."""
    (old, old_charset), (new, new_charset) = decoded(before), decoded(after)
    if old_charset != new_charset and (kind_of(before) == "text/html" or fits(words, old_charset)):
        yield f"the charset became {new_charset} without need"
    type_before = str(before.get("content-type", ""))
    is_readable = "/" in token(type_before) and type_before.count('"') % 2 == 0
    if is_readable and other_parameters(before) != other_parameters(after):
        yield "parameters of the type changed"
    if old and not old.endswith("\n") and new.endswith("\n"):
        yield "it got a last line end"
    if encoding_of(before) == encoding_of(after):
        if encoding_of(before) == "base64" and not STATEFUL.match(old_charset) and old_charset == new_charset and \
                not kept_base64_lines(before, after):
            yield "base64 changed in front of the insertion"
    elif encoding_of(after) != "quoted-printable":
        yield f"the transfer encoding became {encoding_of(after)}"
    elif words.isascii() and max(map(len, old.split("\n"))) < 900:
        yield "it became quoted-printable without need"


def is_no_part(part):
    """Nothing between two delimiters: Python makes a part of it, where others see none."""
    return not part.keys() and payload_of(part) == ""


def text_faults(before, after, words):
    old, old_charset = decoded(before)
    new, new_charset = decoded(after)
    if not only_inserted(old, new):
        yield "a text is not the old text with an insertion"
    is_html = kind_of(before) == "text/html"
    times = times_read(words, new, is_html) - times_read(words, old, is_html)
    if times != 1 and not (times == 0 and is_no_part(before)):
        yield f"the signature stands {times} times in a {kind_of(before)}"
    yield from needless_changes(before, after, words)
    same_coding = encoding_of(before) == encoding_of(after) and old_charset == new_charset
    same_coding = same_coding and not STATEFUL.match(old_charset)
    if same_coding and not only_inserted(payload_of(before), payload_of(after), SLACK.get(encoding_of(after), 0)):
        yield "bytes of a text changed outside the insertion"


# ---- the whole ----

def fields(data):
    """[(name, bytes of the field)] of a message, and what stands behind its header."""
    lines = data.split(b"\n")
    start = 1 if re.match(rb">?From ", data) else 0
    found = []
    for number, line in enumerate(lines[start:], start):
        field = FIELD.match(line)
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1] += b"\n" + line
        elif field:
            found.append([field[1].decode("latin-1").lower(), line])
        else:
            return [(name, text) for name, text in found], b"\n".join(lines[number:])
    return [(name, text) for name, text in found], b""


def tight(field):
    """Without blanks in front of the colon."""
    return re.sub(rb"\A([^\s:]+)[ \t]+:", rb"\1:", field)


def without(names, found):
    return [field for field in found if field[0] not in names]


def without_made_id(old, new):
    """Without the Message-ID that a message gets which has none, unless a signature says that there is none."""
    if "message-id" in (name for name, _ in old):
        return new
    return [(name, raw) for name, raw in new if not (name == "message-id" and MADE_ID.match(raw))]


def header_faults(before, after, may_change):
    old, new = fields(before)[0], fields(after)[0]
    stamps = [name for name, _ in new].count("x-waybill-dedupe-id")
    if stamps != 1:
        yield f"{stamps} dedupe IDs"
    new, with_id = without_made_id(old, new), new
    is_sealed = any("dkim" in name or name.startswith("arc-") for name, _ in old)
    if not is_sealed and [name for name, _ in with_id].count("message-id") < 1:
        yield "no Message-ID"
    if without({"x-waybill-dedupe-id"}, new) == without({"x-waybill-dedupe-id"}, old):
        return
    if not may_change:
        yield "header fields changed"
    elif without(ADDED_FIELDS, new) != without(ADDED_FIELDS, old):
        yield "other header fields than those of MIME changed"


def pairs(before, after):
    """Both trees side by side; ends with a fault where their shapes differ."""
    waiting = [(before, after)]
    while waiting:
        old, new = waiting.pop()
        yield old, new
        kids = [payload_of(part) if part.is_multipart() else [] for part in (old, new)]
        if len(kids[0]) != len(kids[1]):
            raise ValueError(f"{len(kids[0])} parts became {len(kids[1])}")
        waiting += zip(*kids)


def part_faults(old, new, is_root, is_text):
    if (kind_of(old), old.get_filename()) != (kind_of(new), new.get_filename()):
        yield f"{kind_of(old)} became {kind_of(new)}"
    names = CHANGED_FIELDS if is_text else set()
    raw = [[(name.lower(), value) for name, value in part.raw_items()] for part in (old, new)]
    if not is_root and without(names, raw[0]) != without(names, raw[1]):
        yield "header fields of a part changed"
    if (old.preamble, old.epilogue) != (new.preamble, new.epilogue):
        yield "preamble or epilogue changed"
    if not is_text and not old.is_multipart() and payload_of(old) != payload_of(new):
        yield f"bytes of another part ({kind_of(old)}) changed"


def compare(before, after, words):
    old, new = parse(before), parse(after)
    try:
        texts = {id(part) for part in main_texts(old)}
    except Obstacle as obstacle:
        return [f"signed, although it is {obstacle}"]
    faults = list(header_faults(before, after, id(old) in texts))
    try:
        for was, now in pairs(old, new):
            faults += part_faults(was, now, was is old, id(was) in texts)
            if id(was) in texts:
                faults += text_faults(was, now, words)
    except ValueError as difference:
        faults.append(str(difference))
    return faults


def unchanged(before, after):
    """Faults of a mail that should be as it was, but for the dedupe ID."""
    faults = list(header_faults(before, after, False))
    if body_of(before) != body_of(after):
        faults.append("the body changed")
    return faults


def body_of(data):
    """What stands behind the header, without the empty line, which a header may lack."""
    return re.sub(rb"\A\r?\n", b"", fields(data)[1])


def inner_mail(data, line_end):
    """The mail as an MTA hands it over: without the line that mbox files put in front and blanks before a colon, and
    with the empty line that its header may lack."""
    found, rest = fields(data)
    separator = b"" if re.match(rb"\r?\n", rest) else line_end
    return b"".join(tight(text) + b"\n" for _, text in found) + separator + rest


def is_inside(before, after):
    """An MTA has one line end for all header fields."""
    header = b"".join(text + b"\n" for _, text in fields(before)[0])
    if b"\r\n" in header and re.search(rb"(?<!\r)\n", header):
        before, after = before.replace(b"\r\n", b"\n"), after.replace(b"\r\n", b"\n")
    return any(inner_mail(before, line_end) in after for line_end in (b"\n", b"\r\n"))


def wrapped(before, after, words):
    """Faults of a mail that should stand inside another one as message/rfc822, byte for byte."""
    new = parse(after)
    parts = payload_of(new)
    faults = [] if is_inside(before, after) else ["the original is not inside, byte for byte"]
    if kind_of(new) != "multipart/mixed" or not isinstance(parts, list) or len(parts) != 2:
        return faults + ["not a multipart/mixed of two parts"]
    if kind_of(parts[1]) != "message/rfc822":
        faults.append("the second part is not message/rfc822")
    if any(times_read(words, decoded(text)[0], kind_of(text) == "text/html") != 1
           for text in main_texts(parts[0])):
        faults.append("the signature does not stand once in each outer text")
    return faults
