package io.sallyport.web;

import io.sallyport.files.Backend;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A folder as a plain page with links, for curl, wget, lynx, apt and browsers without the
/// application: written while the listing arrives, in the server's order.
final class FolderIndex {

  void answer(Call call) {
    Place place = call.place();
    if (call.is("HEAD")) {
      if (!call.entry().map(Entry::isFolder).orElse(false)) {
        throw new Failure.NotFound("There is no such folder.", null);
      }
      head(call).body().finish();
      return;
    }
    if (place.isTop()) {
      Page page = new Page(head(call).body().asStream(), place);
      for (Backend backend : call.doorman().visible(call)) {
        page.row(Entry.folder(backend.name()));
      }
      page.end();
      return;
    }
    try (Listing listing = call.files().list(place.path())) {
      Page page = new Page(head(call).body().asStream(), place);
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        page.row(next.get());
      }
      page.end();
    }
  }

  private static Call head(Call call) {
    return call.status(200)
        .set("Content-Type", "text/html; charset=utf-8")
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .set("Cache-Control", "no-cache");
  }

  /// The page on its way out. Only [#end] finishes the response: half an index must not look whole.
  private static final class Page {
    private final OutputStream out;

    Page(OutputStream out, Place place) {
      this.out = out;
      String title = escape("Index of " + path(place));
      write(
          "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
              + "<meta name=\"viewport\" content=\"width=device-width\">"
              + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
              + title
              + "</title></head>\n<body><h1>"
              + title
              + "</h1>\n<table>\n<tr><th>Name</th><th>Size</th><th>Modified</th></tr>\n");
      if (!place.isTop()) {
        write("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
      }
    }

    void row(Entry entry) {
      String slash = entry.isFolder() ? "/" : "";
      write(
          "<tr><td><a href=\""
              + RemotePath.encodeSegment(entry.name())
              + slash
              + "\">"
              + escape(LosslessUtf8.forDisplay(entry.name()))
              + slash
              + "</a></td><td>"
              + (entry.sizeBytes() == null ? "" : entry.sizeBytes())
              + "</td><td>"
              + (entry.modified() == null ? "" : entry.modified())
              + "</td></tr>\n");
    }

    void end() {
      write("</table></body></html>\n");
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(String html) {
      try {
        out.write(html.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String path(Place place) {
    String backend = place.backend().map(name -> "/" + LosslessUtf8.forDisplay(name)).orElse("");
    return backend + (place.path().isRoot() ? "/" : place.path() + "/");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
