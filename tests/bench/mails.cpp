// tests/bench/mails.cpp: mails made of lines.
#include "tests/bench/mails.h"

#include <string>
#include <string_view>
#include <utility>

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

std::string paragraphs(std::size_t size) {
  return repeat("<p style=3D\"margin: 0\">Please find <b>below</b> what we agreed upon.</p>\r\n", size);
}

std::string alternative(const std::string& plain, const std::string& html) {
  return "--alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain +
         "--alt\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
         "<html><head><title>Offer</title></head><body>\r\n" +
         html + "</body></html>\r\n--alt--\r\n";
}

std::string alternative(std::size_t size) { return alternative(text(size / 4), paragraphs(size * 3 / 4)); }

// As Thunderbird quotes.
std::string reply(std::size_t size) {
  const std::string intro = "On 1/2/26 10:00, You wrote:";
  const std::string quoted = repeat("> Please find below what we agreed upon in our meeting.\r\n", size / 8);
  return alternative(text(size / 8) + "\r\n" + intro + "\r\n" + quoted,
                     paragraphs(size * 3 / 8) + "<div class=3D\"moz-cite-prefix\">" + intro + "<br></div>\r\n" +
                         "<blockquote type=3D\"cite\">\r\n" + paragraphs(size * 3 / 8) + "</blockquote>\r\n");
}

std::string with_attachment(std::size_t size) {
  return "--mix\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n" + alternative(20000) +
         "--mix\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
         "Content-Disposition: attachment; filename=offer.pdf\r\n\r\n" +
         repeat("JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmlsdGVyIC9GbGF0ZURl\r\n", size - 20000) +
         "--mix--\r\n";
}

Mail with_header(const std::string& type, std::string body) {
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
          std::move(body)};
}

}  // namespace

Mail make_mail(std::size_t size) {
  if (size <= kPlainUpTo) return with_header(" text/plain; charset=utf-8", text(size));
  if (size <= kAlternativeUpTo) return with_header(" multipart/alternative; boundary=alt", alternative(size));
  return with_header(" multipart/mixed; boundary=mix", with_attachment(size));
}

Mail make_reply(std::size_t size) { return with_header(" multipart/alternative; boundary=alt", reply(size)); }

Mail from_guest(Mail mail) {
  mail.sender = "guest@example.com";
  for (auto& [name, value] : mail.headers) {
    if (name == "From") value = " Guest Account <guest@example.com>";
  }
  return mail;
}

}  // namespace waybill::bench
