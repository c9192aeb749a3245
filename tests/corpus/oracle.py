#!/usr/bin/python3
"""Signs every message of a folder with `waybill` and lets Python's email package judge the results.

usage: oracle.py --waybill PROGRAM [FOLDER | --composed COUNT [--seed SEED]]

Without FOLDER: the messages that make_corpus.py makes, and the folder that WAYBILL_CORPUS names (by default
shared/corpus beside the project, when there is one). --composed: COUNT mails of hostile_mails.py, on all processors.
Prints shares; exit 1 when a message was harmed, has no answer, was left alone for a reason outside of the
enumeration, or when too few were signed: of a folder, of the messages with a main body outside of signed and
encrypted parts; of composed mails, of all. Of 100000 composed mails each named structure has to be in 100.
"""
import argparse
import collections
import concurrent.futures
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import hostile_mails
import make_corpus
import second_opinion

ROOT = Path(__file__).resolve().parent.parent.parent
REASONS = {"no-body-text", "signed", "encrypted", "calendar-only", "tnef", "report", "unknown-charset", "ambiguous",
           "bad-encoding", "unclosed-html", "limit", "verify-failed", "already-signed", "directory-unavailable"}
RUNS = [  # fallback action, words of the signature, least share of signed messages
    ("Ignore", "Kind regards from the corpus, signed once", 97),
    ("Wrap", "Schöne Grüße, 山田 – 5 € und einmal nur", 96),  # what is not ASCII cannot go into an unknown charset
]
LEAST_OF_COMPOSED = 60  # percent of all mails
LEAST_OF_STRUCTURE = 0.001  # the share of mails that hold it
BATCH = 500
CONFIG = """
[organization]
domains = ["example.com"]
[rules]
files = ["rules.toml"]
[directory]
kind = "ldif"
file = "people.ldif"
"""
RULE = """
[[TransportRule]]
Name = "Everyone"
ApplyHtmlDisclaimerText = '''<p>{words}</p>'''
ApplyHtmlDisclaimerFallbackAction = "{fallback}"
"""


class Tally:
    def __init__(self):
        self.names, self.complaints, self.eligible, self.signed = collections.defaultdict(list), [], 0, 0

    def complain(self, name, text):
        self.complaints.append(f"{name}: {text}")

    def add(self, other):
        for kind, names in other.names.items():
            self.names[kind] += names
        self.complaints += other.complaints
        self.eligible += other.eligible
        self.signed += other.signed


def write_configuration(folder, words, fallback):
    folder.mkdir(parents=True)
    (folder / "waybill.toml").write_text(CONFIG)
    (folder / "people.ldif").write_text("dn: dc=example,dc=com\nobjectClass: domain\ndc: example\n")
    (folder / "rules.toml").write_text(RULE.format(words=words, fallback=fallback), encoding="utf-8")
    return folder / "waybill.toml"


def run(waybill, command, config, corpus, *more):
    """The whole folder in one go. A crash or a hang of the program is an answer too."""
    return subprocess.run(
        [waybill, command, "-c", str(config), "--sender", "someone@example.com", "--recipient", "you@example.net",
         "--now", "2026-01-31T12:00:00Z", *more, str(corpus)],
        capture_output=True, timeout=1800)


def explained(waybill, config, corpus):
    """{path: what explain says of it}"""
    answer = run(waybill, "explain", config, corpus, "--json")
    if answer.returncode not in (0, 2):
        sys.exit(f"waybill explain ended with {answer.returncode}:\n{answer.stderr.decode(errors='replace')[-3000:]}")
    return {line["message"]: line for line in map(json.loads, answer.stdout.splitlines())}


def has_signable_text(data):
    """Would a person say that there is a text to sign, outside of signed and encrypted parts?"""
    try:
        return bool(second_opinion.main_texts(second_opinion.parse(data)))
    except second_opinion.Obstacle:
        return False


def judge(tally, words, name, before, after, told):
    """One message: what Waybill did (`after`), and what it says that it did (`told`)."""
    if told is None or told["error"] is not None or len(told["copies"]) != 1 or after is None:
        return tally.complain(name, f"no single result: {told and told['error']}")
    eligible = has_signable_text(before)
    tally.eligible += eligible
    left = told["copies"][0]["left_alone"]
    if left is None:
        tally.signed += eligible
        tally.names["signed"].append(name)
        faults = second_opinion.compare(before, after, words)
    elif left["reason"] not in REASONS:
        faults = [f"unknown reason {left['reason']}"]
    else:
        tally.names[f"{left['fallback']}: {left['reason']}{', has a text' if eligible else ''}"].append(name)
        is_wrapped = left["fallback"] == "wrap"
        faults = second_opinion.wrapped(before, after, words) if is_wrapped else second_opinion.unchanged(before, after)
    for fault in faults:
        tally.complain(name, fault)
    return None


def sign_folder(waybill, corpus, words, fallback, work):
    """What waybill says of each mail of a folder; the results are in work/out."""
    config = write_configuration(work / "etc", words, fallback)
    told = explained(waybill, config, corpus)
    applied = run(waybill, "apply", config, corpus, "--output", str(work / "out"))
    if applied.returncode not in (0, 2):
        sys.exit(f"waybill apply ended with {applied.returncode}:\n{applied.stderr.decode(errors='replace')[-3000:]}")
    return told


def judge_folder(waybill, corpus, work):
    """A tally for each of RUNS. Mail by mail, so that each is parsed once for all runs."""
    folders = [work / str(number) for number in range(len(RUNS))]
    told = [sign_folder(waybill, corpus, words, fallback, folder) for folder, (fallback, words, _) in zip(folders, RUNS)]
    tallies = [Tally() for _ in RUNS]
    paths = sorted(corpus.rglob("*.eml"))
    if not paths:
        sys.exit(f"{corpus}: no *.eml below it")
    for path in paths:
        name, before = path.relative_to(corpus), path.read_bytes()
        for tally, answers, folder, (_, words, _) in zip(tallies, told, folders, RUNS):
            result = folder / "out" / name
            after = result.read_bytes() if result.is_file() else None
            try:
                judge(tally, words, str(name), before, after, answers.get(str(path)))
            except Exception as error:  # whatever Python's parsers raise: nobody can say that this mail is fine
                tally.complain(name, f"the judge failed: {error!r}")
    return tallies


def report(title, tally):
    share = 100 * tally.signed / max(tally.eligible, 1)
    print(f"{title}: {share:.1f} % of {tally.eligible} messages with a text to sign are signed")
    for kind, names in sorted(tally.names.items(), key=lambda item: -len(item[1])):
        print(f"  {len(names):6} {kind}" + (f": {', '.join(names[:4])}" if "has a text" in kind else ""))
    for complaint in tally.complaints[:50]:
        print(f"  HARMED {complaint}")
    return share


def corpus_beside():
    """The folder of foreign messages, when there is one."""
    beside = Path(os.environ.get("WAYBILL_CORPUS") or ROOT.parent / "shared/corpus")
    if os.environ.get("WAYBILL_CORPUS") and not beside.is_dir():
        sys.exit(f"WAYBILL_CORPUS: {beside} is no folder")
    return beside.resolve() if beside.is_dir() else None


def corpora(named, work):
    if named:
        return [named.resolve()]
    make_corpus.write(work / "made")
    beside = corpus_beside()
    return [work / "made", beside] if beside else [work / "made"]


def judge_corpora(waybill, folder, work):
    status = 0
    for number, corpus in enumerate(corpora(folder, work)):
        for tally, (fallback, words, least) in zip(judge_folder(waybill, corpus, work / str(number)), RUNS):
            share = report(f"{corpus.name}, fallback {fallback}, '{words}'", tally)
            if tally.complaints or share < least:
                status = 1
    return status


# ---- composed mails ----

def judge_batch(task):
    """([a tally for each of RUNS], {structure: how many mails hold it}) of some composed mails."""
    waybill, seed, numbers = task
    with tempfile.TemporaryDirectory(prefix="waybill-composed-") as temporary:
        work = Path(temporary)
        (work / "mails").mkdir()
        seen = collections.Counter()
        for number in numbers:
            data, structures = hostile_mails.compose(seed, number)
            seen.update(structures)
            (work / "mails" / f"{number}.eml").write_bytes(data)
        return judge_folder(waybill, work / "mails", work), seen


def judge_deeply(task):
    return with_deep_stack(lambda: judge_batch(task))


def report_composed(tally, count, title):
    signed = len(tally.names["signed"])
    print(f"{signed} of {count} signed ({100 * signed / count:.1f} %), {len(tally.complaints)} harmed")
    report(title, tally)
    return not tally.complaints and 100 * signed / count >= LEAST_OF_COMPOSED


def judge_composed(waybill, count, seed):
    tallies, seen = [Tally() for _ in RUNS], collections.Counter()
    tasks = [(waybill, seed, range(begin, min(begin + BATCH, count))) for begin in range(0, count, BATCH)]
    with multiprocessing.Pool() as pool:
        for batch_tallies, batch_seen in pool.imap_unordered(judge_deeply, tasks):
            seen.update(batch_seen)
            for tally, more in zip(tallies, batch_tallies):
                tally.add(more)
                for complaint in more.complaints:
                    print(f"HARMED {complaint}", flush=True)
    for structure in sorted(hostile_mails.STRUCTURES, key=lambda name: (seen[name], name)):
        print(f"{seen[structure]:7} {structure}")
    right = [report_composed(tally, count, f"composed with seed {seed}, fallback {fallback}, '{words}'")
             for tally, (fallback, words, _) in zip(tallies, RUNS)]
    rare = [name for name in hostile_mails.STRUCTURES if count >= 100000 and seen[name] < LEAST_OF_STRUCTURE * count]
    if rare:
        print(f"too rare: {', '.join(rare)}")
    return 0 if all(right) and not rare else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--waybill", required=True)
    parser.add_argument("--composed", type=int, metavar="COUNT")
    parser.add_argument("--seed", default="1")
    parser.add_argument("folder", nargs="?", type=Path)
    arguments = parser.parse_args()
    if arguments.composed:
        return judge_composed(arguments.waybill, arguments.composed, arguments.seed)
    with tempfile.TemporaryDirectory(prefix="waybill-corpus-") as temporary:
        return with_deep_stack(lambda: judge_corpora(arguments.waybill, arguments.folder, Path(temporary)))


def with_deep_stack(function):
    """Deeply nested mails need more stack than a thread of Python usually has."""
    threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(100000)
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        return executor.submit(function).result()


if __name__ == "__main__":
    sys.exit(main())
