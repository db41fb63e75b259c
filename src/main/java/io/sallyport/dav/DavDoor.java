package io.sallyport.dav;

import io.milton.http.HttpManager;
import io.milton.http.Response.Status;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Refusal;
import io.sallyport.store.Locks;
import io.sallyport.store.Store;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files for every HTTP client and drives for WebDAV clients (RFC 4918, classes 1, 2 and 3). It
/// opens to every URL that is not reserved, so it comes last; GET of a folder belongs to the doors
/// before it.
public final class DavDoor implements Door {

  private static final String COMPLIANCE = "1, 2, 3";

  private final Store store;
  private final Succession succession = new Succession();
  private final HttpManager milton;

  /// @param store locks and dead properties
  public DavDoor(Store store) {
    this(store, new Orphans(store.properties(), Duration.ofMinutes(1), Duration.ofHours(6)));
  }

  DavDoor(Store store, Orphans orphans) {
    this.store = store;
    milton =
        new Milton()
            .with(List.of("GET", "HEAD"), request -> content(request.call()))
            .with(List.of("OPTIONS"), request -> options(request.call()))
            .with(
                List.of("PROPFIND"),
                request -> new Propfind(request.call(), store, orphans).answer())
            .with(List.of("PROPPATCH"), request -> new Proppatch(request.call(), store).answer())
            .with(List.of("LOCK"), request -> locking(request).lock())
            .with(List.of("UNLOCK"), request -> locking(request).unlock())
            .build();
  }

  @Override
  public String name() {
    return "dav";
  }

  @Override
  public boolean opens(Call call) {
    return !call.isReserved();
  }

  @Override
  public void enter(Call call) {
    // On every answer, 401 too: macOS mounts read-only what it has not seen to be WebDAV.
    call.set("DAV", COMPLIANCE).set("MS-Author-Via", "DAV");
    try {
      answer(call);
    } catch (DavError e) {
      e.answer(call);
    }
  }

  private void answer(Call call) {
    Keyring keyring = Keyring.of(call, store.locks());
    Guard.check(call, keyring);
    @Nullable Relocation relocation = null;
    if (call.is("COPY") || call.is("MOVE")) {
      relocation = Relocation.of(call, store, succession);
      Guard.check(call, keyring, relocation);
    }
    DavRequest request = new DavRequest(call, store, succession, keyring, relocation);
    DavResponse response = new DavResponse();
    // However long it takes, the locks that allow it hold.
    try (Locks.Hold _ = keyring.hold()) {
      milton.process(request, response);
    }
    if (!call.hasStarted()) {
      finish(call, response.getStatus());
    }
  }

  private Locking locking(DavRequest request) {
    return new Locking(request.call(), store.locks(), request.keyring());
  }

  private static void finish(Call call, @Nullable Status status) {
    if (status == null) {
      throw new IllegalStateException("Milton left a " + call.method() + " unanswered");
    }
    switch (status.code) {
      case 404 ->
          throw new Failure.NotFound("There is nothing at " + call.place().path() + ".", null);
      case 405 -> throw Guard.notAllowed(call, call.entry(), "That makes no sense here.");
      case 409 ->
          throw new Failure.MissingParent("The folder that should hold it is not there.", null);
      default -> {
        if (status.code >= 400) {
          throw new IllegalStateException("Milton answered " + status.code);
        }
        call.respondEmpty(status.code);
      }
    }
  }

  private static void options(Call call) {
    call.set("Allow", String.join(", ", Allowed.forOptions(call))).respondEmpty(200);
  }

  private static void content(Call call) {
    Entry entry =
        call.entry()
            .orElseThrow(() ->
                new Failure.NotFound("There is nothing at " + call.place().path() + ".", null));
    if (!entry.isFolder()) {
      new FileContent(call, entry).answer();
    } else if (!call.place().folderForm()) {
      call.redirect(301, call.place().asFolder().href() + call.rawQuery());
    } else {
      throw new Refusal(406, "not-acceptable", "A folder has no form that the request accepts.");
    }
  }
}
