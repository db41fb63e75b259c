package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.Optional;

/// What every request passes before Milton sees it: paths that are refused, methods that make no
/// sense at the place, headers that would be misread, the conditions of RFC 9110 §13 and of the
/// `If` header, and locks.
final class Guard {

  private Guard() {}

  /// @throws Refusal, [DavError] or [Failure] if the request must not go on
  static void check(Call call, Keyring keyring) {
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
      case "LOCK", "UNLOCK" -> lock(call, place);
      default -> {}
    }
    boolean content = call.is("GET") || call.is("HEAD");
    if (!content && Conditions.arePresent(call)) {
      Conditions.notModified(call, call.entry());
    }
    keyring.check();
    switch (call.method()) {
      case "PUT", "MKCOL" -> {
        keyring.require(place);
        if (call.entry().isEmpty()) {
          keyring.requireFolderOf(place);
        }
      }
      case "PROPPATCH" -> keyring.require(place);
      case "DELETE" -> keyring.requireTree(place);
      default -> {}
    }
    if (call.is("DELETE")) {
      keyring.requireFolderOf(place);
    }
  }

  /// What a COPY or MOVE takes away and what it replaces or adds.
  ///
  /// @throws Refusal and [DavError] as [#check]
  static void check(Call call, Keyring keyring, Relocation relocation) {
    if (call.is("MOVE")) {
      keyring.requireTree(call.place());
      keyring.requireFolderOf(call.place());
    }
    keyring.requireTree(relocation.to());
    if (!relocation.replaces()) {
      keyring.requireFolderOf(relocation.to());
    }
  }

  private static void lock(Call call, Place place) {
    if (place.isTop()) {
      throw notAllowed(call, Optional.empty(), "The list of servers cannot be locked.");
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
