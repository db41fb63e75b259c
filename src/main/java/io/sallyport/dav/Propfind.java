package io.sallyport.dav;

import io.sallyport.files.Backend;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.Lock;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PROPFIND (RFC 4918 §9.1), of one resource or of a folder and its members, written while the
/// listing comes in.
final class Propfind {

  private static final Logger LOG = LoggerFactory.getLogger(Propfind.class);

  private static final String FINITE_DEPTH =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <D:error xmlns:D="DAV:"><D:propfind-finite-depth/></D:error>
      """;

  /// More links than these are told without looking what each of them leads to.
  private static final int MAX_LINKS = 100;

  /// Nor is more time spent on them than this.
  private static final Duration LINKS_TIME = Duration.ofSeconds(2);

  /// How many members' locks and properties are asked for at once.
  private static final int BATCH = 200;

  private final Call call;
  private final Store store;
  private final Orphans orphans;

  Propfind(Call call, Store store, Orphans orphans) {
    this.call = call;
    this.store = store;
    this.orphans = orphans;
  }

  /// Answers, and then uses the occasion to look after what is left of resources that are gone.
  void answer() {
    tell();
    if (!place().isTop()) {
      orphans.lookAfter(call);
    }
  }

  private void tell() {
    Depth depth = Depth.of(call);
    PropfindRequest request = PropfindRequest.of(call);
    Entry entry = call.entry().or(this::lockedNothing).orElseThrow(this::notFound);
    if (depth == Depth.INFINITY && entry.isFolder()) {
      // A tree of unknown size over one FTP connection: RFC 4918 §9.1 allows to refuse.
      call.respond(
          403, "application/xml; charset=utf-8", FINITE_DEPTH.getBytes(StandardCharsets.UTF_8));
      return;
    }
    boolean members = depth == Depth.ONE && entry.isFolder();
    if (!members) {
      Subject subject = subject(entry, request);
      MultiStatus response = new MultiStatus(call);
      response.properties(subject, request);
      response.end();
    } else if (place().isTop()) {
      backends(request, entry);
    } else {
      members(request, entry);
    }
  }

  /// A URL that is locked and has nothing behind it yet tells its locks (RFC 4918 §7.3).
  private Optional<Entry> lockedNothing() {
    return known(() -> store.locks().covering(Keyring.resource(place())), List.<Lock>of()).stream()
            .anyMatch(lock -> lock.root().path().equals(place().path()))
        ? Optional.of(new Entry(place().path().name(), Entry.Kind.FILE, null, null, false, null))
        : Optional.empty();
  }

  private Failure notFound() {
    return new Failure.NotFound("There is nothing at " + place().path() + ".", null);
  }

  private void backends(PropfindRequest request, Entry top) {
    List<Backend> visible = call.doorman().visible(call);
    MultiStatus response = new MultiStatus(call);
    response.properties(subject(top, request), request);
    for (Backend backend : visible) {
      Place place = new Place(Optional.of(backend.name()), RemotePath.ROOT, true);
      Entry folder = Entry.folder(backend.name());
      response.properties(
          new Subject(
              call.base(), place.href(), backend.name(), folder, true, List.of(), List.of()),
          request);
    }
    response.end();
  }

  private void members(PropfindRequest request, Entry folder) {
    List<Entry> links = new ArrayList<>();
    List<Entry> batch = new ArrayList<>();
    Subject self = subject(folder, request);
    Members members = new Members(request, self);
    MultiStatus response;
    try (Listing listing = call.files().list(place().path())) {
      response = new MultiStatus(call);
      response.properties(self, request);
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        Entry member = next.get();
        if (member.kind() == Entry.Kind.LINK && links.size() < MAX_LINKS) {
          links.add(member);
        } else {
          batch.add(member);
        }
        if (batch.size() == BATCH) {
          members.tell(response, batch);
          batch.clear();
        }
      }
    }
    // After the listing, so that a request never holds one connection while it waits for another.
    long end = System.nanoTime() + LINKS_TIME.toNanos();
    for (Entry link : links) {
      batch.add(System.nanoTime() - end < 0 ? followed(link) : link);
    }
    members.tell(response, batch);
    response.end();
  }

  /// Listings show a link to a folder as one. A link to a file needs the file's size and time, or
  /// drives would cut it off.
  private Entry followed(Entry link) {
    try {
      return call.files().stat(place().path().child(link.name())).named(link.name());
    } catch (Failure.NotFound | Failure.Denied e) {
      // It leads nowhere: shown as what it is, so that it can be deleted.
      return link;
    }
  }

  private Subject subject(Entry entry, PropfindRequest request) {
    Place place = place();
    Place form = new Place(place.backend(), place.path(), entry.isFolder());
    String name = place.path().isRoot() ? place.backend().orElse("") : place.path().name();
    if (place.isTop()) {
      return new Subject(call.base(), form.href(), name, entry, false, List.of(), List.of());
    }
    ResourcePath resource = Keyring.resource(place);
    return new Subject(
        call.base(),
        form.href(),
        name,
        entry,
        true,
        request.wantsLocks() ? known(() -> store.locks().covering(resource), List.of()) : List.of(),
        request.wantsDeadProperties()
            ? known(() -> store.properties().of(resource), List.of())
            : List.of(),
        entry.isFolder() && request.wantsSpace() ? space() : Optional.empty());
  }

  private Optional<Space> space() {
    try {
      return call.files().power(TellsSpace.class).flatMap(files -> files.space(place().path()));
    } catch (Failure.Denied | Failure.Unsupported e) {
      return Optional.empty();
    }
  }

  /// Files are told while the database is away; what only it knows is left out.
  private static <T> T known(Supplier<T> question, T nothing) {
    try {
      return question.get();
    } catch (Failure.Busy e) {
      LOG.warn("locks and properties are left out of a listing: {}", e.getMessage());
      return nothing;
    }
  }

  private Place place() {
    return call.place();
  }

  /// The members of the folder, told some hundred at a time: one question each to the store for the
  /// locks and for the properties of all of them.
  private final class Members {
    private final PropfindRequest request;
    private final String parent = place().asFolder().href();
    private final ResourcePath folder = Keyring.resource(place());
    private final List<Lock> inherited;

    Members(PropfindRequest request, Subject self) {
      this.request = request;
      this.inherited = self.locks().stream().filter(Lock::infinite).toList();
    }

    void tell(MultiStatus response, List<Entry> members) {
      if (members.isEmpty()) {
        return;
      }
      List<String> names = members.stream().map(Entry::name).toList();
      Map<String, List<Lock>> locks =
          request.wantsLocks()
              ? known(() -> store.locks().onMembers(folder, names), Map.of())
              : Map.of();
      Map<String, List<DeadProperty>> properties =
          request.wantsDeadProperties()
              ? known(() -> store.properties().ofMembers(folder, names), Map.of())
              : Map.of();
      for (Entry member : members) {
        List<Lock> all = new ArrayList<>(inherited);
        all.addAll(locks.getOrDefault(member.name(), List.of()));
        String href =
            parent + RemotePath.encodeSegment(member.name()) + (member.isFolder() ? "/" : "");
        response.properties(
            new Subject(
                call.base(),
                href,
                member.name(),
                member,
                true,
                all,
                properties.getOrDefault(member.name(), List.of())),
            request);
      }
    }
  }
}
