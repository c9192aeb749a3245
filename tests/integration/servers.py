"""Private servers on loopback: Postfix, slapd, waybilld and a next hop that keeps what it gets.

Each lives in the folder of its Workplace, listens on a port found free, is ready when start() returns and is
ended by its process id. Nothing of the machine's own mail system is touched. Needs root: Postfix insists.
"""
import contextlib
import json
import os
import random
import select
import shutil
import signal
import smtplib
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ETC = HERE.parent.parent / "etc"
PATIENCE = 60  # seconds until a wait is given up; reached only when something is broken


def wait_until(what, claim):
    """Polls `claim` and returns its first true value."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := claim():
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{what}: not within {PATIENCE} s")


def free_port():
    """A port that nobody listens on, below those that the kernel gives to clients."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Workplace:
    """A folder for servers, which stops what was started in it. Milter sockets may not lie below a folder that
    everybody can write to, so it is below /run."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="waybill-test-", dir="/run"))
        self.folder.chmod(0o755)
        self._exits = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._exits.close()
        if error is not None:
            self.show_logs()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self):
        self.__exit__(None, None, None)

    def start(self, server):
        server.start()
        self._exits.callback(server.stop)
        return server

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def show_logs(self):
        for path in sorted(self.folder.glob("*.log")):
            print(f"---- {path.name}\n{path.read_text(errors='replace')[-4000:]}")


class Program:
    """A child process whose output goes to a log file."""

    def __init__(self, log):
        self.log_path = Path(log)
        self.process = None

    def run(self, command, **more):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def send(self, signal_number):
        self.process.send_signal(signal_number)

    def stop(self):
        if not self.is_running():
            return
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(port, session):
    """A server of that kind of sessions, in a thread of its own."""

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request, client_address):
            if not isinstance(sys.exception(), ConnectionError):  # of a client that was killed
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", port), session)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


class Sink:
    """The next hop: takes every mail and keeps it to the byte."""

    EXTENSIONS = ("PIPELINING", "8BITMIME", "DSN", "SMTPUTF8")

    def __init__(self):
        self.port = free_port()
        self.mails = []  # of (sender, recipients, bytes)
        self.commands = []  # MAIL and RCPT, as they came
        self.refused = set()  # recipients whom it does not know
        self._arrived = threading.Condition()
        self._server = None

    def start(self):
        sink = self

        class Session(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self):
                sink.converse(self.rfile, self.wfile)

        self._server = serve(self.port, Session)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def converse(self, lines, out):
        offers = "\r\n250-".join(("250-sink", *self.EXTENSIONS[:-1])) + f"\r\n250 {self.EXTENSIONS[-1]}\r\n"
        replies = {b"EHLO": offers.encode(),
                   b"QUIT": b"221 bye\r\n", b"DATA": b"354 go\r\n"}
        sender, recipients = "", []
        out.write(b"220 sink ESMTP\r\n")
        for line in lines:
            verb = line[:4].upper()
            address = line.split(b"<", 1)[-1].split(b">")[0].decode("utf-8", "replace")
            if verb in (b"MAIL", b"RCPT"):
                self.commands.append(line.decode("utf-8", "replace").rstrip())
            reply = replies.get(verb, b"250 ok\r\n")
            if verb == b"MAIL":
                sender, recipients = address, []
            elif verb == b"RCPT" and address in self.refused:
                reply = b"550 5.1.1 nobody\r\n"
            elif verb == b"RCPT":
                recipients.append(address)
            elif verb == b"DATA" and not recipients:
                reply = b"554 5.5.1 no recipients\r\n"
            out.write(reply)
            if reply.startswith(b"354"):
                self.keep(sender, recipients, read_data(lines))
                out.write(b"250 kept\r\n")
            elif verb == b"QUIT":
                return

    def keep(self, sender, recipients, data):
        with self._arrived:
            self.mails.append((sender, recipients, data))
            self._arrived.notify_all()

    def wait(self, count=1):
        """The first `count` mails."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.mails) >= count, PATIENCE):
                raise TimeoutError(f"{len(self.mails)} of {count} mails arrived")
            return self.mails[:count]

    def take(self):
        """The one mail that arrives, which is then forgotten."""
        self.wait(1)
        with self._arrived:
            return self.mails.pop(0)


def read_data(lines):
    """What follows DATA, without the dots of transparency (RFC 5321, 4.5.2)."""
    content = []
    for line in lines:
        if line == b".\r\n":
            return b"".join(content)
        content.append(line[1:] if line.startswith(b".") else line)
    raise ConnectionError("the client went away in the middle of a mail")


def expect_ok(answer, code=250):
    if answer[0] != code:
        raise smtplib.SMTPResponseException(*answer)


class MailServer:
    """An MTA that listens on `port`."""

    port = None

    def send(self, message, sender, recipients=("you@example.net",), source="127.0.0.1", parameters=(), login=None):
        """By SMTP. The message has CRLF. `parameters`: of MAIL. A recipient may have some, too: ("you@example.net",
        "NOTIFY=NEVER"). `login`: the client is logged in by that name; for who may say so (XCLIENT of Postfix). Raises
        smtplib.SMTPResponseException when refused."""
        with smtplib.SMTP("127.0.0.1", self.port, "client.example.com", PATIENCE, (source, 0)) as client:
            client.command_encoding = "utf-8"
            client.ehlo_or_helo_if_needed()
            if login:
                expect_ok(client.docmd("XCLIENT", f"LOGIN={login}"), 220)
                client.ehlo()
            expect_ok(client.mail(sender, ["BODY=8BITMIME", *parameters]))
            for recipient in recipients:
                address, *parameters = [recipient] if isinstance(recipient, str) else recipient
                expect_ok(client.rcpt(address, parameters))
            expect_ok(client.data(message))


class Postfix(MailServer):
    """An instance with one smtpd. `milter` as in smtpd_milters; it filters mail of sendmail(1) too. With
    `reinject_milter`, a second smtpd takes copies, and has these milters."""

    def __init__(self, workplace, next_hop, milter="", reinject_milter=None, **settings):
        self.port = free_port()
        self.reinject_port = free_port()
        self._reinject_milter = reinject_milter
        self.config = workplace.folder / "postfix"
        self.log_path = workplace.folder / "postfix.log"
        self._queue = workplace.folder / "queue"
        self._data = workplace.folder / "postfix-data"
        self._settings = self._main(next_hop, milter) | settings

    def _main(self, next_hop, milter):
        return {
            "compatibility_level": "3.6", "queue_directory": self._queue, "data_directory": self._data,
            "command_directory": "/usr/sbin", "daemon_directory": "/usr/lib/postfix/sbin",
            "mail_owner": "postfix", "setgid_group": "postdrop",
            "maillog_file": self.log_path, "maillog_file_prefixes": self.log_path.parent,
            "myhostname": "mx.example.com", "mydestination": "", "local_recipient_maps": "", "alias_maps": "",
            "alias_database": "", "mynetworks": "127.0.0.0/8", "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4", "smtpd_recipient_restrictions": "permit_mynetworks, reject",
            "smtpd_peername_lookup": "no", "smtp_dns_support_level": "disabled",
            "default_transport": f"smtp:[127.0.0.1]:{next_hop}", "in_flow_delay": "0",
            "smtp_tls_security_level": "none", "smtpd_tls_security_level": "none",
            "maximal_backoff_time": "2s", "minimal_backoff_time": "1s", "queue_run_delay": "1s",
            "smtpd_milters": milter, "non_smtpd_milters": milter, "milter_default_action": "tempfail",
            "milter_connect_timeout": "10s", "milter_content_timeout": "60s", "smtpd_error_sleep_time": "0",
        }

    def start(self):
        if not self.config.exists():
            self._prepare()
        self._control("start")
        wait_until("smtpd", lambda: answers(self.port))

    def _prepare(self):
        for folder in (self.config, self._queue, self._data):
            folder.mkdir()
        shutil.chown(self._data, "postfix")
        self._data.chmod(0o700)
        for name in ("postfix-files", "dynamicmaps.cf"):
            if Path("/etc/postfix", name).exists():
                shutil.copy(f"/etc/postfix/{name}", self.config)
        main = "".join(f"{key} = {value}\n" for key, value in self._settings.items())
        (self.config / "main.cf").write_text(main)
        services = (HERE / "master.cf").read_text().replace("PORT", str(self.port))
        if self._reinject_milter is not None:
            services += (f"127.0.0.1:{self.reinject_port} inet n - n - - smtpd\n"
                         f"  -o smtpd_milters={self._reinject_milter} -o smtpd_authorized_xforward_hosts=127.0.0.0/8\n")
        (self.config / "master.cf").write_text(services)

    def stop(self):
        self._control("stop")

    def reload(self):
        self._control("reload")

    def restart(self):
        self.stop()
        self.start()

    def _control(self, command):
        run = subprocess.run(["/usr/sbin/postfix", "-c", str(self.config), command], capture_output=True, text=True)
        if run.returncode != 0:
            log = self.log_path.read_text() if self.log_path.exists() else ""
            raise RuntimeError(f"postfix {command}: {run.stderr}{log}")

    def log(self):
        return self.log_path.read_text(errors="replace")

    def queued(self):
        """What stands in its queues (postqueue -j)."""
        run = subprocess.run(["/usr/sbin/postqueue", "-c", str(self.config), "-j"], capture_output=True, check=True)
        return [json.loads(line) for line in run.stdout.splitlines()]

    def held(self):
        """The recipients of what stands in the hold queue."""
        held = [mail for mail in self.queued() if mail["queue_name"] == "hold"]
        return sorted(to["address"] for mail in held for to in mail["recipients"])

    def release(self):
        """What is held goes on."""
        for command in (["postsuper", "-H", "ALL"], ["postqueue", "-f"]):
            subprocess.run([f"/usr/sbin/{command[0]}", "-c", str(self.config), *command[1:]], capture_output=True, check=True)

    def is_idle(self):
        """Nothing is on its way."""
        queues = (self._queue / name for name in ("maildrop", "incoming", "active", "deferred"))
        return not any(path.is_file() for queue in queues for path in queue.rglob("*"))

    def submit(self, message, sender, recipients=("you@example.net",)):
        """By sendmail(1)."""
        subprocess.run(["/usr/sbin/sendmail", "-C", str(self.config), "-i", "-f", sender, *recipients],
                       input=message, check=True, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})


class Slapd(Program):
    """OpenLDAP with the people of etc/people.ldif, plain, StartTLS and ldaps:// by an own authority, and on a unix
    socket. `name` is that of its folder; `more`: lines of the global part of its configuration, where FOLDER is
    replaced."""

    BASE = "dc=example,dc=com"
    BIND_DN = "cn=waybill,dc=example,dc=com"
    PASSWORD = "not so secret"

    def __init__(self, workplace, people=None, name="slapd", more=""):
        super().__init__(workplace.folder / f"{name}.log")
        self.port, self.tls_port = free_port(), free_port()
        self.uri = f"ldap://127.0.0.1:{self.port}"
        self.folder = workplace.folder / name
        self.ca_file = self.folder / "ca.crt"
        self.configuration = (HERE / "slapd.conf").read_text().replace("MORE", more)
        self.local_uri = "ldapi://" + str(workplace.folder / f"{name}.sock").replace("/", "%2F")
        self._people = people or (ETC / "people.ldif").read_text()

    def start(self):
        if not self.folder.exists():
            (self.folder / "db").mkdir(parents=True)
            make_certificates(self.folder)
            self._load()
        self.run(["/usr/sbin/slapd", "-d", "0", "-f", str(self.folder / "slapd.conf"), "-h",
                  f"{self.uri} ldaps://127.0.0.1:{self.tls_port} {self.local_uri}"])
        wait_until("slapd", lambda: answers(self.port) and answers(self.tls_port))

    def _load(self):
        config = self.configuration.replace("FOLDER", str(self.folder))
        (self.folder / "slapd.conf").write_text(config)
        service = (f"\n\ndn: {self.BIND_DN}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\n"
                   f"cn: waybill\nuserPassword: {self.PASSWORD}\n")
        (self.folder / "people.ldif").write_text(self._people + service)
        subprocess.run(["/usr/sbin/slapadd", "-q", "-f", str(self.folder / "slapd.conf"), "-l",
                        str(self.folder / "people.ldif")], check=True, capture_output=True)

    def freeze(self):
        """When this returns it accepts connections and stays silent."""
        self.send(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)

    def resume(self):
        self.send(signal.SIGCONT)


class Redis(Program):
    """What it has outlives a kill."""

    def __init__(self, workplace, name="redis"):
        super().__init__(workplace.folder / f"{name}.log")
        self.port = free_port()
        self.settings = f'servers = ["127.0.0.1:{self.port}"]\n'  # of [redis]
        self.primary = None  # the one that it is a replica of
        self._folder = workplace.folder / name
        self._folder.mkdir()

    def start(self):
        replica = ["--replicaof", "127.0.0.1", str(self.primary.port)] if self.primary else []
        self.run(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes",
                  "--dir", str(self._folder), *replica])
        wait_until("redis-server", lambda: answers(self.port))

    def command(self, *words):
        done = subprocess.run(["redis-cli", "-p", str(self.port), *words], capture_output=True, text=True, check=False)
        return done.stdout


class Sentinel(Redis):
    """Watches a primary and its replica, and makes the one the other when it is gone."""

    def __init__(self, workplace, pair):
        super().__init__(workplace, "sentinel")
        self.settings += 'sentinel_master = "pair"\n'
        self._pair = pair

    def start(self):
        config = self._folder / "sentinel.conf"
        config.write_text(f"port {self.port}\nbind 127.0.0.1\ndir {self._folder}\n"
                          f"sentinel monitor pair 127.0.0.1 {self._pair[0].port} 1\n"
                          "sentinel down-after-milliseconds pair 1000\nsentinel failover-timeout pair 3000\n")
        self.run(["redis-sentinel", str(config)])
        wait_until("the replica", lambda: f"127.0.0.1:{self._pair[1].port}" in self.command("SENTINEL", "replicas", "pair"))

    def find_primary(self):
        port = self.command("SENTINEL", "get-master-addr-by-name", "pair").split()[1]
        return next(each for each in self._pair if str(each.port) == port)

    def fail_over(self):
        """The primary is killed, and comes back as a replica of the other."""
        killed = self.find_primary()
        killed.process.kill()
        killed.process.wait()
        wait_until("another primary", lambda: self.find_primary() is not killed)
        killed.primary = self.find_primary()
        killed.start()
        wait_until("the replica", lambda: "master_link_status:up" in killed.command("INFO", "replication"))


class Opendkim(Program):
    """A DKIM signer, as it follows us in main.cf."""

    def __init__(self, workplace, domain="example.com"):
        super().__init__(workplace.folder / "opendkim.log")
        self.folder = workplace.folder / "opendkim"
        self.port = free_port()
        self.milter = f"inet:127.0.0.1:{self.port}"
        self._domain = domain

    def start(self):
        self.folder.mkdir()
        key = self.folder / "key"
        subprocess.run(["openssl", "genrsa", "-traditional", "-out", key, "2048"], check=True, capture_output=True)
        config = self.folder / "opendkim.conf"
        config.write_text(f"Domain {self._domain}\nSelector test\nKeyFile {key}\nSocket inet:{self.port}@127.0.0.1\n"
                          "Mode s\nInternalHosts 127.0.0.0/8\nRequireSafeKeys no\nBackground no\nSyslog no\n")
        self.run(["/usr/sbin/opendkim", "-f", "-x", str(config)])
        wait_until("opendkim", lambda: answers(self.port))


class Gate:
    """Passes connections on to a port; closes itself behind that many accepted mails."""

    def __init__(self, target):
        self.port = free_port()
        self.limit = None  # mails; None: no limit
        self._target = target
        self._accepted = 0
        self._server = None

    def start(self):
        gate = self

        class Session(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", gate._target)) as there:
                    gate.converse(self.request, there)

        self._server = serve(self.port, Session)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def converse(self, here, there):
        while not self.is_shut():
            ready, _, _ = select.select([here, there], [], [], PATIENCE)
            if not ready:
                return
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                (there if source is here else here).sendall(data)
                self._accepted += data.count(b"queued as") if source is there else 0

    def is_shut(self):
        return self.limit is not None and self._accepted >= self.limit

    def open(self):
        self.limit = None

    def shut_behind(self, count):
        self.limit = self._accepted + count


def make_certificates(folder, days=90):
    """ca.crt; server.crt with server.key for 127.0.0.1, and client.crt with client.key, which last that long."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", *key, "-days", "90", "-subj", "/CN=Test Authority", "-keyout", "ca.key", "-out", "ca.crt",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", *key, "-subj", "/CN=127.0.0.1", "-keyout", "server.key", "-out", "server.csr")
    openssl("req", *key, "-subj", "/CN=waybill client", "-keyout", "client.key", "-out", "client.csr")
    (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    (folder / "client.ext").write_text("extendedKeyUsage=clientAuth\n")
    for name in ("server", "client"):
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                str(days), "-extfile", f"{name}.ext", "-out", f"{name}.crt")


class Waybilld(Program):
    """The milter, with a configuration folder that a test may change before reload()."""

    def __init__(self, workplace, binary_folder):
        super().__init__(workplace.folder / "waybilld.log")
        self.etc = workplace.folder / "etc"
        self.program = Path(binary_folder) / "waybilld"
        self.socket = workplace.folder / "waybill.sock"
        self.milter = f"unix:{self.socket}"
        self.memory = self.etc / "delivered.db"
        self.cache = self.etc / "directory.db"
        self.tracking = 'path = "tracking.db"'
        self.wrapper = []  # what runs it
        self.arguments = []
        self._notify = workplace.folder / "notify.sock"
        shutil.copytree(ETC, self.etc)
        (self.etc / "ldap.password").write_text(Slapd.PASSWORD + "\n")
        (self.etc / "ldap.password").chmod(0o600)
        self.configure()

    def add_settings(self, text):
        with open(self.etc / "waybill.toml", "a", encoding="ascii") as settings:
            settings.write(text)

    def reinject(self, port):
        """Copies go to that port."""
        self.add_settings(f'[delivery]\nreinject = "127.0.0.1:{port}"\nmemory = "{self.memory}"\n')

    def suppress(self, log, more="suppress = true\n", hub="mx.example.com", redis=None):
        """Duplicates are suppressed; the MTA's log is `log`. `redis`: what several hubs share."""
        store = f'store = "redis"\n{more}[redis]\n{redis.settings}' if redis else more
        self.add_settings(f'[dedupe]\nlog = "{log}"\npath = "seen.db"\nhub = "{hub}"\n{store}')

    def configure(self, rules="rules.toml", directory='kind = "ldif"\nfile = "people.ldif"', trusted="127.0.0.1/32",
                  signer="from"):
        self.write_settings(
            f'[organization]\ndomains = ["example.com"]\ntrusted_networks = ["{trusted}"]\nsignature_of = "{signer}"\n'
            f'[rules]\nfiles = ["{rules}"]\n[directory]\n{directory}\n')

    def write_settings(self, text):
        """All of waybill.toml but [milter] and [tracking]."""
        milter = f'[milter]\nsocket = "{self.milter}"\nsocket_mode = "0666"\n'
        (self.etc / "waybill.toml").write_text(f"{milter}[tracking]\n{self.tracking}\n{text}")

    def use_slapd(self, slapd, more="", **rest):
        self.configure(directory=f'kind = "ldap"\nuris = ["{slapd.uri}"]\nbase = "{slapd.BASE}"\n'
                                 f'bind_dn = "{slapd.BIND_DN}"\npassword_file = "ldap.password"\n'
                                 f'cache_file = "{self.cache}"\n{more}', **rest)

    def set_rules(self, old, new):
        """Changes rules.toml."""
        path = self.etc / "rules.toml"
        text = path.read_text()
        assert old in text, old
        path.write_text(text.replace(old, new))

    def start(self):
        command = [*self.wrapper, self.program, "-c", str(self.etc / "waybill.toml"), *self.arguments]
        self._until_ready(lambda: self.run(command, env=os.environ | {"NOTIFY_SOCKET": str(self._notify)}))

    def _until_ready(self, act):
        """Ready is what it tells systemd."""
        with contextlib.suppress(FileNotFoundError):
            self._notify.unlink()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(str(self._notify))
            notify.settimeout(0.1)
            self._notify.chmod(0o666)
            act()
            wait_until("waybilld", lambda: self._is_ready(notify))

    def _is_ready(self, notify):
        if not self.is_running():
            raise RuntimeError(f"waybilld ended:\n{self.log()}")
        with contextlib.suppress(TimeoutError):
            return b"READY=1" in notify.recv(4096)
        return False

    def reload(self):
        self.send(signal.SIGHUP)

    def reload_at_once(self):
        """Returns when it has the new configuration."""
        lines = len(self.log())
        self._until_ready(self.reload)
        if "the old configuration stays" in (log := self.log()[lines:]):
            raise RuntimeError(log)
