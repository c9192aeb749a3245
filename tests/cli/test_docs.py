#!/usr/bin/python3
"""What the documents tell to type can be typed: commands that stand in a block of their own are run."""
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAYBILL = os.environ["WAYBILL"]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OF_A_HOST = ("setup", "doctor", "reload", "track", "seen")  # need an MTA, a daemon or what it wrote: tests/integration runs them
PEOPLE = """
dn: uid=anna,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: anna
cn: Anna
sn: Anna
mail: anna@example.com
"""
RULE = "New-TransportRule -Name 'A' -FromScope InOrganization -PrependSubject '[A] '\n"
MESSAGE = "From: anna@example.com\nTo: you@example.net\nSubject: Hello\n\nHello\n"


def blocks(document):
    """The lines of its fenced blocks."""
    text = document.read_text(encoding="utf-8")
    return [line for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE) for line in block.splitlines()]


def commands(document):
    """The words of each line that calls waybill."""
    return [shlex.split(line, comments=True) for line in blocks(document) if line.startswith("waybill ")]


def mentioned(document):
    """Those in the middle of a sentence, when they have options."""
    text = document.read_text(encoding="utf-8")
    return [shlex.split(command) for command in re.findall(r"`(waybill [a-z]+ [^`]*--[^`]*)`", text)]


def usage(words):
    """What --help says of that command, and of the one below it."""
    command = words[1:3] if words[1] in ("setup", "seen") else words[1:2]
    return subprocess.run([WAYBILL, *command, "--help"], capture_output=True, text=True, check=True).stdout


class Documents(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / "etc", self.folder, dirs_exist_ok=True)
        with open(self.folder / "people.ldif", "a", encoding="utf-8") as people:
            people.write(PEOPLE)
        (self.folder / "rules.xml").write_text(RULE, encoding="utf-8")  # the content says what it is
        (self.folder / "message.eml").write_text(MESSAGE, encoding="utf-8")

    def run_in_folder(self, words):
        words = [word.replace("/etc/waybill", str(self.folder)) for word in words]
        takes_config = "--config" in usage(words) and "-c" not in words
        return subprocess.run([WAYBILL, *words[1:], *(["-c", "waybill.toml"] if takes_config else [])], cwd=self.folder,
                              capture_output=True, text=True)

    def test_each_command_runs(self):
        ran = 0
        for document in DOCUMENTS:
            for words in commands(document):
                if words[1] in OF_A_HOST:
                    continue
                done = self.run_in_folder(words)
                self.assertEqual(done.returncode, 0, (document.name, words, done.stderr))
                ran += 1
        self.assertGreater(ran, 10)

    def test_each_option_exists(self):
        for document in DOCUMENTS:
            for words in commands(document) + mentioned(document):
                for option in (word for word in words if word.startswith("--")):
                    self.assertIn(option, usage(words), (document.name, words))


if __name__ == "__main__":
    unittest.main()
