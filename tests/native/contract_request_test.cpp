// Requests, and the server's refusals before sending.
#include "contract_support.h"

#include "contract/base64.h"
#include "contract/request.h"
#include "contract/vocabulary.h"

namespace media::contract {
namespace {

constexpr std::string_view kUpload = R"({"asset_type":"logo","display_name":"Logo"})";

std::string placements(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += (i != 0 ? "," : "") +
           std::string(R"({"assetId":"a)") + std::to_string(i) +
           R"(","displayName":"N","assetType":"face","url":"u","x":1,"y":2,"width":3,"height":4})";
  }
  return "[" + out + "]";
}

std::string repeated(std::string_view text, size_t count) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

std::string ids(int count) {
  std::string out = "[";
  for (int i = 0; i < count; ++i) out += (i != 0 ? ",\"" : "\"") + std::to_string(i) + "\"";
  return out + "]";
}

}  // namespace

TEST(Preflight, TheLibraryIsFullAtItsTotalAndAtATypesLimit) {
  const std::vector<uint8_t> image{1};
  const auto upload = [&](std::string_view context) { return outcome("uploadMedia", kUpload, context, image); };
  EXPECT_EQ(upload(R"({"tier":"pro","total":24})"), "ok unknown_file_type");
  EXPECT_EQ(upload(R"({"tier":"pro","total":25})"), "400 total_limit_reached");
  EXPECT_EQ(upload(R"({"tier":"pro","counts":{"face":5,"object":10,"reference":9}})"), "ok unknown_file_type");
  EXPECT_EQ(upload(R"({"tier":"pro","counts":{"face":5,"object":10,"reference":10}})"), "400 total_limit_reached");
  EXPECT_EQ(upload(R"({"tier":"pro","total":null,"counts":{"face":25}})"), "400 total_limit_reached");
  EXPECT_EQ(upload(R"({"tier":"pro","total":0,"counts":{"face":25}})"), "ok unknown_file_type");  // 0 is a total
  EXPECT_EQ(upload(R"({"tier":"pro","counts":{"logo":4}})"), "ok unknown_file_type");
  EXPECT_EQ(upload(R"({"tier":"pro","counts":{"logo":5}})"), "400 type_limit_reached");
  EXPECT_EQ(upload(R"({"tier":"free"})"), "403 access_denied");
  EXPECT_EQ(upload(R"({"tier":"Pro"})"), "403 access_denied");
  // A count beside `counts` is none.
  EXPECT_EQ(upload(R"({"tier":"pro","logo":99})"), "ok unknown_file_type");
  EXPECT_EQ(upload(R"({"tier":"pro","counts":5,"logo":99})"), "ok unknown_file_type");
  const auto head = built("uploadMedia", kUpload, R"({"counts":{"logo":5}})", image).head;
  EXPECT_EQ(head["issues"][0]["ctx"], nlohmann::json::parse(R"({"count":5,"limit":5})"));
}

TEST(Preflight, AFileMayHaveTenMebibytes) {
  std::vector<uint8_t> image(kMaxFileBytes);
  EXPECT_EQ(outcome("uploadMedia", kUpload, "{}", image), "ok unknown_file_type");
  std::string text(base64_length(image.size()), 'A');
  const std::string start = R"({"asset_type":"logo","display_name":"Logo","image_base64":")";
  text.replace(text.size() - 2, 2, "==");
  EXPECT_EQ(*base64_decoded_size(text), kMaxFileBytes);
  EXPECT_EQ(outcome("uploadMedia", start + text + "\"}"), "ok unknown_file_type");
  EXPECT_EQ(outcome("uploadMedia", start + text.replace(text.size() - 2, 2, "A=") + "\"}"), "400 file_too_large");
  image.push_back(0);
  EXPECT_EQ(outcome("uploadMedia", kUpload, "{}", image), "400 file_too_large");
  EXPECT_EQ(outcome("uploadMedia", kUpload, "{}", ByteView(image.data(), 0)), "400 empty_file");
  EXPECT_EQ(outcome("uploadMedia", start + "\"}"), "400 empty_file");
  EXPECT_EQ(outcome("uploadMedia", start + "A\"}"), "400 invalid_base64");
  EXPECT_EQ(outcome("uploadMedia", kUpload), "422 missing");
}

TEST(Preflight, TheFirstRefusalIsTheServers) {
  const std::string big = R"({"asset_type":"logo","display_name":"","image_base64":"A"})";
  const std::string full = R"({"tier":"free","total":25,"counts":{"logo":5}})";
  EXPECT_EQ(outcome("uploadMedia", big, full), "422 string_too_short");
  const std::string named = R"({"asset_type":"logo","display_name":"x","image_base64":"A"})";
  EXPECT_EQ(outcome("uploadMedia", named, full), "403 access_denied");
  EXPECT_EQ(outcome("uploadMedia", named, R"({"tier":"pro","total":25,"counts":{"logo":5}})"), "400 total_limit_reached");
  EXPECT_EQ(outcome("uploadMedia", named, R"({"tier":"pro","total":5,"counts":{"logo":5}})"), "400 type_limit_reached");
  EXPECT_EQ(outcome("uploadMedia", named, R"({"tier":"pro"})"), "400 invalid_base64");
}

TEST(Preflight, IdsOfABulkDeleteAndOfAPrompt) {
  EXPECT_EQ(outcome("bulkDeleteMedia", "[]"), "400 no_ids");
  EXPECT_EQ(outcome("bulkDeleteMedia", ids(50)), "ok");
  EXPECT_EQ(outcome("bulkDeleteMedia", ids(51)), "400 too_many_ids");
  EXPECT_EQ(outcome("bulkDeleteMedia", "{\"ids\":" + ids(50) + "}"), "ok");
  EXPECT_EQ(built("bulkDeleteMedia", "{\"assetIds\":[\"x\"]}").body, "[\"x\"]");
  EXPECT_EQ(outcome("bulkDeleteMedia", "{}"), "422 list_type");
  EXPECT_EQ(outcome("bulkDeleteMedia", "[1]"), "422 string_type");
  EXPECT_EQ(outcome("getMediaForPrompt", ids(2), R"({"tier":"pro","knownIds":["0","1"]})"), "ok");
  EXPECT_EQ(outcome("getMediaForPrompt", ids(3), R"({"tier":"free"})"), "400 too_many_ids");
  EXPECT_EQ(outcome("getMediaForPrompt", ids(2), R"({"tier":"free"})"), "403 access_denied");
  EXPECT_EQ(outcome("getMediaForPrompt", ids(2), R"({"known_ids":["0"]})"), "404 unknown_asset");
}

TEST(Preflight, MediaInAPromptNeedsATierAndKnownAssets) {
  const auto generate = [](const std::string& more, std::string_view context) {
    return outcome("generate", R"({"asset_type":"thumbnail")" + more + "}", context);
  };
  EXPECT_EQ(generate("", R"({"tier":"free"})"), "ok");
  EXPECT_EQ(generate(R"(,"media_asset_ids":[])", R"({"tier":"free"})"), "ok");
  EXPECT_EQ(generate(R"(,"media_asset_ids":null)", R"({"tier":"free"})"), "ok");
  EXPECT_EQ(generate(",\"media_asset_placements\":" + placements(1), R"({"tier":"free"})"), "403 access_denied");
  EXPECT_EQ(generate(",\"media_asset_placements\":" + placements(2), R"({"knownIds":["a0","a1"]})"), "ok");
  EXPECT_EQ(generate(",\"media_asset_placements\":" + placements(2), R"({"knownIds":["a0"]})"), "404 unknown_asset");
  EXPECT_EQ(generate(",\"media_asset_placements\":" + placements(3), "{}"), "422 too_long");
  const auto head = built("generate", R"({"asset_type":"thumbnail","media_asset_placements":)" + placements(2) + "}",
                          R"({"knownIds":["a0"]})").head;
  EXPECT_EQ(head["issues"][0]["loc"].dump(), R"(["media_asset_placements",1,"asset_id"])");
}

TEST(Preflight, RoomIsWhatATypeAndTheWholeLibraryLeave) {
  const auto room = [](std::string_view tier, std::string_view context) {
    return nlohmann::json::parse(*room_json(tier, view(context)));
  };
  const auto some = room("pro", R"({"counts":{"logo":4,"face":5,"object":9,"reference":4}})");
  EXPECT_EQ(some["total"]["left"], 3);
  EXPECT_EQ(some["types"]["logo"]["left"], 1);
  EXPECT_EQ(some["types"]["face"]["left"], 0);
  EXPECT_EQ(some["types"]["reference"]["left"], 3);  // 6 of its own, but 3 of all
  EXPECT_EQ(room("pro", R"({"counts":{"logo":9}})")["types"]["logo"]["left"], 0);
  EXPECT_EQ(room("pro", R"({"total":99})")["types"]["logo"]["left"], 0);
  EXPECT_EQ(room("free", "{}")["total"]["limit"], 0);
}

TEST(Preflight, WhatIsNoCountIsNotKnown) {
  for (const std::string_view none : {"NaN", "Infinity", "-Infinity", "-1", "null", "\"x\"", "[]", "1e999"}) {
    SCOPED_TRACE(none);
    const std::string counts = "{\"counts\":{\"logo\":" + std::string(none) + ",\"face\":2},\"total\":" + std::string(none) + "}";
    const auto room = nlohmann::json::parse(*room_json("pro", view(counts)));
    EXPECT_EQ(room["types"]["logo"]["used"], 0);
    EXPECT_EQ(room["total"]["used"], 2);
    EXPECT_EQ(outcome("uploadMedia", kUpload, counts, std::vector<uint8_t>{1}), "ok unknown_file_type");
  }
}

TEST(Preflight, TypesThatAreNewerThanTheTableCountInTheTotal) {
  const auto upload = [](std::string_view context) { return outcome("uploadMedia", kUpload, context, std::vector<uint8_t>{1}); };
  EXPECT_EQ(upload(R"({"counts":{"hologram":24}})"), "ok unknown_file_type");
  EXPECT_EQ(upload(R"({"counts":{"hologram":25}})"), "400 total_limit_reached");
  EXPECT_EQ(upload(R"({"counts":{"hologram":20,"gameSkin":5}})"), "400 total_limit_reached");
  // Once, in whichever style.
  EXPECT_EQ(upload(R"({"counts":{"hologram":14,"gameSkin":5,"game_skin":5}})"), "ok unknown_file_type");
}

TEST(Request, ARepeatedKeyCountsAsItsLast) {
  EXPECT_EQ(built("updateMedia", R"({"asset_id":"first","display_name":"a","asset_id":"last","display_name":"b"})").body,
            R"({"display_name":"b"})");
  EXPECT_EQ(built("updateMedia", R"({"asset_id":"first","asset_id":"last"})").head["path"],
            "/api/v1/media-library/last");
  EXPECT_EQ(outcome("updateMedia", R"({"asset_id":"a","display_name":"","display_name":"b"})"), "ok");
  const Built camel = built("updateMedia", R"({"assetId":"first","displayName":"a","assetId":"last","displayName":"b"})");
  EXPECT_EQ(camel.body, R"({"display_name":"b"})");
  EXPECT_EQ(camel.head["path"], "/api/v1/media-library/last");
}

// Pydantic's own JSON parser would stop at 200 levels; the server's is Python's, and goes on.
TEST(Request, MetadataMayBeAsDeepAsTheServerReadsIt) {
  for (const size_t depth : {2, 199, 200, 201, 202, 400, 900}) {
    SCOPED_TRACE(depth);
    for (const std::string& metadata : {R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}",
                                        repeated(R"({"a":)", depth) + "1" + std::string(depth, '}')}) {
      const std::string member = R"("metadata":)" + metadata + "}";
      const Built update = built("updateMedia", R"({"asset_id":"a",)" + member);
      EXPECT_EQ(update.outcome, "ok");
      EXPECT_EQ(update.body, "{" + member);
      const std::string upload = R"({"asset_type":"logo","display_name":"Logo","image_base64":"QUJD",)" + member;
      EXPECT_EQ(outcome("uploadMedia", upload), "ok unknown_file_type");
      const auto verdict = validate("UploadMediaRequest", view(upload), {});
      EXPECT_TRUE(verdict && verdict->starts_with(R"({"ok":true)"));
    }
  }
  const auto update = [](size_t depth) {
    return outcome("updateMedia", R"({"asset_id":"a","metadata":)" + repeated(R"({"a":)", depth) + "1" + std::string(depth + 1, '}'));
  };
  EXPECT_EQ(update(949), "ok");
  EXPECT_EQ(update(950), "json_too_deep");
}

TEST(Request, RawTextIsTakenOnlyAsAllOfOneString) {
  const auto answer = [](std::string_view before, std::string_view text, std::string_view after) {
    const std::string params = std::string(before) + std::string(text) + std::string(after);
    const auto result = build_request("uploadMedia", view(params), view("{}"), {}, {before.size(), text.size()});
    if (!result) return std::string(error_name(result.error().code));
    return result->head + result->body.joined();
  };
  const std::string before = R"({"asset_type":"logo","display_name":"Logo","image_base64":")", after = R"(","tags":["a"]})";
  const auto whole = build_request("uploadMedia", view(before + "QUJD" + after), view("{}"), {});
  EXPECT_EQ(answer(before, "QUJD", after), whole->head + whole->body.joined());
  EXPECT_TRUE(answer(before, "QUJ", after).starts_with(R"({"ok":false,"status":400)"));
  EXPECT_TRUE(answer(before, "QUJD QUJD{}", after).starts_with("{\"ok\":"));
  const std::string_view others[] = {R"(QUJD","is_favorite":true,"display_name":"other)", R"(")", R"(","x":")", R"(QUJD")",
                                     R"(QU\u004aD)", "QU\nJD", R"(QUJD\)", R"(QUJD\","\)", "\xFF", {"\0", 1}};
  for (const std::string_view text : others)
    EXPECT_EQ(answer(before, text, after), "") << text;
  EXPECT_EQ(answer(before, "QUJD", R"(","tags":[})"), "");
  EXPECT_EQ(answer(R"({"image_base64":"A)", "QUJD", after), "");
}

TEST(Request, ALongTextIsNotCopied) {
  const auto answers = [](std::string_view name, const std::string& text) {
    const auto encoded = encode(name, view(text));
    EXPECT_TRUE(encoded);
    return std::pair(encoded->body.joined(), encoded->body.late.text.data() - text.data());
  };
  const std::string start = R"({"display_name":"Logo","asset_type":"logo","image_base64":")", end = R"(","x":1})";
  for (const size_t length : {kLongText - 1, kLongText, kLongText + 1}) {
    const std::string base64(length, 'A'), params = start + base64 + end;
    const auto [body, at] = answers("UploadMediaRequest", params);
    EXPECT_EQ(body, R"({"asset_type":"logo","display_name":"Logo","image_base64":")" + base64 + "\"}");
    if (length >= kLongText) EXPECT_EQ(at, static_cast<ptrdiff_t>(start.size()));
    const auto verdict = validate_late("UploadMediaRequest", view(params), {.camel = true});
    EXPECT_EQ(verdict->late.size(), length >= kLongText ? length : 0);
    EXPECT_EQ(verdict->json.find(R"("late":["imageBase64"])") != std::string::npos, length >= kLongText);
    if (length % 4 == 0) EXPECT_NE(built("uploadMedia", params, "{}").body.find(base64), std::string::npos);
  }
  // Once, where it needs no escapes, at any depth.
  const std::string text(kLongText, 'A'), escaped = text + "\\n";
  const std::string brand = R"({"logo_url":")" + text + R"(","brand_kit_id":")" + text + "x\"}";
  EXPECT_EQ(answers("BrandContext", brand).first, R"({"brand_kit_id":")" + text + R"(x","logo_url":")" + text + "\"}");
  const std::string list = "[{},{\"logo_url\":\"" + escaped + "\",\"brand_kit_id\":\"" + text + "\"}]";
  const auto verdict = validate_late("BrandContext[]", view(list), {});
  EXPECT_EQ(verdict->late, text);
  EXPECT_NE(verdict->json.find(R"("late":[1,"brand_kit_id"])"), std::string::npos);
  const auto refused = validate_late("UploadMediaRequest", view(R"({"image_base64":")" + text + "\"}"), {});
  EXPECT_EQ(refused->late, "");
  EXPECT_EQ(*validate("UploadMediaRequest", view(start + text + end), {}),
            R"({"ok":true,"value":{"asset_type":"logo","display_name":"Logo","description":null,"image_base64":")" + text +
                R"(","tags":null,"is_favorite":false,"set_as_primary":false,"remove_background":null,"metadata":null}})");
}

TEST(Request, UnreservedCharactersStayInPathsAndOthersAreEscaped) {
  EXPECT_EQ(built("getMedia", R"("a-b_c.d~e")").head["path"], "/api/v1/media-library/a-b_c.d~e");
  EXPECT_EQ(built("getMedia", R"({"id":"a b?é+"})").head["path"], "/api/v1/media-library/a%20b%3F%C3%A9%2B");
  EXPECT_EQ(built("getPrimaryAsset", R"({"assetType":"logo"})").head["path"], "/api/v1/media-library/primary/logo");
  EXPECT_EQ(outcome("getPrimaryAsset", R"("sofa")"), "422 literal_error");
  EXPECT_EQ(outcome("getMedia", "{}"), "422 missing");
  EXPECT_EQ(outcome("getMedia", "5"), "422 missing");
  EXPECT_EQ(outcome("getMedia", R"({"id":5})"), "422 string_type");
  EXPECT_EQ(outcome("getMedia", R"("a1")", R"({"knownIds":["a2"]})"), "404 unknown_asset");
}

TEST(Request, AnIdThatNamesAnotherEndpointIsUnknown) {
  for (const std::string_view id : {".", "..", "...", "/", "a/b", "a\\b", "\n", "\x7F", "\xC2\x85", "summary", "access", "types",
                                    "primary", "bulk-delete", "for-prompt", "favorite", "set-primary", "primary%2Flogo",
                                    "%2e", "%252E%252e", "%73ummary", "%5C", "%00", "%C0%AF", "%"
                                    "25252fx"}) {
    EXPECT_TRUE(misleads(id)) << id;
    EXPECT_EQ(outcome("setPrimary", nlohmann::json{{"assetId", id}}.dump()), "404 unknown_asset") << id;
    EXPECT_EQ(outcome("generateFromSession", nlohmann::json{{"session_id", id}}.dump()), "404 unknown_asset") << id;
  }
  for (const std::string_view id : {"a1", ".a", "a..b", "Summary", "summary-2", "100%", "%zz", "%2", "\xC3\xA9", "3f2504e0-4f89-41d3"})
    EXPECT_FALSE(misleads(id)) << id;
}

TEST(Request, AQueryHoldsWhatDiffersFromTheDefaults) {
  const auto query = [](std::string_view params) -> std::string { return built("listMedia", params).head.value("query", ""); };
  EXPECT_EQ(query(R"({"limit":50,"offset":0,"sortBy":"created_at","tags":[],"search":null})"), "");
  EXPECT_EQ(query(R"({"favoritesOnly":true,"limit":5,"asset_type":"logo"})"), "asset_type=logo&favorites_only=true&limit=5");
  EXPECT_EQ(query(R"({"tags":["a","b c"],"search":"x&y=ü"})"), "tags=a,b%20c&search=x%26y%3D%C3%BC");
  EXPECT_EQ(query("null"), "");
  EXPECT_EQ(outcome("listMedia", R"({"limit":5.5})"), "422 int_parsing");
  EXPECT_EQ(outcome("listMedia", R"({"limit":-0.0})"), "422 greater_than_equal");
  EXPECT_EQ(query(R"({"search":12})"), "search=12");
  EXPECT_EQ(outcome("listMedia", R"({"tags":["a,b",""]})"), "ok unsearchable_tag unsearchable_tag");
  EXPECT_EQ(outcome("listMedia", R"({"tags":"a,b"})"), "ok");
  const auto head = built("listMedia", R"({"tags":["a",{}]})").head;
  EXPECT_EQ(head["issues"][0]["loc"].dump(), R"(["tags",1])");
  EXPECT_EQ(head["issues"][0]["input"], nlohmann::json::object());
}

TEST(Request, KeysThatDifferAreTold) {
  EXPECT_EQ(outcome("updateMedia", R"({"asset_id":"a","isFavorite":true,"is_favorite":true})"), "ok");
  const Built both = built("updateMedia", R"({"asset_id":"a","assetId":"b","isFavorite":true,"is_favorite":false})");
  EXPECT_EQ(both.outcome, "ok ambiguous_key ambiguous_key");
  const auto differ = [](const std::string& snake, const std::string& camel) {
    return outcome("updateMedia", R"({"asset_id":"a","metadata":{"n":)" + snake + R"(},"metadata":{"n":)" + snake +
                                      R"(},"is_favorite":)" + snake + R"(,"isFavorite":)" + camel + "}") != "ok";
  };
  EXPECT_FALSE(differ("1", "1.0"));
  EXPECT_FALSE(differ("1e0", "1"));
  EXPECT_TRUE(differ("1", "0"));
  EXPECT_TRUE(differ("1", "true"));
  EXPECT_EQ(both.body, R"({"is_favorite":false})");
  EXPECT_EQ(both.head["warnings"][1]["ctx"].dump(), R"({"ignored":"isFavorite","used":"is_favorite"})");
}

TEST(Request, ABodyIsValidatedFromAttributes) {
  EXPECT_EQ(outcome("generate", "[]"), "422 model_attributes_type");
  const auto head = built("generate", R"({"asset_type":"banner","media_asset_placements":[5]})").head;
  EXPECT_EQ(head["issues"][0]["type"], "model_attributes_type");
  EXPECT_EQ(head["issues"][0]["ctx"], nlohmann::json::object());
  EXPECT_EQ(nlohmann::json::parse(*validate("GenerateRequest", view("[]"), {}))["issues"][0]["ctx"],
            nlohmann::json::parse(R"({"class_name":"GenerateRequest"})"));
  EXPECT_EQ(outcome("generate", R"({"asset_type":"banner","media_asset_ids":["\u00e9"],"custom_prompt":"inf"})"), "ok");
  EXPECT_EQ(outcome("nothing", "{}"), "unknown_endpoint");
  EXPECT_EQ(outcome("generate", "{"), "invalid_json");
}

}  // namespace media::contract
