// content/inspector.cpp: the port over one set of file types.
#include "content/inspector.h"

#include <locale.h>

#include <utility>

#include "content/file_types.h"
#include "content/inspection.h"

namespace waybill::content {
namespace {

// libarchive hands out names in the charset of the thread's locale; in "C" what is not ASCII would be lost.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (locale_ != nullptr) freelocale(locale_);
  }
  locale_t get() const { return locale_; }

 private:
  locale_t locale_;
};

class InLocale {
 public:
  explicit InLocale(const Utf8Locale& locale) : before_(uselocale(locale.get())) {}
  InLocale(const InLocale&) = delete;
  InLocale& operator=(const InLocale&) = delete;
  ~InLocale() { uselocale(before_); }

 private:
  locale_t before_;
};

class ContentInspector final : public engine::Inspector {
 public:
  explicit ContentInspector(std::unique_ptr<FileTypes> types) : types_(std::move(types)) {}

  message::Attachments inspect(const message::Message& message, const base::Limits& limits) override {
    const InLocale in_utf8(locale_);
    return inspect_message(message, *types_, limits);
  }

 private:
  std::unique_ptr<FileTypes> types_;
  Utf8Locale locale_;
};

}  // namespace

base::Result<std::shared_ptr<engine::Inspector>> make_inspector() {
  auto types = FileTypes::load();
  if (!types) return types.error();
  return std::shared_ptr<engine::Inspector>(std::make_shared<ContentInspector>(std::move(*types)));
}

}  // namespace waybill::content
