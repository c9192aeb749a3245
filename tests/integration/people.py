"""Organizations of any size as LDIF: "Person 0000017" has p17@example.com; groups of people and of groups.

usage: people.py COUNT    writes that many people, all of them in "All Users", for slapadd or directory.file
"""
import sys

BASE = "dc=example,dc=com"
HEAD = f"""dn: {BASE}
objectClass: organization
objectClass: dcObject
dc: example
o: Example Inc

dn: ou=people,{BASE}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{BASE}
objectClass: organizationalUnit
ou: groups
"""


def address(number):
    return f"p{number}@example.com"


def name(number):
    return f"Person {number:07}"


def dn(number):
    return f"uid=p{number},ou=people,{BASE}"


def group_dn(group):
    return f"cn={group},ou=groups,{BASE}"


def person(number):
    return (f"\ndn: {dn(number)}\nobjectClass: inetOrgPerson\nuid: p{number}\ncn: {name(number)}\n"
            f"displayName: {name(number)}\ngivenName: Person\nsn: {number:07}\nmail: {address(number)}\n"
            f"title: Engineer {number % 100}\no: Example Inc\nou: Department {number % 40}\nl: Redmond\nst: Washington\n"
            f"telephoneNumber: +1 425 555 {number % 10000:04}\n")


def group(called, members):
    """`members` are DNs, of whom some need not exist."""
    values = "".join(f"member: {member}\n" for member in members)
    return f"\ndn: {group_dn(called)}\nobjectClass: groupOfNames\ncn: {called}\n{values}"


def organization(count):
    everybody = group("All Users", map(dn, range(count)))
    return "".join([HEAD, *map(person, range(count)), everybody])


if __name__ == "__main__":
    sys.stdout.write(organization(int(sys.argv[1])))
