#!/usr/bin/python3
"""Shows the main job: a private Postfix with waybilld signs one mail. `./dev demo`

usage: demo.py FOLDER-OF-WAYBILLD
"""
import sys

from servers import Postfix, Sink, Waybilld, Workplace

SENDER = "exchange.geek@example.com"
MAIL = """\
From: Exchange Geek <exchange.geek@example.com>
To: you@example.net
Subject: Meeting on Tuesday
Date: Fri, 2 Jan 2026 10:00:00 +0100
Message-ID: <demo@example.com>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="sep"

--sep
Content-Type: text/plain; charset=us-ascii

Hello,

shall we meet on Tuesday?
--sep
Content-Type: text/html; charset=us-ascii

<html><body><p>Hello,</p>
<p>shall we meet on Tuesday?</p></body></html>
--sep--
"""


def show(title, text):
    print(f"\n======== {title} ".ljust(100, "="))
    print(text.rstrip())


def main():
    with Workplace() as workplace:
        sink = workplace.start(Sink())
        waybilld = workplace.start(Waybilld(workplace, sys.argv[1]))
        postfix = workplace.start(Postfix(workplace, sink.port, waybilld.milter))
        print(f"Postfix on 127.0.0.1:{postfix.port}, waybilld on {waybilld.milter}, people from etc/people.ldif")
        show("the rule (etc/rules.toml)", (waybilld.etc / "rules.toml").read_text())
        show("the mail as it is sent", MAIL)
        postfix.send(MAIL.replace("\n", "\r\n").encode(), SENDER)
        arrived = sink.take()[2].decode("utf-8", "replace").replace("\r\n", "\n")
        show("the mail as it arrives", arrived)
        show("what waybilld logged", waybilld.log())
    if "Sr. Systems Engineer" not in arrived:
        sys.exit("The mail came without the signature.")
    print("\nThe mail was signed. All servers are stopped.")


if __name__ == "__main__":
    main()
