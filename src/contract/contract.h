// The backend's rules as data, and the engine that walks them. The whole public face of this folder.
// Text in and out is UTF-8 JSON. Errors of the value are issues inside the answer; an Error is for what is
// not JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/buffer.h"

namespace media::contract {

struct ValidateOptions {
  bool camel = false;  // keys of the answer's value
  // Names of fields of the model, in either style, each ended by a line feed: no other is looked at, nor
  // answered.
  std::optional<std::string_view> only = {};
  bool from_object =
      false;  // the JSON was made from a caller's object: NaN in it is an issue, not Python's NaN
};

// What is answered beside one long text that was not copied: it stands in the caller's JSON as it is.
struct Late {
  size_t at = 0;               // where it belongs, between its quotes; 0: there is none
  std::string_view text = {};  // as long as the caller's JSON is there
};

// Characters of a JSON that were put there as they are, as all that one string holds, to spare looking for what
// must be escaped in a long base64 text. When they are not such a string after all (a quote, a backslash, a control
// character is among them), or the rest is no JSON, nothing is answered: see each function.
struct RawText {
  size_t at = 0, length = 0;  // bytes; no length: none
};

// {"ok":true,"value":…}, or {"ok":false,"issues":[{"type","loc","path","message","ctx","input"}, …]}; of more
// than 1000 issues the first, with "count" and "truncated". Either with "warnings", issues of type
// ambiguous_key, where a key is given in both styles with different values: snake_case counts. Where the
// value holds NaN, written as null, "nan" lists the paths: each as the count of steps that it shares with the
// path before, then its further steps. `model` may end in "[]": a list of it. invalid_argument for a name in
// `only` that is no field of the model; unknown_model, invalid_json, json_too_deep, input_too_large.
Result<std::string> validate(std::string_view model, ByteView json, const ValidateOptions& options);

// The same without a copy of a text of kLongText bytes or more, an image in base64: the value has "" in its place, and
// "late" is the path to it. Empty for raw text that is none.
inline constexpr size_t kLongText = 64u << 10;
struct Verdict {
  std::string json;
  std::string_view late;
};
Result<Verdict> validate_late(std::string_view model, ByteView json, const ValidateOptions& options,
                              RawText raw = {});

// JSON to send; its long text, if there is one, stands apart.
struct Body {
  std::string json;
  Late late;
  Bytes encoded;  // where `late` stands when it is none of the caller's: an image in base64

  std::string joined() const {
    return late.at == 0 ? json : std::string(json).insert(late.at, late.text);
  }
};

struct Encoded {
  std::string head;  // empty, {"ok":true,"warnings":[…]}, or {"ok":false,"issues":[…],…}
  Body body;         // the value as the wire's JSON, without what the caller left out; empty for raw text that is none
};
Result<Encoded> encode(std::string_view model, ByteView json, RawText raw = {});

// A request as the web app would send it.
struct Request {
  std::string head;  // {"ok":true,"method","path","query","url","headers",…} or {"ok":false,"status","issues"}
  Body body;         // empty when the endpoint takes none
};

// `context`: JSON object of what the caller knows, {"tier", "counts": {type: number}, "total", "known_ids":
// […]}. `image`: the file's bytes for uploadMedia in place of image_base64; a null data() when there is none.
// unknown_endpoint, out_of_memory, and what validate() answers. The head is empty for raw text that is none.
Result<Request> build_request(std::string_view endpoint, ByteView params, ByteView context, ByteView image,
                              RawText raw = {});

// A response's verdict as validate() gives it, with camelCase keys and all defaults. Where the contract says
// nothing of a response, the value is the JSON as it is. unknown_endpoint, and what validate() answers.
// Tolerant: what is newer than the tables is kept or left out, and listed as "drift" (see engine.h).
Result<std::string> parse_response(std::string_view endpoint, ByteView json, bool tolerant = false);

// FastAPI's error body (`detail` a text, a list of issues, or an object with a message), as
// {"message": …, "issues": […]}; whatever else the bytes are, a general message with the status.
std::string parse_error_response(int status, ByteView json);

// Limits, vocabularies and canvas sizes, as JSON under the backend's names.
std::string constants_json();

// {"CANVAS_SIZES", "DEFAULT_CANVAS_SIZE"}: of those, what geometry needs.
std::string canvases_json();

// ["UploadMediaRequest", …]
std::string models_json();

// JSON Schema 2020-12 of a model; nested models are in $defs. unknown_model.
Result<std::string> json_schema(std::string_view model);

// [{"name","about","hook","method","path","parameter","body","query","response","guard","headers"}, …]
std::string endpoints_json();

// The tables themselves, from which the TypeScript types and the documentation are made when the package is built:
// {"vocabularies": […], "models": [{"name","about","fields"}, …], "endpoints": […]}.
std::string tables_json();

// As the server's MediaAccessResponse, and the limits of each type:
// {"hasAccess","tier","totalLimit","maxPerPrompt","upgradeMessage","assetLimits":{type: number}}
std::string access_json(std::string_view tier);

// {"total": {"limit","used","left"}, "types": {type: {"limit","used","left"}}} from a context's counts.
Result<std::string> room_json(std::string_view tier, ByteView context);

enum class Asked { nothing, no, yes };

// {"default","allowed","effective","subject"}: whether the background goes, and what stays (kSubjects; null
// where all stays). invalid_argument for an unknown type.
Result<std::string> background_removal_json(std::string_view asset_type, Asked asked);

// The text that tells an image model where each asset goes. `input`: {"placements": […], "canvas": {"width",
// "height"}, "phrases"?: {…}}; placements in either key style. invalid_argument names the first issue.
Result<std::string> describe_placements(ByteView input);

// The words of the prompt for a centre in percent of the canvas, and for a width in percent of its width.
std::string_view region(double x, double y);
std::string_view size_word(double percent);

// The wording that describe_placements uses, as JSON; any of it can be given as "phrases".
std::string phrases_json();

}  // namespace media::contract
