package io.sallyport.ftp.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names of one server, between its bytes and our text. Bytes that are UTF-8 are taken as that.
/// Others are read in the configured charset or, where none is configured, in the one that the
/// server's own names tell ([CharsetGuess]); and kept byte by byte ([LosslessUtf8]) as long as
/// there is none, or where it would not give the same bytes back. What a folder listed is
/// remembered for a while, so that the bytes that are sent are the bytes that were listed, and a
/// new name is written as its neighbours are. Thread-safe.
public final class Names {

  private static final Logger log = LoggerFactory.getLogger(Names.class);

  /// Names remembered of all folders together.
  private static final int MAX_REMEMBERED = 200_000;

  /// Names remembered of one folder; one with more is looked through by its majority.
  private static final int MAX_OF_FOLDER = 20_000;

  /// So many names tell what can be told.
  private static final int MAX_EVIDENCE = 500;

  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

  private final @Nullable Charset configured;
  private final Cache<RemotePath, Listed> folders =
      Caffeine.newBuilder()
          .maximumWeight(MAX_REMEMBERED)
          .weigher((RemotePath folder, Listed listed) -> 1 + listed.foreign.size())
          .expireAfterWrite(REMEMBERED_FOR)
          .build();

  /// Names that are not UTF-8, as lossless text; guarded by itself.
  private final Set<String> evidence = new LinkedHashSet<>();

  private volatile @Nullable Charset guessed;
  private final AtomicLong utf8Seen = new AtomicLong();
  private final AtomicLong foreignSeen = new AtomicLong();

  /// What a folder's last listing showed.
  ///
  /// @param foreign names that are not UTF-8, as lossless text
  /// @param holdsUtf8 whether there were names in UTF-8 beyond ASCII
  /// @param isWhole whether `foreign` holds all there were
  private record Listed(Set<String> foreign, boolean holdsUtf8, boolean isWhole) {
    private static final Listed EMPTY = new Listed(Set.of(), false, true);
  }

  /// @param charset the charset of names that are not UTF-8; absent for automatic
  public Names(@Nullable String charset) {
    this.configured = charset == null ? null : Charset.forName(charset);
  }

  /// The charset of names that are not UTF-8, as configured or as found out.
  public Optional<Charset> charset() {
    return Optional.ofNullable(configured != null ? configured : guessed);
  }

  /// What listed names have shown of their charset.
  ///
  /// @param utf8 names in UTF-8 beyond ASCII
  /// @param foreign names that are not UTF-8
  /// @param charset of the latter, as configured or as found out; empty while it is unknown
  public record Evidence(long utf8, long foreign, Optional<Charset> charset) {}

  /// What was seen so far.
  public Evidence evidence() {
    return new Evidence(utf8Seen.get(), foreignSeen.get(), charset());
  }

  /// The names of a listing that begins.
  public Reader read(RemotePath folder) {
    return new Reader(folder);
  }

  /// Reads the names of one listing. For one thread.
  public final class Reader {

    private final RemotePath folder;
    private final Set<String> foreign = new HashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private boolean holdsUtf8;
    private boolean isWhole = true;

    private Reader(RemotePath folder) {
      this.folder = folder;
    }

    /// Takes note of a listed name, given as lossless text. Returns whether it can be read now; if
    /// not, the rest of the listing may tell how.
    public boolean note(String listed) {
      if (isAscii(listed)) {
        return true;
      }
      if (!LosslessUtf8.hasEscapes(listed)) {
        holdsUtf8 = true;
        utf8Seen.incrementAndGet();
        return true;
      }
      foreignSeen.incrementAndGet();
      if (foreign.size() < MAX_OF_FOLDER) {
        foreign.add(listed);
      } else {
        isWhole = false;
      }
      if (configured == null && fresh.size() < MAX_EVIDENCE) {
        fresh.add(listed);
      }
      return charset().isPresent();
    }

    /// Weighs what was noted so far.
    public void decide() {
      if (!fresh.isEmpty()) {
        weigh(fresh);
        fresh.clear();
      }
    }

    /// The text of a noted name.
    public String text(String listed) {
      return LosslessUtf8.hasEscapes(listed)
          ? charset().flatMap(charset -> decode(charset, listed)).orElse(listed)
          : listed;
    }

    /// The listing is whole.
    public void end() {
      decide();
      folders.put(folder, new Listed(Set.copyOf(foreign), holdsUtf8, isWhole));
    }
  }

  private void weigh(List<String> fresh) {
    synchronized (evidence) {
      int before = evidence.size();
      fresh.stream().limit(MAX_EVIDENCE - before).forEach(evidence::add);
      if (evidence.size() == before) {
        return;
      }
      Optional<Charset> found =
          CharsetGuess.of(evidence.stream().map(LosslessUtf8::encode).toList());
      if (!found.equals(Optional.ofNullable(guessed))) {
        log.info(
            "ftp names are not UTF-8 charset={} names={}",
            found.map(Charset::name).orElse("unknown"),
            evidence.size());
        guessed = found.orElse(null);
      }
    }
  }

  private static Optional<String> decode(Charset charset, String listed) {
    return CharsetGuess.decode(charset, LosslessUtf8.encode(listed)).filter(RemotePath::isName);
  }

  /// The topmost folder that must be listed before it is known how `path` is written on the server;
  /// empty if there is none.
  public Optional<RemotePath> unlisted(RemotePath path) {
    for (int i = 0; i < path.names().size(); i++) {
      String name = path.names().get(i);
      if (!isAscii(name) && !LosslessUtf8.hasEscapes(name)) {
        RemotePath folder = new RemotePath(path.names().subList(0, i));
        if (folders.getIfPresent(folder) == null) {
          return Optional.of(folder);
        }
      }
    }
    return Optional.empty();
  }

  /// A folder was made: it is empty.
  public void made(RemotePath folder) {
    folders.put(folder, Listed.EMPTY);
  }

  /// The bytes of the name of a member of `folder`: those it was listed with; for a new one, in the
  /// charset of the folder's other names, else of the server's.
  public byte[] encode(RemotePath folder, String name) {
    if (isAscii(name) || LosslessUtf8.hasEscapes(name)) {
      return LosslessUtf8.encode(name);
    }
    Listed listed = folders.getIfPresent(folder);
    if (listed != null && !listed.foreign.isEmpty()) {
      for (Charset charset : charset().map(List::of).orElseGet(CharsetGuess::charsets)) {
        Optional<byte[]> bytes = bytes(charset, name);
        if (bytes.isPresent() && listed.foreign.contains(LosslessUtf8.decode(bytes.get()))) {
          return bytes.get();
        }
      }
    }
    boolean utf8 =
        (listed == null || (listed.foreign.isEmpty() && !listed.holdsUtf8))
            ? isMostlyUtf8()
            : listed.holdsUtf8;
    return utf8
        ? LosslessUtf8.encode(name)
        : charset()
            .flatMap(charset -> bytes(charset, name))
            .orElseGet(() -> LosslessUtf8.encode(name));
  }

  private boolean isMostlyUtf8() {
    long utf8 = utf8Seen.get();
    long foreign = foreignSeen.get();
    return utf8 == foreign ? configured == null : utf8 > foreign;
  }

  private static Optional<byte[]> bytes(Charset charset, String name) {
    return charset.newEncoder().canEncode(name)
        ? Optional.of(name.getBytes(charset))
        : Optional.empty();
  }

  /// `path` below the root as the argument of a command, one character a byte: `/a/b`; empty for
  /// the root.
  public String argument(RemotePath path) {
    StringBuilder argument = new StringBuilder();
    for (int i = 0; i < path.names().size(); i++) {
      String name = path.names().get(i);
      argument
          .append('/')
          .append(
              isAscii(name)
                  ? name
                  : latin1(encode(new RemotePath(path.names().subList(0, i)), name)));
    }
    return argument.toString();
  }

  /// A configured text as the argument of a command: in the configured charset, or in UTF-8.
  String argument(String text) {
    return latin1(
        Optional.ofNullable(configured)
            .flatMap(charset -> bytes(charset, text))
            .orElseGet(() -> LosslessUtf8.encode(text)));
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
