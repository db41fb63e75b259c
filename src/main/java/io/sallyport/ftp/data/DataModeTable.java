package io.sallyport.ftp.data;

import io.sallyport.files.DataMode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A memory that lasts as long as the process. The routes used longest ago go when it is full.
public final class DataModeTable implements DataModeMemory {

  private static final int MAX_ROUTES = 10_000;

  private final Map<Route, Known> routes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Route, Known> eldest) {
          return size() > MAX_ROUTES;
        }
      };

  private record Known(DataMode mode, int failures) {}

  private record Place(String host, int port) {}

  private final Map<Place, String> versions = new LinkedHashMap<>();

  @Override
  public synchronized Optional<DataMode> remembered(Route route) {
    return Optional.ofNullable(routes.get(route)).map(Known::mode);
  }

  @Override
  public synchronized Set<DataMode> remembered(String host, int port) {
    Set<DataMode> modes = EnumSet.noneOf(DataMode.class);
    routes.forEach((route, known) -> {
      if (route.host().equals(host) && route.port() == port) {
        modes.add(known.mode());
      }
    });
    return modes;
  }

  @Override
  public synchronized void connected(Route route, DataMode mode) {
    Known known = routes.get(route);
    if (known == null || known.mode() == mode) {
      routes.put(route, new Known(mode, 0));
    }
  }

  @Override
  public synchronized void failed(Route route, DataMode mode) {
    Known known = routes.get(route);
    if (known == null || known.mode() != mode) {
      return;
    }
    int failures = known.failures() + 1;
    if (failures >= FAILURES_UNTIL_FORGOTTEN) {
      routes.remove(route);
    } else {
      routes.put(route, new Known(mode, failures));
    }
  }

  @Override
  public synchronized Optional<String> tlsVersion(String host, int port) {
    return Optional.ofNullable(versions.get(new Place(host, port)));
  }

  @Override
  public synchronized void tlsVersion(String host, int port, Optional<String> version) {
    versions.remove(new Place(host, port));
    if (version.isPresent()) {
      if (versions.size() >= MAX_ROUTES) {
        versions.remove(versions.keySet().iterator().next());
      }
      versions.put(new Place(host, port), version.get());
    }
  }

  /// Does `each` with every host, port and version.
  synchronized void eachVersion(VersionReader each) {
    versions.forEach((place, version) -> each.read(place.host(), place.port(), version));
  }

  /// Takes what is known of one server.
  interface VersionReader {
    void read(String host, int port, String version);
  }

  /// What is remembered of every route.
  synchronized Map<Route, DataMode> all() {
    Map<Route, DataMode> all = new LinkedHashMap<>();
    routes.forEach((route, known) -> all.put(route, known.mode()));
    return all;
  }
}
