"""An imitation of Active Directory: what its LDAP server does otherwise than OpenLDAP, after MS-ADTS.

Imitated: its mark in the root DSE; nothing for anonymous clients; 1,000 entries an answer, more only in pages; 1,500
values of an attribute at once, the rest by `;range=`; memberOf as the other side of member, without the primary group;
LDAP_MATCHING_RULE_IN_CHAIN; `<SID=...>` as the base of a search; referrals beside the entries of a search from the root
of the domain. Not imitated: its schema, its access rights, TLS, writing, other domains, the global catalog.
"""
import functools

import ber
from servers import answers, free_port, serve, wait_until

ROOT = "dc=example,dc=com"
BIND_DN = "cn=waybill,cn=users," + ROOT
PASSWORD = "not so secret"
MOST_ENTRIES = 1000
MOST_VALUES = 1500
ACTIVE_DIRECTORY = b"1.2.840.113556.1.4.800"
PAGES = b"1.2.840.113556.1.4.319"
IN_CHAIN = b"1.2.840.113556.1.4.1941"
DOMAIN_SID = bytes.fromhex("010500000000000515000000010000000200000003000000")

SUCCESS, OPERATIONS_ERROR, SIZE_LIMIT, NO_SUCH_OBJECT, INVALID_CREDENTIALS, UNWILLING = 0, 1, 4, 32, 49, 53


def sid(relative):
    return DOMAIN_SID + relative.to_bytes(4, "little")


def key(dn):
    return ",".join(part.strip() for part in dn.lower().split(","))


class ActiveDirectory:
    def __init__(self):
        self.port = free_port()
        self.uri = f"ldap://127.0.0.1:{self.port}"
        self.children = []  # domains below, to which it refers
        self.endless = set()  # DNs whose memberOf never ends: what no server should do
        self._entries = {}  # by key: (dn, {attribute in lower case: (its name, values)})
        self._parents = {}  # of a key: the keys of the groups that it is in
        self._server = None
        self.add(ROOT, objectClass="domain")

    def add(self, dn, **attributes):
        lists = {name: [value if isinstance(value, bytes) else value.encode() for value in
                        (values if isinstance(values, list) else [values])] for name, values in attributes.items()}
        self._entries[key(dn)] = dn, {name.lower(): (name, values) for name, values in lists.items()}
        for member in lists.get("member", []):
            self._parents.setdefault(key(member.decode()), []).append(key(dn))

    def start(self):
        directory = self

        class Session(ber.Session):
            def answer(self, operation, content, controls):
                return directory.answer(self, operation, content, controls)

        self._server = serve(self.port, Session)
        wait_until("the directory", lambda: answers(self.port))

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, session, operation, content, controls):
        """The messages: (operation, content, controls)."""
        if operation == ber.BIND:
            _, dn, password = ber.values(content)
            session.is_bound = key(dn.decode()) == key(BIND_DN) and password == PASSWORD.encode()
            good = session.is_bound or not dn and not password
            return [ber.result(ber.BIND_RESULT, SUCCESS if good else INVALID_CREDENTIALS)]
        if operation != ber.SEARCH:
            return [ber.result(ber.SEARCH_RESULT, UNWILLING)]
        try:
            return self._search(session, ber.parts(content), dict(controls))
        except LookupError as unknown:
            return [ber.result(ber.SEARCH_RESULT, UNWILLING, str(unknown))]

    def _search(self, session, request, controls):
        (_, base), (_, scope), _, (_, most), _, _, condition, (_, wanted) = request
        base, scope, most = base.decode(), scope[0], int.from_bytes(most, "big")
        wanted = [name.decode() for name in ber.values(wanted)]
        if not base and scope == 0:
            root = {"supportedcapabilities": ("supportedCapabilities", [ACTIVE_DIRECTORY]),
                    "supportedcontrol": ("supportedControl", [PAGES])}
            return [self._entry("", root, wanted), ber.result(ber.SEARCH_RESULT, SUCCESS)]
        if not session.is_bound:
            return [ber.result(ber.SEARCH_RESULT, OPERATIONS_ERROR, "a successful bind must be completed")]
        found = self._in_scope(base, scope)
        if found is None:
            return [ber.result(ber.SEARCH_RESULT, NO_SUCH_OBJECT)]
        found = [(dn, attributes) for dn, attributes in found if self._matches(condition, dn, attributes)]
        start, page = 0, None
        if PAGES in controls:
            page, cookie = ber.values(ber.parts(controls[PAGES])[0][1])
            start, page = int(cookie or 0), min(int.from_bytes(page, "big"), MOST_ENTRIES)
        end = start + (page or min(most or MOST_ENTRIES, MOST_ENTRIES))
        out = [self._entry(dn, attributes, wanted) for dn, attributes in found[start:end]]
        if key(base) == ROOT and scope == 2:
            out += [(ber.REFERENCE, ber.text(f"ldap://{name}.example.com/DC={name},{ROOT}"), [])
                    for name in ("DomainDnsZones", *self.children)]
        if page is None:
            return [*out, ber.result(ber.SEARCH_RESULT, SIZE_LIMIT if end < len(found) else SUCCESS)]
        cookie = str(end) if end < len(found) else ""
        value = ber.sequence(ber.integer(0) + ber.text(cookie))
        return [*out, (*ber.result(ber.SEARCH_RESULT, SUCCESS)[:2], [(PAGES, value)])]

    def _in_scope(self, base, scope):
        if base.lower().startswith("<sid="):
            wanted = bytes.fromhex(base[5:-1])
            return [entry for entry in self._entries.values() if wanted in entry[1].get("objectsid", ("", []))[1]] or None
        if key(base) not in self._entries:
            return None
        if scope == 0:
            return [self._entries[key(base)]]
        return [entry for name, entry in self._entries.items() if name == key(base) or name.endswith("," + key(base))]

    def _values(self, dn, attributes, name):
        if name == "distinguishedname":
            return [dn.encode()]
        if name == "memberof":
            return [self._entries[group][0].encode() for group in self._parents.get(key(dn), [])]
        return attributes.get(name, ("", []))[1]

    def _matches(self, condition, dn, attributes):
        kind, content = condition
        if kind == ber.AND:
            return all(self._matches(part, dn, attributes) for part in ber.parts(content))
        if kind == ber.OR:
            return any(self._matches(part, dn, attributes) for part in ber.parts(content))
        if kind == ber.PRESENT:
            return content.lower() == b"objectclass" or bool(self._values(dn, attributes, content.decode().lower()))
        if kind == ber.EQUAL:
            name, value = ber.values(content)
            return value.lower() in (known.lower() for known in self._values(dn, attributes, name.decode().lower()))
        if kind == ber.EXTENSIBLE:
            rule, name, value = (dict(ber.parts(content))[tag] for tag in (0x81, 0x82, 0x83))
            if rule == IN_CHAIN and name.lower() == b"memberof":
                return key(value.decode()) in self._above(key(dn))
            if rule == IN_CHAIN and name.lower() == b"member":
                return key(dn) in self._above(key(value.decode()))
        raise LookupError(f"filter {kind:#x}")

    @functools.cache  # all is added before the first question
    def _above(self, start):
        seen, todo = set(), [start]
        while todo:
            new = [group for group in self._parents.get(todo.pop(), []) if group not in seen]
            seen.update(new)
            todo += new
        return seen

    def _entry(self, dn, attributes, wanted):
        lists = []
        for description in wanted:
            name, _, option = description.partition(";range=")
            values = self._values(dn, attributes, name.lower())
            first = int(option.split("-")[0] or 0) if option else 0
            if dn in self.endless and name == "memberOf":
                name, values = f"memberOf;range={first}-{first}", [dn.encode()]
            elif option or len(values) > MOST_VALUES:
                last = first + MOST_VALUES < len(values) and first + MOST_VALUES - 1
                lists += [(name, [])] * (not option)
                name, values = f"{name};range={first}-{last or '*'}", values[first:first + MOST_VALUES]
            if values:
                lists.append((name, values))
        content = b"".join(ber.sequence(ber.text(name) + ber.tagged(0x31, b"".join(map(ber.text, values))))
                           for name, values in lists)
        return ber.ENTRY, ber.text(dn) + ber.sequence(content), []
