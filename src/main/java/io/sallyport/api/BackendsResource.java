package io.sallyport.api;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.Guest;
import io.sallyport.auth.SignIn;
import io.sallyport.files.DataMode;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.BackendState;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.http.Call;
import io.sallyport.store.KeepingBackend;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/backends`: the servers that this gateway leads to, and how they are reached.
final class BackendsResource implements Resource {

  private final GuardedBackends backends;
  private final SignIn signIn;

  BackendsResource(GuardedBackends backends, SignIn signIn) {
    this.backends = backends;
    this.signIn = signIn;
  }

  @Override
  public String path() {
    return "/-/api/backends";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Guest guest = signIn.guest(SessionResource.caller(call));
    ArrayNode all = Json.array();
    for (GuardedBackend each : backends.configured()) {
      ObjectNode node = named(call, all.addObject(), each);
      node.put("login", SessionResource.rule(each)).put("signedIn", guest.known(each).isPresent());
      state(each)
          .ifPresent(state -> {
            node.put("url", state.url());
            state.modes().stream()
                .min(DataMode::compareTo)
                .ifPresent(mode -> node.put("dataMode", mode.name()));
          });
    }
    Json.respond(call, 200, all);
  }

  /// Adds what a backend is called to `node`, and returns it.
  static ObjectNode named(Call call, ObjectNode node, GuardedBackend backend) {
    return node.put("name", LosslessUtf8.forDisplay(backend.name()))
        .put("href", call.base() + "/" + RemotePath.encodeSegment(backend.name()) + "/");
  }

  /// How things stand with it, where it is an FTP server.
  static Optional<BackendState> state(GuardedBackend backend) {
    return KeepingBackend.beneath(backend.backend()) instanceof FtpBackend ftp
        ? Optional.of(ftp.state())
        : Optional.empty();
  }
}
