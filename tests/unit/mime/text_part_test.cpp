// Texts read, changed, and turned into edits; the result is read again and compared.
#include "mime/text_part.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "message/compose.h"
#include "message/raw_message.h"
#include "mime/codec.h"
#include "mime/verify.h"

using namespace waybill;
using namespace waybill::mime;
using message::Edits;
using message::Reason;
using message::SpliceBody;

namespace {

const base::Limits kLimits;

// A message and its scanned parts, both kept alive.
struct Mail {
  explicit Mail(std::string bytes) : bytes_(std::move(bytes)), raw_(message::read(bytes_)) {
    message_ = {{}, raw_.headers, raw_.body, raw_.line_end};
    auto scanned = scan(message_.headers, message_.body, kLimits);
    BOOST_TEST_REQUIRE(scanned.ok());
    table_ = std::move(*scanned);
  }
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;

  std::variant<TextPart, Reason> read(std::size_t index = 0, const base::Limits& limits = kLimits) const {
    return TextPart::read(message_, table_, index, limits);
  }
  TextPart text(std::size_t index = 0) const {
    auto part = read(index);
    BOOST_TEST_REQUIRE(std::holds_alternative<TextPart>(part));
    return std::get<TextPart>(std::move(part));
  }
  std::string after(const Edits& edits) const { return message::write(raw_, edits); }
  std::string difference(const Edits& edits, std::size_t index, std::string_view text) const {
    return mime::verify(message_, table_, edits, {{index, text}}, kLimits).value_or("");
  }

 private:
  std::string bytes_;
  message::RawMessage raw_;
  message::Message message_;
  PartTable table_;
};

Edits edits_of(const TextPart& part) {
  const auto edits = part.edits();
  BOOST_TEST_REQUIRE(std::holds_alternative<Edits>(edits));
  return std::get<Edits>(edits);
}

std::string mail(std::string_view fields, std::string_view body) {
  return "Subject: x\r\nMIME-Version: 1.0\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

std::string plain(std::string_view charset, std::string_view encoding, std::string_view body) {
  return mail("Content-Type: text/plain; charset=" + std::string(charset) +
                  "\r\nContent-Transfer-Encoding: " + std::string(encoding) + "\r\n",
              body);
}

std::string inserted(const std::string& bytes, std::size_t at, std::string_view fragment) {
  const Mail mail(bytes);
  TextPart part = mail.text();
  part.splice(at, at, fragment);
  const Edits edits = edits_of(part);
  BOOST_TEST(mail.difference(edits, 0, part.text()) == "");
  return mail.after(edits);
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    longest = std::max(longest, end - at - (end > at && text[end - 1] == '\r' ? 1 : 0));
    at = end + 1;
  }
  return longest;
}

// ---- the property: text and fragment, in every charset, encoding and form of lines ----

struct Charset {
  const char* name;
  std::string text;      // lines ended by LF
  std::string fragment;  // characters of the charset
};

const std::vector<Charset> kCharsets = {
    {"us-ascii", "Hello,\n\nthat is = all \nFrom me\n.\n", "-- \nAnna = x"},
    {"utf-8", "Grüße, ж€😀 \n\nAnna\n", "Ärger €\n😀"},
    {"iso-8859-1", "Grüße \n\n\u00A0Anna\n", "Ärger\nüö"},
    {"windows-1252", "„Grüße“ \n–\n", "10 €\n“x”"},
    {"koi8-r", "привет\nмир\n", "до\nсвидания"},
    {"shift_jis", "日本語ソ\\\nabcｶﾅ\n", "表示\n日本"},
    {"euc-jp", "日本語\nabc\n", "表示\n日本"},
    {"iso-2022-jp", "abc日本語def\n\n日本\nxyz\n", "表示\n日本 a"},
    {"iso-2022-kr", "abc한국어def\n한국\n", "한국\na"},
    {"gb18030", "汉字😀\nabc\n", "€汉\n字"},
    {"gb2312", "汉字\nabc\n", "汉\n字"},
    {"big5-hkscs", "漢字\nabcÊ\n", "漢\n字"},
    {"euc-kr", "한국어\nabc\n", "한\n국"},
    {"utf-16le", "aä😀\n日本\n", "ж\n😀"},
    {"utf-32be", "aä😀\n日本\n", "ж\n😀"},
    {"utf-7", "Grüße + x\n日本~\\\n", "ä€\n+ x"},
    {"windows-1258", "Tiếng Việt\nabc\n", "Việt\nx"},
    {"windows-1255", "שלום\nabc\n", "שלום\nx"},
};

std::string with_line_ends(const std::string& text, std::string_view line_end) {
  std::string out;
  for (const char c : text) c == '\n' ? out += line_end : out += c;
  return out;
}

std::string encode(const std::string& bytes, std::string_view encoding, std::size_t columns, std::string_view line_end,
                   bool has_lines) {
  std::string out;
  if (encoding == "base64") {
    append_base64(out, bytes, columns, line_end);
  } else if (encoding == "quoted-printable") {
    using Content = QuotedPrintableWriter::Content;
    QuotedPrintableWriter(out, 0, line_end, has_lines ? Content::Text : Content::Binary).put(bytes);
  } else {
    out = bytes;
  }
  return out;
}

// A character, or a line end of CR and LF.
bool is_inside_character(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return false;
  return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U || text.substr(at - 1, 2) == "\r\n";
}

struct Form {
  const char* encoding;
  std::size_t columns;
  const char* line_end;
  bool has_final_line_end;
};

std::vector<Form> forms() {
  std::vector<Form> out;
  for (const char* line_end : {"\r\n", "\n"}) {
    for (const bool has_final_line_end : {true, false}) {
      for (const char* encoding : {"8bit", "quoted-printable", "binary"}) {
        out.push_back({encoding, 76, line_end, has_final_line_end});
      }
      for (const std::size_t columns : {8U, 60U, 70U, 76U, 100000U}) {
        out.push_back({"base64", columns, line_end, has_final_line_end});
      }
    }
  }
  return out;
}

std::string build(const Charset& charset, const Form& form, const std::string& text) {
  const bool has_lines = charset_kind(iconv_name(charset.name)) != CharsetKind::Wide;
  const std::string body =
      encode(*from_utf8(text, charset.name), form.encoding, form.columns, form.line_end, has_lines);
  const std::string message =
      "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: text/plain; charset=" +
      std::string(charset.name) + "\nContent-Transfer-Encoding: " + form.encoding + "\n\n";
  return with_line_ends(message, form.line_end) + body + with_line_ends("\n--b--\n", form.line_end);
}

// The edits touch no more than they must.
void check_size(const Edits& edits, const Form& form, const Charset& charset) {
  if (std::string_view(form.encoding) == "base64") return;
  if (charset_kind(iconv_name(charset.name)) == CharsetKind::Lines) return;
  const std::size_t most = std::string_view(form.encoding) == "quoted-printable" ? 3 : 0;
  for (const message::Edit& edit : edits) {
    const auto* splice = std::get_if<SpliceBody>(&edit);
    BOOST_TEST_REQUIRE(splice != nullptr);
    BOOST_TEST(splice->end - splice->begin <= most);
  }
}

void check_insertions(const Charset& charset, const Form& form) {
  std::string text = with_line_ends(charset.text, form.line_end);
  if (!form.has_final_line_end) text.resize(text.size() - std::string_view(form.line_end).size());
  const std::string bytes = build(charset, form, text);
  const Mail mail(bytes);
  const TextPart before = mail.text(1);
  BOOST_TEST(before.text() == text);
  const std::string fragment = with_line_ends(charset.fragment, form.line_end);
  BOOST_TEST(before.fits(fragment));
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (is_inside_character(text, at)) continue;
    TextPart part = before;
    part.splice(at, at, fragment);
    const std::string wanted = text.substr(0, at) + fragment + text.substr(at);
    BOOST_TEST(part.text() == wanted);
    const Edits edits = edits_of(part);
    BOOST_TEST(mail.difference(edits, 1, wanted) == "", "at " << at);
    check_size(edits, form, charset);
    const Mail after(mail.after(edits));
    BOOST_TEST(after.text(1).text() == wanted);
    if (std::string_view(form.encoding) == "quoted-printable") BOOST_TEST(longest_line(mail.after(edits)) <= 76U);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_text_part)

BOOST_AUTO_TEST_CASE(an_insertion_anywhere_changes_nothing_else) {
  for (const Charset& charset : kCharsets) {
    for (const Form& form : forms()) {
      BOOST_TEST_CONTEXT(charset.name << ' ' << form.encoding << ' ' << form.columns) check_insertions(charset, form);
    }
  }
}

// Six splices in a row, in the part and in what it should become.
static void splice_at_random(TextPart& part, std::string& wanted, std::size_t seed) {
  const auto next = [&](std::size_t below) { return (seed = seed * 1103515245 + 12345) / 65536 % below; };
  for (int i = 0; i < 6; ++i) {
    std::size_t begin = next(wanted.size() + 1);
    std::size_t end = std::min(wanted.size(), begin + next(5));
    while (is_inside_character(wanted, begin)) --begin;
    while (is_inside_character(wanted, end)) ++end;
    const std::string fragment = std::vector<std::string>{"", "ä", "=", " ", "x\r\n", "41"}[next(6)];
    part.splice(begin, end, fragment);
    wanted.replace(begin, end - begin, fragment);
  }
}

BOOST_AUTO_TEST_CASE(several_splices_are_right_together) {
  const std::string text = "One line\r\nGrüße = x \r\nlast";
  for (const char* encoding : {"8bit", "quoted-printable", "base64"}) {
    const Mail mail(plain("utf-8", encoding, encode(text, encoding, 20, "\r\n", true)));
    for (std::size_t seed = 1; seed < 200; ++seed) {
      TextPart part = mail.text();
      std::string wanted = text;
      splice_at_random(part, wanted, seed);
      BOOST_TEST(part.text() == wanted);
      if (wanted == text) continue;
      BOOST_TEST(mail.difference(edits_of(part), 0, wanted) == "", encoding << " seed " << seed);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_changed_is_no_edit) {
  const Mail mail(plain("utf-8", "base64", "QUJD\r\n"));
  TextPart part = mail.text();
  BOOST_TEST(edits_of(part).empty());
  part.splice(1, 1, "");
  BOOST_TEST(!part.changed());
}

BOOST_AUTO_TEST_CASE(copies_are_independent) {
  const Mail mail(plain("utf-8", "base64", "QUJD"));
  TextPart part = mail.text();
  const TextPart before = part;
  part.splice(0, 0, "x");
  const TextPart copy = part;
  part.splice(0, 0, "y");
  BOOST_TEST(before.text() == "ABC");
  BOOST_TEST(copy.text() == "xABC");
  BOOST_TEST(part.text() == "yxABC");
}

BOOST_AUTO_TEST_CASE(unencoded_text_is_not_copied) {
  const std::string bytes = plain("utf-8", "8bit", "Grüße\r\n");
  const message::RawMessage raw = message::read(bytes);
  const message::Message message{{}, raw.headers, raw.body, raw.line_end};
  const auto table = scan(message.headers, message.body, kLimits);
  const auto part = TextPart::read(message, *table, 0, kLimits);
  BOOST_TEST(std::get<TextPart>(part).text().data() == raw.body.data());
}

BOOST_AUTO_TEST_CASE(line_ends_are_the_more_frequent_ones) {
  BOOST_TEST(Mail(plain("utf-8", "8bit", "a\nb\nc\r\n")).text().line_end() == "\n");
  BOOST_TEST(Mail(plain("utf-8", "8bit", "a\r\nb")).text().line_end() == "\r\n");
  BOOST_TEST(Mail(plain("utf-8", "8bit", "a")).text().line_end() == "\r\n");
  BOOST_TEST(Mail(plain("utf-8", "base64", "YQpiCg==\r\n")).text().line_end() == "\n");
  BOOST_TEST(Mail(plain("utf-8", "quoted-printable", "a=0D\nb=0D\n")).text().line_end() == "\n");
}

BOOST_AUTO_TEST_CASE(flowed_and_delsp_are_told) {
  const Mail mail(plain("utf-8; format=Flowed; delsp=YES", "8bit", "a"));
  BOOST_TEST(mail.text().is_flowed());
  BOOST_TEST(mail.text().is_delsp());
  BOOST_TEST(!Mail(plain("utf-8", "8bit", "a")).text().is_flowed());
}

// ---- transfer encodings ----

BOOST_AUTO_TEST_CASE(quoted_printable_keeps_its_lines) {
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", "a=\r\nb=C3=A4\r\n"), 1, "ü") ==
             plain("utf-8", "quoted-printable", "a=C3=BC=\r\nb=C3=A4\r\n"));
  const std::string full(76, 'x');
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", full), 76, "y") ==
             plain("utf-8", "quoted-printable", std::string(75, 'x') + "=\r\nxy"));
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", full + "\n"), 76, "\ny") ==
             plain("utf-8", "quoted-printable", full + "\ny\n"));
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", full + "\n"), 10, "y") ==
             plain("utf-8", "quoted-printable", "xxxxxxxxxxy=\n" + std::string(66, 'x') + "\n"));
}

BOOST_AUTO_TEST_CASE(quoted_printable_that_is_broken_stays_as_it_reads) {
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", "a=ZZ"), 2, "41") ==
             plain("utf-8", "quoted-printable", "a=3D41ZZ"));
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", "=4Z"), 2, "1") ==
             plain("utf-8", "quoted-printable", "=3D41Z"));
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", "a ="), 2, "\r\nb") ==
             plain("utf-8", "quoted-printable", "a =\r\n\r\nb="));
  BOOST_TEST(inserted(plain("utf-8", "quoted-printable", "a \r\n"), 1, "b ") ==
             plain("utf-8", "quoted-printable", "ab=20 \r\n"));
}

BOOST_AUTO_TEST_CASE(base64_is_anew_from_the_line_of_the_change_on) {
  const std::string before = "QUJDREVG\r\nQUJDREVG\r\nQUJD\r\n\r\n";
  BOOST_TEST(inserted(plain("utf-8", "base64", before), 7, "x") ==
             plain("utf-8", "base64", "QUJDREVG\r\nQXhCQ0RF\r\nRkFCQw==\r\n\r\n"));
  BOOST_TEST(inserted(plain("utf-8", "base64", before), 15, "xyz") ==
             plain("utf-8", "base64", "QUJDREVG\r\nQUJDREVG\r\nQUJDeHl6\r\n\r\n"));
  BOOST_TEST(inserted(plain("utf-8", "base64", "QUI=\n"), 2, "C") == plain("utf-8", "base64", "QUJD\n"));
  BOOST_TEST(inserted(plain("utf-8", "base64", ""), 0, "ABC") == plain("utf-8", "base64", "QUJD"));
}

BOOST_AUTO_TEST_CASE(base64_with_strange_bytes_keeps_them) {
  BOOST_TEST(inserted(plain("utf-8", "base64", "QU-JD\r\nQUI"), 5, "x") == plain("utf-8", "base64", "QU-JD\r\nQUJ4"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_decoded_whole_is_left_alone) {
  for (const char* body : {"QQ==\r\nQUJD\r\n", "QUJDR\r\n"}) {
    BOOST_TEST((std::get<Reason>(Mail(plain("utf-8", "base64", body)).read()) == Reason::BadEncoding));
  }
  BOOST_TEST((std::get<Reason>(Mail(plain("utf-8", "x-uuencode", "a")).read()) == Reason::BadEncoding));
  BOOST_TEST((std::get<Reason>(Mail(plain("utf-16", "base64", "QQ==")).read()) == Reason::UnknownCharset));
}

BOOST_AUTO_TEST_CASE(the_limit_counts_decoded_bytes) {
  base::Limits limits;
  limits.text_bytes = 3;
  BOOST_TEST(std::holds_alternative<TextPart>(Mail(plain("utf-8", "base64", "QUJD")).read(0, limits)));
  BOOST_TEST((std::get<Reason>(Mail(plain("utf-8", "base64", "QUJDRA==")).read(0, limits)) == Reason::Limit));
  BOOST_TEST((std::get<Reason>(Mail(plain("iso-8859-1", "8bit", "a\xE4\xE4")).read(0, limits)) == Reason::Limit));
}

BOOST_AUTO_TEST_CASE(a_line_that_grows_too_long_becomes_quoted_printable) {
  const std::string line(982, 'x');
  BOOST_TEST(inserted(plain("utf-8", "7bit", line + "\r\n"), 982, "12345678") ==
             plain("utf-8", "7bit", line + "12345678\r\n"));
  const std::string after = inserted(plain("utf-8", "7bit", line + "\r\n"), 982, "123456789");
  BOOST_TEST(after.find("Content-Transfer-Encoding: quoted-printable\r\n") != std::string::npos);
  BOOST_TEST(longest_line(after) <= 76U);
  const std::string html = mail("Content-Type: text/html; charset=utf-8\r\n", line + line + "\r\n");
  BOOST_TEST(inserted(html, 982, "\r\nx\r\n").find("quoted-printable") == std::string::npos);
}

// ---- charset and label ----

BOOST_AUTO_TEST_CASE(seven_bit_becomes_quoted_printable) {
  for (const char* charset : {"us-ascii", "utf-8", "iso-8859-1", "US-ASCII"}) {
    const Mail mail(plain(charset, "7bit", "a=b\r\n"));
    BOOST_TEST(!mail.text().fits("ж"));
    BOOST_TEST(mail.text().fits("x"));
    const std::string after = inserted(plain(charset, "7bit", "a=b\r\n"), 5, "ж");
    BOOST_TEST(Mail(after).text().text() == "a=b\r\nж");
    BOOST_TEST(after.ends_with("\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db\r\n=D0=B6"));
    BOOST_TEST(after.find("Content-Type: text/plain; charset=utf-8\r\n") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_the_header_lacks_is_added) {
  BOOST_TEST(inserted("Subject: x\r\n\r\na\r\n", 3, "ж") ==
             "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
             "Content-Transfer-Encoding: quoted-printable\r\n\r\na\r\n=D0=B6");
  BOOST_TEST(inserted("Subject: x\r\n\r\na\r\n", 3, "b") == "Subject: x\r\n\r\na\r\nb");
  BOOST_TEST(inserted("Content-Type: text\r\n\r\na", 1, "ж").find("Content-Type: text/plain; charset=utf-8\r\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(eight_bit_and_encoded_texts_become_utf8_and_stay_encoded) {
  BOOST_TEST(inserted(plain("iso-8859-1; format=flowed", "8bit", "\xE4\r\n"), 4, "€") ==
             plain("utf-8; format=flowed", "8bit", "ä\r\n€"));
  BOOST_TEST(inserted(plain("iso-8859-1", "quoted-printable", "=E4\r\n"), 4, "€") ==
             plain("utf-8", "quoted-printable", "=C3=A4\r\n=E2=82=AC"));
  BOOST_TEST(inserted(plain("iso-8859-1", "base64", "5A==\r\n"), 2, "€") ==
             plain("utf-8", "base64", encode_base64("ä€", "\r\n")));
  BOOST_TEST(inserted(plain("us-ascii", "quoted-printable", "a=\r\nb\r\n"), 4, "€") ==
             plain("utf-8", "quoted-printable", "a=\r\nb\r\n=E2=82=AC"));
}

BOOST_AUTO_TEST_CASE(html_never_changes_its_charset) {
  const std::string latin1 = mail("Content-Type: text/html; charset=iso-8859-1\r\n", "<p>\xE4</p>\r\n");
  const Mail before(latin1);
  TextPart part = before.text();
  BOOST_TEST(part.is_html());
  BOOST_TEST(part.fits("ö"));
  BOOST_TEST(!part.fits("€"));
  part.splice(0, 0, "€");
  BOOST_TEST((std::get<Reason>(part.edits()) == Reason::UnknownCharset));
  BOOST_TEST(inserted(latin1, 5, "ö&#8364;") ==
             mail("Content-Type: text/html; charset=iso-8859-1\r\n", "<p>\xE4\xF6&#8364;</p>\r\n"));
}

BOOST_AUTO_TEST_CASE(labels_stay_when_the_fragment_is_ascii) {
  const std::string utf8 = mail("Content-Type: text/plain\r\n", "Grüße\r\n");
  BOOST_TEST(inserted(utf8, 0, "x") == mail("Content-Type: text/plain\r\n", "xGrüße\r\n"));
  const std::string windows = plain("us-ascii", "8bit", "Gr\xFC\xDF\x80\r\n");
  BOOST_TEST(Mail(windows).text().text() == "Grüß€\r\n");
  BOOST_TEST(inserted(windows, 11, "x") == plain("us-ascii", "8bit", "Gr\xFC\xDF\x80\r\nx"));
  BOOST_TEST(inserted(windows, 11, "ж") == plain("utf-8", "quoted-printable", "Gr=C3=BC=C3=9F=E2=82=AC\r\n=D0=B6"));
}

BOOST_AUTO_TEST_CASE(only_ascii_goes_into_a_text_that_cannot_be_read) {
  for (const char* charset : {"x-klingon", "utf-8", "gb2312"}) {
    const std::string bytes = plain(charset, "8bit", "a\xFF\xFE\r\n");
    const Mail before(bytes);
    TextPart part = before.text();
    BOOST_TEST(part.text() == "aÿþ\r\n");
    BOOST_TEST(part.fits("x"));
    BOOST_TEST(!part.fits("ä"));
    BOOST_TEST(inserted(bytes, 7, "x\r\n") == plain(charset, "8bit", "a\xFF\xFE\r\nx\r\n"));
    part.splice(0, 0, "ä");
    BOOST_TEST((std::get<Reason>(part.edits()) == Reason::UnknownCharset));
  }
}

BOOST_AUTO_TEST_CASE(mislabelled_bytes_are_not_carried_into_utf8) {
  const Mail before(plain("iso-8859-2", "8bit", "it\x92s\r\n"));
  TextPart part = before.text();
  part.splice(0, 0, "ä");
  BOOST_TEST(std::holds_alternative<Edits>(part.edits()));
  part.splice(0, 0, "€");
  BOOST_TEST((std::get<Reason>(part.edits()) == Reason::UnknownCharset));
}

BOOST_AUTO_TEST_CASE(latin1_with_bytes_of_windows_is_windows) {
  const std::string bytes = plain("iso-8859-1", "8bit", "it\x92s\r\n");
  BOOST_TEST(Mail(bytes).text().text() == "it’s\r\n");
  BOOST_TEST(inserted(bytes, 8, "ä") == plain("iso-8859-1", "8bit", "it\x92s\r\n\xE4"));
  BOOST_TEST(inserted(bytes, 8, "ж") == plain("utf-8", "8bit", "it’s\r\nж"));
}

BOOST_AUTO_TEST_CASE(encoded_line_breaks_stay_encoded) {
  const std::string bytes = plain("iso-8859-1", "quoted-printable", "=FC=0Ab=\r\nc=0A");
  BOOST_TEST(inserted(bytes, 6, "x\r\n") == plain("iso-8859-1", "quoted-printable", "=FC=0Ab=\r\nc=0Ax\r\n"));
  BOOST_TEST(inserted(bytes, 6, "ж\r\n") == plain("utf-8", "quoted-printable", "=C3=BC=0Abc=0A=D0=B6=0D=0A"));
}

BOOST_AUTO_TEST_CASE(an_empty_part_gets_the_line_breaks_that_it_lacks) {
  const std::string head = "Content-Type: multipart/mixed; boundary=b\r\n";
  const auto changed = [&](const std::string& body, std::string_view text) {
    const std::string bytes = mail(head, body);
    const Mail before(bytes);
    TextPart part = before.text(1);
    part.splice(0, 0, text);
    const Edits edits = edits_of(part);
    BOOST_TEST(before.difference(edits, 1, part.text()) == "");
    return before.after(edits);
  };
  BOOST_TEST(changed("--b\r\nA: b\r\n\r\n--b--\r\n", "x") == mail(head, "--b\r\nA: b\r\n\r\nx\r\n--b--\r\n"));
  BOOST_TEST(changed("--b\r\nA: b\r\n--b--\r\n", "x: y") == mail(head, "--b\r\nA: b\r\n\r\nx: y\r\n--b--\r\n"));
  BOOST_TEST(changed("--b\r\n\r\n--b--\r\n", "x") == mail(head, "--b\r\n\r\nx\r\n--b--\r\n"));
  BOOST_TEST(changed("--b\r\n\r\n\r\n--b--\r\n", "x") == mail(head, "--b\r\n\r\nx\r\n--b--\r\n"));
  BOOST_TEST(changed("--b\r\n\r\n", "x") == mail(head, "--b\r\n\r\nx"));
  BOOST_TEST(changed("--b\r\nno field\r\n--b--\r\n", "x: y\r\n") ==
             mail(head, "--b\r\n\r\nx: y\r\nno field\r\n--b--\r\n"));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_stays_in_front) {
  using namespace std::string_literals;
  BOOST_TEST(inserted(plain("utf-8", "8bit",
                            "\xEF\xBB\xBF"
                            "a"),
                      0, "x") == plain("utf-8", "8bit",
                                       "\xEF\xBB\xBFx"
                                       "a"));
  BOOST_TEST(inserted(plain("utf-16", "binary", "\xFE\xFF\0a"s), 0, "ж") ==
             plain("utf-16", "binary", "\xFE\xFF\x04\x36\0a"s));
}

BOOST_AUTO_TEST_CASE(iso_2022_jp_returns_to_ascii_and_back) {
  const std::string before = "\x1B$BF|K\\\x1B(B\r\n";  // two characters
  BOOST_TEST(inserted(plain("iso-2022-jp", "7bit", before), 3, "x") ==
             plain("iso-2022-jp", "7bit", "\x1B$BF|\x1B(Bx\x1B$BK\\\x1B(B\r\n"));
  BOOST_TEST(inserted(plain("iso-2022-jp", "7bit", before), 8, "日") ==
             plain("iso-2022-jp", "7bit", before + "\x1B$BF|\x1B(B"));
  const std::string unclosed = "\x1B$BF|\r\nK\\\r\n";
  BOOST_TEST(Mail(inserted(plain("iso-2022-jp", "7bit", unclosed), 3, "x")).text().text().substr(0, 4) == "日x");
}

BOOST_AUTO_TEST_CASE(ascii_lines_need_no_designator) {
  const std::string before = "\x1B$)C\x0E\x3E\x48\x0F\r\n";
  BOOST_TEST(inserted(plain("iso-2022-kr", "7bit", before), 5, "x\r\n") ==
             plain("iso-2022-kr", "7bit", before + "x\r\n"));
}

BOOST_AUTO_TEST_CASE(the_header_of_an_inner_part_changes_in_place) {
  const auto message = [](const std::string& fields, const std::string& body) {
    return mail("Content-Type: multipart/mixed; boundary=b\r\n",
                "pre\r\n--b\r\n" + fields + "\r\n" + body + "\r\n--b--\r\n");
  };
  const auto changed = [](const std::string& bytes) {
    const Mail before(bytes);
    TextPart part = before.text(1);
    part.splice(0, 0, "ж");
    const Edits edits = edits_of(part);
    BOOST_TEST(before.difference(edits, 1, part.text()) == "");
    return before.after(edits);
  };
  BOOST_TEST(changed(message("content-type: text/plain;\r\n charset=\"us-ascii\"; x=1\r\nX: y\r\nContent-MD5: z\r\n"
                             "content-transfer-encoding: 7bit\r\n",
                             "a")) == message("content-type: text/plain;\r\n charset=utf-8; x=1\r\nX: y\r\n"
                                              "content-transfer-encoding: quoted-printable\r\n",
                                              "=D0=B6a"));
  BOOST_TEST(
      changed(message("", "a")) ==
      message("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n", "=D0=B6a"));
  const std::string head = "Content-Type: multipart/mixed; boundary=b\r\n";
  BOOST_TEST(changed(mail(head, "--b\r\na b\r\n--b--\r\n")) ==
             mail(head,
                  "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                  "quoted-printable\r\n\r\n=D0=B6a b\r\n--b--\r\n"));
}

BOOST_AUTO_TEST_CASE(the_digest_of_the_old_text_goes) {
  const std::string digests = "Content-MD5: a\r\ncontent-md5: b\r\n";
  BOOST_TEST(inserted(mail(digests, "a"), 0, "x") == mail("", "xa"));
}

BOOST_AUTO_TEST_CASE(a_field_that_stands_there_twice_does_not_change) {
  const std::string twice =
      "Content-Type: text/plain; charset=us-ascii\r\nContent-Type: text/plain; charset=us-ascii\r\n";
  const Mail both(mail(twice, "x"));
  TextPart part = both.text();
  part.splice(1, 1, "y");
  BOOST_TEST(edits_of(part).size() == 1U);
  part.splice(1, 1, "\u00E4");
  const auto edits = part.edits();
  BOOST_TEST_REQUIRE(std::holds_alternative<Reason>(edits));
  BOOST_TEST((std::get<Reason>(edits) == Reason::Ambiguous));
}

BOOST_AUTO_TEST_SUITE_END()
