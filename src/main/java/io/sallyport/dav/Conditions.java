package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The preconditions of a request, in the order that RFC 9110 §13.2.2 gives them. For every method:
/// a DELETE with a wrong `If-Match` deletes nothing.
final class Conditions {

  private static final List<String> HEADERS =
      List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

  private Conditions() {}

  /// Whether the request has any, so that it is worth looking at what is there.
  static boolean arePresent(Call call) {
    return HEADERS.stream().anyMatch(name -> call.header(name).isPresent());
  }

  /// Checks them against what is there. Returns whether the answer is 304.
  ///
  /// @throws Refusal 412 if one fails
  static boolean notModified(Call call, Optional<Entry> entry) {
    boolean reading = call.is("GET") || call.is("HEAD");
    Optional<String> etag = entry.flatMap(Entry::etag);
    Optional<Instant> modified = entry.flatMap(Conditions::lastModified);
    Optional<String> match = call.header("If-Match");
    Optional<String> noneMatch = call.header("If-None-Match");
    if (match.isPresent()) {
      boolean holds = isAny(match.get()) ? entry.isPresent() : strongly(match.get(), etag);
      require(holds, "It is not the version that If-Match names.");
    } else {
      Optional<Instant> since = call.header("If-Unmodified-Since").flatMap(HttpDate::parse);
      if (since.isPresent() && modified.isPresent()) {
        require(!modified.get().isAfter(since.get()), "It has changed since If-Unmodified-Since.");
      }
    }
    if (noneMatch.isPresent()) {
      boolean same = isAny(noneMatch.get()) ? entry.isPresent() : weakly(noneMatch.get(), etag);
      if (same && reading) {
        return true;
      }
      require(!same, "It is there already, as If-None-Match rules out.");
      return false;
    }
    Optional<Instant> since = call.header("If-Modified-Since").flatMap(HttpDate::parse);
    return reading
        && since.isPresent()
        && modified.isPresent()
        && !modified.get().isAfter(since.get());
  }

  /// When it changed, to the second, where that is known well enough to be a validator.
  static Optional<Instant> lastModified(Entry entry) {
    return entry.exactTime()
        ? Optional.ofNullable(entry.modified()).map(time -> time.truncatedTo(ChronoUnit.SECONDS))
        : Optional.empty();
  }

  /// Whether a range may be taken from the present version (RFC 9110 §13.1.5).
  static boolean ifRangeHolds(Call call, Entry entry) {
    Optional<String> validator = call.header("If-Range").map(String::strip);
    if (validator.isEmpty()) {
      return true;
    }
    if (validator.get().startsWith("\"")) {
      return entry.etag().equals(validator);
    }
    Optional<Instant> modified = lastModified(entry);
    return modified.isPresent() && HttpDate.parse(validator.get()).equals(modified);
  }

  private static boolean isAny(String header) {
    return header.strip().equals("*");
  }

  /// RFC 9110 §8.8.3.2: a weak tag equals none.
  private static boolean strongly(String header, Optional<String> etag) {
    return etag.isPresent() && tags(header).contains(etag.get());
  }

  private static boolean weakly(String header, Optional<String> etag) {
    return etag.isPresent()
        && tags(header).stream()
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(etag.get()::equals);
  }

  /// The entity tags of a list; a comma may stand inside the quotes.
  private static List<String> tags(String header) {
    List<String> tags = new ArrayList<>();
    int at = 0;
    while (at < header.length()) {
      int open = header.indexOf('"', at);
      int close = open < 0 ? -1 : header.indexOf('"', open + 1);
      if (close < 0) {
        break;
      }
      boolean weak = open >= 2 && header.startsWith("W/", open - 2);
      tags.add((weak ? "W/" : "") + header.substring(open, close + 1));
      at = close + 1;
    }
    return tags;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw Refusal.preconditionFailed(otherwise);
    }
  }
}
