package io.sallyport.dav;

import io.sallyport.auth.Credentials;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Doorman;
import io.sallyport.http.HttpServer;
import io.sallyport.http.HttpSettings;
import io.sallyport.http.Wire;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A real HTTP server on a free port of this machine with the WebDAV door alone, over backends in
/// memory: `/m` and `/other` for everybody, `/locked` for nobody.
final class TestGateway implements AutoCloseable {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// One for all tests: opening it takes longer than most of them.
  private static final Store STORE = opened();

  private final MemoryFiles files = new MemoryFiles();
  private final MemoryFiles other = new MemoryFiles();
  private final RemoteFiles m;
  private final HttpServer server;

  TestGateway() {
    this(0);
  }

  TestGateway(int port) {
    this(port, Optional.empty(), Duration.ofHours(6), STORE);
  }

  private TestGateway(int port, Optional<RemoteFiles> instead, Duration age, Store store) {
    m = instead.orElse(files);
    for (String backend : List.of("m", "other", "locked")) {
      ResourcePath all = new ResourcePath(backend, RemotePath.ROOT);
      store.locks().removeAtOrBelow(all);
      store.properties().deleted(all);
    }
    Orphans orphans = new Orphans(store.properties(), Duration.ZERO, age);
    server =
        new HttpServer(
            HttpSettings.of("127.0.0.1", port), new Porter(), List.of(new DavDoor(store, orphans)));
    server.start();
  }

  /// With locks and properties elsewhere.
  static TestGateway on(Store store) {
    return new TestGateway(0, Optional.empty(), Duration.ofHours(6), store);
  }

  /// With other files behind `/m`.
  static TestGateway over(RemoteFiles files) {
    return new TestGateway(0, Optional.of(files), Duration.ofHours(6), STORE);
  }

  /// One that looks up, after every PROPFIND, whatever has properties.
  static TestGateway suspicious() {
    return new TestGateway(0, Optional.empty(), Duration.ZERO, STORE);
  }

  /// What is behind `/m`.
  MemoryFiles files() {
    return files;
  }

  /// What is behind `/other`.
  MemoryFiles other() {
    return other;
  }

  /// Its locks and properties.
  static Store store() {
    return STORE;
  }

  int port() {
    return server.port();
  }

  /// Sends a request without body; `headers` are names and values in turn.
  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /// Sends a request with a body.
  HttpResponse<String> sendBody(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  int status(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, headers).statusCode();
  }

  Wire wire() throws IOException {
    return new Wire(port());
  }

  @Override
  public void close() {
    server.close();
  }

  private static Store opened() {
    try {
      return Store.open(new StoreSettings.Memory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Named(String name, RemoteFiles all) implements Backend {
    @Override
    public RemoteFiles files(Login login) {
      return all;
    }
  }

  private final class Porter implements Doorman {
    private final Map<String, RemoteFiles> backends =
        new TreeMap<>(Map.of("m", m, "other", other, "locked", files));

    @Override
    public Backend backend(Call call, String name) {
      RemoteFiles all = backends.get(name);
      if (all == null) {
        throw new Failure.NotFound("There is no server " + name + ".", null);
      }
      return new Named(name, all);
    }

    @Override
    public RemoteFiles admit(Call call, Backend backend) {
      if (backend.name().equals("locked")) {
        throw new Failure.NotLoggedIn("Say who you are.", null);
      }
      return backend.files(Login.ANONYMOUS);
    }

    @Override
    public String user(Call call, Backend backend) {
      return call.header("Authorization")
          .flatMap(Credentials::parseBasic)
          .map(Credentials::user)
          .orElse("nobody");
    }

    @Override
    public List<Backend> visible(Call call) {
      return List.of(new Named("m", m), new Named("other", other));
    }
  }
}
