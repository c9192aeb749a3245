// message/edit.cpp: the printed form of edits.
#include "message/edit.h"

#include "base/text.h"

namespace waybill::message {
namespace {

std::string field(const std::string& name, const std::string& value) { return name + ':' + base::printable(value); }
std::string nth(const std::string& name, std::size_t instance) {
  return instance == 1 ? name : name + '[' + std::to_string(instance) + ']';
}

struct Print {
  std::string operator()(const InsertHeader& e) const { return "insert header " + field(e.name, e.value); }
  std::string operator()(const AddHeader& e) const { return "add header " + field(e.name, e.value); }
  std::string operator()(const ChangeHeader& e) const {
    return "change header " + field(nth(e.name, e.instance), e.value);
  }
  std::string operator()(const RemoveHeader& e) const { return "remove header " + nth(e.name, e.instance); }
  std::string operator()(const SpliceBody& e) const {
    const std::string range = "body " + std::to_string(e.begin) + ".." + std::to_string(e.end) + ": ";
    const std::string size = std::to_string(e.bytes.size()) + " bytes";
    return range + (e.begin == e.end ? "insert " : "replace by ") + size;
  }
};

}  // namespace

std::string to_string(const Edit& edit) { return std::visit(Print{}, edit); }

}  // namespace waybill::message
