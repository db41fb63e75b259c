package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// An entry as the API tells it, outside the streamed listings too.
final class EntryJson {

  private EntryJson() {}

  /// Adds what is known of `entry` to `node`, and returns it.
  static ObjectNode write(ObjectNode node, Entry entry) {
    node.put("name", LosslessUtf8.forDisplay(entry.name()))
        .put("href", RemotePath.encodeSegment(entry.name()) + (entry.isFolder() ? "/" : ""))
        .put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    if (entry.sizeBytes() != null) {
      node.put("size", entry.sizeBytes());
    }
    if (entry.modified() != null) {
      node.put("modified", entry.modified().toString());
    }
    return node;
  }
}
