package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Upload;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import io.sallyport.http.RequestBody;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// The body of a PUT on its way to a file. The FTP server has agreed to take it before the caller
/// is told to send it, and nothing is visible under the file's name before all of it is there: a
/// caller that goes away leaves what was there before.
final class FileUpload {

  private final Call call;

  FileUpload(Call call) {
    this.call = call;
  }

  /// @throws Refusal 400 if the body is not as long as announced, 412 if the file has changed since
  ///   the conditions were checked
  void run() {
    RequestBody body = call.requestBody();
    OptionalLong expected = expected();
    try (Upload upload = call.files().write(call.place().path());
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
      if (Conditions.arePresent(call)) {
        Conditions.notModified(call, now());
      }
      upload.commit();
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

  /// A long upload leaves time for another writer: the conditions must hold at its end too.
  private Optional<Entry> now() {
    try {
      return Optional.of(call.files().stat(call.place().path()));
    } catch (Failure.NotFound e) {
      return Optional.empty();
    }
  }
}
