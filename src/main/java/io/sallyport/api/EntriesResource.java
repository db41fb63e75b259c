package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Locks;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/entries`: all that is known of one file or folder (GET), and a change of what can be
/// changed of it (POST).
final class EntriesResource implements Resource {

  private final Locks locks;

  EntriesResource(Locks locks) {
    this.locks = locks;
  }

  /// What is to change.
  record Request(@Nullable String path, @Nullable String modified, @Nullable String mode) {}

  @Override
  public String path() {
    return "/-/api/entries";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD", "POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    if (call.is("POST")) {
      change(call);
    } else {
      describe(call, Named.place(call, call.query("path").orElse("")));
    }
  }

  private static void describe(Call call, Place place) {
    RemoteFiles files = call.files(place);
    Entry entry = files.stat(place.path()).named(place.path().name());
    @Nullable Integer mode = entry.mode() == null ? listedMode(files, place.path()) : entry.mode();
    ObjectNode node = EntryJson.write(Json.object(), entry);
    entry.etag().ifPresent(etag -> node.put("etag", etag));
    if (mode != null) {
      node.put("mode", Integer.toOctalString(mode & 07777));
    }
    node.putObject("powers")
        .put("modified", files instanceof SetsModified && !entry.isFolder())
        .put("mode", files instanceof SetsMode && mode != null);
    Json.respond(call, 200, node);
  }

  /// Servers without MLST tell permissions in listings alone.
  private static @Nullable Integer listedMode(RemoteFiles files, RemotePath path) {
    Optional<RemotePath> folder = path.parent();
    if (folder.isEmpty()) {
      return null;
    }
    try {
      return Members.of(files, folder.get()).stream()
          .filter(each -> each.name().equals(path.name()))
          .map(Entry::mode)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    } catch (Failure.Denied e) {
      return null;
    }
  }

  private void change(Call call) {
    Request request = Json.body(call, Request.class);
    Place place = Named.place(call, Objects.requireNonNullElse(request.path(), ""));
    if (request.modified() == null && request.mode() == null) {
      throw Refusal.badRequest("The request changes nothing.");
    }
    @Nullable Instant modified = request.modified() == null ? null : time(request.modified());
    @Nullable Integer mode = request.mode() == null ? null : mode(request.mode());
    RemoteFiles files = call.files(place);
    Unlocked.of(call, locks).require(Named.resource(place), Unlocked.user(call, place), false);
    if (mode != null) {
      if (!(files instanceof SetsMode setting)) {
        throw unsupported();
      }
      setting.setMode(place.path(), mode);
    }
    if (modified != null) {
      if (!(files instanceof SetsModified setting)) {
        throw unsupported();
      }
      setting.setModified(place.path(), modified);
    }
    call.set("Cache-Control", "no-store").respondEmpty(204);
  }

  private static Failure unsupported() {
    return new Failure.Unsupported("This server cannot change that.", null);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw Refusal.badRequest("A time is written as 2026-01-02T03:04:05Z.");
    }
  }

  private static int mode(String text) {
    if (!text.matches("[0-7]{3,4}")) {
      throw Refusal.badRequest("A mode is three or four octal digits.");
    }
    return Integer.parseInt(text, 8);
  }
}
