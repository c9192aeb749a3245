"""Golden cases as an MTA meets them: a mail to send, a configuration of waybilld, and what has to arrive."""
import base64
import ipaddress
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden"
NOBODY_THERE = 'kind = "ldap"\nuris = ["ldap://127.0.0.1:1"]\nbase = "dc=example,dc=com"\ncache_file = ""\n'


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def quoted(values):
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


class Facts:
    """What the directory answered, as a directory that answers so."""

    def __init__(self, text):
        self.is_unavailable = ": unavailable " in text
        self._entries = {"dc=people": [("objectClass", "domain"), ("dc", "people")]}  # DN: [(attribute, value)]
        self._people = {}  # address: DN
        groups = {}
        for head, answer, entry in re.findall(r"^(\S.*): (.*)\n((?:  .*\n)*)", text, re.MULTILINE):
            kind, subject = head.split(" ", 1)
            if kind == "member":
                address, group = re.fullmatch(r'(.*) of "(.*)"', subject).groups()
                groups.setdefault(group, []).extend([address] if answer == "yes" else [])
            elif answer == "found":
                self._add(kind, subject, re.findall(r"  (.*?): (.*)\n", entry))
        for group, addresses in groups.items():
            members = [("member", self._dn_of(address)) for address in addresses]
            self._entries[f"cn={group},dc=groups"] = [("objectClass", "groupOfNames"), ("cn", group), *members]

    def _add(self, kind, subject, attributes):
        dn = dict(attributes).get("dn") or f"uid={subject},dc=people"
        attributes = [pair for pair in attributes if pair[0] != "dn"]
        if kind == "person":
            self._people[subject] = dn
            if ("mail", subject) not in attributes:
                attributes.append(("proxyAddresses", f"smtp:{subject}"))
        self._entries.setdefault(dn, []).extend(pair for pair in attributes if pair not in self._entries[dn])

    def _dn_of(self, address):
        if address not in self._people:
            self._add("person", address, [])
        return self._people[address]

    def ldif(self):
        def line(attribute, value):
            return f"{attribute}:: {base64.b64encode(value.encode()).decode()}\n"

        return "\n".join(line("dn", dn) + "".join(line(*pair) for pair in attributes)
                         for dn, attributes in self._entries.items())


class Case:
    """`expected`: {recipient: (sender, message)} as it arrives, a report about who was refused as the text that it has
    to have; `reply`: what the client is told; `held`: who waits in the MTA before that."""

    def __init__(self, folder):
        self.folder = folder
        self.message = crlf((folder / "message.eml").read_bytes())
        self.facts = Facts(self._read("facts"))
        self.reply, self.held, self.expected = "250", [], {}
        self._envelope = [line.split(": ", 1) for line in self._read("envelope").splitlines()]
        copies = re.findall(r"^to (.*?)(?:, instead of .*)?: (\w+) ?(.*)$", self._read("expect"), re.MULTILINE)
        for number, (recipients, verdict, reply) in enumerate(copies, 1):
            self._add(number, recipients.replace("\\", "").split(), verdict, reply)

    def _add(self, number, recipients, verdict, reply):
        if verdict in ("accept", "quarantine"):
            after = self.folder / ("after.eml" if number == 1 else f"after.{number}.eml")
            message = crlf(after.read_bytes())
            self.expected |= {to: (self.sender[0], message.removesuffix(b"\r\n") + b"\r\n") for to in recipients}
        if verdict == "quarantine":
            self.held = recipients
        if verdict in ("reject", "tempfail") and number == 1:
            self.reply = reply
        elif verdict == "reject":
            self.expected[self.sender[0]] = ("", reply)

    def _read(self, name):
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def difference(self, mta):
        """What that MTA does in its own way (docs/operations.md)."""
        return dict(line.split(": ", 1) for line in self._read("mta").splitlines()).get(mta)

    def values(self, key):
        return [value for name, value in self._envelope if name == key]

    def _addresses(self, *fields):
        header = self.message.split(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").decode("utf-8", "replace")
        found = []
        for field in fields:
            for value in re.findall(rf"^{field}:(.*?)\r?$", header, re.MULTILINE | re.IGNORECASE):
                found += re.findall(r'[^\s<>,:;"]+@[^\s<>,;"]+', value)
        return found

    def _with_parameters(self):
        """[(key, address, parameters)] of MAIL and RCPT, as far as the case has them."""
        found = []
        for key, value in self._envelope:
            if key in ("from", "to"):
                found.append((key, value.strip("<>"), []))
            elif key == "parameters":
                found[-1][2].extend(value.split())
        return found

    @property
    def sender(self):
        """(address, parameters)"""
        said = [(address, parameters) for key, address, parameters in self._with_parameters() if key == "from"]
        return (said or [(address, []) for address in self._addresses("From")[:1]] or [("", [])])[0]

    @property
    def recipients(self):
        """(address, parameter...)"""
        said = [(address, *parameters) for key, address, parameters in self._with_parameters() if key == "to"]
        return said or [(address,) for address in self._addresses("To", "Cc")]

    @property
    def smtputf8(self):
        addresses = [self.sender[0], *(to for to, *_ in self.recipients), *self.expected]
        return [] if "".join(addresses).isascii() else ["SMTPUTF8"]

    @property
    def is_local(self):
        return bool(self.values("local"))

    @property
    def source(self):
        """A client on loopback, inside or outside as that of the case is."""
        client = (self.values("client") or ["127.0.0.1"])[0]
        networks = self.values("network") or ["127.0.0.0/8", "::1/128"]
        inside = any(ipaddress.ip_address(client) in ipaddress.ip_network(network) for network in networks)
        return "127.0.0.1" if inside else "127.0.0.2"

    def settings(self, folder, reinject_port):
        """Tables of waybill.toml behind [milter]; `folder` takes what they name."""
        (folder / "people.ldif").write_text(self.facts.ldif())
        rules = "rules.ps1" if (self.folder / "rules.ps1").exists() else "rules.toml"
        copies = (self.values("copies") or ["single"])[0]
        classifications = "".join(
            '[[classification]]\nname = "{}"\nid = "{}"\n'.format(*value.rsplit(" ", 1))
            for value in self.values("classification"))
        return (
            f'[organization]\ndomains = {quoted(self.values("domain") or ["example.com"])}\n'
            f'partner_domains = {quoted(self.values("partner"))}\ntrusted_networks = ["127.0.0.1/32"]\n'
            f'[rules]\nfiles = ["{self.folder / rules}"]\n'
            "[directory]\n" + (NOBODY_THERE if self.facts.is_unavailable else 'kind = "ldif"\nfile = "people.ldif"\n') +
            f'[dkim]\nbroken = "{(self.values("dkim") or ["keep"])[0]}"\n'
            f'[delivery]\nper_recipient = "{copies}"\nreinject = "127.0.0.1:{reinject_port}"\n'
            f'memory = "{folder}/{self.folder.name}.db"\n' + classifications)


def marked_cases():
    return [Case(path.parent) for path in sorted(FOLDER.glob("*/mta"))]
