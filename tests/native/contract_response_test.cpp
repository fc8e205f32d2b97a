// The server's answers: models, tolerantly or not, and error bodies of every shape.
#include "contract_support.h"

namespace media::contract {
namespace {

using nlohmann::json;

const json kAsset = {{"id", "a1"}, {"user_id", "u1"},     {"asset_type", "logo"}, {"display_name", "Logo"},
                     {"url", "u"}, {"storage_path", "s"}, {"created_at", "2026"}, {"updated_at", "2026"}};

json with(json base, const json& more) {
  base.update(more);
  return base;
}

json answered(std::string_view endpoint, const std::string& text, bool tolerant = false) {
  auto result = parse_response(endpoint, view(text), tolerant);
  return result ? json::parse(*result) : json(error_name(result.error().code));
}

template <class... Item>
json list_of(const Item&... items) {
  return json::array({json(items)...});
}

json page(const json& assets) {
  return {{"assets", assets}, {"total", 1}, {"limit", 50}, {"offset", 0}, {"has_more", false}};
}

json error_of(const std::string& text, int status = 422) {
  return json::parse(parse_error_response(status, view(text)));
}

std::string types_of(const json& issues) {
  std::string out;
  for (const json& issue : issues)
    out += (out.empty() ? "" : " ") + issue["type"].get<std::string>() + issue["loc"].dump();
  return out;
}

}  // namespace

TEST(Response, AnAnswerIsCompletedOrItsIssuesAreSaid) {
  const json asset = answered("getMedia", kAsset.dump());
  EXPECT_EQ(asset["value"].size(), 23u);
  EXPECT_EQ(asset["value"]["tags"], json::array());
  EXPECT_EQ(asset["value"]["fileSize"], json());
  EXPECT_EQ(types_of(answered("getMedia", "{}")["issues"]).substr(0, 14), "missing[\"id\"] ");
  EXPECT_EQ(answered("getMedia", "null")["issues"][0]["type"], "model_type");
  EXPECT_EQ(answered("getPrimaryAsset", "null")["value"], json());
  EXPECT_EQ(answered("getMediaForPrompt", "[]")["value"], json::array());
  EXPECT_EQ(answered("getMediaForPrompt", "{}")["issues"][0]["type"], "list_type");
  EXPECT_EQ(answered("startCoach", R"({"a_b":[1]})")["value"], json::parse(R"({"a_b":[1]})"));
  EXPECT_EQ(answered("getAssetTypes", R"({"types":[],"descriptions":{"x":5,"y":"1","x":"2"}})")["value"]["descriptions"].dump(),
            R"({"x":"2","y":"1"})");
  EXPECT_EQ(answered("getMedia", "{"), "invalid_json");
  EXPECT_EQ(answered("nothing", "{}"), "unknown_endpoint");
}

TEST(Response, WhatIsNewIsKeptTolerantly) {
  const json newer = page(list_of(with(kAsset, {{"asset_type", "hologram"}, {"frame_count", 3}})));
  EXPECT_EQ(answered("listMedia", newer.dump())["ok"], false);
  const json kept = answered("listMedia", newer.dump(), true);
  EXPECT_EQ(kept["value"]["assets"][0]["assetType"], "hologram");
  EXPECT_EQ(kept["value"]["assets"][0]["frameCount"], 3);
  EXPECT_EQ(types_of(kept["drift"]),
            R"(unknown_word["assets",0,"asset_type"] unknown_key["assets",0,"frame_count"])");
  EXPECT_FALSE(answered("listMedia", page(list_of(kAsset)).dump(), true).contains("drift"));
}

TEST(Response, ABrokenElementIsLeftOutTolerantlyAndNeverTheList) {
  const json mixed = page(list_of(json::object(), kAsset, 5, with(kAsset, {{"tags", {"a", 1}}}),
                                  with(kAsset, {{"extra", 1}, {"url", 1}})));
  const json kept = answered("listMedia", mixed.dump(), true);
  ASSERT_EQ(kept["value"]["assets"].size(), 2u);
  EXPECT_EQ(kept["value"]["assets"][1]["tags"], json::array({"a"}));
  EXPECT_EQ(kept["drift"].size(),
            11u);  // 8 fields are missing, and one issue each; of what is left out no new keys
  EXPECT_EQ(answered("listMedia", page("no list").dump(), true)["ok"], false);
  std::string many = "[";
  for (int i = 0; i < 2000; ++i) many += "5,";
  const json all = answered("getMediaForPrompt", many + "6]", true);
  EXPECT_EQ(all["value"], json::array());
  EXPECT_EQ(all["drift"].size(), 1000u);
}

TEST(Response, ABrokenMemberIsLeftOutTolerantlyWhereKeysAreData) {
  const std::string text = R"({"types":["logo"],"descriptions":{"hologram":null,"logo":"A logo","x":5,"face":"A face"}})";
  EXPECT_EQ(answered("getAssetTypes", text)["ok"], false);
  const json kept = answered("getAssetTypes", text, true);
  EXPECT_EQ(kept["value"]["descriptions"], json::parse(R"({"logo":"A logo","face":"A face"})"));
  EXPECT_EQ(types_of(kept["drift"]), R"(string_type["descriptions","hologram"] string_type["descriptions","x"])");
  EXPECT_EQ(answered("getAssetTypes", R"({"types":[],"descriptions":{"x":5}})", true)["value"]["descriptions"], json::object());
}

TEST(Response, AnInputTellsWhereItsNanStands) {
  const auto issues = [](std::string_view text) {
    return json::parse(*validate("UpdateMediaRequest", view(text), {}))["issues"];
  };
  const json names = issues(R"({"display_name":NaN,"tags":{"a":[1,NaN,{"b":NaN}],"c":NaN,"c":1},"is_favorite":[]})");
  EXPECT_EQ(names[0]["nan"].dump(), "[[0]]");
  EXPECT_EQ(names[1]["nan"].dump(), R"([[0,"a",1],[1,2,"b"]])");
  EXPECT_FALSE(names[2].contains("nan"));
}

TEST(Response, NanKeepsItsPlaceWhenElementsBeforeItAreLeftOut) {
  std::string text =
      page(list_of(5, with(kAsset, {{"metadata", {{"a", {1, "?"}}}}}), 6, with(kAsset, {{"score", "?"}})))
          .dump();
  for (size_t at = text.find("\"?\""); at != text.npos; at = text.find("\"?\"")) text.replace(at, 3, "NaN");
  EXPECT_EQ(answered("listMedia", text, true)["nan"].dump(),
            R"([[0,"assets",0,"metadata","a",1],[1,1,"score"]])");
}

TEST(Response, EveryTypeOfTheServersIssuesKeepsItsLocAndCtx) {
  const auto issue = [](const json& detail) {
    return error_of(json{{"detail", list_of(detail)}}.dump())["issues"][0];
  };
  const json body = issue({{"type", "model_attributes_type"},
                           {"loc", {"body"}},
                           {"msg", "Input should be …"},
                           {"input", json::array()}});
  EXPECT_EQ(body["message"], "This must be an object.");
  EXPECT_EQ(body["loc"], json::array());
  const json text = issue({{"type", "json_invalid"},
                           {"loc", {"body", 12}},
                           {"msg", "JSON decode error"},
                           {"input", json::object()},
                           {"ctx", {{"error", "Expecting value"}}}});
  EXPECT_EQ(text["type"], "json_invalid");
  EXPECT_EQ(text["loc"], json::array({12}));
  EXPECT_EQ(text["ctx"]["error"], "Expecting value");
  EXPECT_EQ(text["message"], "This is not JSON that can be read.");
  // Types that no table of ours can answer bring the server's own sentence.
  for (const std::string_view type : {"uuid_parsing", "enum", "value_error", "extra_forbidden", "url_parsing",
                                      "assertion_error", "none_required"}) {
    const json other = issue({{"type", type},
                              {"loc", {"path", "asset_id"}},
                              {"msg", "So it is."},
                              {"input", "x"},
                              {"ctx", {{"error", {{"a", 1}}}}}});
    EXPECT_EQ(other["message"], "So it is.") << type;
    EXPECT_EQ(other["path"], json::array({"assetId"}));
    EXPECT_EQ(other["ctx"]["error"]["a"], 1);
  }
  const json inner = issue({{"type", "greater_than"},
                            {"loc", {"body", "media_asset_placements", 1, "width"}},
                            {"msg", "m"},
                            {"ctx", {{"gt", 0}}}});
  EXPECT_EQ(inner["message"], "This must be more than 0.");
  const json own = issue({{"type", "missing"}, {"loc", {"body", "metadata", "a_b"}}, {"msg", "m"}});
  EXPECT_EQ(own["path"], json::array({"metadata", "a_b"}));
}

TEST(Response, ErrorBodiesOfAnyShapeSaySomething) {
  EXPECT_EQ(error_of(R"({"detail":"Asset not found"})", 404)["message"], "Asset not found");
  EXPECT_EQ(error_of(R"({"detail":"one","message":"other"})", 404)["message"], "one");
  EXPECT_EQ(error_of(R"({"message":"boom"})", 500)["message"], "boom");
  EXPECT_EQ(error_of(R"({"error":"boom","detail":null})", 500)["message"], "boom");
  EXPECT_EQ(error_of(R"({"detail":{"error":"boom"}})", 500)["message"], "boom");
  EXPECT_EQ(error_of(R"({"detail":""})", 500)["message"], "The server answered with status 500.");
  const json bare = error_of(R"({"detail":[{"loc":5}]})", 422)["issues"][0];
  EXPECT_EQ(bare["type"], "server_error");
  EXPECT_EQ(bare["message"], "The server did not accept this.");
  EXPECT_EQ(error_of(R"({"detail":{"message":"Upgrade","code":5}})", 403)["message"], "Upgrade");
  for (const char* text : {"", "<html>", "{}", "[]", "null", R"({"detail":[]})", R"({"detail":null})",
                           R"({"detail":[5]})", R"({"detail":{"message":5}})", "\xFF"}) {
    const json said = error_of(text, 502);
    EXPECT_EQ(said["message"], "The server answered with status 502.") << text;
    EXPECT_EQ(types_of(said["issues"]), "server_error[]") << text;
  }
  for (const char* odd : {R"({"detail":[{}]})", R"({"detail":[{"type":5,"loc":5,"msg":5,"ctx":5}]})",
                          R"({"detail":[{"type":"missing","loc":[-1,1e99,null,{}]}]})",
                          R"({"detail":[{"type":"string_too_long","loc":[],"ctx":{"max_length":-5}}]})",
                          R"({"detail":[{"type":"too_long","ctx":{"max_length":"x"}}]})",
                          R"({"detail":[{"type":"model_type","loc":[]}]})"})
    EXPECT_EQ(error_of(odd)["issues"].size(), 1u) << odd;
  std::string many = R"({"detail":[{})";
  for (int i = 0; i < 1500; ++i) many += ",{}";
  const json all = error_of(many + "]}");
  EXPECT_EQ(all["issues"].size(), 1000u);
  EXPECT_EQ(all["count"], 1501);
  EXPECT_EQ(all["truncated"], true);
}

}  // namespace media::contract
