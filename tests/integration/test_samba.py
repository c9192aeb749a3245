#!/usr/bin/python3
"""`waybill lookup` and the directory server of Samba, which is no Windows, but not ours either."""
import ctypes
import fcntl
import socket
import struct
import subprocess
import unittest

from looking_up import groups_in, look_up, membership
from servers import Program, Workplace, answers, wait_until

ROOT = "DC=example,DC=com"
USERS = f"CN=Users,{ROOT}"
ANNA = f"CN=anna,{USERS}"
ADMINISTRATOR = f"CN=Administrator,{USERS}"
PASSWORD = "Not-so-secret-1"
PORT = 389  # Samba knows no other
PROJECTS = [f"CN=Project {i},{USERS}" for i in range(600)]  # more than a page


def entry(dn, kind, name, *lines):
    return "\n".join([f"dn: {dn}", f"objectClass: {kind}", f"sAMAccountName: {name}", *lines, "", ""])


# New accounts without a password are disabled; 544 is a normal one that needs none.
PEOPLE = "".join([
    entry(ANNA, "user", "anna", "displayName: Anna", "userAccountControl: 544",
          "userPrincipalName: anna@example.com"),
    entry(f"CN=anna old,{USERS}", "user", "annaold", "mail: anna@example.com"),
    entry(f"CN=Everybody,{USERS}", "group", "Everybody", f"member: CN=Domain Users,{USERS}"),
    *(entry(dn, "group", f"project{i}", f"member: {ANNA}") for i, dn in enumerate(PROJECTS)),
    entry(f"CN=All Projects,{USERS}", "group", "All Projects", *(f"member: {dn}" for dn in PROJECTS))])


class Samba(Program):
    """A domain controller that serves nothing but LDAP, on the loopback addresses alone."""

    def __init__(self, workplace):
        super().__init__(workplace.folder / "samba.log")
        self.folder = workplace.folder / "dc"
        self._config = self.folder / "etc/smb.conf"

    def start(self):
        subprocess.run(["samba-tool", "domain", "provision", "--realm=EXAMPLE.COM", "--domain=EXAMPLE", "--host-name=dc1",
                        "--host-ip=127.0.0.1", f"--adminpass={PASSWORD}", f"--targetdir={self.folder}", "--server-role=dc",
                        "--dns-backend=NONE"], check=True, capture_output=True)
        settings = [line for line in self._config.read_text().split("[homes]")[0].splitlines()
                    if not line.strip().startswith(("server services", "log file"))]
        self._config.write_text("\n".join([*settings, "server services = ldap", "interfaces = lo",
                                           "bind interfaces only = yes", "ldap server require strong auth = no",
                                           f"pid directory = {self.folder}", f"ncalrpc dir = {self.folder}/ncalrpc", ""]))
        self.run(["/usr/sbin/samba", "--foreground", "--model=single", "--no-process-group", "--debug-stdout", "-s",
                  str(self._config)])
        wait_until("samba", lambda: answers(PORT))
        subprocess.run(["ldapadd", "-x", "-H", f"ldap://127.0.0.1:{PORT}", "-D", ADMINISTRATOR, "-w", PASSWORD],
                       input=PEOPLE, text=True, check=True, capture_output=True)


def leave_network():
    """For one with nothing but a loopback of its own, where the kernel lets us (unshare(2), netdevice(7))."""
    new_network, set_flags, up = 0x40000000, 0x8914, 1
    if ctypes.CDLL(None).unshare(new_network) == 0:
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", b"lo", up))


class Directory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        leave_network()
        if answers(PORT):
            raise unittest.SkipTest(f"somebody listens on port {PORT}")
        cls.workplace = Workplace()
        cls.addClassCleanup(cls.workplace.close)
        cls.workplace.write("password", PASSWORD)
        cls.workplace.start(Samba(cls.workplace))
        cls.settings = (f'uris = ["ldap://127.0.0.1:{PORT}"]\nbase = "{ROOT}"\nbind_dn = "{ADMINISTRATOR}"\n'
                        'password_file = "password"\ntimeout = "30s"\noperation_timeout = "30s"\n')

    def test_a_person_and_all_her_groups(self):
        lines = look_up(self.workplace, "anna@example.com", self.settings)
        self.assertEqual(lines[0], f"entry {ANNA}")
        self.assertEqual(groups_in(lines), set(PROJECTS) | {f"CN={name},{USERS}" for name in (
            "All Projects", "Everybody", "Domain Users")} | {f"CN=Users,CN=Builtin,{ROOT}"})

    def test_members_are_found_through_chains_and_primary_groups(self):
        member = ["All Projects", "project599", "Everybody", "Domain Users", f"CN=Domain Users,{USERS}"]
        found = membership(self.workplace, "anna@example.com", self.settings, *member, "Domain Guests")
        self.assertEqual(found, dict.fromkeys(member, "member") | {"Domain Guests": "not a member"})


if __name__ == "__main__":
    unittest.main()
