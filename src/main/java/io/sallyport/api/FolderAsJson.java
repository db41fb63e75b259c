package io.sallyport.api;

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
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// A folder as one JSON object, written while its listing arrives: `{"path":"/legacy/a
/// b/","entries":[{"name","href","kind","size","modified"}],"skipped":0}`. `href` is relative to
/// the folder and the only name that every server takes back unchanged.
final class FolderAsJson {

  /// A slow server's first entries are seen before its last ones are there.
  private static final long FLUSH_NANOS = Duration.ofMillis(250).toNanos();

  /// The stream must not be closed for an object that is not whole: that would finish the response.
  private final JsonFactory json =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  void answer(Call call) {
    Place place = call.place();
    if (call.is("HEAD")) {
      if (!call.entry().map(Entry::isFolder).orElse(false)) {
        throw new Failure.NotFound("There is no such folder.", null);
      }
      head(call).body().finish();
    } else if (place.isTop()) {
      write(call, place, new Backends(call));
    } else {
      try (Listing listing = call.files().list(place.path())) {
        write(call, place, listing);
      }
    }
  }

  private static Call head(Call call) {
    return call.status(200)
        .set("Content-Type", "application/json")
        .set("Cache-Control", "no-store")
        .set("Vary", "Accept, Cookie");
  }

  @SuppressWarnings("resource") // Closed only when whole: see #json.
  private void write(Call call, Place place, Listing listing) {
    OutputStream body = head(call).body().asStream();
    JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), body);
    out.writeStartObject();
    out.writeStringProperty("path", path(place));
    out.writeArrayPropertyStart("entries");
    long flushed = System.nanoTime();
    for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
      write(out, next.get());
      if (System.nanoTime() - flushed > FLUSH_NANOS) {
        out.flush();
        flushed = System.nanoTime();
      }
    }
    out.writeEndArray();
    out.writeNumberProperty("skipped", listing.skipped());
    out.writeEndObject();
    out.flush();
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator out, Entry entry) {
    out.writeStartObject();
    out.writeStringProperty("name", LosslessUtf8.forDisplay(entry.name()));
    out.writeStringProperty(
        "href", RemotePath.encodeSegment(entry.name()) + (entry.isFolder() ? "/" : ""));
    out.writeStringProperty("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    if (entry.sizeBytes() != null) {
      out.writeNumberProperty("size", entry.sizeBytes());
    }
    if (entry.modified() != null) {
      out.writeStringProperty("modified", entry.modified().toString());
    }
    out.writeEndObject();
  }

  private static String path(Place place) {
    String backend = place.backend().map(name -> "/" + LosslessUtf8.forDisplay(name)).orElse("");
    return place.isTop() || place.isBackendRoot() ? backend + "/" : backend + place.path() + "/";
  }

  /// `/`: the backends as folders.
  private static final class Backends implements Listing {
    private final Iterator<Backend> left;

    Backends(Call call) {
      left = call.doorman().visible(call).iterator();
    }

    @Override
    public Optional<Entry> next() {
      return left.hasNext() ? Optional.of(Entry.folder(left.next().name())) : Optional.empty();
    }

    @Override
    public int skipped() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
