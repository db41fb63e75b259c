package io.sallyport.dav;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.TransferBuffer;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// GET and HEAD of a file (RFC 9110 §9.3.1): everything is decided from one stat, then the bytes
/// run from the server's data connection to the caller on one thread. What fails before the first
/// byte is a status; what fails later cuts the connection, so that no caller takes a short file for
/// whole.
final class FileContent {

  /// A file that is another one each time it is read must be one that grows.
  private static final int MAX_LOOKS = 3;

  private final Call call;
  private final Entry entry;
  private final int looks;

  FileContent(Call call, Entry entry) {
    this(call, entry, 1);
  }

  private FileContent(Call call, Entry entry, int looks) {
    this.call = call;
    this.entry = entry;
    this.looks = looks;
  }

  void answer() {
    describe();
    if (Conditions.notModified(call, Optional.of(entry))) {
      call.respondEmpty(304);
      return;
    }
    call.set("Content-Type", MediaType.of(name()));
    Long size = entry.sizeBytes();
    RangeHeader wanted = size == null ? new RangeHeader.Whole() : range(size);
    switch (wanted) {
      case RangeHeader.Whole w -> whole(size);
      case RangeHeader.Part part -> part(part.range(), size == null ? 0 : size);
      case RangeHeader.Unsatisfiable u -> {
        call.set("Content-Range", "bytes */" + size);
        throw new Refusal(416, "range-not-satisfiable", "The file has no byte in that range.");
      }
    }
  }

  private RangeHeader range(long size) {
    call.set("Accept-Ranges", "bytes");
    return call.is("GET") && Conditions.ifRangeHolds(call, entry)
        ? call.header("Range")
            .map(header -> RangeHeader.parse(header, size))
            .orElseGet(RangeHeader.Whole::new)
        : new RangeHeader.Whole();
  }

  private void describe() {
    entry.etag().ifPresent(etag -> call.set("ETag", etag));
    Conditions.lastModified(entry)
        .ifPresent(time -> call.set("Last-Modified", HttpDate.format(time)));
    // The file may change on the FTP server without the gateway: always ask again.
    call.set("Cache-Control", "private, no-cache");
    String type = MediaType.of(name());
    call.set("Content-Security-Policy", MediaType.contentSecurityPolicy(type));
    if (MediaType.isActive(type)) {
      call.set("Content-Disposition", MediaType.attachment(name()));
    }
  }

  private void whole(@Nullable Long size) {
    if (call.is("HEAD")) {
      call.status(200);
      (size == null ? call.body() : call.bodyOf(size)).finish();
      return;
    }
    boolean sent;
    try (Download download = call.files().read(call.place().path(), ByteRange.ALL)) {
      sent = send(200, download, size);
    }
    if (!sent) {
      new FileContent(call, call.files().stat(call.place().path()), looks + 1).answer();
    }
  }

  private void part(ByteRange range, long size) {
    Download download;
    try {
      download = call.files().read(call.place().path(), range);
    } catch (Failure.Unsupported e) {
      // A server without REST: the whole file is a correct answer to a range (RFC 9110 §14.2).
      call.exchange().getResponseHeaders().remove("Accept-Ranges");
      whole(size);
      return;
    }
    try (download) {
      long last = range.offset() + range.length() - 1;
      call.set("Content-Range", "bytes " + range.offset() + "-" + last + "/" + size);
      var _ = send(206, download, range.length());
    }
  }

  /// @param announced how many bytes there will be; absent when nobody knows
  /// @return false, and nothing was sent, if another file has taken the place of the one that is to
  ///   be announced: its beginning must not pass for that one
  private boolean send(int status, Download download, @Nullable Long announced) {
    long left = announced == null ? Long.MAX_VALUE : announced;
    try (TransferBuffer buffer = TransferBuffer.take()) {
      ByteBuffer bytes = buffer.bytes();
      int read = download.read(bytes);
      if (announced != null && read > announced && looks < MAX_LOOKS) {
        return false;
      }
      call.status(status);
      if (announced != null) {
        call.bodyOf(announced);
      }
      while (read >= 0 && left > 0) {
        bytes.flip();
        if (bytes.remaining() > left) {
          // The file has grown since the stat; what was announced is what it was.
          bytes.limit((int) left);
        }
        left -= bytes.remaining();
        call.body().write(bytes);
        bytes.clear();
        if (announced != null) {
          left -= call.body().pass(download, left);
        }
        read = download.read(bytes);
      }
    }
    if (announced != null && left > 0) {
      throw new Failure.Broken("The file ended " + left + " bytes early.", null, false, null);
    }
    call.body().finish();
    return true;
  }

  private String name() {
    return call.place().path().name();
  }
}
