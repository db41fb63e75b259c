package io.sallyport.ground;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A file or a folder of a [FileTree], which guards it. Names are the ISO-8859-1 reading of their
/// bytes.
abstract sealed class Node {
  private Instant modified = Instant.now();

  Instant modified() {
    return modified;
  }

  void modified(Instant time) {
    modified = time;
  }

  /// A folder.
  static final class Folder extends Node {
    private final Map<String, Node> children = new TreeMap<>();

    /// What is in it by name; changes write through.
    Map<String, Node> children() {
      return children;
    }

    /// Adds the paths of everything below to a list, folders with a `/` at their end.
    void collect(String prefix, List<String> paths) {
      children.forEach((name, node) -> {
        switch (node) {
          case Folder folder -> {
            paths.add(prefix + name + "/");
            folder.collect(prefix + name + "/", paths);
          }
          case Content _ -> paths.add(prefix + name);
        }
      });
    }
  }

  /// A file.
  static final class Content extends Node {
    private byte[] bytes = {};
    private int sizeBytes;

    int sizeBytes() {
      return sizeBytes;
    }

    byte[] copy() {
      return Arrays.copyOf(bytes, sizeBytes);
    }

    void append(byte[] more, int start, int count) {
      if (sizeBytes + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(sizeBytes + count, 2 * sizeBytes));
      }
      System.arraycopy(more, start, bytes, sizeBytes, count);
      sizeBytes += count;
      modified(Instant.now());
    }

    /// Cuts, or fills up with zeros.
    void truncate(int size) {
      bytes = Arrays.copyOf(Arrays.copyOf(bytes, Math.min(size, sizeBytes)), size);
      sizeBytes = size;
      modified(Instant.now());
    }
  }
}
