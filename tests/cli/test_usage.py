#!/usr/bin/python3
"""What --help says is in the man pages and in the completion of both shells, and nothing else is."""
import os
import re
import subprocess
import unittest
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
PROGRAMS = {"waybill": os.environ["WAYBILL"], "waybilld": os.environ["WAYBILLD"]}
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def usage(program, *command):
    return subprocess.run([PROGRAMS[program], *command, "--help"], capture_output=True, text=True, check=True).stdout


def options(text):
    return set(OPTION.findall(text))


def commands(*command):
    return re.findall(r"^  (\w+)  ", usage("waybill", *command).partition("Subcommands:")[2], re.MULTILINE)


def options_of(*command):
    """Those of its own commands included."""
    return options(usage("waybill", *command)).union(*(options_of(*command, below) for below in commands(*command)))


def complete(*words):
    """What bash offers behind these words; the last one is not finished."""
    path = f"{Path(PROGRAMS['waybill']).parent}:{os.environ['PATH']}"
    script = ('. "$0"; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
              '_"$1" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; echo "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script, PACKAGING / "completion/waybill.bash", *words], capture_output=True,
                          text=True, check=True, env=os.environ | {"PATH": path})
    return done.stdout.split()


class Usage(unittest.TestCase):
    def test_man_pages_name_each_option_and_command(self):
        for page, program in (("waybill.1.md", "waybill"), ("waybilld.8.md", "waybilld")):
            text = (PACKAGING / "man" / page).read_text(encoding="utf-8")
            if program == "waybill":
                named = re.findall(r"^\*\*waybill (\w+)(?: (\w+)\*\*)?", text, re.MULTILINE)
                self.assertEqual(list(dict.fromkeys(command for command, _ in named)), commands())
                for command in commands():
                    self.assertEqual([below for name, below in named if name == command and below], commands(command))
            self.assertEqual(options(text), options_of() if program == "waybill" else options(usage(program)), page)

    def test_bash_completes_what_there_is(self):
        self.assertEqual(complete("waybill", ""), commands() + ["--help", "--version"])
        for command in commands():
            self.assertEqual(set(complete("waybill", command, "--")), options_of(command), command)
            for below in commands(command):
                self.assertIn(below, complete("waybill", command, ""))
        self.assertEqual(set(complete("waybilld", "--")), options(usage("waybilld")))
        self.assertEqual(complete("waybill", "words", "SentToMember"), ["SentToMemberOf"])
        self.assertEqual(complete("waybill", "explain", "--sender", ""), [])
        self.assertEqual(complete("waybill", "doctor", "--ignore", "mta-"), ["mta-version"])

    def test_zsh_names_each_option_and_command(self):
        text = (PACKAGING / "completion/_waybill").read_text(encoding="utf-8")
        for command in commands():
            self.assertIn(f"'{command}:", text)
        self.assertEqual(options(text), options_of() | options(usage("waybilld")))


if __name__ == "__main__":
    unittest.main()
