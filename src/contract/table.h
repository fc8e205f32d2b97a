// How a model is written down: one Field a line. Everything that knows the fields (validation, key styles,
// defaults, JSON Schema, TypeScript types, the README's table) reads these tables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace media::contract {

enum class Type : uint8_t { text, integer, number, boolean, choice, list, model, object };

using Choices = std::span<const std::string_view>;

struct Model;

struct Field {
  std::string_view name;  // snake_case, as on the wire
  Type type = Type::text;
  std::string_view about;  // one sentence for users of the generated types
  bool nullable = false;
  std::string_view fallback = {};  // JSON of the default; empty: the field is required
  bool has_min = false, has_max = false, above_min = false;  // above_min: the minimum itself is refused
  double min = 0, max = 0;
  uint32_t min_length = 0, max_length = UINT32_MAX;  // code points, or items
  std::string_view pattern = {};                     // of the only one in use, see matches_hex_colour()
  Choices choices = {};
  const Model* model = nullptr;  // of a model
  const Field* item = nullptr;   // of a list, or of an object whose values have a type

  constexpr Field length(uint32_t least, uint32_t most) const {
    Field f = *this;
    f.min_length = least;
    f.max_length = most;
    return f;
  }
  constexpr Field at_most(uint32_t items) const { return length(0, items); }
  constexpr Field matching(std::string_view regex) const {
    Field f = *this;
    f.pattern = regex;
    return f;
  }
  constexpr Field from(double least) const {
    Field f = *this;
    f.has_min = true;
    f.min = least;
    return f;
  }
  constexpr Field above(double least) const {
    Field f = from(least);
    f.above_min = true;
    return f;
  }
  constexpr Field range(double least, double most) const {
    Field f = from(least);
    f.has_max = true;
    f.max = most;
    return f;
  }
  constexpr Field otherwise(std::string_view json) const {
    Field f = *this;
    f.fallback = json;
    return f;
  }
  constexpr Field or_null() const {
    Field f = *this;
    f.nullable = true;
    return f;
  }
  // Null is allowed, and is the default.
  constexpr Field optional() const { return or_null().otherwise("null"); }

  constexpr bool required() const { return fallback.empty(); }
};

struct Model {
  std::string_view name;
  std::string_view about;
  std::span<const Field> fields;
  std::string_view server_class = {};  // the server's own name for it, where that is another

  constexpr std::string_view class_name() const { return server_class.empty() ? name : server_class; }
};

constexpr Field text(std::string_view name, std::string_view about) { return {name, Type::text, about}; }
constexpr Field integer(std::string_view name, std::string_view about) {
  return {name, Type::integer, about};
}
constexpr Field number(std::string_view name, std::string_view about) { return {name, Type::number, about}; }
constexpr Field boolean(std::string_view name, std::string_view about) {
  return {name, Type::boolean, about};
}
constexpr Field object(std::string_view name, std::string_view about) { return {name, Type::object, about}; }
constexpr Field choice(std::string_view name, Choices choices, std::string_view about) {
  Field f{name, Type::choice, about};
  f.choices = choices;
  return f;
}
constexpr Field list(std::string_view name, const Field& item, std::string_view about) {
  Field f{name, Type::list, about};
  f.item = &item;
  return f;
}
constexpr Field map(std::string_view name, const Field& item, std::string_view about) {
  Field f{name, Type::object, about};
  f.item = &item;
  return f;
}
constexpr Field nested(std::string_view name, const Model& model, std::string_view about) {
  Field f{name, Type::model, about};
  f.model = &model;
  return f;
}

inline constexpr size_t kMaxFields = 32;  // of one model

// Every model, in the order of the documentation; nullptr where there is none of that name.
std::span<const Model* const> all_models();
const Model* find_model(std::string_view name);

// The body of the endpoints that take ids.
extern const Field kAssetIds;

}  // namespace media::contract
