package io.sallyport.dav;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsModified;
import io.sallyport.files.ShowsLinks;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.files.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files in memory that behave as a well-behaved FTP server's do, and fail where a test says. It
/// records every operation as a line, such as `stat /a` or `commit /a`. Thread-safe.
final class MemoryFiles implements RemoteFiles, SetsModified, TellsSpace, ShowsLinks {

  private sealed interface Node {
    record File(ByteBuffer content, Instant modified) implements Node {}

    record Folder() implements Node {}

    /// A symbolic link to an absolute path.
    record Link(RemotePath target) implements Node {}
  }

  private final TreeMap<RemotePath, Node> nodes = new TreeMap<>();
  private final Map<String, Failure> failures = new TreeMap<>();
  private final Map<String, Runnable> consequences = new TreeMap<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private @Nullable Function<RemotePath, Stream<Entry>> generated;
  private long cutAfterBytes = Long.MAX_VALUE;
  private boolean noRestart;
  private @Nullable Space room;
  private boolean direct;
  private boolean hidesLinks;
  private boolean stopped;
  private long clock = 1_700_000_000L;

  MemoryFiles() {
    nodes.put(RemotePath.ROOT, new Node.Folder());
  }

  synchronized MemoryFiles file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  synchronized MemoryFiles file(String path, byte[] content) {
    nodes.put(at(path), new Node.File(ByteBuffer.wrap(content), tick()));
    return this;
  }

  synchronized MemoryFiles folder(String path) {
    nodes.put(at(path), new Node.Folder());
    return this;
  }

  synchronized MemoryFiles link(String path, String target) {
    nodes.put(at(path), new Node.Link(at(target)));
    return this;
  }

  /// Lets no listing tell what is a link.
  synchronized MemoryFiles hideLinks() {
    hidesLinks = true;
    return this;
  }

  /// Stops the clock: everything happens in one second.
  synchronized MemoryFiles stopClock() {
    stopped = true;
    return this;
  }

  /// Does something when the operation, such as `delete /a`, is over.
  synchronized MemoryFiles upon(String operation, Runnable consequence) {
    consequences.put(operation, consequence);
    return this;
  }

  private Instant tick() {
    return Instant.ofEpochSecond(stopped ? clock : clock++);
  }

  /// Lets the operation fail, such as `delete /a`.
  synchronized MemoryFiles fail(String operation, Failure failure) {
    failures.put(operation, failure);
    return this;
  }

  /// Lets every download break off after so many bytes.
  synchronized MemoryFiles cutDownloads(long afterBytes) {
    cutAfterBytes = afterBytes;
    return this;
  }

  /// How much room it tells; it tells nothing before.
  synchronized MemoryFiles room(Space space) {
    room = space;
    return this;
  }

  /// Lets uploads go straight to the final name.
  synchronized MemoryFiles uploadDirectly() {
    direct = true;
    return this;
  }

  /// Lets every download that does not start at 0 be refused.
  synchronized MemoryFiles failRestart() {
    noRestart = true;
    return this;
  }

  /// Lets listings hold what `members` yields.
  synchronized MemoryFiles generate(Function<RemotePath, Stream<Entry>> members) {
    generated = members;
    return this;
  }

  /// The content of a file as text; empty when there is no such file.
  synchronized Optional<String> content(String path) {
    return nodes.get(at(path)) instanceof Node.File f
        ? Optional.of(StandardCharsets.UTF_8.decode(f.content().duplicate()).toString())
        : Optional.empty();
  }

  synchronized boolean exists(String path) {
    return nodes.containsKey(at(path));
  }

  /// All paths, folders with a slash at the end.
  synchronized List<String> paths() {
    return nodes.entrySet().stream()
        .filter(node -> !node.getKey().isRoot())
        .map(node -> node.getKey() + (node.getValue() instanceof Node.Folder ? "/" : ""))
        .toList();
  }

  /// What was done, in order.
  List<String> log() {
    return List.copyOf(log);
  }

  /// Waits for the next operation of that name and returns it.
  String await(String operation) throws InterruptedException {
    String line = log.take();
    while (!line.startsWith(operation)) {
      line = log.take();
    }
    return line;
  }

  @Override
  public synchronized Entry stat(RemotePath path) {
    record("stat", path);
    Entry found = entry(path, follow(path, 8)).orElseThrow(() -> notFound(path));
    happened("stat", path);
    return found;
  }

  @Override
  public synchronized Listing list(RemotePath path) {
    return list(path, true);
  }

  @Override
  public synchronized Listing listWithLinks(RemotePath path) {
    return list(path, hidesLinks);
  }

  private Listing list(RemotePath path, boolean linksFollowed) {
    record("list", path);
    if (!(follow(path, 8) instanceof Node.Folder)) {
      throw notFound(path);
    }
    RemotePath folder = real(path.child("x")).parent().orElseThrow();
    List<Entry> members = new ArrayList<>();
    nodes.forEach((at, node) -> {
      if (at.parent().equals(Optional.of(folder))) {
        // As FTP servers and listings have it: a link to a folder looks like a folder.
        Node seen = linksFollowed && follow(at, 8) instanceof Node.Folder real ? real : node;
        entry(at, seen).ifPresent(members::add);
      }
    });
    Iterator<Entry> entries =
        generated == null ? members.iterator() : generated.apply(path).iterator();
    return new Listing() {
      @Override
      public Optional<Entry> next() {
        return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
      }

      @Override
      public int skipped() {
        return 0;
      }

      @Override
      public void close() {
        log.add("close " + path);
      }
    };
  }

  @Override
  public synchronized Download read(RemotePath path, ByteRange range) {
    record("read", path);
    if (!(follow(path, 8) instanceof Node.File file)) {
      throw notFound(path);
    }
    if (noRestart && range.offset() > 0) {
      throw new Failure.Unsupported("The server cannot restart.", null);
    }
    int size = file.content().capacity();
    int from = (int) Math.min(range.offset(), size);
    ByteBuffer bytes = file.content().slice(from, (int) Math.min(range.length(), size - from));
    long cut = cutAfterBytes;
    return new Download() {
      @Override
      public int read(ByteBuffer target) {
        if (bytes.position() >= cut) {
          throw new Failure.Broken("The server broke off.", null, false, null);
        }
        if (!bytes.hasRemaining()) {
          return -1;
        }
        int count =
            (int) Math.min(cut - bytes.position(), Math.min(bytes.remaining(), target.remaining()));
        target.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
      }

      @Override
      public void close() {
        log.add("close " + path);
      }
    };
  }

  @Override
  public synchronized Upload write(RemotePath path) {
    record("write", path);
    requireParent(path);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Upload() {
      @Override
      public void write(ByteBuffer content) {
        byte[] piece = new byte[content.remaining()];
        content.get(piece);
        bytes.writeBytes(piece);
      }

      @Override
      public void finish() {
        record("finish", path);
        if (direct) {
          arrive();
        }
      }

      @Override
      public boolean isAtomic() {
        return !direct;
      }

      @Override
      public Optional<Entry> standing() {
        synchronized (MemoryFiles.this) {
          record("standing", path);
          return entry(path, follow(path, 8));
        }
      }

      @Override
      public void commit() {
        synchronized (MemoryFiles.this) {
          record("commit", path);
          arrive();
          happened("commit", path);
        }
      }

      private void arrive() {
        synchronized (MemoryFiles.this) {
          nodes.put(path, new Node.File(ByteBuffer.wrap(bytes.toByteArray()), tick()));
        }
      }

      @Override
      public void close() {
        log.add("close " + path);
      }
    };
  }

  @Override
  public synchronized void mkdir(RemotePath path) {
    record("mkdir", path);
    if (nodes.containsKey(path)) {
      throw new Failure.Exists("It is there already.", null);
    }
    requireParent(path);
    nodes.put(path, new Node.Folder());
  }

  @Override
  public synchronized void rename(RemotePath from, RemotePath to) {
    record("rename", from, to);
    if (!nodes.containsKey(from)) {
      throw notFound(from);
    }
    requireParent(to);
    if (nodes.get(to) instanceof Node.Folder) {
      throw new Failure.Exists("A folder is in the way.", null);
    }
    List<RemotePath> moving = nodes.keySet().stream().filter(p -> p.isAtOrBelow(from)).toList();
    for (RemotePath path : moving) {
      List<String> below = path.names().subList(from.names().size(), path.names().size());
      Node node = nodes.remove(path);
      if (node != null) {
        nodes.put(to.resolve(new RemotePath(below)), node);
      }
    }
    happened("rename", from, to);
  }

  @Override
  public synchronized void delete(RemotePath asked, Entry.Kind kind) {
    RemotePath path = real(asked);
    Node node = nodes.get(path);
    if (kind == Entry.Kind.LINK && node instanceof Node.Folder) {
      throw new Failure.Denied("It is a folder.", null);
    }
    record("delete", path);
    if (node == null) {
      throw notFound(path);
    }
    boolean full = nodes.keySet().stream().anyMatch(p -> p.parent().equals(Optional.of(path)));
    if (node instanceof Node.Folder != (kind == Entry.Kind.FOLDER) || full) {
      throw new Failure.Denied("It cannot be deleted.", null);
    }
    nodes.remove(path);
    happened("delete", path);
  }

  @Override
  public synchronized void setModified(RemotePath path, Instant time) {
    record("time", path);
    switch (nodes.get(path)) {
      case Node.File file -> nodes.put(path, new Node.File(file.content(), time));
      case null -> throw notFound(path);
      default -> throw new Failure.Denied("It is no file.", null);
    }
  }

  @Override
  public synchronized Optional<Space> space(RemotePath folder) {
    record("space", folder);
    return Optional.ofNullable(room);
  }

  private Optional<Entry> entry(RemotePath path, @Nullable Node node) {
    return switch (node) {
      case null -> Optional.empty();
      case Node.File f ->
          Optional.of(Entry.file(path.name(), f.content().capacity(), f.modified()));
      case Node.Folder f -> Optional.of(Entry.folder(path.name()));
      case Node.Link l ->
          Optional.of(new Entry(path.name(), Entry.Kind.LINK, null, null, false, null));
    };
  }

  private @Nullable Node follow(RemotePath path, int patience) {
    Node node = nodes.get(real(path));
    return node instanceof Node.Link link && patience > 0
        ? follow(link.target(), patience - 1)
        : node;
  }

  /// Where a path leads that goes through links.
  private RemotePath real(RemotePath path) {
    return path.isRoot() ? path : led(path.parent().orElseThrow(), 40).child(path.name());
  }

  private RemotePath led(RemotePath folder, int patience) {
    RemotePath at = real(folder);
    return nodes.get(at) instanceof Node.Link link && patience > 0
        ? led(link.target(), patience - 1)
        : at;
  }

  private void requireParent(RemotePath path) {
    if (!(nodes.get(path.parent().orElse(RemotePath.ROOT)) instanceof Node.Folder)) {
      throw new Failure.MissingParent("The folder of " + path + " is not there.", null);
    }
  }

  private void happened(String operation, RemotePath... paths) {
    Runnable consequence = consequences.remove(line(operation, paths));
    if (consequence != null) {
      consequence.run();
    }
  }

  private static String line(String operation, RemotePath... paths) {
    return operation + " " + String.join(" ", Stream.of(paths).map(RemotePath::toString).toList());
  }

  private void record(String operation, RemotePath... paths) {
    String line = line(operation, paths);
    log.add(line);
    Failure failure = failures.get(line);
    if (failure != null) {
      throw failure;
    }
  }

  private static Failure.NotFound notFound(RemotePath path) {
    return new Failure.NotFound("There is nothing at " + path + ".", null);
  }

  private static RemotePath at(String path) {
    return new RemotePath(Stream.of(path.split("/", -1)).filter(name -> !name.isEmpty()).toList());
  }
}
