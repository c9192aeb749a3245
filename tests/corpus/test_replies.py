#!/usr/bin/python3
"""The judge of replies.py sees a signature in the wrong place: self-made replies, signed well and badly."""
import contextlib
import hashlib
import io
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import replies

TOP = "Yes, please.\n\n-- \nBea\n\nOn Monday Al wrote:\n> Shall I?\n\n_____\nList footer\n"
BOTTOM = "On Monday Al wrote:\n> Shall I?\n\nYes, please.\n"
QUOTE = '<div class="gmail_quote">Al wrote:<blockquote>Shall <b>I</b>?</blockquote></div>'
HTML = f"<html><body><div>Yes, please.</div><div>-- <br>Bea</div>{QUOTE}<br></body></html>\n"
PLAIN_SIGNATURE, HTML_SIGNATURE = f"\n{replies.WORDS}\n", f"<div><p>{replies.WORDS}</p></div>"


def cut(text, kind, shape, earliest, latest, *quotes):
    """The offsets behind or before words of `text`; of `quotes` the first and the last words."""
    spans = [(text.index(first), text.index(last) + len(last)) for first, last in quotes]
    start = text.index(earliest) + len(earliest) if earliest else 0
    return replies.Cut("mail", 0, kind, shape, start, text.index(latest) if latest else len(text), spans)


TOP_CUT = cut(TOP, "plain", "top", "please.", "On Monday", ("On Monday", "Shall I?"))
BOTTOM_CUT = cut(BOTTOM, "plain", "bottom", "please.", None, ("On Monday", "Shall I?"))
EMPTY_CUT = cut("> Shall I?\n", "plain", "empty", None, "> Shall", ("> Shall", "I?"))
HTML_CUT = cut(HTML, "html", "top", "please.", QUOTE, (QUOTE, "</blockquote></div>"))


def before(text, words, signature):
    at = text.index(words) if words else len(text)
    return text[:at] + signature + text[at:]


def message(plain, html):
    return (b"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\n"
            + plain.encode() + b"\n--i\nContent-Type: text/html; charset=iso-8859-1\n\n" + html.encode("latin-1")
            + b"\n--i--\n")


class Judge(unittest.TestCase):
    def assert_plain(self, words, verdict, text=TOP, mark=TOP_CUT):
        signed = before(text, words, PLAIN_SIGNATURE)
        self.assertEqual(replies.judge_text(mark, text, signed), verdict, signed)

    def assert_html(self, words, verdict):
        self.assertEqual(replies.judge_text(HTML_CUT, HTML, before(HTML, words, HTML_SIGNATURE)), verdict)

    def test_below_the_newest_text_and_above_the_quote(self):
        self.assert_plain("\n\n-- \n", replies.RIGHT)
        self.assert_plain("On Monday", replies.RIGHT)
        self.assert_html("</div><div>-- ", replies.RIGHT)
        self.assert_html(QUOTE, replies.RIGHT)

    def test_append_is_a_fallback_where_there_is_a_place(self):
        self.assert_plain(None, replies.FALLBACK)
        self.assert_html("</body>", replies.FALLBACK)
        self.assert_html("<br></body>", replies.FALLBACK)

    def test_inside_quoted_text(self):
        self.assert_plain("> Shall", replies.INSIDE)
        self.assert_html("Al wrote", replies.INSIDE)
        self.assert_html("<b>I", replies.INSIDE)
        self.assert_plain("> Shall", replies.INSIDE, BOTTOM, BOTTOM_CUT)

    def test_elsewhere(self):
        self.assert_plain("Yes", replies.WRONG)
        self.assert_plain("List footer", replies.WRONG)
        self.assert_html("Yes", replies.WRONG)
        self.assert_plain("On Monday", replies.WRONG, BOTTOM, BOTTOM_CUT)

    def test_append_is_right_where_there_is_no_place(self):
        self.assert_plain(None, replies.RIGHT, BOTTOM, BOTTOM_CUT)

    def test_nothing_but_a_quote(self):
        for words, verdict in (("> Shall", replies.RIGHT), (None, replies.RIGHT), ("I?", replies.INSIDE)):
            self.assert_plain(words, verdict, "> Shall I?\n", EMPTY_CUT)

    def test_what_is_no_signature(self):
        self.assertEqual(replies.judge_text(TOP_CUT, TOP, TOP), replies.UNSIGNED)
        self.assert_unsigned(before(TOP, "On Monday", "Other words\n"))
        self.assert_unsigned(before(TOP, "On Monday", PLAIN_SIGNATURE + PLAIN_SIGNATURE))
        self.assert_unsigned(before(TOP, "On Monday", PLAIN_SIGNATURE).replace("Yes", "No"))

    def assert_unsigned(self, signed):
        self.assertEqual(replies.judge_text(TOP_CUT, TOP, signed), replies.UNSIGNED, signed)

    def test_offsets_are_bytes_of_utf_8(self):
        text = "Schöne Grüße\nAl wrote:\n> x\n"
        mark = replies.Cut("mail", 0, "plain", "top", 15, 16, [(16, 29)])
        self.assert_plain("Al wrote", replies.RIGHT, text, mark)
        self.assert_plain("> x", replies.INSIDE, text, mark)

    def test_a_message_is_as_bad_as_its_worst_text(self):
        cuts = [TOP_CUT, HTML_CUT._replace(part=1)]
        good = before(TOP, "On Monday", PLAIN_SIGNATURE)
        for words, verdict in ((QUOTE, replies.RIGHT), ("</body>", replies.FALLBACK), ("<b>I", replies.INSIDE)):
            signed = message(good, before(HTML, words, HTML_SIGNATURE))
            self.assertEqual(replies.judge(cuts, message(TOP, HTML), signed), verdict)

    def test_marks_of_another_message(self):
        with self.assertRaises(ValueError):
            replies.judge([HTML_CUT], message(TOP, HTML), message(TOP, HTML))


class Goals(unittest.TestCase):
    def misses(self, **verdicts):
        tally = replies.Tally()
        for name, count in verdicts.items():
            for _ in range(count):
                tally.add("x.eml", "bottom" if name.startswith("other_") else "top",
                          getattr(replies, name.removeprefix("other_").upper()))
        return "\n".join(tally.misses())

    def test_reached(self):
        self.assertEqual(self.misses(right=90, fallback=10, other_right=5), "")

    def test_too_few_are_right(self):
        self.assertIn("place above a quote are right", self.misses(right=89, wrong=11, other_right=100))
        self.assertIn("of all are right", self.misses(right=100, other_wrong=20))

    def test_too_many_fallbacks(self):
        self.assertIn("fell back", self.misses(right=89, fallback=11))

    def test_one_inside_quoted_text(self):
        self.assertIn("inside quoted text", self.misses(right=999, inside=1))
        self.assertIn("inside quoted text", self.misses(right=999, other_inside=1))


class Table(unittest.TestCase):
    def test_marks_are_consistent(self):
        with replies.TABLE.open(encoding="utf-8") as lines:
            table = replies.read_table(lines)
        self.assertGreaterEqual(len(table), 132 + 9)
        for sha, cuts in table.items():
            self.assertRegex(sha, "^[0-9a-f]{64}$")
            self.assertEqual(len({(mark.form, mark.shape) for mark in cuts}), 1, sha)
            if cuts[0].shape != "signed":
                self.assertEqual([mark.part for mark in cuts], list(range(len(cuts))), sha)
                for mark in cuts:
                    self.assert_consistent(sha, mark)

    def assert_consistent(self, sha, mark):
        self.assertIn(mark.kind, ("plain", "html"), sha)
        self.assertLessEqual(mark.earliest, mark.latest, sha)
        self.assertTrue(all(begin < end for begin, end in mark.quotes), sha)
        self.assertEqual(bool(mark.quotes), mark.shape != "none", sha)
        for begin, end in mark.quotes:  # nowhere both right and inside
            self.assertTrue(mark.latest <= begin or end <= mark.earliest, sha)

    def test_an_unknown_class(self):
        with self.assertRaises(ValueError):
            replies.read_table(["header\n", "0\tmail\t0\tplain\tup\t1\t2\t-\n"])


class Program(unittest.TestCase):
    """The whole way, with a program in Waybill's place that signs behind the words that it is told."""
    FAKE = f"""#!/usr/bin/python3
import pathlib, sys
out, source = map(pathlib.Path, sys.argv[-2:])
out.mkdir()
for path in source.iterdir():
    (out / path.name).write_bytes(path.read_bytes().replace(b"WORDS", b"WORDS{replies.WORDS}", 1))
"""

    def run_on(self, words, text=TOP):
        """(exit code, what is printed) for a folder with the one file `text`, while TOP is marked."""
        with tempfile.TemporaryDirectory() as temporary, contextlib.redirect_stdout(io.StringIO()) as printed:
            folder = Path(temporary)
            (folder / "waybill").write_text(self.FAKE.replace("WORDS", words))
            os.chmod(folder / "waybill", 0o700)
            (folder / "corpus").mkdir()
            (folder / "corpus/reply.txt").write_text(text)
            sha = hashlib.sha256(TOP.encode()).hexdigest()
            spans = ",".join(f"{begin}-{end}" for begin, end in TOP_CUT.quotes)
            (folder / "table").write_text(
                f"columns\n{sha}\tplain\t0\tplain\ttop\t{TOP_CUT.earliest}\t{TOP_CUT.latest}\t{spans}\n")
            arguments = ["replies.py", "--waybill", str(folder / "waybill"), "--verbose", str(folder / "corpus")]
            with mock.patch.object(replies, "TABLE", folder / "table"), mock.patch("sys.argv", arguments):
                return replies.main(), printed.getvalue()

    def test_a_right_place(self):
        status, printed = self.run_on("Bea")
        self.assertEqual(status, 0, printed)
        self.assertIn("1 right (100.0 %)", printed)

    def test_inside_the_quote(self):
        status, printed = self.run_on("Shall")
        self.assertEqual(status, 1, printed)
        self.assertIn("inside quoted text: reply.txt (top)", printed)

    def test_unmarked_messages(self):
        self.assertEqual(self.run_on("Bea", TOP + "more")[0], replies.SKIPPED)


if __name__ == "__main__":
    unittest.main()
