package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.Optional;

/// What every request passes before Milton sees it: paths that are refused, methods that make no
/// sense at the place, headers that would be misread, and the conditions of RFC 9110 §13. Locks
/// will be checked here too.
final class Guard {

  private Guard() {}

  /// @throws Refusal or [Failure] if the request must not go on
  static void check(Call call) {
    if (!Allowed.knows(call.method())) {
      throw notAllowed(call, call.entry(), "This server does not know the method " + known(call));
    }
    if (call.is("OPTIONS")) {
      return;
    }
    Place place = call.place();
    switch (call.method()) {
      case "PUT" -> put(call, place);
      case "MKCOL" -> mkcol(call, place);
      case "DELETE" -> delete(call, place);
      case "MOVE", "COPY" -> relocate(call, place);
      default -> {}
    }
    boolean content = call.is("GET") || call.is("HEAD");
    if (!content && Conditions.arePresent(call)) {
      Conditions.notModified(call, call.entry());
    }
  }

  private static void put(Call call, Place place) {
    if (place.isTop() || place.isBackendRoot()) {
      throw notAllowed(call, Optional.empty(), "Files live inside a server's folder.");
    }
    if (call.header("Content-Range").isPresent()) {
      // RFC 9110 §14.5: a part must not be taken for the whole.
      throw Refusal.badRequest("A part of a file cannot be sent with PUT.");
    }
    Optional<Entry> entry = call.entry();
    if (place.folderForm() || entry.map(Entry::isFolder).orElse(false)) {
      throw notAllowed(call, entry, "A folder has no content of its own.");
    }
  }

  private static void mkcol(Call call, Place place) {
    if (place.isTop()) {
      throw notAllowed(call, Optional.empty(), "It is there already.");
    }
    if (place.isBackendRoot()) {
      try {
        call.backend();
      } catch (Failure.NotFound e) {
        throw Refusal.denied("The list of servers cannot be changed from here.");
      }
      throw notAllowed(call, Optional.empty(), "It is there already.");
    }
    if (call.requestBody().isPresent()) {
      throw Refusal.unsupportedMediaType("A folder is created without a body.");
    }
    Optional<Entry> entry = call.entry();
    if (entry.isPresent()) {
      throw notAllowed(call, entry, "It is there already.");
    }
  }

  private static void delete(Call call, Place place) {
    refuseRoots(place);
    if (call.header("Depth").isPresent()
        && Depth.of(call) != Depth.INFINITY
        && call.entry().map(Entry::isFolder).orElse(false)) {
      throw Refusal.badRequest("A folder is deleted with all that is in it.");
    }
  }

  private static void relocate(Call call, Place place) {
    if (place.isTop() || call.is("MOVE")) {
      refuseRoots(place);
    }
  }

  private static void refuseRoots(Place place) {
    if (place.isTop() || place.isBackendRoot()) {
      throw Refusal.denied("The list of servers cannot be changed from here.");
    }
  }

  /// 405 with what is allowed instead.
  static Refusal notAllowed(Call call, Optional<Entry> entry, String message) {
    call.set("Allow", String.join(", ", Allowed.at(call.place(), entry)));
    return Refusal.notAllowed(message);
  }

  private static String known(Call call) {
    return call.method().matches("[A-Z-]{1,32}") ? call.method() + "." : "of the request.";
  }
}
