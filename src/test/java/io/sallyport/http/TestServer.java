package io.sallyport.http;

import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A running server whose one door does what the test says at the moment, and whose doorman knows
/// nobody.
final class TestServer implements AutoCloseable {

  private final HttpServer server;
  private volatile Consumer<Call> answer;

  /// Starts one.
  TestServer(HttpSettings settings, Consumer<Call> answer) {
    this.answer = answer;
    this.server = new HttpServer(settings, new Nobody(), List.of(new OneDoor()));
    server.start();
  }

  /// On plain HTTP with the usual settings; every request is answered with 204.
  TestServer() {
    this(HttpSettings.of("127.0.0.1", 0), call -> call.respondEmpty(204));
  }

  /// What it does from now on.
  void answer(Consumer<Call> other) {
    answer = other;
  }

  HttpServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  Optional<Integer> tlsPort() {
    return server.tlsPort();
  }

  /// The whole answer to a GET, head and body.
  String get(String target, String... headers) throws IOException {
    try (Wire wire = new Wire(port())) {
      wire.send("GET " + target + " HTTP/1.1", "Host: x", "Connection: close");
      if (headers.length > 0) {
        wire.send(headers);
      }
      return wire.send("").restText();
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private final class OneDoor implements Door {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public boolean opens(Call call) {
      return true;
    }

    @Override
    public void enter(Call call) {
      answer.accept(call);
    }
  }

  private static final class Nobody implements Doorman {
    @Override
    public Backend backend(Call call, String name) {
      throw new Failure.NotFound("There is no server of that name.", null);
    }

    @Override
    public RemoteFiles admit(Call call, Backend backend) {
      throw new Failure.NotLoggedIn("Say who you are.", null);
    }

    @Override
    public String user(Call call, Backend backend) {
      return "somebody";
    }

    @Override
    public List<Backend> visible(Call call) {
      return List.of();
    }
  }
}
