#!/usr/bin/python3
"""`waybill import`: files in, rules file and report out, and what the exit code says."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SEED = Path(__file__).resolve().parent.parent / "data/seed/rules.ps1"
SETTINGS = '[rules]\nfiles = ["rules.toml"]\n'


def waybill(*arguments):
    return subprocess.run([os.environ["WAYBILL"], *map(str, arguments)], capture_output=True, text=True, check=False)


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_all_taken_over(self):
        output, report = self.folder / "rules.toml", self.folder / "report"
        done = waybill("import", SEED, "--output", output, "--report", report)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(report.read_text(), "")
        self.assertIn('Name = "StandardSignature"', output.read_text())
        settings = self.file("waybill.toml", SETTINGS)
        checked = waybill("check", "-c", settings)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""))

    def test_the_name_of_a_file_says_nothing(self):
        rules = '{"Name": "a", "State": "Enabled", "From": ["x@example.com"]}'
        done = waybill("import", self.file("rules.ps1", rules))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, '[[TransportRule]]\nName = "a"\nFrom = ["x@example.com"]\n')

    def test_written_with_a_report(self):
        first = self.file("1.ps1", "New-TransportRule a -From $secret\n")
        second = self.file("2.ps1", "New-TransportRule b\nNew-TransportRule c -Comments 'S3cret\n")
        done = waybill("import", first, second, self.folder / "none.ps1")
        self.assertEqual(done.returncode, 1)
        self.assertIn('Name = "a"\nEnabled = false\n', done.stdout)
        self.assertIn('Name = "b"\n', done.stdout)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 3, done.stderr)
        self.assertTrue(lines[0].startswith(f"{first}:1:27: error: From: $secret: "), lines[0])
        self.assertTrue(lines[1].startswith(f"{second}:2:31: error: "), lines[1])
        self.assertIn("cannot be read", lines[2])
        self.assertNotIn("S3cret", done.stderr)

    def test_nothing_readable(self):
        output = self.folder / "rules.toml"
        done = waybill("import", self.file("rules.csv", '#TYPE X\n"Name"\n"a"\n'), "--output", output)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Export-Clixml", done.stderr)
        self.assertFalse(output.exists())

    def test_nothing_is_written_where_nothing_can_be(self):
        done = waybill("import", SEED, "--output", self.folder / "none" / "rules.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
