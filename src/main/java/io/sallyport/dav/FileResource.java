package io.sallyport.dav;

import io.milton.resource.ReplaceableResource;
import io.sallyport.files.Entry;
import io.sallyport.http.Place;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A file that is there.
final class FileResource extends DavResource implements ReplaceableResource {

  private final Entry entry;

  FileResource(DavRequest request, Place place, Entry entry) {
    super(request, place);
    this.entry = entry;
  }

  @Override
  Entry.Kind kind() {
    return entry.kind();
  }

  @Override
  public void replaceContent(InputStream in, @Nullable Long length) {
    new FileUpload(request()).run();
  }
}
