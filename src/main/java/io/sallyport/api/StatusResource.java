package io.sallyport.api;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.Guest;
import io.sallyport.auth.SignIn;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.metrics.Totals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/status`: how this gateway is doing, for whoever has a login at one of its servers.
final class StatusResource implements Resource {

  private final GuardedBackends backends;
  private final SignIn signIn;
  private final Totals totals;
  private final String version;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  StatusResource(GuardedBackends backends, SignIn signIn, Totals totals, String version) {
    this.backends = backends;
    this.signIn = signIn;
    this.totals = totals;
    this.version = version;
  }

  @Override
  public String path() {
    return "/-/api/status";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Guest guest = signIn.guest(SessionResource.caller(call));
    List<GuardedBackend> known =
        backends.configured().stream().filter(each -> guest.known(each).isPresent()).toList();
    if (known.isEmpty()) {
      throw new Failure.NotLoggedIn("Sign in to one of the servers first.", null);
    }
    ObjectNode answer = Json.object();
    answer
        .put("version", version)
        .put("startedAt", started.toString())
        .put("uptimeSeconds", Duration.between(started, Instant.now()).toSeconds());
    write(answer.putObject("counted"), totals.sums());
    ArrayNode all = answer.putArray("backends");
    for (GuardedBackend each : known) {
      ObjectNode node = BackendsResource.named(call, all.addObject(), each);
      BackendsResource.state(each)
          .ifPresent(state -> {
            node.putObject("pool")
                .put("open", state.openConnections())
                .put("limit", state.connectionLimit())
                .put("inUse", state.inUse())
                .put("waiting", state.waiting());
            ArrayNode modes = node.putArray("modes");
            state.modes().stream()
                .sorted()
                .forEach(mode -> modes.addObject().put("mode", mode.name()));
          });
    }
    Json.respond(call, 200, answer);
  }

  private static void write(ObjectNode node, Totals.Sums sums) {
    write(node.putObject("requests"), sums.requests());
    write(node.putObject("problems"), sums.problems());
    node.put("receivedBytes", sums.receivedBytes()).put("sentBytes", sums.sentBytes());
    write(node.putObject("replies"), sums.replies());
    write(node.putObject("dataConnections"), sums.dataConnections());
    node.put("fallbacks", sums.fallbacks())
        .put("withoutData", sums.withoutData())
        .put("uploadsAborted", sums.uploadsAborted())
        .put("wrongCredentials", sums.wrongCredentials());
  }

  private static void write(ObjectNode node, Map<String, Long> numbers) {
    numbers.forEach(node::put);
  }
}
