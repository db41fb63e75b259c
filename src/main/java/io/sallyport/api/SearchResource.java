package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Loops;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Failures;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/search`: names below a folder that hold a text, as lines of JSON while they are found.
/// It ends when the caller goes.
final class SearchResource implements Resource {

  private static final int MAX_MATCHES = 10_000;
  private static final int MAX_FOLDERS = 100_000;
  private static final long FLUSH_NANOS = Duration.ofMillis(250).toNanos();

  @Override
  public String path() {
    return "/-/api/search";
  }

  @Override
  public List<String> methods() {
    return List.of("GET");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Place in = Named.place(call, call.query("in").orElse(""));
    String text = call.query("q").orElse("");
    if (text.isBlank()) {
      throw Refusal.badRequest("The search says no text.");
    }
    int limit = limit(call.query("limit").orElse("1000"));
    RemoteFiles files = call.files(in);
    // What cannot be listed at all is a status, not a line.
    List<Entry> first = Members.of(files, in.path());
    call.status(200)
        .set("Content-Type", "application/x-ndjson")
        .set("Cache-Control", "no-store")
        .set("Vary", "Cookie, Authorization");
    new Search(call, files, in, fold(text), limit).run(first);
  }

  private static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Refusal.badRequest("The limit is a number from 1 on.");
    }
    return Math.min(MAX_MATCHES, Integer.parseInt(text));
  }

  /// Letters that look the same are the same, however they are composed and in either case.
  private static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /// One search.
  private static final class Search {
    private final RemoteFiles files;
    private final Place in;
    private final String base;
    private final String wanted;
    private final int limit;
    private final OutputStream out;
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private int folders;
    private int matches;
    private boolean truncated;
    private long flushedNanos = System.nanoTime();

    private record Ahead(RemotePath path, Loops way) {}

    Search(Call call, RemoteFiles files, Place in, String wanted, int limit) {
      this.files = files;
      this.in = in;
      this.base = call.base();
      this.wanted = wanted;
      this.limit = limit;
      this.out = call.body().asStream();
    }

    void run(List<Entry> first) {
      folder(new Ahead(in.path(), Loops.top()), first);
      while (!ahead.isEmpty() && !truncated) {
        Ahead next = ahead.removeFirst();
        try {
          folder(next, Members.of(files, next.path()));
        } catch (Failure e) {
          ObjectNode line = Json.object();
          line.putObject("problem")
              .put("path", href(next.path(), true))
              .put("code", Failures.problem(e, "GET").code())
              .put("detail", e.getMessage());
          line(line);
        }
      }
      line(
          Json.object()
              .put("done", true)
              .put("folders", folders)
              .put("matches", matches)
              .put("truncated", truncated));
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void folder(Ahead at, List<Entry> members) {
      folders++;
      Loops here = at.way().down(members);
      if (here.isLoop()) {
        return;
      }
      for (Entry member : members) {
        RemotePath path = at.path().child(member.name());
        if (fold(LosslessUtf8.forDisplay(member.name())).contains(wanted)) {
          if (matches >= limit) {
            truncated = true;
            return;
          }
          matches++;
          ObjectNode line = Json.object();
          EntryJson.write(line.putObject("entry"), member)
              .put("path", href(path, member.isFolder()));
          line(line);
        }
        if (member.isFolder()) {
          truncated |= folders + ahead.size() >= MAX_FOLDERS;
          if (!truncated) {
            ahead.addLast(new Ahead(path, here));
          }
        }
      }
      if (System.nanoTime() - flushedNanos > FLUSH_NANOS) {
        line(Json.object().put("searched", folders));
        flush();
      }
    }

    private String href(RemotePath path, boolean folder) {
      return base + new Place(in.backend(), path, folder).href();
    }

    private void line(ObjectNode node) {
      try {
        out.write((Json.text(node) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (System.nanoTime() - flushedNanos > FLUSH_NANOS) {
        flush();
      }
    }

    private void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      flushedNanos = System.nanoTime();
    }
  }
}
