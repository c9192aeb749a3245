#!/usr/bin/python3
"""What `cmake --install` puts on a host: it is complete, and a changed configuration is kept."""
import os
import subprocess
import unittest

from servers import Workplace


class Install(unittest.TestCase):
    def setUp(self):
        self.workplace = Workplace()
        self.addCleanup(self.workplace.close)
        self.root = self.workplace.folder / "root"

    def install(self):
        subprocess.run(["cmake", "--install", os.environ["WAYBILL_BUILD"], "--prefix", "/usr"], check=True,
                       capture_output=True, env=os.environ | {"DESTDIR": str(self.root)})

    def test_the_installed_configuration_is_fine(self):
        self.install()
        check = subprocess.run([self.root / "usr/bin/waybill", "check", "-c", self.root / "etc/waybill/waybill.toml"],
                               capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stderr)
        self.assertNotIn("error", check.stderr)

    def test_the_unit_names_the_installed_programs(self):
        self.install()
        unit = (self.root / "usr/lib/systemd/system/waybill.service").read_text()
        for program in ("usr/sbin/waybilld", "usr/bin/waybill"):
            self.assertTrue(os.access(self.root / program, os.X_OK))
            self.assertIn(f"=/{program} ", unit)

    def test_a_changed_configuration_survives_the_next_install(self):
        self.install()
        rules = self.root / "etc/waybill/rules.toml"
        rules.write_text("# mine\n")
        self.install()
        self.assertEqual(rules.read_text(), "# mine\n")


if __name__ == "__main__":
    unittest.main()
