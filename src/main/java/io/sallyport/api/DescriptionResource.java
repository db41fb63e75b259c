package io.sallyport.api;

import io.sallyport.http.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// `/-/api/openapi.json`: what the API can do, as an OpenAPI 3.1 document.
final class DescriptionResource implements Resource {

  private static final String DOCUMENT = "openapi.json";

  @Override
  public String path() {
    return "/-/api/openapi.json";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    try (InputStream document =
        Objects.requireNonNull(DescriptionResource.class.getResourceAsStream(DOCUMENT))) {
      call.set("Cache-Control", "no-cache")
          .respond(200, "application/json", document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
