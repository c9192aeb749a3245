// tests/bench/mails.cpp: mails made of lines.
#include "tests/bench/mails.h"

#include <string>
#include <string_view>

namespace waybill::bench {
namespace {

constexpr std::size_t kPlainUpTo = 4 * 1024;
constexpr std::size_t kAlternativeUpTo = 1024 * 1024;

std::string repeat(std::string_view line, std::size_t size) {
  std::string out;
  out.reserve(size + line.size());
  while (out.size() < size) out += line;
  return out;
}

std::string text(std::size_t size) {
  return repeat("Please find below what we agreed upon in our meeting of last week.\r\n", size);
}

std::string html(std::size_t size) {
  return "<html><head><title>Offer</title></head><body>\r\n" +
         repeat("<p style=3D\"margin: 0\">Please find <b>below</b> what we agreed upon.</p>\r\n", size) +
         "</body></html>\r\n";
}

std::string alternative(std::size_t size) {
  return "--alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text(size / 4) +
         "--alt\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
         html(size * 3 / 4) + "--alt--\r\n";
}

std::string with_attachment(std::size_t size) {
  return "--mix\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n" + alternative(20000) +
         "--mix\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
         "Content-Disposition: attachment; filename=offer.pdf\r\n\r\n" +
         repeat("JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmlsdGVyIC9GbGF0ZURl\r\n", size - 20000) +
         "--mix--\r\n";
}

}  // namespace

Mail make_mail(std::size_t size) {
  const bool plain = size <= kPlainUpTo;
  const bool attached = size > kAlternativeUpTo;
  const char* type = plain      ? " text/plain; charset=utf-8"
                     : attached ? " multipart/mixed; boundary=mix"
                                : " multipart/alternative; boundary=alt";
  return {"exchange.geek@example.com",
          {{"Received", " from client.example.com (client.example.com [192.0.2.1])\n\tby mx.example.com with ESMTP"},
           {"From", " Exchange Geek <exchange.geek@example.com>"},
           {"To", " You <you@example.net>"},
           {"Subject", " Offer"},
           {"Date", " Fri, 2 Jan 2026 10:00:00 +0100"},
           {"Message-ID", " <bench@client.example.com>"},
           {"User-Agent", " Mailer 1.0"},
           {"MIME-Version", " 1.0"},
           {"Content-Type", type}},
          plain      ? text(size)
          : attached ? with_attachment(size)
                     : alternative(size)};
}

}  // namespace waybill::bench
