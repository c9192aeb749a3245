"""A waybilld of one test: own folder, own socket, the configuration of data/."""
import contextlib
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 60
LDIF = 'kind = "ldif"\nfile = "people.ldif"\n'


class Waybilld:
    def __init__(self, program, folder, kind="unix", directory=LDIF):
        self.folder = folder
        self.address, self.socket = self._place(kind)
        shutil.copytree(HERE / "data", folder / "etc")
        config = folder / "etc" / "waybill.toml"
        config.write_text(config.read_text().replace("SOCKET", self.socket).replace("DIRECTORY", directory))
        self._log = open(folder / "log", "wb")
        self.process = subprocess.Popen([program, "-c", config], stderr=self._log, stdin=subprocess.DEVNULL)

    def _place(self, kind):
        if kind == "unix":
            path = str(self.folder / "waybill.sock")
            return path, "unix:" + path
        with socket.socket() as probe:  # a free port; somebody else may take it until we do, then the test is repeated
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return ("127.0.0.1", port), f"inet:{port}@127.0.0.1"

    def wait_until_it_listens(self):
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket(family) as probe, contextlib.suppress(OSError):
                probe.connect(self.address)
                return
            time.sleep(0.02)
        raise RuntimeError("waybilld does not listen:\n" + self.log())

    def end(self):
        """The exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self._log.close()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")
