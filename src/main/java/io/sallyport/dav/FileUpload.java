package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.TransferBuffer;
import io.sallyport.files.Upload;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import io.sallyport.http.RequestBody;
import io.sallyport.store.Locks;
import io.sallyport.store.ResourcePath;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The body of a PUT on its way to a file. The FTP server has agreed to take it before the caller
/// is told to send it, and nothing is visible under the file's name before all of it is there: a
/// caller that goes away leaves what was there before.
final class FileUpload {

  private static final Logger LOG = LoggerFactory.getLogger(FileUpload.class);

  private final DavRequest request;
  private final Call call;

  FileUpload(DavRequest request) {
    this.request = request;
    this.call = request.call();
  }

  /// @throws Refusal 400 if the body is not as long as announced, 412 if the file has changed since
  ///   the conditions were checked
  /// @throws DavError 423 if somebody has locked it since
  void run() {
    RequestBody body = call.requestBody();
    OptionalLong expected = expected();
    Optional<Instant> original = OriginalTime.ofHeader(call);
    boolean created = call.entry().isEmpty();
    Optional<Entry> standing = Optional.empty();
    try (Upload upload = call.files().write(call.place().path());
        // What goes straight to the final name cannot be checked at its end: nobody else may lock
        // or write it meanwhile.
        Locks.Hold _ = upload.isAtomic() ? () -> {} : request.keyring().claim(call.place());
        TransferBuffer buffer = TransferBuffer.take()) {
      ByteBuffer bytes = buffer.bytes();
      while (body.read(bytes) >= 0) {
        bytes.flip();
        upload.write(bytes);
        bytes.clear();
      }
      if (expected.isPresent() && expected.getAsLong() != body.readBytes()) {
        throw Refusal.badRequest(
            "The body has "
                + body.readBytes()
                + " bytes instead of the "
                + expected.getAsLong()
                + " announced.");
      }
      upload.finish();
      if (upload.isAtomic()) {
        checkAgain(upload);
      }
      if (created) {
        // Something of that name may have gone by another way than through this server.
        request.store().properties().deleted(Keyring.resource(call.place()));
      }
      upload.commit();
      if (original.isEmpty()) {
        standing = known(upload::standing);
      }
    }
    // With the upload's connection given back: what follows may need it.
    if (original.isPresent()) {
      keepTime(original.get());
    } else {
      standing.flatMap(now -> known(() -> told(now))).flatMap(Entry::etag).ifPresent(this::tag);
    }
  }

  private Optional<Entry> told(Entry now) {
    ResourcePath resource = Keyring.resource(call.place());
    request.succession().ended(resource, call.entry().orElse(null));
    return request.succession().begun(call.files(), resource, now);
  }

  /// A long upload leaves time for another writer: conditions and locks must hold at its end too.
  private void checkAgain(Upload upload) {
    Keyring keyring = request.keyring();
    if (Conditions.arePresent(call) || keyring.isPresent()) {
      Optional<Entry> standing = upload.standing();
      Conditions.notModified(call, standing);
      keyring.check(standing);
    }
    keyring.require(call.place());
    if (call.entry().isEmpty()) {
      keyring.requireFolderOf(call.place());
    }
  }

  private void keepTime(Instant original) {
    known(
            () -> {
              if (OriginalTime.set(call, original)) {
                call.set("X-OC-Mtime", "accepted");
              }
              return Optional.of(call.files().stat(call.place().path()));
            })
        .flatMap(Entry::etag)
        .ifPresent(this::tag);
  }

  private void tag(String etag) {
    call.set("ETag", etag);
  }

  private Optional<Entry> known(Supplier<Optional<Entry>> uploaded) {
    try {
      return uploaded.get();
    } catch (Failure e) {
      // The file is whole and in its place; only the answer knows less of it.
      LOG.debug("uploaded file cannot be described path={}", call.place().path(), e);
      return Optional.empty();
    }
  }

  /// macOS sends the length of a chunked upload in a header of its own.
  private OptionalLong expected() {
    OptionalLong length = call.requestBody().lengthBytes();
    Optional<String> chunked = call.header("X-Expected-Entity-Length");
    if (length.isPresent() || chunked.isEmpty()) {
      return length;
    }
    try {
      return OptionalLong.of(Long.parseLong(chunked.get().strip()));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("X-Expected-Entity-Length is not a number.");
    }
  }
}
