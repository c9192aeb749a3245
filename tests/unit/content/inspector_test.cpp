// What counts as an attachment, what is inside of it, and what is said of it.
#include "content/inspector.h"

#include <locale.h>

#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "tests/unit/content/files.h"
#include "tests/unit/content/mail.h"

using namespace waybill;
using namespace waybill::content::test;

BOOST_AUTO_TEST_SUITE(content_inspector)

BOOST_AUTO_TEST_CASE(texts_of_the_message_and_signatures_are_no_attachments_but_pictures_are) {
  BOOST_TEST(said(inspected("Subject: x\n\nHello\n")) == "");
  BOOST_TEST(said(inspected(mail("--b\nContent-Type: text/html\nContent-Disposition: inline\n\n<p>footer\n"))) == "");
  BOOST_TEST(said(inspected(mail("--b\nContent-Type: application/pgp-signature; name=s.asc\n\n-----BEGIN\n"))) == "");
  BOOST_TEST(said(inspected(mail("--b\nContent-Type: text/plain; name=a.txt\n\nabc\n"))) == "a.txt 3: abc\n");
  BOOST_TEST(said(inspected(mail("--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nabc\n"))) ==
             "text/plain without a name 3: abc\n");
  BOOST_TEST(said(inspected("Content-Type: image/gif\n\nGIF89a\1\n")) == "image/gif without a name 8 unsupported\n");
}

BOOST_AUTO_TEST_CASE(names_are_decoded) {
  const auto name = [](const std::string& disposition) {
    return inspected(mail("--b\nContent-Disposition: attachment; " + disposition + "\n\nx\n")).all.at(0).name;
  };
  BOOST_TEST(name("filename=\"=?utf-8?q?gr=C3=BC=C3=9Fe.txt?=\"") ==
             "gr\xC3\xBC\xC3\x9F"
             "e.txt");
  BOOST_TEST(name("filename*0*=iso-8859-1''gr%FC; filename*1=\"n.txt\"") == "gr\xC3\xBCn.txt");
}

BOOST_AUTO_TEST_CASE(every_kind_of_archive_is_opened) {
  for (const int format : {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP, ARCHIVE_FORMAT_TAR_USTAR,
                           ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FORMAT_TAR_GNUTAR}) {
    const std::string bytes = packed({{"docs/", ""}, {"docs/run.txt", "Hello"}}, {format});
    BOOST_TEST(said_of("all", bytes) == "all " + std::to_string(bytes.size()) + "\nall/docs/run.txt 5: Hello\n");
  }
  BOOST_TEST(said_of("a.rar", kRar) == "a.rar 86\na.rar/docs/run.txt 15: Hello from rar\n");
  for (const int filter : {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD}) {
    const std::string bytes = compressed("Hello", filter);
    BOOST_TEST(said_of("a.txt.z", bytes) == "a.txt.z " + std::to_string(bytes.size()) + "\na.txt.z/a.txt 5: Hello\n");
  }
}

BOOST_AUTO_TEST_CASE(a_compressed_tar_is_an_archive_in_an_archive) {
  const std::string tar = packed({{"a.txt", "Hello"}}, {ARCHIVE_FORMAT_TAR_USTAR});
  for (const std::string name : {"x.tar.gz", "x.tgz"}) {
    const message::Attachments found = inspected(mail(attached(name, compressed(tar, ARCHIVE_FILTER_GZIP))));
    BOOST_REQUIRE(found.all.size() == 3U);
    BOOST_TEST(to_string(found.all[2]) == name + "/x.tar/a.txt");
    BOOST_TEST(found.all[2].text == "Hello");
  }
}

BOOST_AUTO_TEST_CASE(names_of_members_are_utf_8_in_any_locale) {
  const std::string name =
      "gr\xC3\xBC\xC3\x9F"
      "e/\xE7\xAD\xBE.txt";
  const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  for (const int format : {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE}) {
    const locale_t before = uselocale(utf8);
    const std::string bytes = packed({{name, "x"}}, {format});
    uselocale(before);
    BOOST_TEST(to_string(inspected(mail(attached("a", bytes))).all.at(1)) == "a/" + name);
  }
  freelocale(utf8);
  const std::string latin = packed({{"gr\xFCn.txt", "x"}}, {ARCHIVE_FORMAT_TAR_USTAR});
  BOOST_TEST(inspected(mail(attached("a", latin))).all.at(1).name == "gr\xC3\xBCn.txt");
}

BOOST_AUTO_TEST_CASE(attached_messages_are_opened_with_their_texts) {
  const std::string inner =
      "--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?q?=C3=BCber?=\nMIME-Version: 1.0\nContent-Type: "
      "multipart/mixed; boundary=c\n\n--c\n\nHello\n--c\nContent-Disposition: attachment; filename=a.bin\n"
      "Content-Transfer-Encoding: base64\n\n" +
      mime::encode_base64(kProgram, "\n") + "--c--\n";
  const std::string lines = said(inspected(mail(inner)));
  BOOST_TEST(lines.find(": \xC3\xBC"
                        "ber\n") != std::string::npos,
             lines);
  BOOST_TEST(lines.find("without a name/text/plain without a name 5: Hello\n") != std::string::npos, lines);
  BOOST_TEST(lines.find("without a name/a.bin 336 program unsupported\n") != std::string::npos, lines);
}

BOOST_AUTO_TEST_CASE(passwords_of_archives_are_seen_and_names_stay_readable) {
  const std::string zip = packed({{"a.txt", "Hello"}, {"b.txt", "x"}}, {.password = "secret"});
  const std::string size = std::to_string(zip.size());
  BOOST_TEST(said_of("a.zip", zip) ==
             "a.zip " + size + " protected\na.zip/a.txt 5 protected\na.zip/b.txt 1 protected\n");
  BOOST_TEST(said_of("a.rar", kRarWithPassword) == "a.rar 95 protected\na.rar/docs/run.txt 15 protected\n");
}

BOOST_AUTO_TEST_CASE(damaged_archives_are_unsupported_and_give_what_is_left_of_them) {
  const std::vector<File> files = {{"a.txt", "Hello"}, {"b.txt", std::string(50000, 'x')}};
  for (const int format : {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_7ZIP, ARCHIVE_FORMAT_TAR_USTAR}) {
    std::string bytes = packed(files, {format});
    bytes.resize(bytes.size() / 2);
    const message::Attachments found = inspected(mail(attached("a", bytes)));
    BOOST_TEST(!found.all.at(0).is_supported, format);
    BOOST_TEST(found.all.size() == (format == ARCHIVE_FORMAT_TAR_USTAR ? 3U : 1U));
  }
  std::string gzip = compressed(std::string(200000, 'x') + "end", ARCHIVE_FILTER_GZIP);
  gzip.resize(gzip.size() - 12);
  BOOST_TEST(!inspected(mail(attached("a.gz", gzip))).all.at(1).is_supported);
}

BOOST_AUTO_TEST_CASE(programs_are_known_at_every_depth) {
  const std::string inner = packed({{"holiday.jpg", kProgram}}, {ARCHIVE_FORMAT_7ZIP});
  const message::Attachments found = inspected(mail(attached("a.zip", packed({{"inner", inner}}))));
  BOOST_TEST(found.all.at(2).is_executable);
  BOOST_TEST(to_string(found.all.at(2)) == "a.zip/inner/holiday.jpg");
  BOOST_TEST(!found.all.at(0).is_executable);
}

BOOST_AUTO_TEST_CASE(what_a_document_is_made_of_is_not_attached) {
  const std::string docx = packed({{"[Content_Types].xml", "<x/>"},
                                   {"word/document.xml", "<x>offer</x>"},
                                   {"word/vbaProject.bin", "x"},
                                   {"word/embeddings/plan.bin", kProgram},
                                   {"word/run.js", "run();"}});
  const std::string lines = said_of("a.docx", docx);
  BOOST_TEST(lines == "a.docx " + std::to_string(docx.size()) +
                          " unsupported\na.docx/word/embeddings/plan.bin 336 program unsupported\n"
                          "a.docx/word/run.js 6: run();\n");
  const std::string odt = packed({{"mimetype", "application/vnd.oasis.opendocument.text"},
                                  {"content.xml", "x"},
                                  {"META-INF/manifest.xml",
                                   "<manifest:manifest xmlns:manifest='m'><manifest:file-entry>"
                                   "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"}});
  BOOST_TEST(said_of("a.odt", odt) == "a.odt " + std::to_string(odt.size()) + " protected unsupported\n");
}

BOOST_AUTO_TEST_CASE(a_zip_with_a_manifest_of_java_is_a_program) {
  const std::string jar = packed({{"META-INF/", ""}, {"META-INF/MANIFEST.MF", "x"}});
  BOOST_TEST(inspected(mail(attached("a.zip", jar))).all.at(0).is_executable);
}

BOOST_AUTO_TEST_CASE(several_threads_look_at_the_same_time) {
  const std::string bytes = mail(attached("a.zip", packed({{"run", kProgram}, {"a.html", "<p>x"}})));
  const std::string expected = said(inspected(bytes));
  std::vector<std::string> results(4);
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) result = said(inspected(bytes));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : results) BOOST_TEST(result == expected);
}

BOOST_AUTO_TEST_SUITE_END()
