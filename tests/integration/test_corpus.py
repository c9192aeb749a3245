#!/usr/bin/python3
"""Mails of all shapes through a real Postfix: signed and unharmed, or left alone for a reason."""
import os
import re
import unittest

import mails
from servers import Postfix, Sink, Waybilld, Workplace

RULE = '''[[TransportRule]]
Name = "Everyone"
ApplyHtmlDisclaimerText = "<p>Schöne Grüße, 山田</p>"
ApplyHtmlDisclaimerFallbackAction = "Ignore"
'''
WORDS = "Schöne Grüße, 山田"
LEFT_ALONE = re.compile("only-attachment|only-calendar|signed|encrypted|inline-pgp")


class Corpus(unittest.TestCase):
    def test_every_shape_passes_a_real_postfix(self):
        workplace = Workplace()
        self.addCleanup(workplace.close)
        sink = workplace.start(Sink())
        waybilld = Waybilld(workplace, os.environ["WAYBILL_BIN"])
        (waybilld.etc / "rules.toml").write_text(RULE, encoding="utf-8")
        workplace.start(waybilld)
        postfix = workplace.start(Postfix(workplace, sink.port, waybilld.milter))
        for name, data in mails.make_corpus.shapes():
            with self.subTest(name):
                before = mails.crlf(data)
                postfix.send(before, "someone@example.com")
                after = sink.take()[2]
                if LEFT_ALONE.match(name):
                    self.assertEqual(mails.untouched_faults(before, after), [])
                else:
                    self.assertEqual(mails.signing_faults(before, after, WORDS), [])


if __name__ == "__main__":
    unittest.main()
