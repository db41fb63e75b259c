package io.sallyport.web;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The browser application as the build left it beside this class: one page and the files that it
/// names. Each is read and compressed once. The page stands at every folder's URL and so names its
/// files by whole paths, which begin with the server's base path. Thread-safe.
final class Application {

  private static final String PAGE = "index.html";

  /// Only the page's own files run, nothing inline, and no other page may frame it. It shows PDFs
  /// in a frame, pictures, sound and films; HTML becomes part of it through the sanitizer alone.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src 'self'; frame-src 'self'; font-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types svelte-trusted-html dompurify";

  /// One or more plain names: no `..`, no escapes, nothing hidden.
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.([a-z0-9]+)");

  /// Vite puts a digest of the content between the name and the extension.
  private static final Pattern HASHED = Pattern.compile("assets/.*-[A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          // The licences of what is bundled.
          Map.entry("md", "text/plain; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private final String folder;
  private final boolean there;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  /// By base path, of which a server has one.
  private final Map<String, Asset> pages = new ConcurrentHashMap<>();

  /// @param folder the resource folder beside this class
  Application(String folder) {
    this.folder = folder;
    this.there = Application.class.getResource(folder + "/" + PAGE) != null;
  }

  /// Whether this build carries it.
  boolean isThere() {
    return there;
  }

  /// Answers with the page.
  void show(Call call, int status) {
    Asset page = pages.computeIfAbsent(call.base(), this::page);
    call.set("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cache-Control", "no-cache");
    page.answer(call, status);
  }

  /// Answers a request below `/-/`.
  ///
  /// @throws Refusal 404 if there is no such file
  void answer(Call call) {
    String path = call.rawPath();
    String name = path.startsWith("/-/") ? path.substring(3) : "";
    Asset asset =
        (name.equals(PAGE) ? Optional.<Asset>empty() : asset(name))
            .orElseThrow(() -> new Refusal(404, "not-found", "There is nothing at this URL."));
    call.set("Vary", "Accept-Encoding")
        .set(
            "Cache-Control",
            HASHED.matcher(name).matches() ? "public, max-age=31536000, immutable" : "no-cache");
    asset.answer(call, 200);
  }

  private Optional<Asset> asset(String name) {
    Asset known = assets.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Asset read = read(name);
    if (read == null) {
      return Optional.empty();
    }
    assets.put(name, read);
    return Optional.of(read);
  }

  private @Nullable Asset read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null || !NAME.matcher(name).matches()) {
      return null;
    }
    byte[] content = bytes(name);
    return content == null ? null : new Asset(type, content);
  }

  private Asset page(String base) {
    byte[] built = bytes(PAGE);
    if (built == null) {
      throw new IllegalStateException("there is no application");
    }
    // A base path is of characters that mean nothing in HTML.
    String page =
        new String(built, StandardCharsets.UTF_8)
            .replace("data-base=\"\"", "data-base=\"" + base + "\"")
            .replace("=\"./", "=\"" + base + "/-/");
    return new Asset(
        Objects.requireNonNull(TYPES.get("html")), page.getBytes(StandardCharsets.UTF_8));
  }

  private byte @Nullable [] bytes(String name) {
    try (InputStream in = Application.class.getResourceAsStream(folder + "/" + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
