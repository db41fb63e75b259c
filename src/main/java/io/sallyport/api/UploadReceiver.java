package io.sallyport.api;

import io.sallyport.files.Appends;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsModified;
import io.sallyport.files.TransferBuffer;
import io.sallyport.files.Upload;
import io.sallyport.http.Call;
import io.sallyport.http.Disconnected;
import io.sallyport.http.Refusal;
import io.sallyport.http.RequestBody;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.ResumableUpload;
import io.sallyport.store.ResumableUpload.Stage;
import io.sallyport.store.ResumableUploads;
import io.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the bytes of resumable uploads to their temporary files, and makes a whole one visible.
/// One caller at a time goes on with an upload. Thread-safe.
final class UploadReceiver {

  private static final Logger LOG = LoggerFactory.getLogger(UploadReceiver.class);

  /// How long an upload waits for somebody to go on with it.
  static final Duration LIFETIME = Duration.ofHours(24);

  /// How long it is remembered that an upload is done: its last answer may have been lost.
  private static final Duration MEMORY = Duration.ofHours(1);

  /// A caller that sends nothing for so long may be gone without a word; whoever comes next on the
  /// same node takes its place.
  private static final Duration STALLED = Duration.ofSeconds(2);

  /// How long whoever comes next waits for the one before.
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Store store;
  private final Map<UUID, Receiving> running = new ConcurrentHashMap<>();

  UploadReceiver(Store store) {
    this.store = store;
  }

  /// A request that sends bytes at the moment.
  private static final class Receiving {
    private final Thread thread = Thread.currentThread();
    private volatile long movedNanos = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean givenUp;

    int read(RequestBody body, ByteBuffer bytes) {
      waiting = true;
      int read = body.read(bytes);
      waiting = false;
      movedNanos = System.nanoTime();
      if (givenUp) {
        throw new Refusal(410, "gone", "The upload was given up.");
      }
      return read;
    }

    void makeWay(boolean end) {
      if (end) {
        givenUp = true;
      }
      boolean silent = System.nanoTime() - movedNanos > STALLED.toNanos();
      if (waiting && (givenUp || silent)) {
        thread.interrupt();
      }
    }
  }

  /// Takes the upload for the caller alone, from a caller of this node that has fallen silent too.
  ///
  /// @param givenUp whether the upload is to end, so that whoever sends now is stopped
  /// @throws Refusal 423 if somebody else goes on with it
  ResumableUploads.Hold take(UUID id, boolean givenUp) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<ResumableUploads.Hold> hold = store.resumable().hold(id, LIFETIME);
      if (hold.isPresent()) {
        return hold.get();
      }
      if (store.resumable().find(id).isEmpty()) {
        throw new Failure.NotFound("There is no such upload any more.", null);
      }
      if (System.nanoTime() - deadline > 0) {
        throw Refusal.locked("Somebody else goes on with this upload at the moment.");
      }
      Receiving before = running.get(id);
      if (before != null) {
        before.makeWay(givenUp);
      }
      try {
        Thread.sleep(GLANCE);
      } catch (InterruptedException e) {
        throw new Failure.Busy("The gateway is stopping.", null, STALLED);
      }
    }
  }

  /// Whether the upload has become its target.
  boolean isDone(UUID id) {
    return store.resumable().find(id).filter(now -> now.stage() == Stage.DONE).isPresent();
  }

  /// How many bytes of it are there.
  ///
  /// @throws Refusal 410 if it cannot go on
  long offset(ResumableUploads.Hold hold, RemoteFiles files) {
    ResumableUpload upload = hold.upload();
    return switch (upload.stage()) {
      case CREATED -> 0;
      case BEGUN -> size(upload, find(files, upload.temporary().path()));
      case COMMITTING -> {
        Optional<Entry> temporary = find(files, upload.temporary().path());
        Optional<Entry> target = find(files, upload.target().path());
        boolean arrived =
            target.map(Entry::sizeBytes).filter(size -> size == upload.lengthBytes()).isPresent();
        if (temporary.isEmpty() && arrived) {
          hold.reached(Stage.DONE, MEMORY);
          yield upload.lengthBytes();
        }
        yield size(upload, temporary);
      }
      case DONE -> upload.lengthBytes();
    };
  }

  private static long size(ResumableUpload upload, Optional<Entry> temporary) {
    if (temporary.isEmpty()) {
      return 0;
    }
    Long size = temporary.get().sizeBytes();
    if (size == null) {
      throw new Failure.Unsupported(
          "The FTP server does not say how much of the file it has.", null);
    }
    if (size > upload.lengthBytes()) {
      throw new Refusal(410, "gone", "The FTP server has more of the file than was sent.");
    }
    return size;
  }

  /// Takes the body of the request to where the upload ends, and completes it if it is whole then.
  /// What has come when the caller goes away is kept.
  ///
  /// @return how many bytes are there now
  long receive(Call call, ResumableUploads.Hold hold, RemoteFiles files, long offset) {
    ResumableUpload upload = hold.upload();
    if (call.requestBody().lengthBytes().orElse(0) > upload.lengthBytes() - offset) {
      throw Refusal.tooLarge("That is more than the upload was announced with.");
    }
    if (upload.stage() == Stage.DONE) {
      return offset;
    }
    long now = offset;
    if (call.requestBody().isPresent() || upload.stage() == Stage.CREATED) {
      if (upload.stage() == Stage.CREATED) {
        hold.reached(Stage.BEGUN, LIFETIME);
      }
      now += append(call.requestBody(), upload, files, offset);
    }
    if (now == upload.lengthBytes()) {
      complete(call, hold, files);
    }
    return now;
  }

  private long append(RequestBody body, ResumableUpload upload, RemoteFiles files, long offset) {
    if (!(files instanceof Appends appends)) {
      throw new Failure.Unsupported("Uploads to this server cannot be resumed.", null);
    }
    Receiving receiving = new Receiving();
    running.put(upload.id(), receiving);
    try (Upload file = appends.append(upload.temporary().path(), offset);
        TransferBuffer buffer = TransferBuffer.take()) {
      long taken = 0;
      try {
        taken = transfer(receiving, body, file, buffer.bytes(), upload.lengthBytes() - offset);
      } catch (Disconnected e) {
        // Interrupted perhaps, to make way: what is left to do here is not to be cut off.
        boolean interrupted = Thread.interrupted();
        LOG.debug("event=upload-broken-off id={} interrupted={}", upload.id(), interrupted);
        file.commit();
        throw e;
      }
      file.commit();
      return taken;
    } finally {
      running.remove(upload.id(), receiving);
    }
  }

  private static long transfer(
      Receiving receiving, RequestBody body, Upload file, ByteBuffer bytes, long room) {
    long taken = 0;
    while (receiving.read(body, bytes.clear()) >= 0) {
      bytes.flip();
      if (bytes.remaining() > room - taken) {
        throw Refusal.tooLarge("That is more than the upload was announced with.");
      }
      taken += bytes.remaining();
      file.write(bytes);
    }
    return taken;
  }

  /// Conditions and locks hold at the end as they did at the beginning; then, in one step, the file
  /// is there.
  private void complete(Call call, ResumableUploads.Hold hold, RemoteFiles files) {
    ResumableUpload upload = hold.upload();
    RemotePath temporary = upload.temporary().path();
    RemotePath target = upload.target().path();
    Optional<Entry> standing = find(files, target);
    check(call, upload, standing);
    upload.modified().ifPresent(time -> keepTime(files, temporary, time));
    hold.reached(Stage.COMMITTING, LIFETIME);
    files.rename(temporary, target);
    hold.reached(Stage.DONE, MEMORY);
    if (standing.isEmpty()) {
      // Something of that name may have gone by another way than through this gateway.
      store.properties().deleted(upload.target());
    }
  }

  /// @throws Refusal 412 or 423, or [Failure.Exists], if the upload must not become its target
  void check(Call call, ResumableUpload upload, Optional<Entry> standing) {
    ResourcePath target = upload.target();
    if (standing.filter(Entry::isFolder).isPresent()) {
      throw new Failure.Exists(target.path() + " is a folder.", null);
    }
    boolean overwrite =
        call.header("Overwrite").map(said -> said.strip().equals("T")).orElse(upload.overwrite());
    Optional<String> ifMatch = call.header("If-Match").or(upload::ifMatch).map(String::strip);
    if (ifMatch.isPresent()) {
      boolean same =
          ifMatch.get().equals("*")
              ? standing.isPresent()
              : standing.flatMap(Entry::etag).equals(ifMatch);
      if (!same) {
        throw Refusal.preconditionFailed("It is not the version that is to be replaced.");
      }
    } else if (standing.isPresent() && !overwrite) {
      throw new Failure.Exists(target.path() + " is there already.", null);
    }
    Unlocked.of(call, store.locks()).require(target, upload.user(), standing.isEmpty());
  }

  /// The time is kept where the server can; a file without it is whole all the same.
  private static void keepTime(RemoteFiles files, RemotePath path, Instant time) {
    if (files instanceof SetsModified setting) {
      try {
        setting.setModified(path, time);
      } catch (Failure.Unsupported | Failure.Denied e) {
        LOG.debug("event=time-not-kept path={} detail=\"{}\"", path, e.getMessage());
      }
    }
  }

  /// What is at `path`; empty when nothing is.
  static Optional<Entry> find(RemoteFiles files, RemotePath path) {
    try {
      return Optional.of(files.stat(path));
    } catch (Failure.NotFound e) {
      return Optional.empty();
    }
  }
}
