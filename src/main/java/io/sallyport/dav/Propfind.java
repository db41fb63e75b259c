package io.sallyport.dav;

import io.sallyport.files.Backend;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// PROPFIND (RFC 4918 §9.1), of one resource or of a folder and its members, written while the
/// listing comes in.
final class Propfind {

  private static final String FINITE_DEPTH =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <D:error xmlns:D="DAV:"><D:propfind-finite-depth/></D:error>
      """;

  /// More links than these are told without looking where each of them leads.
  private static final int MAX_LINKS = 200;

  private final Call call;

  Propfind(Call call) {
    this.call = call;
  }

  void answer() {
    Depth depth = Depth.of(call);
    PropfindRequest request = PropfindRequest.of(call);
    Entry entry =
        call.entry()
            .orElseThrow(
                () -> new Failure.NotFound("There is nothing at " + place().path() + ".", null));
    if (depth == Depth.INFINITY && entry.isFolder()) {
      // A tree of unknown size over one FTP connection: RFC 4918 §9.1 allows to refuse.
      call.respond(
          403, "application/xml; charset=utf-8", FINITE_DEPTH.getBytes(StandardCharsets.UTF_8));
      return;
    }
    boolean members = depth == Depth.ONE && entry.isFolder();
    if (!members) {
      MultiStatus response = new MultiStatus(call);
      response.properties(subject(entry), request);
      response.end();
    } else if (place().isTop()) {
      backends(request, entry);
    } else {
      members(request, entry);
    }
  }

  private void backends(PropfindRequest request, Entry top) {
    List<Backend> visible = call.doorman().visible(call);
    MultiStatus response = new MultiStatus(call);
    response.properties(subject(top), request);
    for (Backend backend : visible) {
      Place place = new Place(Optional.of(backend.name()), RemotePath.ROOT, true);
      Entry folder = Entry.folder(backend.name());
      response.properties(new Subject(place.href(), backend.name(), folder), request);
    }
    response.end();
  }

  private void members(PropfindRequest request, Entry folder) {
    String parent = place().asFolder().href();
    List<Entry> links = new ArrayList<>();
    MultiStatus response;
    try (Listing listing = call.files().list(place().path())) {
      response = new MultiStatus(call);
      response.properties(subject(folder), request);
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        Entry member = next.get();
        if (member.kind() == Entry.Kind.LINK && links.size() < MAX_LINKS) {
          links.add(member);
        } else {
          response.properties(member(parent, member), request);
        }
      }
    }
    // After the listing, so that a request never holds one connection while it waits for another.
    for (Entry link : links) {
      response.properties(member(parent, followed(link)), request);
    }
    response.end();
  }

  private Entry followed(Entry link) {
    try {
      return call.files().stat(place().path().child(link.name())).named(link.name());
    } catch (Failure.NotFound | Failure.Denied e) {
      // It leads nowhere: shown as what it is, so that it can be deleted.
      return link;
    }
  }

  private static Subject member(String parent, Entry entry) {
    String href = parent + RemotePath.encodeSegment(entry.name()) + (entry.isFolder() ? "/" : "");
    return new Subject(href, entry.name(), entry);
  }

  private Subject subject(Entry entry) {
    Place place = place();
    Place form = new Place(place.backend(), place.path(), entry.isFolder());
    String name = place.path().isRoot() ? place.backend().orElse("") : place.path().name();
    return new Subject(form.href(), name, entry);
  }

  private Place place() {
    return call.place();
  }
}
