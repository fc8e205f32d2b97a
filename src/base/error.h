// Errors are values: every public function of the core that can fail returns a Result<T>, never throws.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace media {

// Every error code of the package, those raised by its TypeScript part included: X(code, "what it means").
// Codes are stable; messages may change. The TypeScript union is
// made from this list.
#define MEDIA_ERROR_CODES(X)                                                                                     \
  X(invalid_argument, "an argument has the wrong type or is out of range")                                       \
  X(empty_input, "there are no bytes to read")                                                                   \
  X(unsupported_format, "of no format that can be read, or written, here")                                            \
  X(corrupt_image, "the image is truncated or damaged")                                                          \
  X(input_too_large, "more bytes than the limit")                                                                \
  X(image_too_large, "more pixels or longer sides than the limit")                                               \
  X(cannot_fit, "the picture cannot be encoded within so few bytes")                                             \
  X(out_of_memory, "the memory for the result could not be had")                                                 \
  X(invalid_json, "the text is not JSON")                                                                        \
  X(json_too_deep, "the JSON is nested deeper than 950 levels")                                                  \
  X(invalid_response, "the server's answer breaks the contract")                                                 \
  X(unknown_model, "no model of that name")                                                                      \
  X(unknown_endpoint, "no endpoint of that name")                                                                \
  X(invalid_model, "the file is not an ONNX model that can be run")                                              \
  X(model_mismatch, "the model's inputs or outputs are not those of an image segmentation model")                \
  X(model_unavailable, "the model could not be fetched or read")                                                 \
  X(digest_mismatch, "the model's bytes are not those that its digest names")                                    \
  X(no_subject, "no subject was found in the image")                                                            \
  X(no_background, "the whole image was taken for the subject")                                                 \
  X(not_flat, "the background is no colour, gradient or checkerboard")                                          \
  X(doubtful, "the result is doubtful, and only a good one was wanted")                                          \
  X(not_chroma, "the background is no green or blue screen")                                                    \
  X(inference_failed, "the network could not be run on this image")                                              \
  X(worker_failed, "the background worker could not be started or died")                                         \
  X(file_not_found, "no such file, or it cannot be read")                                                        \
  X(write_failed, "the file could not be written")                                                               \
  X(file_exists, "a file of that name is there already")                                                         \
  X(fetch_failed, "the address could not be read")                                                               \
  X(timeout, "the server took longer than the call allows")                                                      \
  X(request_refused, "the server would refuse this request, so it was not sent")                                 \
  X(http_error, "the server answered with an error; status and issues say which")                                \
  X(aborted, "the caller cancelled the operation")                                                               \
  X(queue_full, "too many operations are waiting")                                                               \
  X(disposed, "the object was used after dispose()")                                                             \
  X(wasm_unavailable, "WebAssembly, or this module, cannot be loaded here")                                      \
  X(internal_error, "a defect in this package")

enum class ErrorCode {
#define MEDIA_ENUMERATOR(name, meaning) name,
  MEDIA_ERROR_CODES(MEDIA_ENUMERATOR)
#undef MEDIA_ENUMERATOR
};

// The stable name that crosses to JavaScript, e.g. "corrupt_image".
constexpr std::string_view error_name(ErrorCode code) {
  switch (code) {
#define MEDIA_NAME(name, meaning) \
  case ErrorCode::name:           \
    return #name;
    MEDIA_ERROR_CODES(MEDIA_NAME)
#undef MEDIA_NAME
  }
  return "internal_error";
}

struct Error {
  ErrorCode code = ErrorCode::internal_error;
  std::string message;  // one sentence for a person, ending in a full stop
};

// Either a value or an Error. `if (!result) return result.error();` passes an error on.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

// Of a Result that only tells whether it could be done.
struct Done {};

}  // namespace media
