package io.sallyport.api;

import io.sallyport.auth.Caller;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.MemoryVault;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.WebSessions;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Doorman;
import io.sallyport.http.HttpServer;
import io.sallyport.http.HttpSettings;
import io.sallyport.metrics.Totals;
import io.sallyport.store.Store;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A running HTTP server with the doors under test in front of one backend `s` of one folder, whose
/// only login is `u` with password `p`.
public final class House implements AutoCloseable, Doorman {

  /// One for all tests: opening it takes longer than most of them.
  private static final Store STORE = opened();

  /// What the folder holds; a test fills it before it asks.
  public final List<Entry> entries = new ArrayList<>();

  /// Every login that a session gave up.
  public final List<Login> signedOut = new ArrayList<>();

  /// How many entries come before the listing breaks; all of them when negative.
  public int breaksAfter = -1;

  private final WebSessions sessions = new WebSessions(new MemoryVault());
  private final List<GuardedBackend> backends;
  private final Totals totals = new Totals();
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// @param rule the login rule of `s`
  /// @param doors makes the doors, the API's among them
  public House(LoginRule rule, Function<ApiDoor, List<Door>> doors) {
    backends =
        List.of(
            new GuardedBackend(new OneFolder(), rule, null),
            new GuardedBackend(new OneFolder("open"), new LoginRule.Anonymous(), null));
    ApiDoor api =
        new ApiDoor(
            GuardedBackends.of(backends),
            sessions,
            new SignIn(sessions),
            STORE,
            totals,
            (_, login) -> signedOut.add(login),
            "9");
    server = new HttpServer(HttpSettings.of("127.0.0.1", 0), this, doors.apply(api));
    server.start();
  }

  /// Sends a request with headers as name, value, name, value.
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// GET.
  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, "", headers);
  }

  @Override
  public Backend backend(Call call, String name) {
    return guarded(name).backend();
  }

  @Override
  public RemoteFiles admit(Call call, Backend backend) {
    Caller caller =
        Caller.of(call.header("Authorization"), call.header("Cookie"), false, call.client());
    return backend.files(new SignIn(sessions).login(guarded(backend.name()), caller));
  }

  @Override
  public String user(Call call, Backend backend) {
    return "somebody";
  }

  @Override
  public List<Backend> visible(Call call) {
    return backends.stream().map(GuardedBackend::backend).toList();
  }

  @Override
  public void close() {
    server.close();
    totals.close();
    client.close();
  }

  private static Store opened() {
    try {
      return Store.open(new StoreSettings.Memory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GuardedBackend guarded(String name) {
    return backends.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Failure.NotFound("There is no such server here.", null));
  }

  private final class OneFolder implements Backend, RemoteFiles {
    private final String name;

    OneFolder() {
      this("s");
    }

    OneFolder(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public RemoteFiles files(Login login) {
      return login.equals(Login.ANONYMOUS) || login.equals(new Login("u", "p"))
          ? this
          : new Stranger();
    }

    @Override
    public Entry stat(RemotePath path) {
      if (path.isRoot()) {
        return Entry.folder("");
      }
      return entries.stream()
          .filter(entry -> path.equals(RemotePath.of(entry.name())))
          .findFirst()
          .orElseThrow(() -> new Failure.NotFound("There is no such file.", null));
    }

    @Override
    public Listing list(RemotePath path) {
      if (!stat(path).isFolder()) {
        throw new Failure.NotFound("There is no such folder.", null);
      }
      Iterator<Entry> left = List.copyOf(entries).iterator();
      return new Listing() {
        private int given;

        @Override
        public Optional<Entry> next() {
          if (given++ == breaksAfter) {
            throw new Failure.Broken("The listing broke off.", null, false, null);
          }
          return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }

        @Override
        public int skipped() {
          return 3;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Download read(RemotePath path, ByteRange range) {
      throw new AssertionError("nobody reads here");
    }

    @Override
    public Upload write(RemotePath path) {
      throw new AssertionError("nobody writes here");
    }

    @Override
    public void mkdir(RemotePath path) {
      throw new AssertionError("nobody writes here");
    }

    @Override
    public void rename(RemotePath from, RemotePath to) {
      throw new AssertionError("nobody writes here");
    }

    @Override
    public void delete(RemotePath path, Entry.Kind kind) {
      throw new AssertionError("nobody writes here");
    }
  }

  /// Whom the server does not know.
  private static final class Stranger implements RemoteFiles {
    private static Failure refusal() {
      return new Failure.NotLoggedIn("The server refused the login.", null);
    }

    @Override
    public Entry stat(RemotePath path) {
      throw refusal();
    }

    @Override
    public Listing list(RemotePath path) {
      throw refusal();
    }

    @Override
    public Download read(RemotePath path, ByteRange range) {
      throw refusal();
    }

    @Override
    public Upload write(RemotePath path) {
      throw refusal();
    }

    @Override
    public void mkdir(RemotePath path) {
      throw refusal();
    }

    @Override
    public void rename(RemotePath from, RemotePath to) {
      throw refusal();
    }

    @Override
    public void delete(RemotePath path, Entry.Kind kind) {
      throw refusal();
    }
  }
}
