package io.sallyport.dav;

import io.milton.http.HttpManager;
import io.milton.http.ResourceFactory;
import io.milton.resource.Resource;
import io.sallyport.files.Entry;
import io.sallyport.http.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the resources that Milton asks for. Only the request's own place is looked up, once; every
/// other path is the parent of that place or of the destination.
final class Resources implements ResourceFactory {

  @Override
  public @Nullable Resource getResource(String host, String path) {
    DavRequest request = (DavRequest) HttpManager.request();
    Place asked = OpaquePath.place(path);
    Place own = request.call().place();
    if (!asked.backend().equals(own.backend()) || !asked.path().equals(own.path())) {
      return isDestination(request, asked) ? null : new FolderResource(request, asked);
    }
    Optional<Entry> entry = request.call().entry();
    if (entry.isEmpty()) {
      return null;
    }
    return entry.get().isFolder()
        ? new FolderResource(request, own)
        : new FileResource(request, own, entry.get());
  }

  /// What is at the destination is the [Relocation]'s business.
  private static boolean isDestination(DavRequest request, Place asked) {
    return request.isRelocation()
        && asked.backend().equals(request.relocation().to().backend())
        && asked.path().equals(request.relocation().to().path());
  }
}
