// signature/reply_words.cpp: the table, and how a line is read by it.
#include "signature/reply_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"

namespace waybill::signature {

namespace {

struct Language {
  std::string_view name;
  std::string_view begins;  // first words of an attribution
  std::string_view verbs;   // one of them is in every attribution
  std::string_view from;
  std::string_view sent;
  std::string_view to;
  std::string_view subject;
  std::string_view other;
  std::string_view dividers;
};

constexpr std::array kLanguages = {
    Language{"en", "on|at", "wrote|writes", "from", "sent|date", "to", "subject", "cc|bcc|reply-to|importance",
             "original message|original appointment|forwarded message|begin forwarded message|reply message"},
    Language{"de", "am|vom", "schrieb|geschrieben", "von", "gesendet|datum", "an", "betreff", "kopie|antwort an",
             "ursprüngliche nachricht|originalnachricht|original-nachricht|original nachricht|ursprünglicher termin|"
             "weitergeleitete nachricht|anfang der weitergeleiteten nachricht|Ursprüngliche Nachricht"},
    Language{"fr", "le", "écrit", "de", "envoyé|date", "à|À|a", "objet", "copie à|répondre à",
             "message d'origine|message original|message d’origine|mail original|message transféré|"
             "message réexpédié|début du message réexpédié|début du message transféré|rendez-vous d'origine"},
    Language{"es", "el", "escribió|escribio|escrito", "de", "enviado|enviado el|fecha", "para", "asunto", "responder a",
             "mensaje original|mensaje reenviado|inicio del mensaje reenviado"},
    Language{"it", "il", "scritto|scrive", "da", "inviato|data", "a", "oggetto", "risposta|rispondi a",
             "messaggio originale|messaggio inoltrato|inizio messaggio inoltrato"},
    Language{"pt", "em|no", "escreveu", "de", "enviado|enviada|enviado em|enviada em|data", "para", "assunto",
             "responder a|responder para",
             "mensagem original|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|"
             "início da mensagem reencaminhada"},
    Language{"nl", "op", "schreef|geschreven", "van", "verzonden|datum", "aan", "onderwerp", "antwoord aan",
             "oorspronkelijk bericht|oorspronkelijke bericht|doorgestuurd bericht|begin doorgestuurd bericht"},
    Language{"sv", "den", "skrev", "från", "skickat|datum", "till", "ämne|Ämne", "kopia|svar till",
             "ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev|"
             "Ursprungligt meddelande"},
    Language{"da", "den", "skrev", "fra", "sendt|dato", "til", "emne", "svar til",
             "oprindelig meddelelse|original meddelelse|oprindelig besked|videresendt meddelelse|"
             "videresendt besked|start på videresendt besked"},
    Language{"no", "den", "skrev", "fra", "sendt|dato", "til", "emne", "kopi|svar til",
             "opprinnelig melding|original melding|videresendt melding|videresendt e-post|"
             "start på videresendt melding"},
    Language{"fi", "", "kirjoitti", "lähettäjä", "lähetetty|päivämäärä|päiväys|pvm", "vastaanottaja", "aihe", "kopio",
             "alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|välitetty viesti alkaa"},
    Language{"pl", "dnia|w", "napisał|napisała|pisze", "od|nadawca", "wysłano|data", "do|adresat", "temat", "dw",
             "wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|przekazana wiadomość|"
             "początek przekazywanej wiadomości|treść przekazanej wiadomości"},
    Language{"cs", "dne", "napsal|napsala", "od", "odesláno|datum", "komu|pro", "předmět", "kopie",
             "původní zpráva|původní e-mail|přeposlaná zpráva|začátek přeposílané zprávy"},
    Language{"ru", "", "написал|написала|пишет|писал|писала", "От|От кого", "Отправлено|Дата", "Кому", "Тема", "Копия",
             "Исходное сообщение|Оригинальное сообщение|Пересылаемое сообщение|Пересланное сообщение|"
             "Переадресованное сообщение|Начало переадресованного сообщения|Начало переадресованного письма"},
    Language{"uk", "", "пише|написав|написала|писав|писала", "Від", "Надіслано|Дата", "Кому", "Тема", "Копія",
             "Оригінальне повідомлення|Початкове повідомлення|Пересилане повідомлення|Переслане повідомлення|"
             "Початок переадресованого повідомлення"},
    Language{"ja", "", "書きました|書き込みました|のメール", "差出人", "送信日時|送信|日付|日時", "宛先", "件名", "",
             "元のメッセージ|オリジナルメッセージ|転送メッセージ|転送されたメッセージ"},
    Language{"zh", "", "写道|寫道|写", "发件人|寄件者|寄件人", "发送时间|发送日期|寄件日期|日期|時間|时间",
             "收件人|收件者", "主题|主旨|主題", "抄送|副本", "原始邮件|原始郵件|转发的邮件|轉寄的郵件|转发邮件"},
};

// All words of one column, sorted.
using Words = std::vector<std::string_view>;
Words column(std::string_view Language::*which) {
  Words out;
  for (const Language& language : kLanguages) {
    for (const std::string_view word : base::split(language.*which, '|')) {
      if (!word.empty()) out.push_back(word);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

constexpr std::size_t kLongestWord = 80;  // bytes; longer than any in the table

bool has(const Words& words, std::string_view word) {
  if (word.empty() || word.size() > kLongestWord) return false;
  const std::string folded = base::lower(word);
  return std::binary_search(words.begin(), words.end(), std::string_view(folded));
}

constexpr std::string_view kWideColon = "：";

constexpr bool is_rule_sign(char c) { return c == '-' || c == '_' || c == '=' || c == '*' || c == '~'; }
constexpr bool is_emphasis(char c) { return c == '*' || c == ' '; }  // bold, made plain text

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (base::lower(c) >= 'a' && base::lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t find_colon(std::string_view line) { return std::min(line.find(':'), line.find(kWideColon)); }

bool remove_colon(std::string_view& line) {
  for (const std::string_view colon : {std::string_view(":"), kWideColon}) {
    if (!line.ends_with(colon)) continue;
    line = base::trim(line.substr(0, line.size() - colon.size()));
    return true;
  }
  return false;
}

// Asked of each line.
template <typename Sign>
std::string_view trim_any(std::string_view text, Sign is_sign) {
  while (!text.empty() && is_sign(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_sign(text.back())) text.remove_suffix(1);
  return text;
}

// The words inside of at least `least` dashes on both sides; empty when there are none.
std::string_view inside_dashes(std::string_view line, std::size_t least) {
  line = trim_any(line, is_emphasis);
  const std::string_view inside = trim_any(line, is_rule_sign);
  if (inside.empty()) return {};
  const auto before = static_cast<std::size_t>(inside.data() - line.data());
  const bool is_framed = before >= least && line.size() - before - inside.size() >= least;
  return is_framed ? base::trim(inside) : std::string_view();
}

// Chinese and Japanese write without blanks between words.
bool ends_in_verb(std::string_view text) {
  static const Words kVerbs = column(&Language::verbs);
  return std::any_of(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) {
    return static_cast<unsigned char>(verb.front()) >= 0xE3 && text.ends_with(verb);
  });
}

bool has_verb(std::string_view text) {
  static const Words kVerbs = column(&Language::verbs);
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    if (has(kVerbs, text.substr(begin, at - begin))) return true;
  }
  return ends_in_verb(text);
}

// 17:44, 17.44; 2012; 2.4.12, 2/4/12, 12-4-2.
bool has_date(std::string_view text) {
  std::size_t joined = 0;  // numbers in a row with a sign between
  char sign = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      sign = at > 0 && is_digit(text[at - 1]) ? text[at] : '\0';
      ++at;
      if (sign == 0) joined = 0;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    const std::string_view number = text.substr(begin, at - begin);
    const bool is_joined = sign == ':' || sign == '.' || sign == '/' || sign == '-';
    if (sign == ':' && number.size() == 2) return true;
    if (number.size() == 4 && (number.starts_with("19") || number.starts_with("20"))) return true;
    joined = is_joined ? joined + 1 : 1;
    if (joined == 3) return true;
    sign = 0;
  }
  return false;
}

bool has_address(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at > 0 && at + 1 < text.size() && text[at - 1] != ' ' && text[at + 1] != ' ') return true;
  }
  return false;
}

}  // namespace

Label header_label(std::string_view line) {
  struct Column {
    Label label;
    Words words;
  };
  static const std::array kColumns = {
      Column{Label::From, column(&Language::from)}, Column{Label::Sent, column(&Language::sent)},
      Column{Label::To, column(&Language::to)}, Column{Label::Subject, column(&Language::subject)},
      Column{Label::Other, column(&Language::other)}};
  const std::size_t colon = find_colon(line.substr(0, kLongestWord));
  if (colon == std::string_view::npos) return Label::None;
  const std::string_view word = trim_any(line.substr(0, colon), is_emphasis);
  for (const Column& one : kColumns) {
    if (has(one.words, word)) return one.label;
  }
  return Label::None;
}

bool looks_like_label(std::string_view line) {
  constexpr std::size_t kLongest = 40;
  const std::size_t colon = find_colon(line.substr(0, kLongest));
  if (colon == std::string_view::npos || line.substr(colon).starts_with("://")) return false;
  const std::string_view word = trim_any(line.substr(0, colon), is_emphasis);
  return !word.empty() && is_letter(word.front());
}

bool is_divider(std::string_view line) {
  static const Words kDividers = column(&Language::dividers);
  std::string_view inside = inside_dashes(line, 2);
  if (inside.empty()) {
    inside = trim_any(line, is_emphasis);
    if (!remove_colon(inside)) return false;
  }
  remove_colon(inside);
  return has(kDividers, inside);
}

bool looks_like_divider(std::string_view line) {
  const std::string_view inside = inside_dashes(line, 4);
  return !inside.empty() && inside.size() <= kLongestWord && std::any_of(inside.begin(), inside.end(), is_letter);
}

bool is_rule(std::string_view line) { return line.size() >= 5 && std::all_of(line.begin(), line.end(), is_rule_sign); }

void Attribution::prepend(const Attribution& line) {
  begins = line.begins;
  begins_date = line.begins_date;
  has_verb = has_verb || line.has_verb;
  has_address = has_address || line.has_address;
  has_date = has_date || line.has_date;
}

Attribution read_attribution(std::string_view text) {
  static const Words kBegins = column(&Language::begins);
  Attribution found;
  const std::string_view inside = inside_dashes(text, 2);
  found.ends = !inside.empty();
  text = trim_any(inside.empty() ? text : inside, is_emphasis);
  if (remove_colon(text)) found.ends = true;
  if (text.empty()) return found;
  found.begins = has(kBegins, text.substr(0, text.find_first_of(" ,")));
  found.begins_date = is_digit(text.front());
  found.has_date = has_date(text);
  found.has_address = has_address(text);
  found.has_verb = has_verb(text);
  return found;
}

bool ends_in_address(std::string_view text) {
  const std::size_t open = text.rfind('<');
  return open != std::string_view::npos && text.find('>', open) == std::string_view::npos;
}

}  // namespace waybill::signature
