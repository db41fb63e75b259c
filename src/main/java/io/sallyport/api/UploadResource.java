package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.metrics.Trace;
import io.sallyport.store.ResumableUpload;
import io.sallyport.store.ResumableUpload.Stage;
import io.sallyport.store.ResumableUploads;
import io.sallyport.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// `/-/api/uploads/{id}`: how much of an upload is there (HEAD), more of it (PATCH), or its end
/// (DELETE); tus Core and Termination. How much there is, the FTP server says.
final class UploadResource implements Resource {

  private final Store store;
  private final UploadReceiver receiver;

  UploadResource(Store store, UploadReceiver receiver) {
    this.store = store;
    this.receiver = receiver;
  }

  @Override
  public String path() {
    return "/-/api/uploads/{id}";
  }

  @Override
  public List<String> methods() {
    return List.of("OPTIONS", "HEAD", "PATCH", "DELETE");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Tus.begin(call);
    if (call.is("OPTIONS")) {
      Tus.options(call, String.join(", ", methods()));
      return;
    }
    ResumableUpload upload = find(call, variable.getFirst());
    Place target = Named.place(upload.target());
    Trace.current().ifPresent(trace -> trace.concerns(target.href()));
    RemoteFiles files = call.files(target);
    switch (call.method()) {
      case "HEAD" -> head(call, upload, files);
      case "PATCH" -> patch(call, upload, files);
      default -> delete(call, upload, files);
    }
  }

  /// Somebody else's upload is not there.
  private ResumableUpload find(Call call, String id) {
    if (id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      Optional<ResumableUpload> upload =
          store
              .resumable()
              .find(UUID.fromString(id))
              .filter(
                  found -> Unlocked.user(call, Named.place(found.target())).equals(found.user()));
      if (upload.isPresent()) {
        return upload.get();
      }
    }
    throw new Failure.NotFound("There is no such upload, or its time is over.", null);
  }

  private void head(Call call, ResumableUpload upload, RemoteFiles files) {
    try (ResumableUploads.Hold hold = receiver.take(upload.id(), false)) {
      long offset = receiver.offset(hold, files);
      call.set("Upload-Offset", Long.toString(offset))
          .set("Upload-Length", Long.toString(upload.lengthBytes()))
          .set("Upload-Complete", receiver.isDone(upload.id()) ? "?1" : "?0");
      Tus.expires(call, UploadReceiver.LIFETIME);
    }
    call.respondEmpty(200);
  }

  private void patch(Call call, ResumableUpload upload, RemoteFiles files) {
    if (!Tus.hasBytes(call)) {
      throw Refusal.unsupportedMediaType(
          "The bytes of a file are sent as " + Tus.CONTENT_TYPE + ".");
    }
    long offset = Tus.bytes(call, "Upload-Offset");
    try (ResumableUploads.Hold hold = receiver.take(upload.id(), false)) {
      long there = receiver.offset(hold, files);
      if (there != offset) {
        call.set("Upload-Offset", Long.toString(there));
        throw new Refusal(
            409, "conflict", "There are " + there + " bytes of the file, not " + offset + ".");
      }
      long now = receiver.receive(call, hold, files, offset);
      call.set("Upload-Offset", Long.toString(now));
      Tus.expires(call, UploadReceiver.LIFETIME);
    }
    call.respondEmpty(204);
  }

  private void delete(Call call, ResumableUpload upload, RemoteFiles files) {
    try (ResumableUploads.Hold hold = receiver.take(upload.id(), true)) {
      Stage stage = hold.upload().stage();
      if (stage == Stage.BEGUN || stage == Stage.COMMITTING) {
        try {
          files.delete(upload.temporary().path(), Entry.Kind.FILE);
        } catch (Failure.NotFound e) {
          // It never came to a temporary file, or it is the target by now.
        }
      }
      store.resumable().remove(upload.id());
    }
    call.respondEmpty(204);
  }
}
