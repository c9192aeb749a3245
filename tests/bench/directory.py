#!/usr/bin/python3
"""Measures the directory beside a slapd of its own with 50,000 people (bench_directory says what).

usage: directory.py BUILD-FOLDER
"""
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "integration"))

import people  # noqa: E402
from servers import Slapd, Workplace  # noqa: E402

PEOPLE = 50_000


def exported(number):
    """A person with 1 KB of attributes, as Active Directory exports her."""
    groups = ("All Users", f"Department {number % 40}", f"Office {number % 17}")
    return (f"{people.person(number)}userPrincipalName: u{number}@corp.example.com\nsAMAccountName: p{number}\n"
            f"proxyAddresses: SMTP:{people.address(number)}\nproxyAddresses: smtp:first.last{number}@example.com\n"
            f"proxyAddresses: smtp:f.last{number}@example.net\nmanager: {people.dn(number // 10)}\n"
            f"distinguishedName: {people.dn(number)}\ncompany: Example Inc\ndepartment: Department {number % 40}\n"
            f"mobile: +1 425 555 {number}\nstreetAddress: One Way {number}\npostalCode: 98052\nc: US\n"
            f"description: Something about person {number} that nobody reads\n"
            + "".join(f"memberOf: {people.group_dn(group)}\n" for group in groups))


def export():
    everybody = people.group("All Users", map(people.dn, range(PEOPLE)))
    return "".join([people.HEAD, *map(exported, range(PEOPLE)), everybody])


def main():
    with Workplace() as workplace:
        slapd = workplace.start(Slapd(workplace, people.organization(PEOPLE)))
        ldif = workplace.write("people.ldif", export())
        password = workplace.write("password", slapd.PASSWORD)
        subprocess.run([f"{sys.argv[1]}/tests/bench/bench_directory", ldif, str(PEOPLE), slapd.uri, slapd.BASE,
                        slapd.BIND_DN, password], check=True)


if __name__ == "__main__":
    main()
