// mime/charset.cpp: the table of names, and conversion over cached iconv descriptors.
#include "mime/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>

#include "base/text.h"

namespace waybill::mime {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::string_view kUtf8 = "UTF-8";
constexpr std::string_view kAscii = "US-ASCII";
constexpr std::string_view kLatin1 = "ISO-8859-1";
constexpr std::string_view kWindows = "CP1252";

struct Alias {
  std::string_view squashed;  // lower case, letters and digits only
  std::string_view name;
};

// Left out on purpose: what is no superset of ASCII and no mail charset (EBCDIC), and converters of glibc
// with a history of overflows (ISO-2022-CN-EXT, ISO-2022-JP-3, IBM13xx).
constexpr Alias kAliases[] = {
    // clang-format off
    {"646", "US-ASCII"}, {"88591", "ISO-8859-1"}, {"885910", "ISO-8859-10"}, {"885911", "ISO-8859-11"},
    {"885913", "ISO-8859-13"}, {"885914", "ISO-8859-14"}, {"885915", "ISO-8859-15"}, {"885916", "ISO-8859-16"},
    {"88592", "ISO-8859-2"}, {"88593", "ISO-8859-3"}, {"88594", "ISO-8859-4"}, {"88595", "ISO-8859-5"},
    {"88596", "ISO-8859-6"}, {"88597", "ISO-8859-7"}, {"88598", "ISO-8859-8"}, {"88599", "ISO-8859-9"},
    {"ansi", "CP1252"}, {"ansix341968", "US-ASCII"}, {"ansix341986", "US-ASCII"}, {"arabic", "ISO-8859-6"},
    {"armscii8", "ARMSCII-8"}, {"ascii", "US-ASCII"}, {"ascii7bit", "US-ASCII"}, {"asmo708", "ISO-8859-6"},
    {"big5", "BIG5"}, {"big5eten", "BIG5"}, {"big5hkscs", "BIG5-HKSCS"}, {"bigfive", "BIG5"}, {"chinese", "EUC-CN"},
    {"cnbig5", "BIG5"}, {"cngb", "EUC-CN"}, {"cp10007", "MAC-CYRILLIC"}, {"cp1046", "IBM1046"}, {"cp1124", "IBM1124"},
    {"cp1125", "CP1125"}, {"cp1133", "IBM1133"}, {"cp1250", "CP1250"}, {"cp1251", "CP1251"}, {"cp1252", "CP1252"},
    {"cp1253", "CP1253"}, {"cp1254", "CP1254"}, {"cp1255", "CP1255"}, {"cp1256", "CP1256"}, {"cp1257", "CP1257"},
    {"cp1258", "CP1258"}, {"cp367", "US-ASCII"}, {"cp437", "CP437"}, {"cp50220", "ISO-2022-JP"},
    {"cp50221", "ISO-2022-JP"}, {"cp51932", "EUC-JP-MS"}, {"cp65000", "UTF-7"}, {"cp65001", "UTF-8"},
    {"cp737", "CP737"}, {"cp770", "CP770"}, {"cp771", "CP771"}, {"cp772", "CP772"}, {"cp773", "CP773"},
    {"cp774", "CP774"}, {"cp775", "CP775"}, {"cp819", "ISO-8859-1"}, {"cp850", "CP850"}, {"cp852", "CP852"},
    {"cp855", "CP855"}, {"cp857", "CP857"}, {"cp858", "CP858"}, {"cp860", "CP860"}, {"cp861", "CP861"},
    {"cp862", "CP862"}, {"cp863", "CP863"}, {"cp864", "CP864"}, {"cp865", "CP865"}, {"cp866", "CP866"},
    {"cp866nav", "CP866NAV"}, {"cp869", "CP869"}, {"cp874", "CP874"}, {"cp932", "CP932"}, {"cp936", "GBK"},
    {"cp943", "CP932"}, {"cp949", "CP949"}, {"cp950", "CP950"}, {"csascii", "US-ASCII"}, {"csbig5", "BIG5"},
    {"csdecmcs", "DEC-MCS"}, {"cseuckr", "EUC-KR"}, {"cseucpkdfmtjapanese", "EUC-JP"}, {"csgb2312", "EUC-CN"},
    {"cshproman8", "HP-ROMAN8"}, {"csiso111ecmacyrillic", "ECMA-CYRILLIC"}, {"csiso2022jp", "ISO-2022-JP"},
    {"csiso2022jp2", "ISO-2022-JP-2"}, {"csiso2022kr", "ISO-2022-KR"}, {"csiso58gb231280", "EUC-CN"},
    {"csiso88596e", "ISO-8859-6"}, {"csiso88596i", "ISO-8859-6"}, {"csiso88598e", "ISO-8859-8"},
    {"csiso88598i", "ISO-8859-8"}, {"csisolatin1", "ISO-8859-1"}, {"csisolatin2", "ISO-8859-2"},
    {"csisolatin3", "ISO-8859-3"}, {"csisolatin4", "ISO-8859-4"}, {"csisolatin5", "ISO-8859-9"},
    {"csisolatin6", "ISO-8859-10"}, {"csisolatin9", "ISO-8859-15"}, {"csisolatinarabic", "ISO-8859-6"},
    {"csisolatincyrillic", "ISO-8859-5"}, {"csisolatingreek", "ISO-8859-7"}, {"csisolatinhebrew", "ISO-8859-8"},
    {"cskoi8r", "KOI8-R"}, {"csksc56011987", "EUC-KR"}, {"csmacintosh", "MACINTOSH"}, {"csshiftjis", "CP932"},
    {"csunicode", "UTF-16"}, {"csunicode11utf7", "UTF-7"}, {"csviscii", "VISCII"}, {"cswindows31j", "CP932"},
    {"cyrillic", "ISO-8859-5"}, {"dec", "DEC-MCS"}, {"decmcs", "DEC-MCS"}, {"dos437", "CP437"}, {"dos737", "CP737"},
    {"dos775", "CP775"}, {"dos850", "CP850"}, {"dos852", "CP852"}, {"dos855", "CP855"}, {"dos857", "CP857"},
    {"dos858", "CP858"}, {"dos860", "CP860"}, {"dos861", "CP861"}, {"dos862", "CP862"}, {"dos863", "CP863"},
    {"dos864", "CP864"}, {"dos865", "CP865"}, {"dos866", "CP866"}, {"dos869", "CP869"}, {"dos874", "CP874"},
    {"ecma114", "ISO-8859-6"}, {"ecma118", "ISO-8859-7"}, {"ecmacyrillic", "ECMA-CYRILLIC"}, {"elot928", "ISO-8859-7"},
    {"euccn", "EUC-CN"}, {"eucjp", "EUC-JP"}, {"eucjpms", "EUC-JP-MS"}, {"eucjpwin", "EUC-JP-MS"}, {"euckr", "EUC-KR"},
    {"euctw", "EUC-TW"}, {"gb18030", "GB18030"}, {"gb180302000", "GB18030"}, {"gb2312", "EUC-CN"},
    {"gb231219800", "EUC-CN"}, {"gb231280", "EUC-CN"}, {"gbk", "GBK"}, {"georgianacademy", "GEORGIAN-ACADEMY"},
    {"georgianps", "GEORGIAN-PS"}, {"greek", "ISO-8859-7"}, {"greek8", "ISO-8859-7"}, {"hebrew", "ISO-8859-8"},
    {"hproman8", "HP-ROMAN8"}, {"ibm1046", "IBM1046"}, {"ibm1124", "IBM1124"}, {"ibm1133", "IBM1133"},
    {"ibm367", "US-ASCII"}, {"ibm437", "CP437"}, {"ibm737", "CP737"}, {"ibm775", "CP775"}, {"ibm819", "ISO-8859-1"},
    {"ibm850", "CP850"}, {"ibm852", "CP852"}, {"ibm855", "CP855"}, {"ibm857", "CP857"}, {"ibm858", "CP858"},
    {"ibm860", "CP860"}, {"ibm861", "CP861"}, {"ibm862", "CP862"}, {"ibm863", "CP863"}, {"ibm864", "CP864"},
    {"ibm865", "CP865"}, {"ibm866", "CP866"}, {"ibm866nav", "CP866NAV"}, {"ibm869", "CP869"}, {"ibm943", "CP932"},
    {"isiri3342", "ISIRI-3342"}, {"iso10646ucs2", "UTF-16"}, {"iso10646ucs4", "UTF-32"}, {"iso2022cn", "ISO-2022-CN"},
    {"iso2022jp", "ISO-2022-JP"}, {"iso2022jp1", "ISO-2022-JP-2"}, {"iso2022jp2", "ISO-2022-JP-2"},
    {"iso2022jpms", "ISO-2022-JP"}, {"iso2022kr", "ISO-2022-KR"}, {"iso646irv1991", "US-ASCII"},
    {"iso646us", "US-ASCII"}, {"iso88591", "ISO-8859-1"}, {"iso885910", "ISO-8859-10"},
    {"iso8859101992", "ISO-8859-10"}, {"iso885911", "ISO-8859-11"}, {"iso885911987", "ISO-8859-1"},
    {"iso885911x", "TIS-620"}, {"iso885913", "ISO-8859-13"}, {"iso885914", "ISO-8859-14"},
    {"iso8859141998", "ISO-8859-14"}, {"iso885915", "ISO-8859-15"}, {"iso885916", "ISO-8859-16"},
    {"iso8859162001", "ISO-8859-16"}, {"iso88591i", "ISO-8859-1"}, {"iso88592", "ISO-8859-2"},
    {"iso885921987", "ISO-8859-2"}, {"iso88593", "ISO-8859-3"}, {"iso885931988", "ISO-8859-3"},
    {"iso88594", "ISO-8859-4"}, {"iso885941988", "ISO-8859-4"}, {"iso88595", "ISO-8859-5"},
    {"iso885951988", "ISO-8859-5"}, {"iso88596", "ISO-8859-6"}, {"iso885961987", "ISO-8859-6"},
    {"iso88596e", "ISO-8859-6"}, {"iso88596i", "ISO-8859-6"}, {"iso88597", "ISO-8859-7"},
    {"iso885971987", "ISO-8859-7"}, {"iso88598", "ISO-8859-8"}, {"iso885981988", "ISO-8859-8"},
    {"iso88598e", "ISO-8859-8"}, {"iso88598i", "ISO-8859-8"}, {"iso88599", "ISO-8859-9"},
    {"iso885991989", "ISO-8859-9"}, {"iso88599e", "ISO-8859-9E"}, {"isoceltic", "ISO-8859-14"},
    {"isoir100", "ISO-8859-1"}, {"isoir101", "ISO-8859-2"}, {"isoir109", "ISO-8859-3"}, {"isoir110", "ISO-8859-4"},
    {"isoir111", "ECMA-CYRILLIC"}, {"isoir126", "ISO-8859-7"}, {"isoir127", "ISO-8859-6"}, {"isoir138", "ISO-8859-8"},
    {"isoir144", "ISO-8859-5"}, {"isoir148", "ISO-8859-9"}, {"isoir149", "EUC-KR"}, {"isoir157", "ISO-8859-10"},
    {"isoir166", "TIS-620"}, {"isoir179", "ISO-8859-13"}, {"isoir199", "ISO-8859-14"}, {"isoir203", "ISO-8859-15"},
    {"isoir226", "ISO-8859-16"}, {"isoir58", "EUC-CN"}, {"isoir6", "US-ASCII"}, {"isolatin1", "ISO-8859-1"},
    {"jis", "ISO-2022-JP"}, {"johab", "JOHAB"}, {"koi", "KOI8-R"}, {"koi8", "KOI8-R"}, {"koi8r", "KOI8-R"},
    {"koi8ru", "KOI8-RU"}, {"koi8t", "KOI8-T"}, {"koi8u", "KOI8-U"}, {"korean", "EUC-KR"}, {"ksc5601", "EUC-KR"},
    {"ksc56011987", "EUC-KR"}, {"ksc56011989", "EUC-KR"}, {"ksc56011992", "CP949"}, {"ksx1001", "EUC-KR"},
    {"kz1048", "RK1048"}, {"l1", "ISO-8859-1"}, {"l10", "ISO-8859-16"}, {"l2", "ISO-8859-2"}, {"l3", "ISO-8859-3"},
    {"l4", "ISO-8859-4"}, {"l5", "ISO-8859-9"}, {"l6", "ISO-8859-10"}, {"l7", "ISO-8859-13"}, {"l8", "ISO-8859-14"},
    {"l9", "ISO-8859-15"}, {"latin0", "ISO-8859-15"}, {"latin1", "ISO-8859-1"}, {"latin10", "ISO-8859-16"},
    {"latin2", "ISO-8859-2"}, {"latin3", "ISO-8859-3"}, {"latin4", "ISO-8859-4"}, {"latin5", "ISO-8859-9"},
    {"latin6", "ISO-8859-10"}, {"latin7", "ISO-8859-13"}, {"latin8", "ISO-8859-14"}, {"latin9", "ISO-8859-15"},
    {"logical", "ISO-8859-8"}, {"mac", "MACINTOSH"}, {"macce", "MAC-CENTRALEUROPE"},
    {"maccentraleurope", "MAC-CENTRALEUROPE"}, {"maccyrillic", "MAC-CYRILLIC"}, {"macintosh", "MACINTOSH"},
    {"macroman", "MACINTOSH"}, {"macuk", "MAC-UK"}, {"macukrainian", "MAC-UK"}, {"mik", "MIK"}, {"ms1250", "CP1250"},
    {"ms1251", "CP1251"}, {"ms1252", "CP1252"}, {"ms1253", "CP1253"}, {"ms1254", "CP1254"}, {"ms1255", "CP1255"},
    {"ms1256", "CP1256"}, {"ms1257", "CP1257"}, {"ms1258", "CP1258"}, {"ms932", "CP932"}, {"ms936", "GBK"},
    {"ms949", "CP949"}, {"ms950", "CP950"}, {"msansi", "CP1252"}, {"msarab", "CP1256"}, {"mscp949", "CP949"},
    {"mscyrl", "CP1251"}, {"msee", "CP1250"}, {"msgreek", "CP1253"}, {"mshebr", "CP1255"}, {"mskanji", "CP932"},
    {"msmaccyrillic", "MAC-CYRILLIC"}, {"msturk", "CP1254"}, {"pc437", "CP437"}, {"pc737", "CP737"}, {"pc775", "CP775"},
    {"pc850", "CP850"}, {"pc852", "CP852"}, {"pc855", "CP855"}, {"pc857", "CP857"}, {"pc858", "CP858"},
    {"pc860", "CP860"}, {"pc861", "CP861"}, {"pc862", "CP862"}, {"pc863", "CP863"}, {"pc864", "CP864"},
    {"pc865", "CP865"}, {"pc866", "CP866"}, {"pc869", "CP869"}, {"pt154", "PT154"}, {"ptcp154", "PT154"},
    {"r8", "HP-ROMAN8"}, {"rk1048", "RK1048"}, {"roman8", "HP-ROMAN8"}, {"ruscii", "CP1125"}, {"shiftjis", "CP932"},
    {"sjis", "CP932"}, {"sjiswin", "CP932"}, {"tcvn", "TCVN"}, {"tcvn57121", "TCVN"}, {"tis620", "TIS-620"},
    {"tis6200", "TIS-620"}, {"tis6202533", "TIS-620"}, {"ucs2", "UTF-16"}, {"ucs4", "UTF-32"}, {"uhc", "CP949"},
    {"ujis", "EUC-JP"}, {"unicode", "UTF-16"}, {"unicode11utf7", "UTF-7"}, {"unicode11utf8", "UTF-8"},
    {"unicode20utf7", "UTF-7"}, {"unicode20utf8", "UTF-8"}, {"us", "US-ASCII"}, {"usascii", "US-ASCII"},
    {"utf16", "UTF-16"}, {"utf16be", "UTF-16BE"}, {"utf16le", "UTF-16LE"}, {"utf32", "UTF-32"}, {"utf32be", "UTF-32BE"},
    {"utf32le", "UTF-32LE"}, {"utf7", "UTF-7"}, {"utf8", "UTF-8"}, {"utf8mb4", "UTF-8"}, {"utf8n", "UTF-8"},
    {"utf8strict", "UTF-8"}, {"viscii", "VISCII"}, {"visual", "ISO-8859-8"}, {"win1250", "CP1250"},
    {"win1251", "CP1251"}, {"win1252", "CP1252"}, {"win1253", "CP1253"}, {"win1254", "CP1254"}, {"win1255", "CP1255"},
    {"win1256", "CP1256"}, {"win1257", "CP1257"}, {"win1258", "CP1258"}, {"winbaltrim", "CP1257"},
    {"windows1250", "CP1250"}, {"windows1251", "CP1251"}, {"windows1252", "CP1252"}, {"windows1253", "CP1253"},
    {"windows1254", "CP1254"}, {"windows1255", "CP1255"}, {"windows1256", "CP1256"}, {"windows1257", "CP1257"},
    {"windows1258", "CP1258"}, {"windows31j", "CP932"}, {"windows51949", "CP949"}, {"windows874", "CP874"},
    {"windows932", "CP932"}, {"windows936", "GBK"}, {"windows949", "CP949"}, {"windows950", "CP950"},
    {"xansi", "CP1252"}, {"xbig5", "BIG5"}, {"xbig5eten", "BIG5"}, {"xbig5hkscs", "BIG5-HKSCS"}, {"xcp1250", "CP1250"},
    {"xcp1251", "CP1251"}, {"xcp1252", "CP1252"}, {"xcp1253", "CP1253"}, {"xcp1254", "CP1254"}, {"xcp1255", "CP1255"},
    {"xcp1256", "CP1256"}, {"xcp1257", "CP1257"}, {"xcp1258", "CP1258"}, {"xcp437", "CP437"}, {"xcp737", "CP737"},
    {"xcp775", "CP775"}, {"xcp850", "CP850"}, {"xcp852", "CP852"}, {"xcp855", "CP855"}, {"xcp857", "CP857"},
    {"xcp858", "CP858"}, {"xcp860", "CP860"}, {"xcp861", "CP861"}, {"xcp862", "CP862"}, {"xcp863", "CP863"},
    {"xcp864", "CP864"}, {"xcp865", "CP865"}, {"xcp866", "CP866"}, {"xcp869", "CP869"}, {"xcp936", "GBK"},
    {"xcp949", "CP949"}, {"xeuc", "EUC-JP"}, {"xeuccn", "EUC-CN"}, {"xeucjp", "EUC-JP"}, {"xeucjpms", "EUC-JP-MS"},
    {"xeuckr", "EUC-KR"}, {"xeuctw", "EUC-TW"}, {"xgb18030", "GB18030"}, {"xgb2312", "EUC-CN"}, {"xgbk", "GBK"},
    {"xiso2022jp", "ISO-2022-JP"}, {"xiso2022kr", "ISO-2022-KR"}, {"xiso88591", "ISO-8859-1"},
    {"xiso885910", "ISO-8859-10"}, {"xiso885911", "ISO-8859-11"}, {"xiso885913", "ISO-8859-13"},
    {"xiso885914", "ISO-8859-14"}, {"xiso885915", "ISO-8859-15"}, {"xiso885916", "ISO-8859-16"},
    {"xiso88592", "ISO-8859-2"}, {"xiso88593", "ISO-8859-3"}, {"xiso88594", "ISO-8859-4"}, {"xiso88595", "ISO-8859-5"},
    {"xiso88596", "ISO-8859-6"}, {"xiso88597", "ISO-8859-7"}, {"xiso88598", "ISO-8859-8"}, {"xiso88598i", "ISO-8859-8"},
    {"xiso88599", "ISO-8859-9"}, {"xjohab", "JOHAB"}, {"xkoi8r", "KOI8-R"}, {"xkoi8u", "KOI8-U"},
    {"xmacce", "MAC-CENTRALEUROPE"}, {"xmaccentraleurope", "MAC-CENTRALEUROPE"},
    {"xmaccentraleuropean", "MAC-CENTRALEUROPE"}, {"xmaccentraleurroman", "MAC-CENTRALEUROPE"},
    {"xmaccyrillic", "MAC-CYRILLIC"}, {"xmacintosh", "MACINTOSH"}, {"xmacroman", "MACINTOSH"},
    {"xmacukrainian", "MAC-UK"}, {"xmscp932", "CP932"}, {"xshiftjis", "CP932"}, {"xsjis", "CP932"},
    {"xtis620", "TIS-620"}, {"xunicode11utf7", "UTF-7"}, {"xusascii", "US-ASCII"}, {"xutf7", "UTF-7"},
    {"xutf8", "UTF-8"}, {"xviettcvn5712", "TCVN"}, {"xvnviscii", "VISCII"}, {"xwindows1250", "CP1250"},
    {"xwindows1251", "CP1251"}, {"xwindows1252", "CP1252"}, {"xwindows1253", "CP1253"}, {"xwindows1254", "CP1254"},
    {"xwindows1255", "CP1255"}, {"xwindows1256", "CP1256"}, {"xwindows1257", "CP1257"}, {"xwindows1258", "CP1258"},
    {"xwindows874", "CP874"}, {"xwindows949", "CP949"}, {"xxbig5", "BIG5"},
    // clang-format on
};
static_assert(std::ranges::is_sorted(kAliases, {}, &Alias::squashed));

// What mail programs write under a name that promises less.
constexpr std::pair<std::string_view, std::string_view> kSupersets[] = {
    {"EUC-CN", "GB18030"},    {"GBK", "GB18030"},       {"EUC-KR", "CP949"},      {"BIG5", "BIG5-HKSCS"},
    {"TIS-620", "CP874"},     {"EUC-JP", "EUC-JP-MS"},  {"ISO-8859-11", "CP874"}, {"ISO-2022-JP", "ISO-2022-JP-2"},
    {"ISO-8859-1", "CP1252"}, {"ISO-8859-9", "CP1254"},
};

// What glibc 2.36 reads otherwise than Apple and Python: the delta and the apple of Mac Roman, the euro of Mac
// Cyrillic. A text with one of them cannot be carried into UTF-8.
constexpr std::pair<std::string_view, std::string_view> kMisread[] = {
    {"MACINTOSH", "\u0394"}, {"MACINTOSH", "\uE01E"}, {"MAC-CYRILLIC", "\u00A4"}, {"MAC-UK", "\u00A4"}};

// RFC 1428, and what Pine and Alpine write: the sender does not know the charset, as if there were no name.
constexpr std::string_view kNoCharset[] = {"unknown", "unknown8bit", "xunknown"};

// How names begin that are no superset of ASCII, or may be none, when they are not in the table.
constexpr std::string_view kNoSuperset[] = {"bocu",     "cp",      "csibm", "ebcdic", "hz",      "ibm",
                                            "iso10646", "iso2022", "scsu",  "ucs",    "unicode", "utf"};

// What is behind quotes, blanks, punctuation and a second "charset="; empty when it cannot be a name.
std::string squashed(std::string_view name) {
  constexpr std::size_t kLongest = 60;
  constexpr std::string_view kAgain = "charset=";
  if (base::starts_with_ignore_case(name, kAgain)) name.remove_prefix(kAgain.size());
  std::string out;
  if (name.size() > kLongest) return out;
  for (const char given : name) {
    const char c = base::lower(given);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(c);
  }
  return out;
}

// ---- iconv ----

class Descriptor {
 public:
  Descriptor(std::string_view to, std::string_view from)
      : handle_(iconv_open(std::string(to).c_str(), std::string(from).c_str())) {}
  ~Descriptor() {
    if (is_open()) iconv_close(handle_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const {
    return handle_ != reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr): iconv's own constant
  }
  iconv_t get() const { return handle_; }

 private:
  iconv_t handle_;
};

// REQUIRES names of the table: the keys point to them.
const Descriptor& descriptor(std::string_view to, std::string_view from) {
  thread_local std::map<std::pair<std::string_view, std::string_view>, Descriptor> cache;
  const Descriptor& found =
      cache.try_emplace({to, from}, to, from).first->second;  // one for each pair of the table at most
  if (found.is_open()) iconv(found.get(), nullptr, nullptr, nullptr, nullptr);
  return found;
}

bool is_misread(std::string_view utf8, std::string_view charset) {
  return std::ranges::any_of(kMisread, [&](const auto& row) {
    return row.first == charset && utf8.find(row.second) != std::string_view::npos;
  });
}

constexpr std::size_t kFailed = static_cast<std::size_t>(-1);

// All of `bytes`; none when a character is not known on one of the two sides.
std::optional<std::string> convert(std::string_view bytes, std::string_view to, std::string_view from) {
  const Descriptor& converter = descriptor(to, from);
  if (!converter.is_open()) return std::nullopt;
  std::string out(bytes.size() + bytes.size() / 2 + 32, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  std::size_t in_left = bytes.size();
  std::size_t done = 0;
  for (bool flushing = false;;) {
    char* to_here = out.data() + done;
    std::size_t room = out.size() - done;
    const std::size_t result = iconv(converter.get(), flushing ? nullptr : &in, &in_left, &to_here, &room);
    done = out.size() - room;
    if (result == kFailed && errno == E2BIG) {
      out.resize(out.size() * 2);
    } else if (result != 0 || flushing) {  // above 0: characters that were replaced
      out.resize(done);
      return result == 0 ? std::optional(std::move(out)) : std::nullopt;
    } else {
      flushing = true;
    }
  }
}

std::string latin1_to_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  while (!bytes.empty()) {
    const std::size_t ascii = ascii_prefix(bytes);
    out += bytes.substr(0, ascii);
    if (ascii == bytes.size()) break;
    base::append_utf8(out, static_cast<unsigned char>(bytes[ascii]));
    bytes.remove_prefix(ascii + 1);
  }
  return out;
}

std::optional<std::string> latin1_from_utf8(std::string_view utf8) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = base::next_code_point(utf8, at);
    if (c > 0xFF) return std::nullopt;
    out.push_back(static_cast<char>(c));
  }
  return out;
}

struct ByteOrder {
  std::string_view name;
  std::size_t mark;  // the size of its mark
};

// UTF-16 and UTF-32 in the order that the mark tells; without mark little-endian, as Python and glibc on most
// machines. Not left to iconv: glibc 2.36 keeps the order of a mark for all later texts of the descriptor.
ByteOrder byte_order(std::string_view bytes, std::string_view name) {
  using namespace std::string_view_literals;
  if (name != "UTF-16" && name != "UTF-32") return {name, 0};
  const bool is_32 = name == "UTF-32";
  const std::string_view big_mark = is_32 ? "\0\0\xFE\xFF"sv : "\xFE\xFF"sv;
  const std::string_view little_mark = is_32 ? "\xFF\xFE\0\0"sv : "\xFF\xFE"sv;
  if (bytes.starts_with(big_mark)) return {is_32 ? "UTF-32BE"sv : "UTF-16BE"sv, big_mark.size()};
  return {is_32 ? "UTF-32LE"sv : "UTF-16LE"sv, bytes.starts_with(little_mark) ? little_mark.size() : 0};
}

// `name` is iconv's. None: the bytes are not in that charset.
std::optional<std::string> decode(std::string_view bytes, std::string_view name) {
  if (name == kLatin1) return latin1_to_utf8(bytes);
  const bool is_read = name == kUtf8 ? is_utf8(bytes) : name == kAscii && ascii_prefix(bytes) == bytes.size();
  if (is_read) return std::string(bytes);
  if (name == kUtf8 || name == kAscii) return std::nullopt;
  const ByteOrder order = byte_order(bytes, name);
  auto text = convert(bytes.substr(order.mark), kUtf8, order.name);
  return text && is_misread(*text, name) ? std::nullopt : text;
}

std::string_view superset_of(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kSupersets), std::end(kSupersets), [&](const auto& pair) { return pair.first == name; });
  return found == std::end(kSupersets) ? std::string_view() : found->second;
}

struct Decoded {
  std::string text;
  std::string_view name;  // the charset that it is in fact
};

// In the charset that the label names, else in its superset. Some of glibc's converters take bytes that their
// charset does not have for control characters.
std::optional<Decoded> decode_tolerantly(std::string_view bytes, std::string_view name) {
  auto text = decode(bytes, name);
  const std::string_view wider = superset_of(name);
  if (!wider.empty() && (!text || has_c1_controls(*text))) {
    if (auto wide_text = decode(bytes, wider)) return Decoded{std::move(*wide_text), wider};
  }
  if (!text) return std::nullopt;
  return Decoded{std::move(*text), name};
}

Error unknown(std::string_view name) { return {ErrorKind::Invalid, "unknown charset " + base::printable(name, 60)}; }

}  // namespace

std::string_view iconv_name(std::string_view mime_name) {
  if (mime_name == "utf-8" || mime_name == kUtf8) return kUtf8;
  const std::string key = squashed(mime_name);
  const auto* const found = std::ranges::lower_bound(kAliases, std::string_view(key), {}, &Alias::squashed);
  return found != std::end(kAliases) && found->squashed == key ? found->name : std::string_view();
}

bool is_ascii_superset(std::string_view mime_name) {
  const std::string_view name = iconv_name(mime_name);
  if (!name.empty()) {
    return charset_kind(name) != CharsetKind::Wide && !name.starts_with("ISO-2022") && name != "UTF-7";
  }
  const std::string key = squashed(mime_name);
  return std::ranges::none_of(kNoSuperset, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

CharsetKind charset_kind(std::string_view iconv_name) {
  if (iconv_name.starts_with("UTF-16") || iconv_name.starts_with("UTF-32")) return CharsetKind::Wide;
  constexpr std::string_view kByLines[] = {"UTF-7", "CP1255", "CP1258", "TCVN", "BIG5-HKSCS"};
  const bool by_lines =
      iconv_name.starts_with("ISO-2022") || std::ranges::find(kByLines, iconv_name) != std::end(kByLines);
  return by_lines ? CharsetKind::Lines : CharsetKind::Plain;
}

Result<std::string> to_utf8(std::string_view bytes, std::string_view mime_name) {
  const std::string_view name = iconv_name(mime_name);
  if (name.empty()) return unknown(mime_name);
  auto decoded = decode_tolerantly(bytes, name);
  if (!decoded) return Error{ErrorKind::Invalid, "bytes that are not in " + std::string(name)};
  return std::move(decoded->text);
}

Result<std::string> from_utf8(std::string_view utf8, std::string_view mime_name) {
  const std::string_view name = iconv_name(mime_name);
  if (name.empty()) return unknown(mime_name);
  std::optional<std::string> bytes;
  if (is_utf8(utf8) && !is_misread(utf8, name)) {
    bytes = name == kUtf8     ? std::string(utf8)
            : name == kLatin1 ? latin1_from_utf8(utf8)
            : name == kAscii  ? decode(utf8, kAscii)
                              : convert(utf8, name, kUtf8);
  }
  if (!bytes) return Error{ErrorKind::Invalid, "a character that is not in " + std::string(name)};
  return std::move(*bytes);
}

std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::array<std::uint64_t, 4> words;
  std::size_t at = 0;
  for (; at + sizeof words <= bytes.size(); at += sizeof words) {
    std::memcpy(words.data(), bytes.data() + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) break;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

bool is_utf8(std::string_view bytes) {
  while (true) {
    bytes.remove_prefix(ascii_prefix(bytes));
    if (bytes.empty()) return true;
    std::size_t size = 1;
    while (size < bytes.size() && static_cast<unsigned char>(bytes[size]) >= 0x80) ++size;
    if (!base::is_valid_utf8(bytes.substr(0, size))) return false;
    bytes.remove_prefix(size);
  }
}

bool has_c1_controls(std::string_view utf8) {
  for (std::size_t at = 0; (at = utf8.find('\xC2', at)) != std::string_view::npos; at += 2) {
    if (at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xA0) return true;
  }
  return false;
}

// ---- reading a text ----

namespace {

using Kind = TextReading::Kind;

TextReading opaque(std::string_view bytes) { return {Kind::Opaque, kLatin1, kAscii, 0, latin1_to_utf8(bytes)}; }

bool says_nothing(std::string_view mime_name) {
  const std::string key = squashed(mime_name);
  return key.empty() || std::ranges::find(kNoCharset, key) != std::end(kNoCharset);
}

TextReading read_unlabelled(std::string_view bytes) {
  if (is_utf8(bytes)) return {.kind = Kind::Assumed, .charset = kUtf8, .writing = kAscii};
  if (auto text = decode(bytes, kWindows)) return {Kind::Assumed, kWindows, kAscii, 0, std::move(text)};
  return opaque(bytes);
}

}  // namespace

std::optional<TextReading> read_text(std::string_view bytes, std::string_view mime_name) {
  const std::string_view name = iconv_name(mime_name);
  if (name == kAscii || says_nothing(mime_name)) return read_unlabelled(bytes);
  if (name == kUtf8 && is_utf8(bytes)) return TextReading{.charset = kUtf8, .writing = kUtf8};
  auto decoded = name.empty() ? std::nullopt : decode_tolerantly(bytes, name);
  if (decoded) {
    const ByteOrder order = byte_order(bytes, decoded->name);
    const std::string_view writing = decoded->name == name ? order.name : name;
    return TextReading{Kind::Declared, order.name, writing, order.mark, std::move(decoded->text)};
  }
  return is_ascii_superset(mime_name) ? std::optional(opaque(bytes)) : std::nullopt;
}

std::size_t source_offset(std::string_view bytes, std::string_view iconv_name, std::size_t utf8_size) {
  const Descriptor& converter = descriptor(kUtf8, iconv_name);
  std::array<char, 4096> sink;
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it does not write there
  std::size_t in_left = bytes.size();
  while (utf8_size > 0 && in_left > 0) {
    char* out = sink.data();
    const std::size_t most = std::min(utf8_size, sink.size());
    std::size_t room = most;  // iconv stops in front of the character that does not fit
    iconv(converter.get(), &in, &in_left, &out, &room);
    if (room == most) break;
    utf8_size -= most - room;
  }
  return bytes.size() - in_left;
}

}  // namespace waybill::mime
