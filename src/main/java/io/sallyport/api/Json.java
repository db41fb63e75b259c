package io.sallyport.api;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out of the API. What is read is read strictly: a member that is not known, or named
/// twice, is a mistake of the caller.
final class Json {

  private static final int MAX_BODY_BYTES = 64 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// The request's body as a `type`.
  ///
  /// @throws Refusal 400, 413 or 415 if it is none
  static <T> T body(Call call, Class<T> type) {
    String contentType = call.header("Content-Type").orElse("");
    // A page of another site can send text/plain without asking first, but not this.
    if (!contentType.split(";", -1)[0].strip().equalsIgnoreCase("application/json")) {
      throw Refusal.unsupportedMediaType("The request is sent as application/json.");
    }
    T value;
    try {
      value = MAPPER.readValue(call.requestBody().readAll(MAX_BODY_BYTES), type);
    } catch (JacksonException e) {
      throw Refusal.badRequest("The JSON cannot be read.");
    }
    if (value == null) {
      throw Refusal.badRequest("The JSON is null.");
    }
    return value;
  }

  /// A `type` that this package has written before.
  static <T> T parse(String text, Class<T> type) {
    return MAPPER.readValue(text, type);
  }

  /// A new object.
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// A new array.
  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /// As text on one line.
  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Answers with `value`.
  static void respond(Call call, int status, JsonNode value) {
    call.set("Cache-Control", "no-store").set("Vary", "Cookie, Authorization");
    call.respond(status, "application/json", MAPPER.writeValueAsBytes(value));
  }
}
