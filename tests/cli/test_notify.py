#!/usr/bin/python3
"""What waybilld tells systemd: ready, alive, reloading, stopping."""
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

ETC = Path(__file__).resolve().parents[2] / "etc"
PATIENCE = 20  # seconds for each message


class Notify(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ETC, self.folder / "etc")
        settings = self.folder / "etc/waybill.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('socket_group = "waybill"\n', "") +
                            '[tracking]\npath = "tracking.db"\n')
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.manager.close)
        self.manager.bind(str(self.folder / "notify"))
        self.manager.settimeout(PATIENCE)

    def start(self, **environment):
        daemon = subprocess.Popen(
            [os.environ["WAYBILLD"], "-c", self.folder / "etc/waybill.toml", "-p", f"unix:{self.folder}/socket"],
            env=os.environ | {"NOTIFY_SOCKET": str(self.folder / "notify")} | environment, stderr=subprocess.DEVNULL)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.kill)
        return daemon

    def told(self, wanted):
        """The next message, which has to begin with that."""
        message = self.manager.recv(4096).decode()
        self.assertTrue(message.startswith(wanted), message)
        return message

    def test_ready_reloading_stopping(self):
        daemon = self.start()
        self.assertIn("STATUS=1 rules from ", self.told("READY=1"))
        daemon.send_signal(signal.SIGHUP)
        self.told("RELOADING=1\nMONOTONIC_USEC=")
        self.told("READY=1")
        daemon.terminate()
        self.told("STOPPING=1")
        self.assertEqual(daemon.wait(PATIENCE), 0)

    def test_alive_as_often_as_the_watchdog_asks(self):
        self.start(WATCHDOG_USEC="200000")
        self.told("READY=1")
        for _ in range(3):
            self.assertIn("STATUS=1 rules from ", self.told("WATCHDOG=1"))

    def test_alive_while_one_reload_follows_another(self):
        daemon = self.start(WATCHDOG_USEC="60000000")
        self.told("READY=1\nWATCHDOG=1\n")
        daemon.send_signal(signal.SIGHUP)
        self.told("RELOADING=1")
        self.told("READY=1\nWATCHDOG=1\n")

    def test_silent_without_a_watchdog(self):
        self.start()
        self.told("READY=1")
        self.manager.settimeout(0.5)
        with self.assertRaises(TimeoutError):
            self.manager.recv(4096)


if __name__ == "__main__":
    unittest.main()
