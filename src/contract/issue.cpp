#include "contract/issue.h"

#include "contract/coerce.h"
#include "contract/nan.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

std::string words(Choices choices) {
  std::string out;
  for (size_t i = 0; i < choices.size(); ++i) {
    if (i != 0) out += i + 1 == choices.size() ? " or " : ", ";
    out += choices[i];
  }
  return out;
}

// 'a', 'b' or 'c'
std::string quoted_words(Choices choices) {
  std::string out;
  for (size_t i = 0; i < choices.size(); ++i) {
    if (i != 0) out += i + 1 == choices.size() ? " or " : ", ";
    out += "'" + std::string(choices[i]) + "'";
  }
  return out;
}

std::string counted(uint32_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view issue_name(IssueType type) {
  switch (type) {
#define MEDIA_ISSUE_NAME(name, about) \
  case IssueType::name:               \
    return #name;
    MEDIA_ISSUE_TYPES(MEDIA_ISSUE_NAME)
#undef MEDIA_ISSUE_NAME
    case IssueType::none:
      break;
  }
  return "none";
}

std::vector<IssueKind> issue_kinds() {
  const auto context = [](IssueType type) -> std::string_view {
    switch (type) {
      case IssueType::greater_than:
        return R"({"gt":"number"})";
      case IssueType::greater_than_equal:
        return R"({"ge":"number"})";
      case IssueType::less_than_equal:
        return R"({"le":"number"})";
      case IssueType::string_too_short:
      case IssueType::no_ids:
        return R"({"min_length":"number"})";
      case IssueType::string_too_long:
        return R"({"max_length":"number"})";
      case IssueType::too_long:
        return R"({"field_type":"string","max_length":"number","actual_length":"number"})";
      case IssueType::literal_error:
      case IssueType::unknown_word:
        return R"({"expected":"string"})";
      case IssueType::json_invalid:
        return R"({"error":"string"})";
      case IssueType::ambiguous_key:
        return R"({"used":"string","ignored":"string"})";
      case IssueType::model_type:
        return R"({"class_name":"string"})";
      case IssueType::string_pattern_mismatch:
        return R"({"pattern":"string"})";
      case IssueType::access_denied:
        return R"({"tier":"string"})";
      case IssueType::total_limit_reached:
        return R"({"total":"number","limit":"number"})";
      case IssueType::type_limit_reached:
      case IssueType::too_many_ids:
        return R"({"count":"number","limit":"number"})";
      case IssueType::file_too_large:
        return R"({"size":"number","limit":"number"})";
      default:
        return "{}";
    }
  };
  return {
#define MEDIA_ISSUE_KIND(name, about) {#name, context(IssueType::name), about},
      MEDIA_ISSUE_TYPES(MEDIA_ISSUE_KIND)
#undef MEDIA_ISSUE_KIND
  };
}

std::string location_json(const Location& location, bool camel) {
  JsonList out;
  for (const Step& step : location) {
    if (step.is_index) {
      out.number(step.index);
    } else if (camel && step.is_field) {
      out.text(camel_case(step.name));
    } else {
      out.text(step.name);
    }
  }
  return out.done();
}

std::string issue_context(IssueType type, const Field& field, uint32_t actual) {
  switch (type) {
    case IssueType::greater_than:
      return JsonObject().json("gt", number_text(field.min)).done();
    case IssueType::greater_than_equal:
      return JsonObject().json("ge", number_text(field.min)).done();
    case IssueType::less_than_equal:
      return JsonObject().json("le", number_text(field.max)).done();
    case IssueType::string_too_short:
      return JsonObject().number("min_length", field.min_length).done();
    case IssueType::string_too_long:
      return JsonObject().number("max_length", field.max_length).done();
    case IssueType::too_long:
      return JsonObject()
          .text("field_type", "List")
          .number("max_length", field.max_length)
          .number("actual_length", actual)
          .done();
    case IssueType::literal_error:
    case IssueType::unknown_word:
      return JsonObject().text("expected", quoted_words(field.choices)).done();
    case IssueType::model_type:
      return JsonObject().text("class_name", field.model->class_name()).done();
    case IssueType::string_pattern_mismatch:
      return JsonObject().text("pattern", field.pattern).done();
    default:
      return "{}";
  }
}

std::string issue_message(IssueType type, const Field& field) {
  switch (type) {
    case IssueType::missing:
      return "This is required.";
    case IssueType::model_type:
    case IssueType::model_attributes_type:
    case IssueType::dict_type:
      return "This must be an object.";
    case IssueType::list_type:
      return "This must be a list.";
    case IssueType::string_type:
      return "This must be text.";
    case IssueType::string_unicode:
      return "This text contains half a character; type it again.";
    case IssueType::string_too_short:
      return field.min_length == 1 ? "This must not be empty."
                                   : "Use at least " + counted(field.min_length, "character") + ".";
    case IssueType::string_too_long:
      return "Use at most " + counted(field.max_length, "character") + ".";
    case IssueType::string_pattern_mismatch:
      return "Use a colour of the form #RRGGBB, like #FF5733.";
    case IssueType::literal_error:
      return "Choose one of: " + words(field.choices) + ".";
    case IssueType::int_type:
    case IssueType::int_parsing:
    case IssueType::int_from_float:
      return "This must be a whole number.";
    case IssueType::int_parsing_size:
      return "This number is too large.";
    case IssueType::finite_number:
      return "This must be a finite number.";
    case IssueType::float_type:
    case IssueType::float_parsing:
      return "This must be a number.";
    case IssueType::bool_type:
    case IssueType::bool_parsing:
      return "This must be true or false.";
    case IssueType::greater_than:
      return "This must be more than " + number_text(field.min) + ".";
    case IssueType::greater_than_equal:
      return "This must be " + number_text(field.min) + " or more.";
    case IssueType::less_than_equal:
      return "This must be " + number_text(field.max) + " or less.";
    case IssueType::too_long:
      return "Use at most " + counted(field.max_length, "item") + ".";
    case IssueType::unknown_key:
      return "This key is not in the contract.";
    case IssueType::unknown_word:
      return "This word is not in the contract.";
    case IssueType::json_invalid:
      return "This is not JSON that can be read.";
    default:
      return "";  // the server's other refusals bring their own sentence
  }
}

std::string message_of(const Issue& issue) {
  return issue.message.empty() ? issue_message(issue.type, issue.field) : issue.message;
}

std::string issues_json(const Document& document, const Issues& issues) {
  constexpr size_t most = 64u << 10, most_together = 1u << 20;  // bytes of offending values
  JsonList out;
  std::string input;
  size_t inputs = 0;
  for (const Issue& issue : issues.kept()) {
    const uint32_t count = issue.input ? document[*issue.input].count : 0;
    JsonObject row;
    row.text("type", issue_name(issue.type));
    row.json("loc", location_json(issue.location, false)).json("path", location_json(issue.location, true));
    row.text("message", message_of(issue));
    row.json("ctx", issue.context.empty() ? issue_context(issue.type, issue.field, count) : issue.context);
    input.clear();
    if (issue.input && inputs < most_together && write_node(input, document, *issue.input, most)) {
      row.json("input", input);
      inputs += input.size();
      NanPlaces nans;
      Location place;
      each_nan(document, *issue.input, place, [&] { nans.add(place, false); });
      if (!nans.empty()) row.json("nan", nans.json());
    }
    out.json(row.done());
  }
  return out.done();
}

void put_issues(JsonObject& out, const Document& document, const Issues& issues) {
  out.json("issues", issues_json(document, issues));
  if (issues.truncated()) out.number("count", issues.count()).flag("truncated", true);
}

}  // namespace media::contract
