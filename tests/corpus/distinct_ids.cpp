// Messages that differ in one small thing each, with the same Message-ID and Date: no two have the same dedupe ID.
//
// usage: distinct_ids COUNT
// One message is varied in many ways: one byte of a text, of HTML, of an attachment, of an enclosed message; one
// character more or less; one character of a header field; one recipient, file name or line more; another structure.
// What docs/formats.md calls the same is left out: blanks that folding may change, line ends at the end of a single
// text. Each kind is used in turn until it has no more variants. Exit 1 when two IDs are equal, or two messages.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dedupe/dedupe_id.h"
#include "message/raw_message.h"
#include "mime/codec.h"

using namespace waybill;

namespace {

// What a message is made of; a variant changes one of these.
struct Ingredients {
  std::string from = "Anna Schmidt <anna@example.com>";
  std::string to = "Bob Miller <bob@example.org>, carol@example.org";
  std::string cc = "dora@example.net";
  std::string subject = "Offer 4711: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from Berlin";
  std::string references = "<0815.1@example.com> <0815.2@example.com>";
  std::string text;
  std::string html;
  std::string file_name = "offer.pdf";
  std::string file;
  std::string enclosed = "From: Emil <emil@example.com>\nSubject: Earlier\nX-Note: one\n\nWhat was said before.\n";
  std::string more = {};  // further parts
};

Ingredients plain() {
  Ingredients out;
  for (int i = 0; i < 24; ++i) out.text += fmt::format("Line {} of what Anna writes, \xc3\xbc \xe2\x82\xac.\n", i * 37);
  for (int i = 0; i < 12; ++i) out.html += fmt::format("<p class=\"a{}\">Line {}</p>\n", i, i * 41);
  for (unsigned i = 0; i < 1500; ++i) out.file += static_cast<char>((i * 167 + i / 7) % 256);
  return out;
}

std::string written(const Ingredients& of) {
  return "From: " + of.from + "\nTo: " + of.to + "\nCc: " + of.cc + "\nSubject: " + of.subject +
         "\nDate: Mon, 23 Nov 2026 10:00:00 +0100\nMessage-ID: <1@example.com>\nReferences: " + of.references +
         "\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
         "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" +
         of.text + "\n--b\nContent-Type: text/html; charset=utf-8\n\n" + of.html +
         "\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"" + of.file_name +
         "\"\nContent-Transfer-Encoding: base64\n\n" + mime::encode_base64(of.file, "\n") +
         "\n--b\nContent-Type: message/rfc822\n\n" + of.enclosed + of.more + "\n--b--\n";
}

// The n-th variant of its kind; nothing behind the last one.
using Kind = std::function<std::optional<Ingredients>(std::size_t n)>;
using Field = std::string Ingredients::*;

// Another byte in one place.
Kind other_byte(Field field, std::string_view places_without, const std::string& bytes) {
  const Ingredients base = plain();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < (base.*field).size(); ++i) {
    if (places_without.find((base.*field)[i]) == std::string_view::npos) places.push_back(i);
  }
  return [=](std::size_t n) -> std::optional<Ingredients> {
    if (n / bytes.size() >= places.size()) return std::nullopt;
    Ingredients out = base;
    char& byte = (out.*field)[places[n / bytes.size()]];
    // Its own byte stands for one that is not among `bytes`.
    byte = byte == bytes[n % bytes.size()] ? '~' : bytes[n % bytes.size()];
    return out;
  };
}

// One more, which stands nowhere else.
Kind byte_more(Field field, char byte) {
  return [=](std::size_t n) -> std::optional<Ingredients> {
    Ingredients out = plain();
    if (n > (out.*field).size()) return std::nullopt;
    (out.*field).insert(n, 1, byte);
    return out;
  };
}

// One less, where the one before is another: else two variants would be equal.
Kind byte_less(Field field) {
  const Ingredients base = plain();
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < (base.*field).size(); ++i) {
    if ((base.*field)[i] != (base.*field)[i - 1]) places.push_back(i);
  }
  return [=](std::size_t n) -> std::optional<Ingredients> {
    if (n >= places.size()) return std::nullopt;
    Ingredients out = base;
    (out.*field).erase(places[n], 1);
    return out;
  };
}

Kind numbered(const std::function<void(Ingredients&, std::size_t)>& change) {
  return [=](std::size_t n) -> std::optional<Ingredients> {
    Ingredients out = plain();
    change(out, n);
    return out;
  };
}

// Each binary digit of n is a part more: an empty text, or a multipart inside the last one.
void other_structure(Ingredients& out, std::size_t n) {
  std::string ends;
  std::string delimiter = "b";
  for (std::size_t depth = 0; n > 0; n /= 2) {
    out.more += "\n--" + delimiter + "\n";
    if (n % 2 == 0) {
      out.more += '\n';
      continue;
    }
    delimiter = "c" + std::to_string(depth++);
    out.more += "Content-Type: multipart/mixed; boundary=" + delimiter + "\n\n--" + delimiter + "\n\n";
    ends = "\n--" + delimiter + "--" + ends;
  }
  out.more += ends;
}

std::string all_bytes(std::string_view without) {
  std::string out;
  for (int byte = ' '; byte < 256; ++byte) {
    if (without.find(static_cast<char>(byte)) == std::string_view::npos) out += static_cast<char>(byte);
  }
  return out;
}

std::vector<Kind> kinds() {
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::string octets;
  for (int byte = 0; byte < 256; ++byte) octets += static_cast<char>(byte);
  octets.erase(octets.find('~'), 1);
  const std::string characters = all_bytes("~\x7f");
  constexpr std::string_view kSyntax = " ,<>@\"";
  return {
      other_byte(&Ingredients::text, "\n~", characters),
      other_byte(&Ingredients::html, "\n~", characters),
      other_byte(&Ingredients::file, "~", octets),
      other_byte(&Ingredients::enclosed, "\n:~ FSXNEW", letters.substr(0, 26)),  // names of fields have no case
      other_byte(&Ingredients::from, kSyntax, letters),
      other_byte(&Ingredients::to, kSyntax, letters),
      other_byte(&Ingredients::cc, kSyntax, letters),
      other_byte(&Ingredients::subject, " ", letters),
      other_byte(&Ingredients::references, " ", letters),
      byte_more(&Ingredients::text, '~'),
      byte_more(&Ingredients::html, '~'),
      byte_less(&Ingredients::text),
      byte_less(&Ingredients::html),
      byte_less(&Ingredients::file),
      numbered([](Ingredients& out, std::size_t n) { out.to += fmt::format(", person{}@example.org", n); }),
      numbered([](Ingredients& out, std::size_t n) { out.file_name = fmt::format("offer-{}.pdf", n); }),
      numbered([](Ingredients& out, std::size_t n) { out.text += std::string(n % 500 + 1, '\n') + std::to_string(n); }),
      numbered(other_structure),
      numbered([](Ingredients& out, std::size_t n) { out.enclosed += fmt::format("{}\n", n); }),
  };
}

std::string id_of(const std::string& bytes) {
  const message::RawMessage raw = message::read(bytes);
  const message::Message message{{}, raw.headers, raw.body, raw.line_end};
  return dedupe::dedupe_id(message, *mime::scan(message.headers, message.body, base::Limits()));
}

struct Made {
  std::string id;
  std::uint64_t bytes;  // a hash of the message
  std::size_t kind;
  std::size_t n;
};

std::vector<Made> make(std::size_t count) {
  std::vector<Made> out;
  const std::vector<Kind> all = kinds();
  for (std::size_t n = 0; out.size() < count; ++n) {
    for (std::size_t kind = 0; kind < all.size() && out.size() < count; ++kind) {
      const auto varied = all[kind](n);
      if (!varied) continue;
      const std::string bytes = written(*varied);
      out.push_back({id_of(bytes), base::fnv1a(bytes), kind, n});
    }
  }
  return out;
}

template <class Key>
std::size_t equal(std::vector<Made>& made, Key key, std::string_view what) {
  std::sort(made.begin(), made.end(), [&](const Made& a, const Made& b) { return a.*key < b.*key; });
  std::size_t found = 0;
  for (std::size_t i = 1; i < made.size(); ++i) {
    const Made& a = made[i - 1];
    const Made& b = made[i];
    if (a.*key != b.*key) continue;
    if (++found <= 5) fmt::print("equal {}: kind {} variant {}, kind {} variant {}\n", what, a.kind, a.n, b.kind, b.n);
  }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  const std::string_view given = argc == 2 ? argv[1] : "";
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), count);
  if (error != std::errc() || end != given.data() + given.size() || count == 0) {
    fmt::print(stderr, "usage: distinct_ids COUNT\n");
    return 2;
  }
  std::vector<Made> made = make(count);
  const std::size_t messages = equal(made, &Made::bytes, "messages");
  const std::size_t ids = equal(made, &Made::id, "IDs");
  fmt::print("{} different messages, {} equal IDs\n", made.size() - messages, ids);
  return messages + ids == 0 ? 0 : 1;
}
