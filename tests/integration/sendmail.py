"""A private Sendmail on loopback, used as servers.Postfix is.

Debian's packages of Sendmail and of Postfix exclude each other, so `./dev` unpacks Sendmail's below build/sendmail. It runs
with a host name of its own, as without a full one it waits a minute at its start, and with a /dev of its own, as it
logs only to /dev/log, which may not be there or be another's.
"""
import re
import shutil
import socketserver
import subprocess
import threading

from servers import HERE, MailServer, Program, answers, free_port, wait_until

PREFIX = HERE.parent.parent / "build/sendmail"
PROGRAM = PREFIX / "usr/libexec/sendmail/sendmail"
MACROS = PREFIX / "usr/share/sendmail/cf"
DEVICES = "null random urandom zero"
OWN_NAMES = f"""for device in {DEVICES}; do mount --bind "/dev/$device" "$0/$device"; done
mount --rbind "$0" /dev
hostname mx.example.com
exec "$@"
"""


class Syslog:
    """Has `write` called with the time and the rest of each line that comes to a socket."""

    def __init__(self, path, write):
        self._path, self._write = path, write
        self._server = None

    def start(self):
        write = self._write

        class Line(socketserver.BaseRequestHandler):
            def handle(self):
                write(*re.fullmatch(rb"<\d+>(.{15}) (.*?)[\n\0]*", self.request[0], re.DOTALL).groups())

        self._server = socketserver.UnixDatagramServer(str(self._path), Line)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def input_mail_filter(milter):
    """As `waybill setup sendmail` has it."""
    return f"INPUT_MAIL_FILTER(`waybill', `S={milter}, F=T, T=C:10s;S:60s;R:60s;E:5m')dnl\n" if milter else ""


def daemon_options(port):
    return f"DAEMON_OPTIONS(`Name=waybill, Family=inet, Addr=127.0.0.1, Port={port}, Listen=256')dnl\n"


class Sendmail(MailServer, Program):
    """A daemon with one port, and with `takes_copies` one for them. `milter` as libmilter writes it; `more`: further lines
    of its sendmail.mc."""

    def __init__(self, workplace, next_hop, milter="", takes_copies=False, more=""):
        super().__init__(workplace.folder / "sendmail.log")
        self.port = free_port()
        self.reinject_port = free_port()
        self.folder = workplace.folder / "sendmail"
        self.mc = self.folder / "sendmail.mc"
        self._dev = self.folder / "dev"
        self._syslog = Syslog(self._dev / "log", self.write_log)
        more += input_mail_filter(milter) + (daemon_options(self.reinject_port) if takes_copies else "")
        self._values = {"MACROS": MACROS, "FOLDER": self.folder, "NEXT_HOP": next_hop, "PORT": self.port,
                        "MORE\n": more}

    def write_log(self, time, text):
        """As a syslogd does."""
        with open(self.log_path, "ab") as log:
            log.write(time + b" mx " + text + b"\n")

    def start(self):
        for folder in (self._dev, self.folder / "queue", self.folder / "client-queue"):
            folder.mkdir(parents=True)
        shutil.chown(self.folder / "client-queue", "mail", "mail")
        for device in DEVICES.split():
            (self._dev / device).touch()
        (self.folder / "service.switch").write_text("hosts files\naliases files\npasswd files\n")
        for name in ("aliases", "helpfile", "statistics"):
            (self.folder / name).touch()
        for name in ("sendmail.mc", "submit.mc"):
            self._fill_in(name)
        self._syslog.start()
        self.start_daemon()

    def start_daemon(self):
        self.compile("sendmail")
        self.run(self._command("sendmail", "-bD", "-q1s"))
        wait_until("sendmail", self._is_ready)

    def _is_ready(self):
        if not self.is_running():
            raise RuntimeError(f"sendmail ended:\n{self.log()}")
        return answers(self.port)

    def stop(self):
        super().stop()
        self._syslog.stop()

    def restart(self):
        """With what sendmail.mc says now."""
        super().stop()
        self.start_daemon()

    def _fill_in(self, name):
        text = (HERE / name).read_text()
        for word, value in self._values.items():
            text = text.replace(word, str(value))
        (self.folder / name).write_text(text)

    def compile(self, name):
        """NAME.cf from NAME.mc, as `make -C /etc/mail` does."""
        with open(self.folder / f"{name}.cf", "wb") as out:
            subprocess.run(["m4", self.folder / f"{name}.mc"], stdout=out, stderr=subprocess.PIPE, check=True)

    def _command(self, name, *arguments):
        return ["unshare", "--mount", "--uts", "sh", "-e", "-c", OWN_NAMES, self._dev, PROGRAM, "-C",
                self.folder / f"{name}.cf", *arguments]

    def held(self):
        """The recipients of what is quarantined."""
        run = subprocess.run(self._command("sendmail", "-bp", "-qQ"), capture_output=True, text=True, check=True)
        return sorted(re.findall(r"^\s+<(.*)>$", run.stdout, re.MULTILINE))

    def release(self):
        """What is held goes on."""
        subprocess.run(self._command("sendmail", "-qQ", "-Q"), stdout=subprocess.DEVNULL, check=True)

    def is_idle(self):
        """Nothing is on its way."""
        return not any((self.folder / "queue").iterdir())

    def submit(self, message, sender, recipients=("you@example.net",)):
        """By sendmail(1)."""
        self.compile("submit")
        subprocess.run(self._command("submit", "-Ac", "-i", "-f", sender, *recipients), input=message, check=True)
