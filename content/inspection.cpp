// content/inspection.cpp: a queue of files; looking into one may add others.
#include "content/inspection.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "content/archive.h"
#include "content/document.h"
#include "content/executable.h"
#include "content/text.h"
#include "content/zip_kind.h"
#include "message/raw_message.h"
#include "mime/charset.h"
#include "mime/codec.h"
#include "mime/main_body.h"
#include "mime/part_table.h"

namespace waybill::content {
namespace {

using mime::TransferEncoding;

// A file that waits to be looked at.
struct Item {
  message::Attachment found = {};
  std::size_t depth = 0;  // archives and messages around it
  std::string_view raw = {};
  TransferEncoding encoding = TransferEncoding::Binary;
  std::shared_ptr<const std::string> owner = nullptr;  // of raw; null: the message itself
  std::string charset = {};
  bool is_message = false;
  bool is_html = false;
  bool is_broken = false;  // a member of which its archive gave only a part
};

std::string joined(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

// "a/b/run.exe" in "all.zip": run.exe, inside of "all.zip/a/b".
Item member_of(const Item& container, std::string_view path) {
  Item out;
  out.depth = container.depth + 1;
  const std::size_t slash = path.find_last_of("/\\");
  const std::string around = to_string(container.found);
  out.found.inside = slash == std::string_view::npos ? around : joined(around, path.substr(0, slash));
  out.found.name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return out;
}

// What became x.tar.gz or x.tgz was called x.tar.
std::string without_ending(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const bool is_tar = dot != std::string::npos && name.compare(dot, 2, ".t") == 0;
  return name.substr(0, dot) + (is_tar ? ".tar" : "");
}

bool is_detached_signature(const mime::Part& part) {
  return part.is("application/pgp-signature") || part.is("application/pkcs7-signature") ||
         part.is("application/x-pkcs7-signature");
}

Item item_of(const mime::Part& part, std::string_view body) {
  Item item;
  item.found.name = mime::decode_words(part.file_name());
  item.raw = part.body.of(body);
  item.encoding = part.encoding;
  item.is_message = part.is("message/rfc822") || part.is("message/global");
  item.is_html = part.is("text/html");
  if (part.is_text()) item.charset = part.content_type.parameter("charset");
  return item;
}

// A piece of HTML shows by its content only when it begins like a page.
bool is_html(const Item& item) {
  const std::string name = base::lower(item.found.name);
  return item.is_html || item.found.type == "text/html" || name.ends_with(".html") || name.ends_with(".htm");
}

void own(Item& item, std::string bytes) {
  item.owner = std::make_shared<const std::string>(std::move(bytes));
  item.raw = *item.owner;
}

void decode(Item& item) {
  if (item.encoding == TransferEncoding::Base64) own(item, mime::decode_base64(item.raw));
  if (item.encoding == TransferEncoding::QuotedPrintable) own(item, mime::decode_quoted_printable(item.raw));
}

class Inspection {
 public:
  Inspection(FileTypes& types, const base::Limits& limits) : types_(types), limits_(limits) {}

  message::Attachments run(const message::Message& message) {
    add_parts(message.headers, message.body, nullptr);
    while (!waiting_.empty()) {
      Item item = std::move(waiting_.front());
      waiting_.pop_front();
      if (!item.found.is_protected) look_into(item);
      found_.all.push_back(std::move(item.found));
    }
    return std::move(found_);
  }

 private:
  // False: no more of them.
  bool count_one() { return ++count_ <= limits_.attachments || stop(); }

  bool stop() {
    found_.beyond_limits = true;
    return false;
  }

  // `container`: the attached message that the parts are of; null: the message itself, whose texts are no attachments.
  void add_parts(const message::HeaderList& headers, std::string_view body, const Item* container) {
    const auto table = mime::scan(headers, body, limits_);
    found_.beyond_limits |= !table;
    if (!table) return;
    for (const mime::Part& part : table->parts()) {
      const bool is_own = container == nullptr && mime::is_own_text(part);
      if (!part.children.empty() || is_own || is_detached_signature(part)) continue;
      if (!count_one()) return;
      waiting_.push_back(item_of(part, body));
      if (container != nullptr) place_inside(waiting_.back(), *container);
    }
  }

  static void place_inside(Item& item, const Item& container) {
    item.found.inside = to_string(container.found);
    item.depth = container.depth + 1;
    item.owner = container.owner;
  }

  void look_into(Item& item) {
    decode(item);
    item.found.size = item.raw.size();
    item.found.type = types_.type_of(item.raw);
    item.found.is_executable = is_executable(item.raw, item.found.type);
    const Format format = format_of(item.raw);
    if (format != Format::None) {
      if (may_open(item)) open_archive(item, format);
    } else if (item.is_message || item.found.type == "message/rfc822") {
      if (may_open(item)) open_message(item);
    } else {
      read(item);
    }
    if (item.is_broken) item.found.is_supported = false;
  }

  bool may_open(const Item& item) { return item.depth < limits_.archive_depth || stop(); }

  void read(Item& item) {
    item.found.is_protected = is_protected_document(item.raw);
    auto text = text_of({item.raw, item.charset, is_html(item)}, limits_.attachment_text_bytes);
    item.found.is_supported = text.has_value();
    if (!text) return;
    item.found.text = std::move(*text);
    if (item.raw.size() > limits_.attachment_text_bytes) stop();
  }

  void open_message(Item& item) {
    const message::RawMessage raw = message::read(item.raw);
    const message::HeaderField* subject = message::find(raw.headers, "Subject");
    if (subject != nullptr) item.found.text = mime::decode_words(message::unfold(subject->value));
    item.found.is_supported = true;
    add_parts(raw.headers, raw.body, &item);
  }

  void open_archive(Item& item, Format format) {
    const ZipKind kind = format == Format::Zip ? kind_of_zip(item.raw) : ZipKind();
    item.found.is_executable |= kind.is_program;
    Archive archive(item.raw, format);
    Archive::Step step = archive.next();
    for (; step == Archive::Step::Member; step = archive.next()) {
      const bool goes_on =
          kind.is_document ? add_embedded(archive, item) : add_member(archive, item, is_single_file(format));
      if (!goes_on) return;
    }
    item.found.is_protected |= step == Archive::Step::Protected;
    item.found.is_supported = step != Archive::Step::Broken && !kind.is_document;
  }

  // Like the next: false when a limit is reached.
  bool add_member(Archive& archive, Item& container, bool is_single) {
    if (!count_one()) return false;
    if (archive.is_folder()) return true;
    Item item = member_of(container, is_single ? without_ending(container.found.name) : archive.path());
    if (!archive.is_protected()) return unpack(archive, std::move(item));
    container.found.is_protected = true;
    item.found.is_protected = true;
    item.found.is_supported = true;
    item.found.size = archive.size();
    waiting_.push_back(std::move(item));
    return true;
  }

  bool add_embedded(Archive& archive, Item& document) {
    const std::string path = archive.path();
    if (path == "docProps/custom.xml") document.found.properties = custom_properties(unpacked(archive));
    if (path == "META-INF/manifest.xml") document.found.is_protected = says_encrypted(unpacked(archive));
    return belongs_to_document(path) || add_member(archive, document, false);
  }

  bool unpack(Archive& archive, Item item) {
    std::string bytes;
    const Archive::Read read = archive.read(bytes, limits_.unpacked_bytes - unpacked_);
    unpacked_ += bytes.size();
    own(item, std::move(bytes));
    item.is_broken = read != Archive::Read::Whole;
    waiting_.push_back(std::move(item));
    return read != Archive::Read::Cut || stop();
  }

  std::string unpacked(Archive& archive) {
    std::string out;
    const std::size_t most = std::min(limits_.attachment_text_bytes, limits_.unpacked_bytes - unpacked_);
    if (archive.read(out, most) == Archive::Read::Cut) stop();
    unpacked_ += out.size();
    return out;
  }

  FileTypes& types_;
  const base::Limits& limits_;
  message::Attachments found_;
  std::deque<Item> waiting_;
  std::size_t count_ = 0;     // of parts and members, folders too
  std::size_t unpacked_ = 0;  // bytes
};

}  // namespace

message::Attachments inspect_message(const message::Message& message, FileTypes& types, const base::Limits& limits) {
  return Inspection(types, limits).run(message);
}

}  // namespace waybill::content
