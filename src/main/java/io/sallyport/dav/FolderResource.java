package io.sallyport.dav;

import io.milton.http.Request;
import io.milton.resource.CollectionResource;
import io.milton.resource.DeletableCollectionResource;
import io.milton.resource.MakeCollectionableResource;
import io.milton.resource.PutableResource;
import io.milton.resource.Resource;
import io.sallyport.files.Entry;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder: one that is there, or the one that the request's path and destination take for
/// granted. If the latter is missing, the operation itself says so; it is not asked for first,
/// because every question is a round trip to the FTP server.
///
/// It shows Milton no members. Milton would delete what is in the way before a transfer that may
/// fail, and delete trees member by member.
final class FolderResource extends DavResource
    implements PutableResource, MakeCollectionableResource, DeletableCollectionResource {

  FolderResource(DavRequest request, Place place) {
    super(request, place);
  }

  @Override
  Entry.Kind kind() {
    return Entry.Kind.FOLDER;
  }

  @Override
  public @Nullable Resource child(String name) {
    return null;
  }

  @Override
  public List<? extends Resource> getChildren() {
    return List.of();
  }

  @Override
  public Resource createNew(
      String name, InputStream in, @Nullable Long length, @Nullable String contentType) {
    Call call = request().call();
    new FileUpload(request()).run();
    return new FileResource(
        request(), call.place(), Entry.file(call.place().path().name(), 0, null));
  }

  @Override
  public CollectionResource createCollection(String name) {
    Call call = request().call();
    // Something of that name may have gone by another way than through this server.
    request().store().properties().deleted(Keyring.resource(call.place()));
    call.files().mkdir(call.place().path());
    return new FolderResource(request(), call.place());
  }

  @Override
  public boolean isLockedOutRecursive(Request request) {
    return false;
  }
}
