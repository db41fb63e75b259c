package io.sallyport.api;

import io.sallyport.files.Appends;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.metrics.Trace;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.ResumableUpload;
import io.sallyport.store.ResumableUploads;
import io.sallyport.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// `/-/api/uploads`: begins an upload that can go on wherever it breaks off (tus, Creation). All
/// that would refuse it at its end is checked before the first byte is sent.
final class UploadsResource implements Resource {

  private final Store store;
  private final UploadReceiver receiver;

  UploadsResource(Store store, UploadReceiver receiver) {
    this.store = store;
    this.receiver = receiver;
  }

  @Override
  public String path() {
    return "/-/api/uploads";
  }

  @Override
  public List<String> methods() {
    return List.of("OPTIONS", "POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Tus.begin(call);
    if (call.is("OPTIONS")) {
      Tus.options(call, String.join(", ", methods()));
      return;
    }
    long lengthBytes = Tus.bytes(call, "Upload-Length");
    UploadMetadata metadata = UploadMetadata.parse(call);
    Place target = metadata.target();
    Trace.current().ifPresent(trace -> trace.concerns(target.href()));
    RemoteFiles files = call.files(target);
    ResumableUpload upload = upload(call, lengthBytes, metadata, files);
    Optional<Entry> standing = UploadReceiver.find(files, target.path());
    receiver.check(call, upload, standing);
    if (standing.isEmpty()) {
      requireFolder(files, target.path());
    }
    store.resumable().create(upload);
    Tus.expires(call, upload.remaining());
    call.set("Location", call.base() + path() + "/" + upload.id());
    if (lengthBytes == 0 || Tus.hasBytes(call)) {
      try (ResumableUploads.Hold hold = receiver.take(upload.id(), false)) {
        call.set("Upload-Offset", Long.toString(receiver.receive(call, hold, files, 0)));
      }
    }
    call.respondEmpty(201);
  }

  private static ResumableUpload upload(
      Call call, long lengthBytes, UploadMetadata metadata, RemoteFiles files) {
    Place target = metadata.target();
    RemotePath temporary =
        (files instanceof Appends appends
                ? appends.staging(target.path())
                : Optional.<RemotePath>empty())
            .orElseThrow(UploadsResource::unsupported);
    String backend = target.backend().orElseThrow();
    return new ResumableUpload(
        UUID.randomUUID(),
        Named.resource(target),
        new ResourcePath(backend, temporary),
        Unlocked.user(call, target),
        lengthBytes,
        metadata.overwrite(),
        metadata.ifMatch(),
        metadata.modified(),
        ResumableUpload.Stage.CREATED,
        UploadReceiver.LIFETIME);
  }

  private static Failure unsupported() {
    return new Failure.Unsupported("Uploads to this server cannot be resumed; use PUT.", null);
  }

  private static void requireFolder(RemoteFiles files, RemotePath path) {
    RemotePath folder = path.parent().orElse(RemotePath.ROOT);
    if (UploadReceiver.find(files, folder).filter(Entry::isFolder).isEmpty()) {
      throw new Failure.MissingParent("There is no folder " + folder + ".", null);
    }
  }
}
