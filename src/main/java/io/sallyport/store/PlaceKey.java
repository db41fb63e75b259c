package io.sallyport.store;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [ResourcePath] as the database keeps it: the bytes of `backend/path/`, a slash after every
/// name. No name holds a slash, so what lies at or below is exactly what begins with these bytes.
/// Bytes, because names need not be UTF-8, and because bytes have one order in every database.
///
/// Its head is its first bytes: an index entry of PostgreSQL has room for no more than some 2,700.
/// Cutting keeps order, so a range of places lies within the range of their heads.
final class PlaceKey {

  static final int HEAD_BYTES = 512;

  private final byte[] bytes;

  private PlaceKey(byte[] bytes) {
    this.bytes = bytes;
  }

  static PlaceKey of(ResourcePath resource) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    append(resource.backend(), bytes);
    resource.path().names().forEach(name -> append(name, bytes));
    return new PlaceKey(bytes.toByteArray());
  }

  /// The keys of those members of a collection.
  static Set<PlaceKey> ofMembers(ResourcePath collection, Collection<String> names) {
    return names.stream().map(name -> of(collection.child(name))).collect(Collectors.toSet());
  }

  private static void append(String name, ByteArrayOutputStream bytes) {
    bytes.writeBytes(LosslessUtf8.encode(name));
    bytes.write('/');
  }

  /// The resource that the database keeps as `bytes`.
  static ResourcePath resource(byte[] bytes) {
    List<String> names = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '/') {
        names.add(LosslessUtf8.decode(bytes, from, at - from));
        from = at + 1;
      }
    }
    return new ResourcePath(names.getFirst(), new RemotePath(names.subList(1, names.size())));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  byte[] head() {
    return head(bytes);
  }

  /// The first key that is neither this nor below it.
  byte[] end() {
    byte[] end = bytes();
    end[end.length - 1] = '/' + 1;
    return end;
  }

  byte[] headOfEnd() {
    return head(end());
  }

  /// The heads of this and of every collection above it, each once.
  byte[][] headsUpward() {
    List<byte[]> heads = new ArrayList<>();
    for (int at = 0; at < bytes.length; at++) {
      if (at + 1 >= HEAD_BYTES) {
        heads.add(head());
        break;
      }
      if (bytes[at] == '/') {
        heads.add(Arrays.copyOf(bytes, at + 1));
      }
    }
    return heads.toArray(byte[][]::new);
  }

  private static byte[] head(byte[] bytes) {
    return bytes.length <= HEAD_BYTES ? bytes.clone() : Arrays.copyOf(bytes, HEAD_BYTES);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlaceKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
