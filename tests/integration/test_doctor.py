#!/usr/bin/python3
"""`waybill doctor` on a real Postfix, slapd and waybilld: nothing where all is well, the one cause where it is not.

The servers run for all tests. A fault is planted in copies of the configurations, which doctor is told to look at, or in
a server that is set right again.
"""
import contextlib
import json
import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from servers import Postfix, Sink, Slapd, Waybilld, Workplace, answers, free_port, make_certificates, wait_until

BIN = os.environ["WAYBILL_BIN"]
DOCS = Path(__file__).resolve().parents[2] / "docs/operations.md"
CHECKS = set(re.findall(r"^\| `([a-z-]+)` \|", DOCS.read_text(encoding="utf-8").partition("| check |")[2], re.MULTILINE))
OLD = "mta-version"  # of the Postfix of this host
CURRENT_TIME = ("attributetype ( 1.2.840.113556.1.4.3 NAME 'currentTime' SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 )\n"
                "rootDSE {}\nmodulepath")

LDAP = r'(?s)kind = "ldap".*?\n\['  # of waybill.toml


class Doctor(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = Workplace()
        cls.addClassCleanup(cls.place.close)
        cls.sink = cls.place.start(Sink())
        cls.slapd = cls.place.start(Slapd(cls.place))
        cls.waybilld = Waybilld(cls.place, BIN)
        cls.postfix = Postfix(cls.place, cls.sink.port, cls.waybilld.milter, reinject_milter=cls.waybilld.milter,
                              enable_long_queue_ids="yes", milter_content_timeout="300s")
        cls.waybilld.use_slapd(cls.slapd, f'start_tls = true\nca_file = "{cls.slapd.ca_file}"\n')
        cls.waybilld.reinject(cls.postfix.reinject_port)
        cls.waybilld.suppress(cls.postfix.log_path)
        cls.place.start(cls.waybilld)
        cls.place.start(cls.postfix)

    def setUp(self):
        """Copies for this test."""
        self.etc = self.place.folder / "etc-copy"
        self.cf = self.place.folder / "postfix-copy"
        for original, copy in ((self.waybilld.etc, self.etc), (self.postfix.config, self.cf)):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(original, copy)

    def settle(self):
        """Postfix' programs wait until main.cf was not changed for a second or two: let it look older."""
        for name in ("main.cf", "master.cf"):
            os.utime(self.cf / name, (0, 0))

    def run_doctor(self, *arguments, program=Path(BIN) / "waybill", **more):
        return subprocess.run([program, "doctor", "-c", self.etc / "waybill.toml", "--postfix-config",
                               self.cf, "--ignore", OLD, *arguments], capture_output=True, text=True, check=False, **more)

    def findings(self, *arguments, **more):
        run = self.run_doctor("--json", *arguments, **more)
        self.assertEqual(run.stderr, "")
        found = json.loads(run.stdout)
        codes = {"ok": 0, "warning": 1, "error": 2, "unknown": 3}
        self.assertEqual(run.returncode, codes[found["status"]])
        return found["findings"]

    def faults(self, *arguments, **more):
        return [finding for finding in self.findings(*arguments, **more) if finding["severity"] != "ok"]

    def assert_fault(self, check, severity, words, *arguments):
        """This fault and no other, whatever follows from it."""
        faults = self.faults(*arguments)
        self.assertEqual([(fault["check"], fault["severity"]) for fault in faults], [(check, severity)], faults)
        self.assertIn(words, faults[0]["what"])
        self.assertTrue(faults[0]["why"])
        return faults[0]["fix"]

    def assert_clean(self):
        self.assertEqual(self.faults(), [])

    @staticmethod
    def change(path, old, new):
        text = path.read_text()
        if not re.search(old, text, re.MULTILINE):
            raise AssertionError(f"{path} has no {old}")
        path.write_text(re.sub(old, new, text, flags=re.MULTILINE))

    def change_main(self, parameter, value):
        self.change(self.cf / "main.cf", f"^{parameter} = .*", f"{parameter} = {value}")
        self.settle()

    def change_settings(self, old, new):
        self.change(self.etc / "waybill.toml", old, new)

    def mend(self, fix):
        """By the commands of postconf that were told."""
        commands = [line for line in fix.splitlines() if line.startswith("postconf ")]
        self.assertTrue(commands, fix)
        subprocess.run(["sh", "-e", "-c", "\n".join(commands)], check=True)
        self.settle()
        self.assert_clean()

    # ---- all is well ----

    def test_nothing_is_wrong_and_each_check_was_made(self):
        found = self.findings("--send-test", "you@example.net", "--smtp", f"127.0.0.1:{self.postfix.port}", "--log",
                              self.waybilld.log_path)
        self.assertEqual([finding for finding in found if finding["severity"] != "ok"], [])
        self.assertEqual({finding["check"] for finding in found} | {OLD}, CHECKS)
        said = {finding["check"]: finding["what"] for finding in found}
        self.assertIn("the clocks of this host and of the directory agree", said["clock"])
        self.assertIn("waybilld saw it: ", said["test-mail"])

    def test_text(self):
        self.assertRegex(self.run_doctor().stdout, r"\Awaybill [\d.]+: 0 errors, 0 warnings, 0 unknown, \d+ fine\n\Z")
        self.assertRegex(self.run_doctor("-v").stdout, r"(?m)^ok      daemon: waybilld answers on unix:")
        self.change_main("enable_long_queue_ids", "no")
        run = self.run_doctor()
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stdout, r"(?m)^warning queue-ids: .*\n +why: .*\n +fix: postconf .*\n +postfix .*reload\n"
                                     r"waybill [\d.]+: 0 errors, 1 warnings,")
        self.assertEqual(self.run_doctor("--ignore", "queue-ids").returncode, 0)
        self.assertEqual(self.run_doctor("--ignore", "queue-id").returncode, 64)

    # ---- Postfix ----

    def test_what_postconf_mends(self):
        ours = self.waybilld.milter
        for parameter, value, check, severity in (
                ("smtpd_milters", f"inet:127.0.0.1:8891, {ours}", "milter-order", "warning"),
                ("smtpd_milters", "", "smtpd-milters", "error"),
                ("non_smtpd_milters", "", "non-smtpd-milters", "error"),
                ("smtpd_milters", f"{{ {ours}, default_action=accept }}", "milter-default-action", "warning"),
                ("milter_default_action", "quarantine", "milter-default-action", "warning"),
                ("milter_content_timeout", "30s", "milter-timeout", "warning"),
                ("enable_long_queue_ids", "no", "queue-ids", "warning"),
                ("myhostname", "mx.example.com\nmilter_protocol = 2", "milter-protocol", "error"),
                ("myhostname", "mx.example.com\nreceive_override_options = no_milters", "milters-off", "error")):
            with self.subTest(value, parameter=parameter):
                self.setUp()
                self.change_main(parameter, value)
                self.mend(self.assert_fault(check, severity, value.partition(" = ")[0].partition("\n")[2] or ""))

    def test_accept_and_an_old_postfix(self):
        self.change_main("milter_default_action", "accept")
        day = subprocess.run(["postconf", "-c", self.cf, "-h", "mail_release_date"], capture_output=True, text=True,
                             check=True).stdout.strip()
        expected = {"milter-default-action": "warning"} | ({OLD: "error"} if day < "20260821" else {})
        self.assertEqual({fault["check"]: fault["severity"] for fault in self.faults()}, expected)

    def test_a_service_with_milters_of_its_own(self):
        with open(self.cf / "master.cf", "a", encoding="ascii") as services:
            services.write("submission inet n - n - - smtpd\n  -o smtpd_milters=inet:127.0.0.1:8891\n")
        self.mend(self.assert_fault("service-milters", "warning", "submission/inet"))

    def test_a_port_for_copies_that_does_not_know_them(self):
        self.change(self.cf / "master.cf", f"smtpd_milters={self.waybilld.milter}", "smtpd_milters=")
        self.settle()
        fault = f"127.0.0.1:{self.postfix.reinject_port}/inet/smtpd_milters does not name"
        self.mend(self.assert_fault("service-milters", "warning", fault))

    def test_a_chroot_that_hides_the_socket(self):
        self.change(self.cf / "master.cf", r"^(cleanup +unix +n +- +)n", r"\1y")
        self.change_main("smtpd_milters", "")
        self.assertIn("socket = ", self.assert_fault("chroot", "error", "cleanup/unix run in a chroot"))

    def test_no_port_for_copies(self):
        port = free_port()
        self.change_settings(r"reinject = .*", f'reinject = "127.0.0.1:{port}"')
        fix = self.assert_fault("reinject-port", "error", f"master.cf has no service 127.0.0.1:{port}")
        subprocess.run(["sh", "-e", "-c", fix.rpartition("\n")[0]], check=True)
        self.assert_fault("reinject-port", "error", "Connection refused")  # until Postfix is reloaded

    def test_no_postfix(self):
        self.cf = Path("/nowhere")
        self.assert_fault("mta", "unknown", "/nowhere")

    def test_a_log_that_is_not_there(self):
        self.change_main("maillog_file", "/nowhere/mail.log")
        self.assert_fault("log", "warning", "/nowhere/mail.log")

    # ---- waybilld ----

    def test_rights_of_the_socket(self):
        before = self.waybilld.socket.stat().st_mode & 0o777
        for mode, fix in ((0o600, "socket_mode"), (0o660, "socket_group")):
            self.waybilld.socket.chmod(mode)
            try:
                self.assertIn(fix, self.assert_fault("socket", "error", f"{self.waybilld.socket} (0{mode:o} root:root)"))
            finally:
                self.waybilld.socket.chmod(before)
        self.assert_clean()

    def test_a_folder_that_keeps_postfix_out(self):
        self.place.folder.chmod(0o700)
        try:
            self.assert_fault("socket", "error", f"{self.place.folder} (0700 root:root)")
        finally:
            self.place.folder.chmod(0o755)

    def test_waybilld_that_does_not_run(self):
        self.waybilld.stop()
        try:
            self.assert_fault("daemon", "error", "nobody listens on")
            faults = self.faults("--send-test", "you@example.net", "--smtp", f"127.0.0.1:{self.postfix.port}")
            self.assertEqual([fault["check"] for fault in faults], ["daemon", "test-mail"])
            self.assertIn("451", faults[1]["what"])
        finally:
            self.waybilld.start()

    def test_a_mail_that_passes_without_waybill(self):
        self.assert_fault("test-mail", "error", "waybilld did not see it", "--send-test", "you@example.net", "--smtp",
                          f"127.0.0.1:{self.sink.port}", "--log", self.waybilld.log_path)

    def test_a_mail_that_nobody_takes(self):
        self.assert_fault("test-mail", "error", "Connection refused", "--send-test", "you@example.net", "--smtp",
                          f"127.0.0.1:{free_port()}")

    def test_another_user_sees_less_and_says_so(self):
        self.change_settings(LDAP, 'kind = "ldif"\nfile = "people.ldif"\n[')
        self.change_settings(r"(?s)\[delivery\].*", "")
        program = shutil.copy(Path(BIN) / "waybill", self.place.folder)  # nobody may not see where we were built
        faults = self.faults(user="nobody", group="nogroup", extra_groups=[], program=program)
        self.assertEqual({fault["severity"] for fault in faults}, {"unknown"}, faults)
        self.assertIn("socket", [fault["check"] for fault in faults])

    # ---- configuration and files ----

    def test_rules_with_errors(self):
        self.change(self.etc / "rules.toml", "^FromMemberOf", "FromMembersOf")
        self.assert_fault("configuration", "error", "rules.toml:8:1: error: ")

    def test_a_key_that_everybody_may_read(self):
        key = self.etc / "copy.key"
        key.write_text("x" * 40 + "\n")
        key.chmod(0o600)
        self.change_settings(r"^reinject", 'key_file = "copy.key"\nreinject')
        self.assert_clean()
        key.chmod(0o644)
        self.assert_fault("configuration", "error", "copy.key: everybody may read or change it")

    def test_a_password_that_everybody_may_read(self):
        (self.etc / "ldap.password").chmod(0o644)
        self.assertEqual(self.assert_fault("file-modes", "error", "ldap.password (0644 "),
                         f"chmod o-rwx {self.etc}/ldap.password")

    def test_rules_that_everybody_may_write(self):
        (self.etc / "rules.toml").chmod(0o666)
        self.assert_fault("file-modes", "error", "rules.toml (0666 ")

    def test_a_damaged_memory(self):
        self.change_settings(r"memory = .*", 'memory = "damaged.db"')
        (self.etc / "damaged.db").write_bytes(b"no database " * 1000)
        self.assert_fault("delivery-memory", "error", "file is not a database")

    def test_other_files_that_are_damaged(self):
        for old, check in ((r'^path = "tracking.db"', "tracking-file"), (r'^path = "seen.db"', "dedupe-memory"),
                           (r"cache_file = .*", "directory-cache")):
            with self.subTest(check):
                settings = (self.etc / "waybill.toml").read_text()
                self.change_settings(old, old.strip("^").split(" ")[0] + ' = "damaged.db"')
                (self.etc / "damaged.db").write_bytes(b"no database " * 1000)
                self.assert_fault(check, "warning", "file is not a database")
                (self.etc / "waybill.toml").write_text(settings)

    def test_another_log_than_the_one_that_is_followed(self):
        self.change_settings(r"^log = .*", 'log = "journal"')
        fix = self.assert_fault("dedupe-log", "warning", "dedupe.log is journal, and Postfix' lines are in ")
        self.assertIn(str(self.postfix.log_path), fix)

    def test_a_full_disk(self):
        small = self.place.folder / "small"
        small.mkdir(exist_ok=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", small], check=False,
                          capture_output=True).returncode != 0:
            self.skipTest("mount(8) is not allowed here")
        try:
            self.change_settings(r"memory = .*", f'memory = "{small}/delivered.db"')
            self.assert_fault("disk", "error", f"{small} (delivery.memory): 8 MB are free")
        finally:
            subprocess.run(["umount", small], check=True)

    # ---- directory ----

    def test_a_slapd_that_does_not_run(self):
        self.slapd.stop()
        try:
            self.assert_fault("directory", "error", "Connection refused")
        finally:
            self.slapd.start()

    def test_one_of_two_servers(self):
        self.change_settings(r"uris = \[(.*)\]", rf'uris = [\1, "ldap://127.0.0.1:{free_port()}"]')
        self.assert_fault("directory", "warning", "Connection refused")

    def test_a_wrong_password(self):
        (self.etc / "ldap.password").write_text("wrong\n")
        self.assert_fault("directory-login", "error", "Invalid credentials")

    def test_a_wrong_base(self):
        self.change_settings(r"base = .*", 'base = "dc=elsewhere,dc=com"')
        self.assert_fault("directory-base", "error", "dc=elsewhere,dc=com")

    def test_a_base_that_may_be_searched_and_not_read(self):
        rights = 'access to dn.exact="dc=example,dc=com" by * search\naccess to \\*'
        with self.slapd_with((r"^access to \*", rights)):
            self.assert_clean()

    def test_attributes_that_may_not_be_read(self):
        for attribute, check, words in (("mail", "directory-people", "nobody in dc=example,dc=com has an address"),
                                        ("member", "rule-groups", 'names the group "All Users", which shows no member')):
            rights = f"access to attrs={attribute} by * none\\naccess to \\*"
            with self.subTest(attribute), self.slapd_with((r"^access to \*", rights)):
                self.assert_fault(check, "warning", words)
                if attribute == "member":
                    self.change(self.etc / "rules.toml", '"All Users"', '"cn=All Users,ou=groups,dc=example,dc=com"')
                    self.assert_fault(check, "warning", "which shows no member")

    def test_no_directory_for_rules_that_need_one(self):
        self.change_settings(LDAP, 'kind = "none"\n[')
        self.assert_fault("directory", "error", "there is no directory")

    def test_a_file_of_people_with_an_error(self):
        self.change_settings(LDAP, 'kind = "ldif"\nfile = "people.ldif"\n[')
        self.assert_clean()
        self.change(self.etc / "people.ldif", "^objectClass: dcObject", "objectClass")
        self.assert_fault("directory", "error", "people.ldif:")

    def test_an_authority_that_is_not_ours(self):
        self.change_settings(r"^ca_file = .*", "")
        self.assert_fault("directory-certificate", "error", "signed by CN=Test Authority")

    def test_a_certificate_for_somebody_else(self):
        self.change_settings("ldap://127.0.0.1", "ldap://localhost")
        self.assert_fault("directory-certificate", "error", "its certificate is for IP Address:127.0.0.1, not for ")

    @contextlib.contextmanager
    def slapd_with(self, *changes):
        """Restarted with other lines in its slapd.conf, or with what else was changed; set right at the end."""
        saved = self.place.folder / "slapd-saved"
        shutil.copytree(self.slapd.folder, saved, ignore=shutil.ignore_patterns("db"))
        try:
            for old, new in changes:
                self.change(self.slapd.folder / "slapd.conf", old, new)
            self.restart_slapd()
            yield
        finally:
            shutil.copytree(saved, self.slapd.folder, dirs_exist_ok=True)
            shutil.rmtree(saved)
            self.restart_slapd()

    def restart_slapd(self):
        self.slapd.stop()
        self.slapd.start()

    def test_certificates_that_have_ended_or_will(self):
        for days, severity, words in ((-1, "error", "has expired on "), (20, "warning", "its certificate ends on ")):
            with self.slapd_with():
                make_certificates(self.slapd.folder, days)
                self.restart_slapd()
                self.assert_fault("directory-certificate", severity, words)
        self.assert_clean()

    def test_clocks_that_differ(self):
        """Whose is wrong depends on whether this host's follows a time server."""
        root = self.place.write("root.ldif", "dn:\ncurrentTime: 20200101000000.0Z\n")
        with self.slapd_with(("^modulepath", CURRENT_TIME.format(root))):
            self.assert_fault("clock", "warning", self.slapd.uri)

    def test_a_group_that_is_not_there(self):
        self.change(self.etc / "rules.toml", '"All Users"', '"No Users"')
        self.assertIn(f"editor +4 {self.etc}/rules.toml", self.assert_fault("rule-groups", "error", '"No Users"'))

    def test_a_token_that_nobody_has(self):
        self.change(self.etc / "rules.toml", "%%Title%%", "%%Title%% %%Fax%%")
        self.assert_fault("rule-tokens", "warning", "%%FaxNumber%%")


if __name__ == "__main__":
    unittest.main()
