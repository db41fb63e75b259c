package io.sallyport.bench;

import io.sallyport.ground.RealFtpServer;
import java.util.Optional;

/// No gateway at all: the FTP server, and a client that keeps its login.
record PlainFtp(RealFtpServer server) implements Contender {

  @Override
  public String name() {
    return "plain FTP";
  }

  @Override
  public String url(String path) {
    return Scene.url(server) + path;
  }

  @Override
  public Optional<Http> http() {
    return Optional.empty();
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.empty();
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public boolean bearsCrowds() {
    return false;
  }

  @Override
  public Optional<Begun> begun(String path) {
    return Optional.empty();
  }

  /// Does nothing: whoever started the server ends it.
  @Override
  public void close() {}
}
