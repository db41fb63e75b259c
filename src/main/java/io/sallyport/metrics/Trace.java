package io.sallyport.metrics;

import io.sallyport.files.DataMode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is found out about one request on its way, for its line in the log. It goes with the thread
/// that answers the request; what other threads do for it is not seen. For one thread.
public final class Trace implements AutoCloseable {

  private static final ThreadLocal<@Nullable Trace> CURRENT = new ThreadLocal<>();

  private final String id;
  private final Set<DataMode> modes = EnumSet.noneOf(DataMode.class);
  private @Nullable String user;
  private @Nullable String backend;
  private @Nullable String target;

  private Trace(String id) {
    this.id = id;
  }

  /// Begins to note what the calling thread does; ends with [#close].
  ///
  /// @param id the request's name, unique
  public static Trace begin(String id) {
    Trace trace = new Trace(id);
    CURRENT.set(trace);
    return trace;
  }

  /// That of the calling thread; empty where it answers no request.
  public static Optional<Trace> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /// The request's name.
  public String id() {
    return id;
  }

  /// Notes whom the caller is taken for, and where.
  public void admitted(String user, String backend) {
    this.user = user;
    this.backend = backend;
  }

  /// Notes which file is meant, where the URL names another thing.
  ///
  /// @param path percent-encoded, from the backend's name on
  public void concerns(String path) {
    target = path;
  }

  /// Notes a data connection.
  void used(DataMode mode) {
    modes.add(mode);
  }

  /// Whom the caller is taken for; empty where nobody asked.
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /// The backend that was used; empty for none.
  public Optional<String> backend() {
    return Optional.ofNullable(backend);
  }

  /// Which file is meant; empty where the URL says it.
  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /// How the data connections were made, `EPSV` or `EPSV+PORT`; empty where there was none.
  public Optional<String> dataModes() {
    return modes.isEmpty()
        ? Optional.empty()
        : Optional.of(modes.stream().map(DataMode::name).collect(Collectors.joining("+")));
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
