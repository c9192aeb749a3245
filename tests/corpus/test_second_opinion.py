#!/usr/bin/python3
"""The second opinion sees harm: each case damages a well-signed mail in one place."""
import unittest

import make_corpus
import second_opinion

WORDS = "Anna Muster, Sales"


def mail(plain=b"Hello\n", html=b"<p>Hello</p>\n", notes=b"notes\n", more=b""):
    return (b"From: a@example.com\nSubject:  x\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n" + more
            + b"Content-Type: multipart/mixed; boundary=o\n\npreamble\n--o\n"
            b"Content-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/plain\n\n" + plain
            + b"\n--i\nContent-Type: text/html\n\n" + html
            + b"\n--i--\n--o\nContent-Type: text/plain; name=notes.txt\nContent-Disposition: attachment\n\n" + notes
            + b"\n--o--\nepilogue\n")


BEFORE = mail()
STAMP = b"X-Waybill-Dedupe-ID: v2:x\n"
PLAIN, HTML = b"Hello\n\nAnna Muster,\nSales\n", b"<p>Hello</p>\n<div>Anna <b>Muster</b>, Sales</div>\n"
AFTER = mail(PLAIN, HTML, more=STAMP)


class SecondOpinion(unittest.TestCase):
    def assert_fault(self, after, words, before=BEFORE):
        faults = second_opinion.compare(before, after, WORDS)
        self.assertTrue(any(words in fault for fault in faults), faults)

    def test_a_well_signed_mail_has_no_faults(self):
        self.assertEqual(second_opinion.compare(BEFORE, AFTER, WORDS), [])

    def test_a_message_id_that_is_missing(self):
        before, after = (data.replace(b"Message-ID: <1@example.com>\n", b"") for data in (BEFORE, AFTER))
        made = b"Message-ID: <waybill.%s@example.com>\n" % (b"0f" * 16)
        self.assert_fault(after, "no Message-ID", before)
        self.assertEqual(second_opinion.compare(before, made + after, WORDS), [])
        self.assert_fault(b"Message-ID: <2@example.com>\n" + after, "header fields changed", before)
        sealed = b"DKIM-Signature: v=1\n"
        self.assertEqual(second_opinion.compare(sealed + before, sealed + after, WORDS), [])

    def test_a_text_without_signature(self):
        self.assert_fault(mail(PLAIN, more=STAMP), "0 times in a text/html")

    def test_a_signature_twice(self):
        self.assert_fault(mail(PLAIN + PLAIN, HTML, more=STAMP), "times in a text/plain")

    def test_a_signature_that_nobody_sees(self):
        self.assert_fault(mail(PLAIN, b"<p>Hello</p>\n<!--Anna Muster, Sales-->", more=STAMP), "0 times in a text/html")

    def test_lost_words(self):
        self.assert_fault(mail(PLAIN.replace(b"Hello", b"Hell"), HTML, more=STAMP), "with an insertion")

    def test_a_changed_attachment(self):
        self.assert_fault(mail(PLAIN, HTML, b"Notes\n", STAMP), "another part")

    def test_a_changed_line_end_in_an_attachment(self):
        self.assert_fault(mail(PLAIN, HTML, b"notes\r\n", STAMP), "another part")

    def test_a_signed_attachment(self):
        self.assert_fault(mail(PLAIN, HTML, b"notes\n" + PLAIN, STAMP), "another part")

    def test_a_changed_header_field(self):
        self.assert_fault(AFTER.replace(b"Subject:  x", b"Subject: x"), "header fields changed")

    def test_a_changed_header_field_of_a_part(self):
        self.assert_fault(AFTER.replace(b"Content-Disposition: a", b"Content-Disposition:  a"), "fields of a part")

    def test_a_lost_part(self):
        self.assert_fault(AFTER.replace(b"--i\nContent-Type: text/html", b"Content-Type: text/html"), "parts became")

    def test_a_changed_preamble(self):
        self.assert_fault(AFTER.replace(b"preamble", b""), "preamble")

    def test_a_changed_epilogue(self):
        self.assert_fault(AFTER.replace(b"epilogue\n", b"epilogue"), "epilogue")

    def test_no_stamp(self):
        self.assert_fault(mail(PLAIN, HTML), "0 dedupe IDs")

    def test_two_stamps(self):
        self.assert_fault(mail(PLAIN, HTML, more=STAMP + STAMP), "2 dedupe IDs")

    def test_signed_and_encrypted_mail_has_no_text_to_sign(self):
        for name, body in make_corpus.structures("us-ascii", "7bit"):
            if name in ("signed", "encrypted", "inline-pgp", "signed-footer"):
                message = make_corpus.mail(body)
                with self.assertRaises(second_opinion.Obstacle):
                    second_opinion.main_texts(second_opinion.parse(message))
                self.assert_fault(message, "signed, although", message)

    def test_a_mail_left_alone_that_changed(self):
        self.assertEqual(second_opinion.unchanged(BEFORE, mail(more=STAMP)), [])
        self.assertEqual(second_opinion.unchanged(BEFORE, AFTER), ["the body changed"])

    def test_a_wrapped_mail_that_is_not_inside_as_it_was(self):
        outer = (b"Content-Type: multipart/mixed; boundary=w\n\n--w\nContent-Type: text/plain\n\n" + PLAIN
                 + b"\n--w\nContent-Type: message/rfc822\n\n" + BEFORE + b"\n--w--\n")
        self.assertEqual(second_opinion.wrapped(BEFORE, outer, WORDS), [])
        harmed = outer.replace(b"notes\n", b"note\n")
        self.assertEqual(second_opinion.wrapped(BEFORE, harmed, WORDS), ["the original is not inside, byte for byte"])
        self.assertNotEqual(second_opinion.wrapped(BEFORE, outer.replace(b"Anna", b"Hanna "), WORDS), [])

    def test_raw_text_ends_as_in_browsers(self):
        for begin in (b"<title>x</title\n</head>", b"<script>a < b</script b=</p>", b"<style>p</style/>"):
            before, after = begin + b"<p>Hello</p>\n", begin + b"<p>Hello</p>\n<p>Anna Muster, Sales</p>"
            self.assertEqual(second_opinion.compare(mail(html=before), mail(PLAIN, after, more=STAMP), WORDS), [])
        before, after = b"<script>a</script b=</p>Hello", b"<script>aAnna Muster, Sales</script b=</p>Hello"
        self.assert_fault(mail(PLAIN, after, more=STAMP), "0 times in a text/html", mail(html=before))

    def test_a_marked_section_is_a_comment(self):
        for begin in (b"<![; boundary=xCDATA[ </p> ]]>", b"<![CDATA[ x ]]>", b"<![endif]-->"):
            before, after = begin + b"<p>Hello</p>\n", begin + b"<p>Hello</p>\n<p>Anna Muster, Sales</p>"
            self.assertEqual(second_opinion.compare(mail(html=before), mail(PLAIN, after, more=STAMP), WORDS), [])

    def test_a_semicolon_at_the_end_is_no_parameter(self):
        before = BEFORE.replace(b"Content-Type: text/plain\n", b"Content-Type: text/plain;\n")
        after = AFTER.replace(b"Content-Type: text/plain\n", b"Content-Type: text/plain; charset=us-ascii\n")
        self.assertEqual(second_opinion.compare(before, after, WORDS), [])

    def test_a_charset_that_is_no_name(self):
        before, after = (text.replace(b"plain\n", b"plain; charset=a\0b\n").replace(b"Hello\n", b"Hell\x80\n")
                         for text in (BEFORE, AFTER))
        self.assertEqual(second_opinion.compare(before, after, WORDS), [])

    def test_an_mta_has_one_line_end_for_the_header_of_a_wrapped_mail(self):
        before = b"From: a@example.com\r\nSubject: x\n\r\nHello\r\n"
        outer = b"--w\r\n\r\n" + before.replace(b"x\n", b"x\r\n") + b"--w--\r\n"
        self.assertTrue(second_opinion.is_inside(before, outer))
        headless = b"From: a@example.com\nHello\r\n"  # which line end closes its header, nobody says
        self.assertTrue(second_opinion.is_inside(headless, b"--w\n\n" + headless.replace(b"Hello", b"\nHello")))


if __name__ == "__main__":
    unittest.main()
