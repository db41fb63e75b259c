package io.sallyport.api;

import io.sallyport.files.Backend;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.files.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A backend in memory whose files may be of any length, may break in the middle, and may be links
/// that look like folders. Thread-safe enough for one writer.
final class FakeFiles implements Backend, RemoteFiles, SetsModified, SetsMode {

  static final Instant TIME = Instant.parse("2021-03-04T05:06:08Z");

  /// Of a file that never ends no more is kept.
  private static final int MAX_KEPT_BYTES = 1 << 24;

  private static final byte[] ZEROS = new byte[1 << 16];

  private final String name;
  private final Map<RemotePath, Node> nodes = new ConcurrentHashMap<>();
  private final Map<RemotePath, RemotePath> links = new ConcurrentHashMap<>();
  private final Set<RemotePath> broken = new HashSet<>();

  /// Called with each path that is read or written, before its first byte.
  volatile Consumer<RemotePath> onTransfer = path -> {};

  private record Node(boolean folder, String content, long zeros, Instant modified) {
    long size() {
      return folder ? 0 : content.getBytes(StandardCharsets.UTF_8).length + zeros;
    }
  }

  FakeFiles(String name) {
    this.name = name;
    nodes.put(RemotePath.ROOT, new Node(true, "", 0, TIME));
  }

  private static RemotePath path(String uri) {
    return RemotePath.parseUri(uri);
  }

  FakeFiles folder(String uri) {
    nodes.put(path(uri), new Node(true, "", 0, TIME));
    return this;
  }

  FakeFiles file(String uri, String text) {
    nodes.put(path(uri), new Node(false, text, 0, TIME));
    return this;
  }

  FakeFiles file(RemotePath path, String text) {
    nodes.put(path, new Node(false, text, 0, TIME));
    return this;
  }

  FakeFiles aged(String uri, Instant modified) {
    nodes.computeIfPresent(
        path(uri), (_, node) -> new Node(node.folder, node.content, node.zeros, modified));
    return this;
  }

  FakeFiles zeros(String uri, long count) {
    nodes.put(path(uri), new Node(false, "", count, TIME));
    return this;
  }

  FakeFiles link(String uri, String to) {
    links.put(path(uri), path(to));
    return this;
  }

  FakeFiles breaks(String uri) {
    broken.add(path(uri));
    return this;
  }

  boolean has(String uri) {
    return nodes.containsKey(path(uri));
  }

  boolean hasLink(String uri) {
    return links.containsKey(path(uri));
  }

  String text(String uri) {
    return node(path(uri)).content;
  }

  Instant modified(String uri) {
    return node(path(uri)).modified;
  }

  private RemotePath resolved(RemotePath asked) {
    RemotePath path = asked;
    for (int i = 0; i < 200; i++) {
      RemotePath now = path;
      Optional<RemotePath> link = links.keySet().stream().filter(now::isAtOrBelow).findFirst();
      if (link.isEmpty()) {
        return path;
      }
      RemotePath rest =
          new RemotePath(path.names().subList(link.get().names().size(), path.names().size()));
      path = Objects.requireNonNull(links.get(link.get())).resolve(rest);
    }
    return path;
  }

  private Node node(RemotePath path) {
    Node node = nodes.get(resolved(path));
    if (node == null) {
      throw new Failure.NotFound("There is no " + path + ".", null);
    }
    return node;
  }

  private static Entry entry(String name, Node node) {
    return new Entry(
        name,
        node.folder ? Entry.Kind.FOLDER : Entry.Kind.FILE,
        node.folder ? null : node.size(),
        node.modified,
        true,
        0644);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RemoteFiles files(Login login) {
    if (!login.password().equals("p")) {
      throw new Failure.NotLoggedIn("Wrong password.", null);
    }
    return this;
  }

  @Override
  public Entry stat(RemotePath path) {
    return entry(path.name(), node(path));
  }

  @Override
  public Listing list(RemotePath path) {
    if (!node(path).folder) {
      throw new Failure.NotFound("It is no folder.", null);
    }
    if (broken.contains(path)) {
      throw new Failure.Denied("It may not be listed.", null);
    }
    RemotePath folder = resolved(path);
    Map<String, Entry> members = new TreeMap<>();
    nodes.forEach((each, node) -> {
      if (each.parent().equals(Optional.of(folder))) {
        members.put(each.name(), entry(each.name(), node));
      }
    });
    links.forEach((each, to) -> {
      if (each.parent().equals(Optional.of(folder))) {
        members.put(each.name(), entry(each.name(), node(to)));
      }
    });
    Iterator<Entry> left = members.values().iterator();
    return new Listing() {
      @Override
      public Optional<Entry> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
      }

      @Override
      public int skipped() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Download read(RemotePath path, ByteRange range) {
    Node node = node(path);
    onTransfer.accept(path);
    boolean breaks = broken.contains(path);
    ByteBuffer content = ByteBuffer.wrap(node.content.getBytes(StandardCharsets.UTF_8));
    return new Download() {
      private long zeros = node.zeros;

      @Override
      public int read(ByteBuffer target) {
        if (content.hasRemaining()) {
          int count = Math.min(target.remaining(), content.remaining());
          target.put(content.slice(content.position(), count));
          content.position(content.position() + count);
          return count;
        }
        if (breaks) {
          throw new Failure.Broken("It broke in the middle.", null, false, null);
        }
        int count = (int) Math.min(target.remaining(), zeros);
        zeros -= count;
        for (int left = count; left > 0; left -= ZEROS.length) {
          target.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
        return count == 0 ? -1 : count;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Upload write(RemotePath path) {
    RemotePath target = resolved(path);
    if (!nodes.containsKey(target.parent().orElse(RemotePath.ROOT))) {
      throw new Failure.MissingParent("There is no such folder.", null);
    }
    onTransfer.accept(path);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Upload() {
      @Override
      public void write(ByteBuffer content) {
        byte[] some = new byte[content.remaining()];
        content.get(some);
        if (bytes.size() < MAX_KEPT_BYTES) {
          bytes.writeBytes(some);
        }
      }

      @Override
      public void finish() {}

      @Override
      public void commit() {
        nodes.put(
            target, new Node(false, bytes.toString(StandardCharsets.UTF_8), 0, Instant.EPOCH));
      }

      @Override
      public boolean isAtomic() {
        return true;
      }

      @Override
      public Optional<Entry> standing() {
        return Optional.ofNullable(nodes.get(target)).map(node -> entry(path.name(), node));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void mkdir(RemotePath path) {
    nodes.put(resolved(path), new Node(true, "", 0, TIME));
  }

  @Override
  public void rename(RemotePath from, RemotePath to) {
    for (RemotePath each : Set.copyOf(nodes.keySet())) {
      if (each.isAtOrBelow(from)) {
        RemotePath rest =
            new RemotePath(each.names().subList(from.names().size(), each.names().size()));
        Node node = nodes.remove(each);
        if (node != null) {
          nodes.put(to.resolve(rest), node);
        }
      }
    }
  }

  @Override
  public void delete(RemotePath path, Entry.Kind kind) {
    if (kind != Entry.Kind.FOLDER && links.remove(path) != null) {
      return;
    }
    Node node = node(path);
    if (node.folder != (kind == Entry.Kind.FOLDER)) {
      throw new Failure.Denied("It is of another kind.", null);
    }
    RemotePath real = resolved(path);
    if (nodes.keySet().stream().anyMatch(each -> each.parent().equals(Optional.of(real)))) {
      throw new Failure.Denied("It is not empty.", null);
    }
    nodes.remove(real);
  }

  @Override
  public void setModified(RemotePath path, Instant time) {
    Node node = node(path);
    nodes.put(resolved(path), new Node(node.folder, node.content, node.zeros, time));
  }

  @Override
  public void setMode(RemotePath path, int mode) {
    throw new Failure.Unsupported("There are no modes here.", null);
  }
}
