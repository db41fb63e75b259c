package io.sallyport.api;

import io.sallyport.auth.Caller;
import io.sallyport.auth.Credentials;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.MemoryVault;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.WebSessions;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Doorman;
import io.sallyport.http.HttpServer;
import io.sallyport.http.HttpSettings;
import io.sallyport.metrics.Totals;
import io.sallyport.store.LockRequest;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The API alone, in front of backends that take the caller's login, with a store that may outlive
/// it: another one on the same store is the gateway after a restart.
public final class ApiGround implements AutoCloseable, Doorman {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<GuardedBackend> backends;
  private final WebSessions sessions = new WebSessions(new MemoryVault());
  private final Store store;
  private final Totals totals = new Totals();
  private final ApiDoor door;
  private final HttpServer server;
  private final Login login;

  /// @param login whose requests these are
  public ApiGround(StoreSettings state, Login login, List<? extends Backend> backends)
      throws IOException {
    this.login = login;
    this.backends =
        backends.stream()
            .map(each -> new GuardedBackend(each, new LoginRule.PassThrough(), null))
            .toList();
    store = Store.open(state);
    door =
        new ApiDoor(
            GuardedBackends.of(this.backends),
            sessions,
            new SignIn(sessions),
            store,
            totals,
            (_, _) -> {},
            "9");
    server = new HttpServer(HttpSettings.of("127.0.0.1", 0), this, List.of(door));
    server.start();
  }

  /// The door itself.
  ApiDoor door() {
    return door;
  }

  /// Locks and the rest.
  public Store store() {
    return store;
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// `user:password` of the caller, as Basic has it.
  public String basic() {
    return basic(login);
  }

  /// Of somebody else.
  public static String basic(Login login) {
    String both = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /// A request of the caller, with headers as name, value, name, value.
  public HttpRequest request(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body)
            .header("Accept", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    if (List.of(headers).indexOf("Authorization") < 0) {
      request.setHeader("Authorization", basic());
    }
    return request.build();
  }

  /// Sends a request with a text for a body.
  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return CLIENT.send(
        request(method, path, publisher, headers), HttpResponse.BodyHandlers.ofString());
  }

  /// Sends a request with bytes for a body.
  public HttpResponse<String> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request(method, path, HttpRequest.BodyPublishers.ofByteArray(body), headers),
        HttpResponse.BodyHandlers.ofString());
  }

  /// GET.
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  /// POST of JSON.
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send("POST", path, json, "Content-Type", "application/json");
  }

  /// GET of a body as it comes.
  public HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        request("GET", path, HttpRequest.BodyPublishers.noBody()),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  /// Asks for a job again and again until it is in that state.
  ///
  /// @param href the job's
  /// @param state as the API spells it: `done`
  JsonNode await(String href, String state) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode job = json(get(href));
    while (!job.path("state").asString().equals(state)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + state + ": " + job);
      }
      TimeUnit.MILLISECONDS.sleep(20);
      job = json(get(href));
    }
    return job;
  }

  /// Somebody else locks a file.
  void lock(String backend, String path) {
    ResourcePath file = new ResourcePath(backend, RemotePath.parseUri(path));
    var _ =
        store
            .locks()
            .take(new LockRequest(file, false, true, "somebody", "", Duration.ofMinutes(5)));
  }

  /// The body as JSON.
  static JsonNode json(HttpResponse<String> answer) {
    return parse(answer.body());
  }

  /// A text as JSON.
  static JsonNode parse(String text) {
    return Json.parse(text, JsonNode.class);
  }

  @Override
  public Backend backend(Call call, String name) {
    return guarded(name).backend();
  }

  @Override
  public RemoteFiles admit(Call call, Backend backend) {
    return backend.files(login(call, backend));
  }

  @Override
  public String user(Call call, Backend backend) {
    return login(call, backend).user();
  }

  @Override
  public List<Backend> visible(Call call) {
    return backends.stream().map(GuardedBackend::backend).toList();
  }

  private Login login(Call call, Backend backend) {
    Caller caller =
        new Caller(call.header("Authorization").flatMap(Credentials::parseBasic), Optional.empty());
    return new SignIn(sessions).login(guarded(backend.name()), caller);
  }

  private GuardedBackend guarded(String name) {
    return backends.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Failure.NotFound("There is no such server here.", null));
  }

  @Override
  public void close() {
    server.close();
    store.close();
    totals.close();
  }
}
