package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.LimitExceeded;
import io.sallyport.store.Lock;
import io.sallyport.store.LockConflict;
import io.sallyport.store.LockRequest;
import io.sallyport.store.LockToken;
import io.sallyport.store.Locks;
import io.sallyport.store.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// LOCK and UNLOCK (RFC 4918 §9.10, §9.11). Nothing of it reaches the FTP server but the question
/// what is there: a URL with nothing behind it can be locked, and stays empty until PUT or MKCOL.
final class Locking {

  private final Call call;
  private final Locks locks;
  private final Keyring keyring;
  private final ResourcePath resource;

  Locking(Call call, Locks locks, Keyring keyring) {
    this.call = call;
    this.locks = locks;
    this.keyring = keyring;
    this.resource = Keyring.resource(call.place());
  }

  void lock() {
    Optional<LockInfo> info = LockInfo.of(call);
    if (info.isPresent()) {
      take(info.get());
    } else if (keyring.isPresent()) {
      refresh();
    } else {
      throw Refusal.badRequest(
          "A LOCK without a body refreshes the lock that its If header names.");
    }
  }

  void unlock() {
    LockToken token = LockTokenHeader.of(call).orElseThrow(() -> DavError.otherToken(409));
    Lock lock =
        locks
            .find(token)
            .filter(found -> found.covers(resource))
            .orElseThrow(() -> DavError.otherToken(409));
    requireOwn(lock);
    if (!locks.release(token, resource)) {
      throw DavError.otherToken(409);
    }
    call.respondEmpty(204);
  }

  private void take(LockInfo info) {
    Depth depth = Depth.of(call);
    if (depth == Depth.ONE) {
      throw Refusal.badRequest("A LOCK has no Depth but 0 and infinity.");
    }
    Optional<Entry> entry = call.entry();
    if (entry.isEmpty()) {
      requireFolder();
      keyring.requireFolderOf(call.place());
    }
    LockRequest request =
        new LockRequest(
            resource,
            depth == Depth.INFINITY,
            info.exclusive(),
            Keyring.principal(call, call.place()),
            info.owner(),
            LockTimeout.of(call));
    Lock lock;
    try {
      lock = locks.take(request);
    } catch (LockConflict e) {
      conflict(e.conflicting());
      return;
    } catch (LimitExceeded e) {
      throw switch (e.limit()) {
        case OWNER_BYTES -> Refusal.tooLarge(String.valueOf(e.getMessage()));
        case LOCKS_OF_PRINCIPAL,
            PROPERTY_BYTES,
            PROPERTIES_OF_RESOURCE,
            UPLOADS_OF_PRINCIPAL,
            JOBS_OF_OWNER ->
            new Refusal(507, "too-many-locks", String.valueOf(e.getMessage()));
      };
    }
    call.set("Lock-Token", LockTokenHeader.coded(lock.token()));
    answer(entry.isPresent() ? 200 : 201, List.of(lock));
  }

  private void refresh() {
    for (LockToken token : keyring.submitted()) {
      Optional<Lock> lock = locks.find(token).filter(found -> found.covers(resource));
      if (lock.isPresent()) {
        requireOwn(lock.get());
        Duration timeout =
            call.header("Timeout").isPresent() ? LockTimeout.of(call) : lock.get().timeout();
        answer(
            200,
            List.of(
                locks
                    .refresh(token, resource, timeout)
                    .orElseThrow(() -> DavError.otherToken(412))));
        return;
      }
    }
    throw DavError.otherToken(412);
  }

  /// A member that is locked keeps its folder from being locked as a whole (RFC 4918 §9.10.9).
  private void conflict(List<Lock> conflicting) {
    List<ResourcePath> roots = conflicting.stream().map(Lock::root).distinct().toList();
    boolean membersOnly =
        roots.stream().allMatch(root -> root.isAtOrBelow(resource) && !root.equals(resource));
    if (!membersOnly) {
      throw DavError.conflict(roots.stream().map(Keyring::href).toList());
    }
    MultiStatus response = new MultiStatus(call);
    roots.forEach(root ->
        response.failure(
            Keyring.href(root), 423, "<D:no-conflicting-lock/>", "Somebody has locked it."));
    boolean folder = call.entry().map(Entry::isFolder).orElse(false);
    Place place = new Place(call.place().backend(), call.place().path(), folder);
    response.failure(place.href(), 424, "", "A member is locked.");
    response.end();
  }

  private void requireFolder() {
    RemotePath folder = call.place().path().parent().orElse(RemotePath.ROOT);
    boolean there;
    try {
      there = call.files().stat(folder).isFolder();
    } catch (Failure.NotFound e) {
      there = false;
    }
    if (!there) {
      throw new Failure.MissingParent("There is no folder " + folder + ".", null);
    }
  }

  private void requireOwn(Lock lock) {
    if (!lock.principal().equals(Keyring.principal(call, call.place()))) {
      throw Refusal.denied("The lock is somebody else's.");
    }
  }

  private void answer(int status, List<Lock> told) {
    call.set("Cache-Control", "no-store");
    call.respond(
        status,
        "application/xml; charset=utf-8",
        LockXml.document(told, call.base()).getBytes(StandardCharsets.UTF_8));
  }
}
