package io.sallyport.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.files.DataMode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A memory that survives a restart: a small text file, one line a route, `HOST PORT EGRESS MODE`,
/// and one line for each server that insists on a version of TLS, `HOST PORT tls VERSION`. It is
/// only ever a hint: lines that make no sense are skipped, and a file that cannot be read or
/// written costs a second or two at the next start. One per process and file.
public final class DataModeFile implements DataModeMemory {

  private static final Logger log = LoggerFactory.getLogger(DataModeFile.class);

  /// Stands where a route has its address.
  private static final String TLS = "tls";

  private final Path file;
  private final DataModeTable table = new DataModeTable();

  private DataModeFile(Path file) {
    this.file = file;
  }

  /// Reads `data-modes` in a folder, which is made when there is something to keep.
  public static DataModeFile in(Path folder) {
    DataModeFile memory = new DataModeFile(folder.resolve("data-modes"));
    memory.read();
    return memory;
  }

  @Override
  public Optional<DataMode> remembered(Route route) {
    return table.remembered(route);
  }

  @Override
  public Set<DataMode> remembered(String host, int port) {
    return table.remembered(host, port);
  }

  @Override
  public synchronized void connected(Route route, DataMode mode) {
    boolean news = table.remembered(route).isEmpty();
    table.connected(route, mode);
    if (news) {
      write();
    }
  }

  @Override
  public synchronized void failed(Route route, DataMode mode) {
    boolean known = table.remembered(route).isPresent();
    table.failed(route, mode);
    if (known && table.remembered(route).isEmpty()) {
      write();
    }
  }

  @Override
  public Optional<String> tlsVersion(String host, int port) {
    return table.tlsVersion(host, port);
  }

  @Override
  public synchronized void tlsVersion(String host, int port, Optional<String> version) {
    if (!table.tlsVersion(host, port).equals(version)) {
      table.tlsVersion(host, port, version);
      write();
    }
  }

  private void read() {
    try {
      new String(Files.readAllBytes(file), UTF_8).lines().forEach(this::read);
    } catch (NoSuchFileException e) {
      log.debug("ftp data modes: nothing remembered yet file={}", file);
    } catch (IOException e) {
      log.warn("ftp data modes cannot be read file={}: {}", file, e.toString());
    }
  }

  private void read(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 4) {
      return;
    }
    try {
      if (words[2].equals(TLS)) {
        table.tlsVersion(words[0], Integer.parseInt(words[1]), Optional.of(words[3]));
        return;
      }
      Route route =
          new Route(words[0], Integer.parseInt(words[1]), InetAddress.ofLiteral(words[2]));
      table.connected(route, DataMode.valueOf(words[3]));
    } catch (IllegalArgumentException e) {
      log.debug("ftp data modes: a line makes no sense file={}", file);
    }
  }

  /// The new file replaces the old one whole: no reader and no crash meets half of it.
  private void write() {
    List<String> lines =
        table.all().entrySet().stream()
            .map(entry ->
                String.join(
                    " ",
                    entry.getKey().host(),
                    Integer.toString(entry.getKey().port()),
                    Endpoints.literal(entry.getKey().egress()),
                    entry.getValue().name()))
            .collect(Collectors.toCollection(ArrayList::new));
    table.eachVersion((host, port, version) ->
        lines.add(String.join(" ", host, Integer.toString(port), TLS, version)));
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(next, lines);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("ftp data modes cannot be kept file={}: {}", file, e.toString());
    }
  }
}
