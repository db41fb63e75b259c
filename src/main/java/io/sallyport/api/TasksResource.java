package io.sallyport.api;

import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Job;
import io.sallyport.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// `/-/api/tasks`: begins to copy or move files and folders to a folder, which may be another
/// server's (POST); lists the caller's (GET). A task goes on when its caller has gone.
final class TasksResource implements Resource {

  static final List<String> KINDS = List.of("copy", "move");

  private static final int MAX_PATHS = 1000;

  private final Store store;
  private final Owners owners;

  TasksResource(Store store, Owners owners) {
    this.store = store;
    this.owners = owners;
  }

  /// What is to go where.
  record Request(
      @Nullable String kind,
      @Nullable List<String> from,
      @Nullable String to,
      @Nullable String conflict) {}

  @Override
  public String path() {
    return "/-/api/tasks";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD", "POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    if (call.is("POST")) {
      begin(call);
    } else {
      list(call);
    }
  }

  private void list(Call call) {
    Set<String> own = owners.proven(call);
    ArrayNode all = Json.array();
    Stream<Job> jobs = KINDS.stream().flatMap(kind -> store.jobs().of(kind, own).stream());
    jobs.map(Progress::describe).forEach(all::add);
    Json.respond(call, 200, all);
  }

  private void begin(Call call) {
    Request request = Json.body(call, Request.class);
    String kind = Objects.requireNonNullElse(request.kind(), "");
    if (!KINDS.contains(kind)) {
      throw Refusal.badRequest("The kind of a task is copy or move.");
    }
    List<Place> from = ZipsResource.places(call, request.from(), MAX_PATHS);
    Place to = Named.place(call, Objects.requireNonNullElse(request.to(), ""));
    boolean move = kind.equals("move");
    from.forEach(each -> check(each, to));
    String owner = Unlocked.principal(Unlocked.user(call, to), to.backend().orElseThrow());
    Relocations task = new Relocations(call, store, from, to, move, conflict(request.conflict()));
    UUID id = store.jobs().create(kind, owner, Json.text(request));
    if (!store.jobs().begin(id)) {
      throw new IllegalStateException("nobody knew of the task but this thread");
    }
    Progress progress = new Progress(store.jobs(), id, call.base());
    Thread.ofVirtual().name("task-" + id).start(() -> task.run(progress));
    String href = call.base() + path() + "/" + id;
    call.set("Location", href);
    Json.respond(call, 201, Json.object().put("id", id.toString()).put("href", href));
  }

  /// As WebDAV's COPY and MOVE are checked (RFC 4918 §9.8.5, §9.9.4).
  private static void check(Place from, Place to) {
    if (from.isBackendRoot()) {
      throw Refusal.denied("A server is not copied or moved as a whole.");
    }
    if (from.backend().equals(to.backend()) && to.path().isAtOrBelow(from.path())) {
      throw Refusal.denied("The destination lies inside what is to go there.");
    }
  }

  private static Conflict conflict(@Nullable String word) {
    String name = Objects.requireNonNullElse(word, "fail");
    for (Conflict each : Conflict.values()) {
      if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return each;
      }
    }
    throw Refusal.badRequest("The conflict is fail, overwrite, newer, keep-both or skip.");
  }
}
