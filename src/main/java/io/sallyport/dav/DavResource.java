package io.sallyport.dav;

import io.milton.http.Auth;
import io.milton.http.Request;
import io.milton.resource.CollectionResource;
import io.milton.resource.CopyableResource;
import io.milton.resource.DeletableResource;
import io.milton.resource.MoveableResource;
import io.sallyport.files.Entry;
import io.sallyport.http.Place;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// A file or a folder as Milton handles it. Who may do what is decided by the FTP server, so each
/// resource authorises everything; no `LockableResource`, because Milton would announce locks that
/// it does not enforce.
abstract sealed class DavResource implements CopyableResource, MoveableResource, DeletableResource
    permits FileResource, FolderResource {

  private final DavRequest request;
  private final Place place;

  /// @param request the request that it was looked up for
  DavResource(DavRequest request, Place place) {
    this.request = request;
    this.place = place;
  }

  final DavRequest request() {
    return request;
  }

  final Place place() {
    return place;
  }

  abstract Entry.Kind kind();

  @Override
  public void delete() {
    Tree tree = new Tree(request.call().files());
    boolean whole = tree.delete(place.path(), kind());
    if (whole) {
      request.succession().ended(Keyring.resource(place), request.call().entry().orElse(null));
    }
    Keyring.forget(request.store(), place, tree.removed());
    if (whole) {
      request.call().respondEmpty(204);
    } else {
      Losses.answer(request.call(), place, tree.casualties());
    }
  }

  @Override
  public void copyTo(CollectionResource folder, String name) {
    request.relocation().copy();
  }

  @Override
  public void moveTo(CollectionResource folder, String name) {
    request.relocation().move();
  }

  @Override
  public @Nullable String getUniqueId() {
    return null;
  }

  @Override
  public String getName() {
    return OpaquePath.lastName(place);
  }

  @Override
  public Object authenticate(String user, String password) {
    throw new UnsupportedOperationException("authentication is done before Milton");
  }

  @Override
  public boolean authorise(Request request, Request.Method method, Auth auth) {
    return true;
  }

  @Override
  public String getRealm() {
    return "";
  }

  @Override
  public @Nullable Date getModifiedDate() {
    return null;
  }

  @Override
  public @Nullable String checkRedirect(Request request) {
    return null;
  }
}
