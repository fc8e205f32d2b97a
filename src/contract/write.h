// Nodes of a document as JSON text; what is made anew is written with base/json.h.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "contract/json.h"

namespace media::contract {

using media::write_string;

// A string node, without a second look at the characters of one that had no escape.
void write_string(std::string& out, const Node& node);

// A number node; of an integer -0 only the 0, as in Python. JSON has no infinity and no NaN: they become 1e999 (which reads as Infinity) and null.
void write_number(std::string& out, const Node& node);

// A node with all that it holds, as it is; without recursion. False when `out` grew past `limit`.
bool write_node(std::string& out, const Document& document, uint32_t index, size_t limit = SIZE_MAX);

}  // namespace media::contract
