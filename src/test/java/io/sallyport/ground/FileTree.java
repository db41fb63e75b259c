package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The files of a [ScriptedFtpServer], in memory. A name is a string of bytes: methods that take a
/// `String` encode it as UTF-8, those that take `byte[]` take it as it is. Paths are absolute; the
/// leading `/` may be left out.
///
/// Thread-safe. Inside, a name is the ISO-8859-1 reading of its bytes.
public final class FileTree {

  /// Why the server says 550.
  static final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  private final Node.Folder root = new Node.Folder();

  FileTree() {}

  /// Puts a file there, over an old one if there is one; folders on the way are made.
  public FileTree file(String path, String text) {
    return file(path, text.getBytes(UTF_8));
  }

  /// Puts a file there, over an old one if there is one; folders on the way are made.
  public FileTree file(String path, byte[] bytes) {
    return file(path.getBytes(UTF_8), bytes);
  }

  /// Puts a file of any name there.
  public synchronized FileTree file(byte[] path, byte[] bytes) {
    String latin1 = latin1(path);
    var file = new Node.Content();
    file.append(bytes, 0, bytes.length);
    folders(parent(latin1)).children().put(name(latin1), file);
    return this;
  }

  /// Makes a folder and those on the way to it.
  public FileTree folder(String path) {
    return folder(path.getBytes(UTF_8));
  }

  /// Makes a folder of any name and those on the way to it.
  public synchronized FileTree folder(byte[] path) {
    folders(latin1(path));
    return this;
  }

  /// Sets when a file or folder was last changed.
  public synchronized FileTree modified(String path, Instant time) {
    node(latin1(path.getBytes(UTF_8))).orElseThrow().modified(time);
    return this;
  }

  /// The bytes of a file; empty if there is none.
  public synchronized Optional<byte[]> bytes(String path) {
    return node(latin1(path.getBytes(UTF_8)))
        .flatMap(node ->
            node instanceof Node.Content file ? Optional.of(file.copy()) : Optional.empty());
  }

  /// The text of a file; empty if there is none.
  public Optional<String> text(String path) {
    return bytes(path).map(bytes -> new String(bytes, UTF_8));
  }

  /// True if there is a file or a folder.
  public synchronized boolean exists(String path) {
    return node(latin1(path.getBytes(UTF_8))).isPresent();
  }

  /// Every file and, with a `/` at its end, every folder below the root, sorted; names decoded as
  /// UTF-8.
  public synchronized List<String> paths() {
    var paths = new ArrayList<String>();
    root.collect("", paths);
    return paths.stream().map(path -> new String(path.getBytes(ISO_8859_1), UTF_8)).toList();
  }

  // What the server does; paths are absolute and in ISO-8859-1.

  synchronized Optional<Node> node(String path) {
    Node node = root;
    for (String name : names(path)) {
      if (!(node instanceof Node.Folder folder) || !folder.children().containsKey(name)) {
        return Optional.empty();
      }
      node = folder.children().get(name);
    }
    return Optional.of(node);
  }

  synchronized Map<String, Node> children(String path) throws Refusal {
    return switch (node(path).orElseThrow(() -> new Refusal("No such file or directory."))) {
      case Node.Folder folder -> new TreeMap<>(folder.children());
      case Node.Content file -> Map.of(name(path), file);
    };
  }

  synchronized InputStream read(String path, long offset) throws Refusal {
    byte[] bytes = content(path).copy();
    if (offset > bytes.length) {
      throw new Refusal("Restart offset is beyond the end.");
    }
    return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
  }

  synchronized Node.Content content(String path) throws Refusal {
    if (node(path).orElse(null) instanceof Node.Content file) {
      return file;
    }
    throw new Refusal("Not a plain file.");
  }

  /// A sink that writes to the tree as bytes come in, as a real server does.
  synchronized OutputStream write(String path, long offset, boolean append) throws Refusal {
    Node.Folder folder = parentFolder(path);
    Node old = folder.children().get(name(path));
    if (old instanceof Node.Folder) {
      throw new Refusal("Is a directory.");
    }
    Node.Content file = old instanceof Node.Content there ? there : new Node.Content();
    folder.children().put(name(path), file);
    if (!append) {
      file.truncate((int) offset);
    }
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int start, int count) {
        synchronized (FileTree.this) {
          file.append(bytes, start, count);
        }
      }
    };
  }

  synchronized void makeFolder(String path) throws Refusal {
    Node.Folder parent = parentFolder(path);
    if (parent.children().containsKey(name(path))) {
      throw new Refusal("File exists.");
    }
    parent.children().put(name(path), new Node.Folder());
  }

  synchronized void deleteFile(String path) throws Refusal {
    content(path);
    parentFolder(path).children().remove(name(path));
  }

  synchronized void deleteFolder(String path) throws Refusal {
    if (!(node(path).orElse(null) instanceof Node.Folder folder)) {
      throw new Refusal("No such directory.");
    }
    if (!folder.children().isEmpty()) {
      throw new Refusal("Directory not empty.");
    }
    parentFolder(path).children().remove(name(path));
  }

  /// Replaces a file that is in the way, as Unix does.
  synchronized void rename(String from, String to) throws Refusal {
    Node node = node(from).orElseThrow(() -> new Refusal("No such file or directory."));
    Node.Folder target = parentFolder(to);
    if (target.children().get(name(to)) instanceof Node.Folder) {
      throw new Refusal("Is a directory.");
    }
    parentFolder(from).children().remove(name(from));
    target.children().put(name(to), node);
  }

  /// The absolute path that an argument means to a client in a folder.
  static String resolve(String folder, String argument) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : names(argument.startsWith("/") ? argument : folder + "/" + argument)) {
      switch (name) {
        case "." -> {}
        case ".." -> names.pollLast();
        default -> names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  static String name(String path) {
    List<String> names = names(path);
    return names.isEmpty() ? "" : names.getLast();
  }

  private static String parent(String path) {
    List<String> names = names(path);
    return names.isEmpty() ? "/" : String.join("/", names.subList(0, names.size() - 1));
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }

  private static String latin1(byte[] path) {
    return new String(path, ISO_8859_1);
  }

  private Node.Folder parentFolder(String path) throws Refusal {
    if (names(path).isEmpty()) {
      throw new Refusal("Not permitted.");
    }
    if (node(parent(path)).orElse(null) instanceof Node.Folder folder) {
      return folder;
    }
    throw new Refusal("No such file or directory.");
  }

  private Node.Folder folders(String path) {
    Node.Folder folder = root;
    for (String name : names(path)) {
      if (!(folder.children().computeIfAbsent(name, _ -> new Node.Folder())
          instanceof Node.Folder next)) {
        throw new IllegalArgumentException("not a folder: " + path);
      }
      folder = next;
    }
    return folder;
  }
}
