#!/usr/bin/python3
"""The scripts of ./dev lint find what they are there for."""
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"
LAYERS = "base:\nmessage: base\nldap: base message\n"
HEADERS = "only ldap.h : ldap\npure: base message\nimpure-header fstream sys/\nimpure-word getenv\n"


class CheckLayers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("tools/layers.txt", LAYERS)
        self.write("tools/headers.txt", HEADERS)
        self.write("base/text.h", "#include <string>\n")
        self.write("message/fact.h", '#include "base/text.h"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def found(self):
        run = subprocess.run([TOOLS / "check-layers", self.root], capture_output=True, text=True)
        self.assertEqual(run.returncode, 1 if run.stdout else 0, run.stderr)
        return run.stdout.splitlines()

    def test_a_tree_in_order_is_silent(self):
        self.assertEqual(self.found(), [])

    def test_includes_go_down_only(self):
        self.write("base/up.h", '#include "message/fact.h"\n')
        self.assertEqual(self.found(), ["base/up.h:1: base/ may not include message/ (tools/layers.txt)"])

    def test_links_go_down_only(self):
        self.write("message/CMakeLists.txt", "waybill_library(message LINKS waybill_base\n waybill_ldap)\n")
        self.assertEqual(self.found(), ["message/CMakeLists.txt:2: message may not link waybill_ldap (tools/layers.txt)"])

    def test_libraries_stay_in_their_folder(self):
        self.write("message/ask.cpp", "#include <ldap.h>\n")
        self.assertEqual(self.found(), ["message/ask.cpp:1: <ldap.h> belongs to ldap (tools/headers.txt)"])

    def test_pure_folders_do_nothing_impure(self):
        self.write("base/a.cpp", '#include <fstream>\n#include <sys/stat.h>\nauto x = getenv("A");\n// getenv is not used\n')
        self.assertEqual([line.split(": ", 1)[0] for line in self.found()],
                         ["base/a.cpp:1", "base/a.cpp:2", "base/a.cpp:3"])

    def test_edges_may(self):
        self.write("ldap/a.cpp", '#include <fstream>\n#include <ldap.h>\n#include "message/fact.h"\n')
        self.assertEqual(self.found(), [])

    def test_cycles_are_seen(self):
        self.write("base/a.h", '#include "base/b.h"\n')
        self.write("base/b.h", '#include "base/a.h"\n')
        self.assertEqual(self.found(), ["include cycle: base/a.h -> base/b.h -> base/a.h"])

    def test_headers_that_are_not_there_are_named(self):
        self.write("base/a.h", '#include "text.h"\n')
        self.assertEqual(self.found(), ['base/a.h:1: "text.h" is not a file below the root'])


class CheckDocs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = Path(folder.name)
        shutil.copytree(TOOLS.parent, cls.root, dirs_exist_ok=True,
                        ignore=lambda _, names: {"build", ".git"} & set(names))
        subprocess.run(["git", "init", "-q"], cwd=cls.root, check=True)
        subprocess.run(["git", "add", "-A"], cwd=cls.root, check=True)
        cls.complaints = (cls.root / "docs/complaints.md").read_text()

    def found(self, answer):
        (self.root / "docs/complaints.md").write_text(self.complaints.replace("case 0162, case 0061", answer))
        run = subprocess.run([TOOLS / "check-docs", self.root], capture_output=True, text=True)
        return [line for line in run.stdout.splitlines() if line.startswith("docs/complaints.md")]

    def test_each_complaint_has_an_answer_that_exists(self):
        self.assertNotIn("0162", "".join(self.found("case 0162")))
        self.assertIn("docs/complaints.md: there is no golden case 0999", self.found("case 0999"))
        self.assertIn("docs/complaints.md: there is no test no_such_test", self.found("`no_such_test`"))
        self.assertIn("docs/complaints.md: there is no limit 99", self.found("limit 99"))
        self.assertIn("no answer", "".join(self.found("we are sorry")))


if __name__ == "__main__":
    unittest.main()
