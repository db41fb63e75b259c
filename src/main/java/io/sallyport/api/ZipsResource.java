package io.sallyport.api;

import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Jobs;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/-/api/zips`: says which files and folders are to be one archive. It is made while it is
/// fetched.
final class ZipsResource implements Resource {

  static final String KIND = "zip";

  private static final int MAX_PATHS = 1000;

  private final Jobs jobs;

  ZipsResource(Jobs jobs) {
    this.jobs = jobs;
  }

  /// What is to be in it, and what it is called.
  record Request(@Nullable List<String> paths, @Nullable String name) {}

  @Override
  public String path() {
    return "/-/api/zips";
  }

  @Override
  public List<String> methods() {
    return List.of("POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Request request = Json.body(call, Request.class);
    List<Place> places = places(call, request.paths(), MAX_PATHS);
    String name = name(Objects.requireNonNullElse(request.name(), ""));
    for (Place place : places) {
      // Whoever has no login there learns it now.
      var _ = call.files(place);
    }
    Place first = places.getFirst();
    String owner = Unlocked.principal(Unlocked.user(call, first), first.backend().orElseThrow());
    UUID id = jobs.create(KIND, owner, Json.text(new Request(request.paths(), name)));
    String status = call.base() + path() + "/" + id;
    String href = status + "/" + RemotePath.encodeSegment(name);
    call.set("Location", status);
    Json.respond(
        call, 201, Json.object().put("id", id.toString()).put("href", href).put("status", status));
  }

  /// @throws Refusal and [io.sallyport.files.Failure.Malformed] if they name nothing or too much
  static List<Place> places(Call call, @Nullable List<String> paths, int atMost) {
    if (paths == null || paths.isEmpty() || paths.size() > atMost) {
      throw Refusal.badRequest("The request names 1 to " + atMost + " paths.");
    }
    return paths.stream()
        .map(each -> Named.place(call, Objects.requireNonNullElse(each, "")))
        .toList();
  }

  private static String name(String wanted) {
    String name = wanted.isEmpty() ? "files.zip" : wanted;
    if (!RemotePath.isName(name) || name.length() > 200 || name.indexOf('\\') >= 0) {
      throw Refusal.badRequest("An archive cannot have that name.");
    }
    return name.endsWith(".zip") ? name : name + ".zip";
  }
}
