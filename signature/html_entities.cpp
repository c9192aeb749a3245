// signature/html_entities.cpp: named and numeric character references.
#include "signature/html_entities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/text.h"

namespace waybill::signature {

namespace {

struct Entity {
  std::string_view name;
  char32_t code_point;
  bool needs_no_semicolon = false;  // "&copy 2020"
};

// Sorted by bytes. WHATWG HTML 13.5, without what only mathematicians write.
// clang-format off
constexpr std::array kEntities = std::to_array<Entity>({
    {"AElig", 0xC6, true}, {"AMP", 0x26, true}, {"Aacute", 0xC1, true}, {"Abreve", 0x102}, {"Acirc", 0xC2, true},
    {"Acy", 0x410}, {"Agrave", 0xC0, true}, {"Alpha", 0x391}, {"Amacr", 0x100}, {"Aogon", 0x104},
    {"Aring", 0xC5, true}, {"Atilde", 0xC3, true}, {"Auml", 0xC4, true}, {"Bcy", 0x411}, {"Beta", 0x392},
    {"CHcy", 0x427}, {"COPY", 0xA9, true}, {"Cacute", 0x106}, {"Ccaron", 0x10C}, {"Ccedil", 0xC7, true},
    {"Ccirc", 0x108}, {"Cdot", 0x10A}, {"Cedilla", 0xB8}, {"CenterDot", 0xB7}, {"Chi", 0x3A7},
    {"CloseCurlyDoubleQuote", 0x201D}, {"CloseCurlyQuote", 0x2019}, {"DJcy", 0x402}, {"DScy", 0x405}, {"DZcy", 0x40F},
    {"Dagger", 0x2021}, {"Dcaron", 0x10E}, {"Dcy", 0x414}, {"Delta", 0x394}, {"DiacriticalAcute", 0xB4},
    {"DiacriticalGrave", 0x60}, {"Dot", 0xA8}, {"DoubleDot", 0xA8}, {"Dstrok", 0x110}, {"ENG", 0x14A},
    {"ETH", 0xD0, true}, {"Eacute", 0xC9, true}, {"Ecaron", 0x11A}, {"Ecirc", 0xCA, true}, {"Ecy", 0x42D},
    {"Edot", 0x116}, {"Egrave", 0xC8, true}, {"Emacr", 0x112}, {"Eogon", 0x118}, {"Epsilon", 0x395}, {"Eta", 0x397},
    {"Euml", 0xCB, true}, {"Fcy", 0x424}, {"GJcy", 0x403}, {"GT", 0x3E, true}, {"Gamma", 0x393}, {"Gbreve", 0x11E},
    {"Gcedil", 0x122}, {"Gcirc", 0x11C}, {"Gcy", 0x413}, {"Gdot", 0x120}, {"HARDcy", 0x42A}, {"Hat", 0x5E},
    {"Hcirc", 0x124}, {"Hstrok", 0x126}, {"IEcy", 0x415}, {"IJlig", 0x132}, {"IOcy", 0x401}, {"Iacute", 0xCD, true},
    {"Icirc", 0xCE, true}, {"Icy", 0x418}, {"Idot", 0x130}, {"Igrave", 0xCC, true}, {"Imacr", 0x12A},
    {"Iogon", 0x12E}, {"Iota", 0x399}, {"Itilde", 0x128}, {"Iukcy", 0x406}, {"Iuml", 0xCF, true}, {"Jcirc", 0x134},
    {"Jcy", 0x419}, {"Jsercy", 0x408}, {"Jukcy", 0x404}, {"KHcy", 0x425}, {"KJcy", 0x40C}, {"Kappa", 0x39A},
    {"Kcedil", 0x136}, {"Kcy", 0x41A}, {"LJcy", 0x409}, {"LT", 0x3C, true}, {"Lacute", 0x139}, {"Lambda", 0x39B},
    {"Lcaron", 0x13D}, {"Lcedil", 0x13B}, {"Lcy", 0x41B}, {"Lmidot", 0x13F}, {"Lstrok", 0x141}, {"Mcy", 0x41C},
    {"MediumSpace", 0x205F}, {"Mu", 0x39C}, {"NJcy", 0x40A}, {"Nacute", 0x143}, {"Ncaron", 0x147}, {"Ncedil", 0x145},
    {"Ncy", 0x41D}, {"NewLine", 0xA}, {"NoBreak", 0x2060}, {"NonBreakingSpace", 0xA0}, {"Ntilde", 0xD1, true},
    {"Nu", 0x39D}, {"OElig", 0x152}, {"Oacute", 0xD3, true}, {"Ocirc", 0xD4, true}, {"Ocy", 0x41E}, {"Odblac", 0x150},
    {"Ograve", 0xD2, true}, {"Omacr", 0x14C}, {"Omega", 0x3A9}, {"Omicron", 0x39F}, {"OpenCurlyDoubleQuote", 0x201C},
    {"OpenCurlyQuote", 0x2018}, {"Oslash", 0xD8, true}, {"Otilde", 0xD5, true}, {"Ouml", 0xD6, true}, {"Pcy", 0x41F},
    {"Phi", 0x3A6}, {"Pi", 0x3A0}, {"PlusMinus", 0xB1}, {"Prime", 0x2033}, {"Psi", 0x3A8}, {"QUOT", 0x22, true},
    {"REG", 0xAE, true}, {"Racute", 0x154}, {"Rcaron", 0x158}, {"Rcedil", 0x156}, {"Rcy", 0x420}, {"Rho", 0x3A1},
    {"SHCHcy", 0x429}, {"SHcy", 0x428}, {"SOFTcy", 0x42C}, {"Sacute", 0x15A}, {"Scaron", 0x160}, {"Scedil", 0x15E},
    {"Scirc", 0x15C}, {"Scy", 0x421}, {"Sigma", 0x3A3}, {"THORN", 0xDE, true}, {"TRADE", 0x2122}, {"TSHcy", 0x40B},
    {"TScy", 0x426}, {"Tab", 0x9}, {"Tau", 0x3A4}, {"Tcaron", 0x164}, {"Tcedil", 0x162}, {"Tcy", 0x422},
    {"Theta", 0x398}, {"ThinSpace", 0x2009}, {"Tstrok", 0x166}, {"Uacute", 0xDA, true}, {"Ubrcy", 0x40E},
    {"Ubreve", 0x16C}, {"Ucirc", 0xDB, true}, {"Ucy", 0x423}, {"Udblac", 0x170}, {"Ugrave", 0xD9, true},
    {"Umacr", 0x16A}, {"UnderBar", 0x5F}, {"Uogon", 0x172}, {"Upsilon", 0x3A5}, {"Uring", 0x16E}, {"Utilde", 0x168},
    {"Uuml", 0xDC, true}, {"Vcy", 0x412}, {"VerticalLine", 0x7C}, {"VeryThinSpace", 0x200A}, {"Wcirc", 0x174},
    {"Xi", 0x39E}, {"YAcy", 0x42F}, {"YIcy", 0x407}, {"YUcy", 0x42E}, {"Yacute", 0xDD, true}, {"Ycirc", 0x176},
    {"Ycy", 0x42B}, {"Yuml", 0x178}, {"ZHcy", 0x416}, {"Zacute", 0x179}, {"Zcaron", 0x17D}, {"Zcy", 0x417},
    {"Zdot", 0x17B}, {"ZeroWidthSpace", 0x200B}, {"Zeta", 0x396}, {"aacute", 0xE1, true}, {"abreve", 0x103},
    {"acirc", 0xE2, true}, {"acute", 0xB4, true}, {"acy", 0x430}, {"aelig", 0xE6, true}, {"agrave", 0xE0, true},
    {"alefsym", 0x2135}, {"alpha", 0x3B1}, {"amacr", 0x101}, {"amp", 0x26, true}, {"and", 0x2227}, {"ang", 0x2220},
    {"angst", 0xC5}, {"aogon", 0x105}, {"apos", 0x27}, {"aring", 0xE5, true}, {"ast", 0x2A}, {"asymp", 0x2248},
    {"atilde", 0xE3, true}, {"auml", 0xE4, true}, {"bcy", 0x431}, {"bdquo", 0x201E}, {"beta", 0x3B2},
    {"bigstar", 0x2605}, {"blacksquare", 0x25AA}, {"brvbar", 0xA6, true}, {"bsol", 0x5C}, {"bull", 0x2022},
    {"bullet", 0x2022}, {"cacute", 0x107}, {"cap", 0x2229}, {"caret", 0x2041}, {"ccaron", 0x10D},
    {"ccedil", 0xE7, true}, {"ccirc", 0x109}, {"cdot", 0x10B}, {"cedil", 0xB8, true}, {"cent", 0xA2, true},
    {"centerdot", 0xB7}, {"chcy", 0x447}, {"check", 0x2713}, {"checkmark", 0x2713}, {"chi", 0x3C7}, {"circ", 0x2C6},
    {"circledR", 0xAE}, {"clubs", 0x2663}, {"colon", 0x3A}, {"comma", 0x2C}, {"commat", 0x40}, {"cong", 0x2245},
    {"copy", 0xA9, true}, {"copysr", 0x2117}, {"crarr", 0x21B5}, {"cross", 0x2717}, {"ctdot", 0x22EF},
    {"cup", 0x222A}, {"curren", 0xA4, true}, {"dArr", 0x21D3}, {"dagger", 0x2020}, {"darr", 0x2193}, {"dash", 0x2010},
    {"dcaron", 0x10F}, {"dcy", 0x434}, {"deg", 0xB0, true}, {"delta", 0x3B4}, {"diams", 0x2666}, {"die", 0xA8},
    {"div", 0xF7}, {"divide", 0xF7, true}, {"djcy", 0x452}, {"dollar", 0x24}, {"downarrow", 0x2193}, {"dscy", 0x455},
    {"dstrok", 0x111}, {"dzcy", 0x45F}, {"eacute", 0xE9, true}, {"ecaron", 0x11B}, {"ecirc", 0xEA, true},
    {"ecy", 0x44D}, {"edot", 0x117}, {"egrave", 0xE8, true}, {"emacr", 0x113}, {"empty", 0x2205}, {"emsp", 0x2003},
    {"emsp13", 0x2004}, {"emsp14", 0x2005}, {"eng", 0x14B}, {"ensp", 0x2002}, {"eogon", 0x119}, {"epsi", 0x3B5},
    {"epsilon", 0x3B5}, {"equals", 0x3D}, {"equiv", 0x2261}, {"eta", 0x3B7}, {"eth", 0xF0, true},
    {"euml", 0xEB, true}, {"euro", 0x20AC}, {"excl", 0x21}, {"exist", 0x2203}, {"fcy", 0x444}, {"female", 0x2640},
    {"flat", 0x266D}, {"fnof", 0x192}, {"forall", 0x2200}, {"frac12", 0xBD, true}, {"frac13", 0x2153},
    {"frac14", 0xBC, true}, {"frac15", 0x2155}, {"frac18", 0x215B}, {"frac23", 0x2154}, {"frac34", 0xBE, true},
    {"frac38", 0x215C}, {"frac58", 0x215D}, {"frac78", 0x215E}, {"frasl", 0x2044}, {"gamma", 0x3B3},
    {"gbreve", 0x11F}, {"gcirc", 0x11D}, {"gcy", 0x433}, {"gdot", 0x121}, {"ge", 0x2265}, {"gjcy", 0x453},
    {"grave", 0x60}, {"gt", 0x3E, true}, {"hArr", 0x21D4}, {"hairsp", 0x200A}, {"half", 0xBD}, {"hardcy", 0x44A},
    {"harr", 0x2194}, {"hcirc", 0x125}, {"hearts", 0x2665}, {"hellip", 0x2026}, {"horbar", 0x2015}, {"hstrok", 0x127},
    {"hybull", 0x2043}, {"hyphen", 0x2010}, {"iacute", 0xED, true}, {"icirc", 0xEE, true}, {"icy", 0x438},
    {"iecy", 0x435}, {"iexcl", 0xA1, true}, {"igrave", 0xEC, true}, {"ijlig", 0x133}, {"imacr", 0x12B},
    {"image", 0x2111}, {"imath", 0x131}, {"incare", 0x2105}, {"infin", 0x221E}, {"inodot", 0x131}, {"int", 0x222B},
    {"iocy", 0x451}, {"iogon", 0x12F}, {"iota", 0x3B9}, {"iquest", 0xBF, true}, {"isin", 0x2208}, {"itilde", 0x129},
    {"iukcy", 0x456}, {"iuml", 0xEF, true}, {"jcirc", 0x135}, {"jcy", 0x439}, {"jsercy", 0x458}, {"jukcy", 0x454},
    {"kappa", 0x3BA}, {"kcedil", 0x137}, {"kcy", 0x43A}, {"kgreen", 0x138}, {"khcy", 0x445}, {"kjcy", 0x45C},
    {"lArr", 0x21D0}, {"lacute", 0x13A}, {"lambda", 0x3BB}, {"lang", 0x27E8}, {"laquo", 0xAB, true}, {"larr", 0x2190},
    {"lbrace", 0x7B}, {"lbrack", 0x5B}, {"lcaron", 0x13E}, {"lcedil", 0x13C}, {"lceil", 0x2308}, {"lcub", 0x7B},
    {"lcy", 0x43B}, {"ldquo", 0x201C}, {"ldquor", 0x201E}, {"le", 0x2264}, {"leftarrow", 0x2190}, {"lfloor", 0x230A},
    {"ljcy", 0x459}, {"lmidot", 0x140}, {"lowast", 0x2217}, {"lowbar", 0x5F}, {"loz", 0x25CA}, {"lpar", 0x28},
    {"lrm", 0x200E}, {"lsaquo", 0x2039}, {"lsqb", 0x5B}, {"lsquo", 0x2018}, {"lsquor", 0x201A}, {"lstrok", 0x142},
    {"lt", 0x3C, true}, {"macr", 0xAF, true}, {"male", 0x2642}, {"malt", 0x2720}, {"mcy", 0x43C}, {"mdash", 0x2014},
    {"micro", 0xB5, true}, {"midast", 0x2A}, {"middot", 0xB7, true}, {"minus", 0x2212}, {"mldr", 0x2026},
    {"mu", 0x3BC}, {"nabla", 0x2207}, {"nacute", 0x144}, {"napos", 0x149}, {"natural", 0x266E}, {"nbsp", 0xA0, true},
    {"ncaron", 0x148}, {"ncedil", 0x146}, {"ncy", 0x43D}, {"ndash", 0x2013}, {"ne", 0x2260}, {"ni", 0x220B},
    {"njcy", 0x45A}, {"nldr", 0x2025}, {"not", 0xAC, true}, {"notin", 0x2209}, {"nsub", 0x2284},
    {"ntilde", 0xF1, true}, {"nu", 0x3BD}, {"num", 0x23}, {"numero", 0x2116}, {"numsp", 0x2007},
    {"oacute", 0xF3, true}, {"ocirc", 0xF4, true}, {"ocy", 0x43E}, {"odblac", 0x151}, {"oelig", 0x153},
    {"ograve", 0xF2, true}, {"oline", 0x203E}, {"omacr", 0x14D}, {"omega", 0x3C9}, {"omicron", 0x3BF},
    {"oplus", 0x2295}, {"or", 0x2228}, {"ordf", 0xAA, true}, {"ordm", 0xBA, true}, {"oslash", 0xF8, true},
    {"otilde", 0xF5, true}, {"otimes", 0x2297}, {"ouml", 0xF6, true}, {"para", 0xB6, true}, {"part", 0x2202},
    {"pcy", 0x43F}, {"percnt", 0x25}, {"period", 0x2E}, {"permil", 0x2030}, {"perp", 0x22A5}, {"phi", 0x3C6},
    {"phone", 0x260E}, {"pi", 0x3C0}, {"piv", 0x3D6}, {"plus", 0x2B}, {"plusmn", 0xB1, true}, {"pm", 0xB1},
    {"pound", 0xA3, true}, {"prime", 0x2032}, {"prod", 0x220F}, {"prop", 0x221D}, {"psi", 0x3C8}, {"puncsp", 0x2008},
    {"quest", 0x3F}, {"quot", 0x22, true}, {"rArr", 0x21D2}, {"racute", 0x155}, {"radic", 0x221A}, {"rang", 0x27E9},
    {"raquo", 0xBB, true}, {"rarr", 0x2192}, {"rbrace", 0x7D}, {"rbrack", 0x5D}, {"rcaron", 0x159}, {"rcedil", 0x157},
    {"rceil", 0x2309}, {"rcub", 0x7D}, {"rcy", 0x440}, {"rdquo", 0x201D}, {"rdquor", 0x201D}, {"real", 0x211C},
    {"reg", 0xAE, true}, {"rfloor", 0x230B}, {"rho", 0x3C1}, {"rightarrow", 0x2192}, {"rlm", 0x200F}, {"rpar", 0x29},
    {"rsaquo", 0x203A}, {"rsqb", 0x5D}, {"rsquo", 0x2019}, {"rsquor", 0x2019}, {"sacute", 0x15B}, {"sbquo", 0x201A},
    {"scaron", 0x161}, {"scedil", 0x15F}, {"scirc", 0x15D}, {"scy", 0x441}, {"sdot", 0x22C5}, {"sect", 0xA7, true},
    {"semi", 0x3B}, {"sext", 0x2736}, {"sharp", 0x266F}, {"shchcy", 0x449}, {"shcy", 0x448}, {"shy", 0xAD, true},
    {"sigma", 0x3C3}, {"sigmaf", 0x3C2}, {"sim", 0x223C}, {"softcy", 0x44C}, {"sol", 0x2F}, {"spades", 0x2660},
    {"squ", 0x25A1}, {"square", 0x25A1}, {"squf", 0x25AA}, {"star", 0x2606}, {"starf", 0x2605}, {"strns", 0xAF},
    {"sub", 0x2282}, {"sube", 0x2286}, {"sum", 0x2211}, {"sup", 0x2283}, {"sup1", 0xB9, true}, {"sup2", 0xB2, true},
    {"sup3", 0xB3, true}, {"supe", 0x2287}, {"szlig", 0xDF, true}, {"tau", 0x3C4}, {"tcaron", 0x165},
    {"tcedil", 0x163}, {"tcy", 0x442}, {"telrec", 0x2315}, {"there4", 0x2234}, {"theta", 0x3B8}, {"thetasym", 0x3D1},
    {"thinsp", 0x2009}, {"thorn", 0xFE, true}, {"tilde", 0x2DC}, {"times", 0xD7, true}, {"trade", 0x2122},
    {"tscy", 0x446}, {"tshcy", 0x45B}, {"tstrok", 0x167}, {"uArr", 0x21D1}, {"uacute", 0xFA, true}, {"uarr", 0x2191},
    {"ubrcy", 0x45E}, {"ubreve", 0x16D}, {"ucirc", 0xFB, true}, {"ucy", 0x443}, {"udblac", 0x171},
    {"ugrave", 0xF9, true}, {"umacr", 0x16B}, {"uml", 0xA8, true}, {"uogon", 0x173}, {"uparrow", 0x2191},
    {"upsih", 0x3D2}, {"upsilon", 0x3C5}, {"uring", 0x16F}, {"utilde", 0x169}, {"uuml", 0xFC, true},
    {"varepsilon", 0x3F5}, {"vcy", 0x432}, {"vellip", 0x22EE}, {"verbar", 0x7C}, {"vert", 0x7C}, {"wcirc", 0x175},
    {"weierp", 0x2118}, {"xi", 0x3BE}, {"yacute", 0xFD, true}, {"yacy", 0x44F}, {"ycirc", 0x177}, {"ycy", 0x44B},
    {"yen", 0xA5, true}, {"yicy", 0x457}, {"yucy", 0x44E}, {"yuml", 0xFF, true}, {"zacute", 0x17A}, {"zcaron", 0x17E},
    {"zcy", 0x437}, {"zdot", 0x17C}, {"zeta", 0x3B6}, {"zhcy", 0x436}, {"zwj", 0x200D}, {"zwnj", 0x200C},
});
// clang-format on

constexpr bool by_name(const Entity& a, const Entity& b) { return a.name < b.name; }
static_assert(std::is_sorted(kEntities.begin(), kEntities.end(), by_name));

constexpr std::size_t kLongestName = 21;
constexpr std::size_t kLongestBare = 6;  // of the names that need no semicolon

// What the bytes 0x80 to 0x9F mean in windows-1252; people write &#150; and mean a dash.
constexpr std::array<char32_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z');
}

const Entity* find_entity(std::string_view name) {
  const auto* const found = std::lower_bound(kEntities.begin(), kEntities.end(), Entity{name, 0}, by_name);
  return found != kEntities.end() && found->name == name ? found : nullptr;
}

char32_t repaired(std::uint32_t number) {
  if (number >= 0x80 && number < 0xA0) return kWindows1252[number - 0x80];
  const bool is_surrogate = number >= 0xD800 && number < 0xE000;
  return number == 0 || number > 0x10FFFF || is_surrogate ? U'\xFFFD' : static_cast<char32_t>(number);
}

Reference numeric_reference(std::string_view text) {
  const bool is_hex = text.size() > 2 && base::lower(text[2]) == 'x';
  const char* const digits = text.data() + (is_hex ? 3 : 2);
  const char* const end = text.data() + text.size();
  std::uint32_t number = 0;
  const auto read = std::from_chars(digits, end, number, is_hex ? 16 : 10);
  if (read.ptr == digits) return {};
  if (read.ec == std::errc::result_out_of_range) number = 0;  // U+FFFD
  const auto length = static_cast<std::size_t>(read.ptr - text.data());
  return {repaired(number), length + (read.ptr != end && *read.ptr == ';' ? 1 : 0)};
}

Reference named_reference(std::string_view text, bool in_attribute) {
  std::size_t length = 1;
  while (length < text.size() && length <= kLongestName + 1 && is_alphanumeric(text[length])) ++length;
  const std::string_view name = text.substr(1, length - 1);
  if (length < text.size() && text[length] == ';') {
    if (const Entity* entity = find_entity(name)) return {entity->code_point, length + 1};
  }
  for (std::size_t n = std::min(name.size(), kLongestBare); n >= 2; --n) {
    const Entity* entity = find_entity(name.substr(0, n));
    if (entity == nullptr || !entity->needs_no_semicolon) continue;
    const char next = n + 1 < text.size() ? text[n + 1] : ' ';
    if (in_attribute && (next == '=' || is_alphanumeric(next))) return {};  // a query: ?a=1&copy=2
    return {entity->code_point, n + 1};
  }
  return {};
}

}  // namespace

Reference read_reference(std::string_view text, bool in_attribute) {
  if (text.size() < 3 || text[0] != '&') return {};
  return text[1] == '#' ? numeric_reference(text) : named_reference(text, in_attribute);
}

std::string decode_attribute(std::string_view value) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    const Reference reference = read_reference(value.substr(at), true);
    if (reference.length == 0) {
      out += value[at++];
    } else {
      base::append_utf8(out, reference.code_point);
      at += reference.length;
    }
  }
  return out;
}

bool is_visible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Reference reference = text[at] == '&' ? read_reference(text.substr(at), false) : Reference();
    at += reference.length;
    const char32_t c = reference.length > 0 ? reference.code_point : base::next_code_point(text, at);
    if (c > U' ' && c != 0xA0 && c != 0x200B && c != 0xFEFF) return true;
  }
  return false;
}

}  // namespace waybill::signature
