#!/usr/bin/python3
"""Runs a miltertest script against a waybilld of its own.

usage: run.py WAYBILLD SCRIPT.lua

The script says in comments what it wants:
  -- on: unix inet     runs once on each kind of socket (unix)
  -- directory: silent an LDAP server that takes connections and says nothing (an LDIF file)
  -- logs: PATTERN     a line of the log that must be there; only then may there be error lines
Afterwards waybilld must end with 0 on TERM, if it has not ended before.
"""
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from waybilld import HERE, LDIF, PATIENCE, Waybilld

SILENT = 'kind = "ldap"\nuris = ["ldap://127.0.0.1:{}"]\nbase = "dc=example,dc=com"\ntimeout = "3s"\ncache_file = ""\n'


def wishes(script, key, otherwise):
    found = re.findall(rf"^-- {key}: (.*)$", script.read_text(), re.MULTILINE)
    return found or otherwise


def judge_log(script, log):
    expected = wishes(script, "logs", [])
    faults = [f"the log has no {pattern}" for pattern in expected if not re.search(pattern, log)]
    if not expected:
        faults += [line for line in log.splitlines() if re.search(r" (error|critical): ", line)]
    return faults


def run(program, script, kind):
    with tempfile.TemporaryDirectory(prefix="waybill-") as name, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        directory = LDIF
        if wishes(script, "directory", []) == ["silent"]:
            directory = SILENT.format(silent.getsockname()[1])
        waybilld = Waybilld(program, Path(name), kind, directory)
        try:
            waybilld.wait_until_it_listens()
            defines = {"socket": waybilld.socket, "pid": waybilld.process.pid, "folder": HERE, "kind": kind}
            command = ["miltertest", "-s", script]
            command += [word for key, value in defines.items() for word in ("-D", f"{key}={value}")]
            test = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
            faults = [] if test.returncode == 0 else [test.stdout + test.stderr]
        finally:
            code = waybilld.end()
        if code != 0:
            faults.append(f"waybilld ended with {code}")
        faults += judge_log(script, waybilld.log())
        if faults:
            print(f"{script.name} on {kind}:", *faults, "---- log", waybilld.log(), sep="\n")
        return not faults


def main():
    program, script = sys.argv[1], Path(sys.argv[2])
    results = [run(program, script, kind) for kind in wishes(script, "on", ["unix"])[0].split()]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
