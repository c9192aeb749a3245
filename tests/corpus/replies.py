#!/usr/bin/python3
"""Signs real replies with ApplyHtmlDisclaimerLocation "UnderReply" and tells whether the signature stands where a person
would put it: the places are marked in tests/data/reply-cuts.tsv, which explains them.

usage: replies.py --waybill PROGRAM [--verbose] [FOLDER]

FOLDER holds marked messages, at any depth; by default the folder that WAYBILL_CORPUS names, or shared/corpus beside the
project. Shares no code with Waybill. Prints counts for each source, the first folder below FOLDER.

Exit 0: every source reaches the goals; 1: one does not; 77: no marked message was found.
"""
import argparse
import collections
import hashlib
import os
import sys
import tempfile
from pathlib import Path

import oracle
import second_opinion

TABLE = oracle.ROOT / "tests/data/reply-cuts.tsv"
SKIPPED = 77
WORDS = "WaybillReplyCut7f3a"
RULE = f"""
[[TransportRule]]
Name = "Everyone"
ApplyHtmlDisclaimerText = '''<p>{WORDS}</p>'''
ApplyHtmlDisclaimerLocation = "UnderReply"
ApplyHtmlDisclaimerFallbackAction = "Ignore"
"""
ENVELOPE = "From: someone@example.com\nTo: you@example.net\nSubject: Re: x\nMIME-Version: 1.0\n"
CLASSES = {"top", "none", "bottom", "interleaved", "empty", "signed"}
LEAST_RIGHT, MOST_FALLBACKS = 90, 10  # per cent

# Verdicts on a text; that on a message is the first of these that one of its texts got.
INSIDE, WRONG, UNSIGNED, FALLBACK, RIGHT = VERDICTS = ("inside quoted text", "wrong", "not signed", "fallback", "right")

Cut = collections.namedtuple("Cut", "form part kind shape earliest latest quotes")


# ---- the table ----

def read_cut(line):
    """(hash, Cut); a Cut without place where nothing is to be judged."""
    sha, form, part, kind, shape, earliest, latest, quotes = line.split("\t")[:8]
    if shape not in CLASSES:
        raise ValueError(f"unknown class {shape}")
    if shape == "signed":
        return sha, Cut(form, None, kind, shape, None, None, [])
    spans = [tuple(map(int, span.split("-"))) for span in quotes.split(",") if span != "-"]
    return sha, Cut(form, int(part), kind, shape, int(earliest), int(latest), spans)


def read_table(lines):
    """{hash: Cuts of the message's texts}"""
    table = collections.defaultdict(list)
    rows = [line.rstrip("\n") for line in lines if line.strip() and not line.startswith("#")]
    for line in rows[1:]:  # the first one names the columns
        sha, cut = read_cut(line)
        table[sha].append(cut)
    return dict(table)


# ---- judging ----

def octets(text):
    return len(text.encode("utf-8", "surrogatepass"))


def insertion(before, after):
    """(first, last) offset in characters where `before` was opened to get `after`, or None.

    Where the inserted text begins as the text behind it does, as with line ends, several offsets give the same result;
    in HTML some of them are inside of a tag.
    """
    head = len(os.path.commonprefix([before, after]))
    tail = len(os.path.commonprefix([before[::-1], after[::-1]]))
    if len(after) <= len(before) or head + tail < len(before):
        return None
    return len(before) - tail, head


def is_invisible(text, kind):
    if kind == "html":
        reader = second_opinion.VisibleText()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    return not text.strip()


def judge_text(cut, before, after):
    found = insertion(before, after)
    if found is None or after.count(WORDS) != before.count(WORDS) + 1:
        return UNSIGNED
    first, last = (octets(before[:offset]) for offset in found)
    is_at_end = any(is_invisible(before[offset:], cut.kind) for offset in range(found[0], found[1] + 1))
    if first <= cut.latest and last >= cut.earliest or is_at_end and cut.shape == "empty":
        return RIGHT
    if is_at_end:
        return FALLBACK
    return INSIDE if any(begin < first and last < end for begin, end in cut.quotes) else WRONG


def judge(cuts, before, after):
    """The verdict on a message: bytes before and after Waybill."""
    old, new = (second_opinion.main_texts(second_opinion.parse(data)) for data in (before, after))
    kinds = [second_opinion.kind_of(part).partition("/")[2] for part in old]
    if kinds != [cut.kind for cut in cuts] or len(new) != len(old):
        raise ValueError("the texts are not those that were marked")
    verdicts = [judge_text(cut, second_opinion.decoded(old[cut.part])[0], second_opinion.decoded(new[cut.part])[0])
                for cut in cuts]
    return min(verdicts, key=VERDICTS.index)


class Tally:
    """Of one source: how many messages got which verdict, apart for those with a place above a quote."""

    def __init__(self):
        self.top, self.other, self.failures = collections.Counter(), collections.Counter(), []

    def add(self, name, shape, verdict):
        (self.top if shape == "top" else self.other)[verdict] += 1
        if verdict != RIGHT:
            self.failures.append(f"{verdict}: {name} ({shape})")

    def misses(self):
        """The goals that are not reached."""
        both = self.top + self.other
        for counts, what in ((self.top, "those with a place above a quote"), (both, "all")):
            if share(counts, RIGHT) < LEAST_RIGHT:
                yield f"less than {LEAST_RIGHT} % of {what} are right"
        if self.top and share(self.top, FALLBACK) > MOST_FALLBACKS:
            yield f"more than {MOST_FALLBACKS} % of those with a place above a quote fell back to Append"
        if both[INSIDE]:
            yield "a signature stands inside quoted text"


def share(counts, verdict):
    return 100 * counts[verdict] / counts.total() if counts else 100.0


# ---- signing ----

def as_message(form, data):
    """The text of a reply as a message of its own; messages are left as they are."""
    return data if form == "mail" else (
        f"{ENVELOPE}Content-Type: text/{form}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n").encode() + data


def marked_messages(folder, table):
    """[(source, name, Cuts, bytes)]: each marked message once."""
    found, seen = [], set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        if sha in table and sha not in seen:
            seen.add(sha)
            inner = path.relative_to(folder)
            source = inner.parts[0] if len(inner.parts) > 1 else folder.name
            found.append((source, str(inner), table[sha], as_message(table[sha][0].form, data)))
    return found


def sign(waybill, messages, work):
    """The messages as `waybill apply` returns them, in the same order."""
    (work / "in").mkdir()
    for number, message in enumerate(messages):
        (work / f"in/{number}.eml").write_bytes(message)
    config = oracle.write_configuration(work / "etc", WORDS, "Ignore")
    (config.parent / "rules.toml").write_text(RULE)
    answer = oracle.run(waybill, "apply", config, work / "in", "--output", str(work / "out"))
    if answer.returncode:
        sys.exit(f"waybill apply ended with {answer.returncode}:\n{answer.stderr.decode(errors='replace')[-3000:]}")
    return [(work / f"out/{number}.eml").read_bytes() for number in range(len(messages))]


def judge_all(waybill, found):
    """{source: Tally}"""
    found = [entry for entry in found if entry[2][0].shape != "signed"]
    with tempfile.TemporaryDirectory(prefix="waybill-replies-") as work:
        signed = sign(waybill, [message for *_, message in found], Path(work))
    tallies = collections.defaultdict(Tally)
    for (source, name, cuts, before), after in zip(found, signed):
        tallies[source].add(name, cuts[0].shape, judge(cuts, before, after))
    return tallies


def report(source, tally, is_verbose):
    for title, counts in (("a place above a quote", tally.top), ("no such place: Append", tally.other)):
        if counts:
            parts = [f"{counts[verdict]} {verdict} ({share(counts, verdict):.1f} %)" for verdict in reversed(VERDICTS)]
            print(f"{source}: {counts.total():4} with {title}: {', '.join(parts)}")
    for line in tally.failures if is_verbose else []:
        print(f"  {line}")
    for miss in tally.misses():
        print(f"  MISSED {source}: {miss}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--waybill", required=True)
    parser.add_argument("--verbose", action="store_true", help="name the messages that are not right")
    parser.add_argument("folder", nargs="?", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder or Path(os.environ.get("WAYBILL_CORPUS") or oracle.ROOT.parent / "shared/corpus")
    with TABLE.open(encoding="utf-8") as lines:
        found = marked_messages(folder.resolve(), read_table(lines))
    if not found:
        print(f"{folder}: no marked message below it; nothing was judged")
        return SKIPPED
    tallies = judge_all(arguments.waybill, found)
    for source, tally in sorted(tallies.items()):
        report(source, tally, arguments.verbose)
    return int(any(list(tally.misses()) for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
