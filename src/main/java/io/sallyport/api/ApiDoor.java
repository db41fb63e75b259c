package io.sallyport.api;

import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.WebSessions;
import io.sallyport.files.Login;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Refusal;
import io.sallyport.metrics.Totals;
import io.sallyport.store.LimitExceeded;
import io.sallyport.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The JSON door: any folder's URL for whoever asks for `application/json`, and the API below
/// `/-/api/`.
public final class ApiDoor implements Door {

  private static final String PREFIX = "/-/api/";

  private final FolderAsJson folders = new FolderAsJson();
  private final List<Resource> resources;

  /// @param backends who can be signed in to
  /// @param sessions where browsers' logins are kept
  /// @param signIn who may use what
  /// @param store locks, uploads and jobs
  /// @param totals what the status tells
  /// @param onSignOut told of every login that a session gives up, with its backend's name
  /// @param version of this build
  public ApiDoor(
      GuardedBackends backends,
      WebSessions sessions,
      SignIn signIn,
      Store store,
      Totals totals,
      BiConsumer<String, Login> onSignOut,
      String version) {
    Patients patients = new Patients(backends, signIn);
    Owners owners = new Owners(sessions);
    UploadReceiver receiver = new UploadReceiver(store);
    this.resources =
        List.of(
            new SessionResource(backends, sessions, signIn, onSignOut, version),
            new UploadsResource(store, receiver),
            new UploadResource(store, receiver),
            new DoctorResource(patients),
            new DataModeResource(patients),
            new DoctorSchemaResource(),
            new ZipsResource(store.jobs()),
            new ZipResource(store.jobs(), owners),
            new JobResource(store.jobs(), owners, "/-/api/zips/{id}", List.of(ZipsResource.KIND)),
            new TasksResource(store, owners),
            new JobResource(store.jobs(), owners, "/-/api/tasks/{id}", TasksResource.KINDS),
            new SearchResource(),
            new EntriesResource(store.locks()),
            new BackendsResource(backends, signIn),
            new StatusResource(backends, signIn, totals, version),
            new DescriptionResource());
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public boolean opens(Call call) {
    if (call.isReserved()) {
      return call.rawPath().startsWith(PREFIX) || call.rawPath().equals("/-/api");
    }
    return (call.is("GET") || call.is("HEAD")) && call.wantsJson() && call.rawPath().endsWith("/");
  }

  @Override
  public void enter(Call call) {
    if (!call.isReserved()) {
      folders.answer(call);
      return;
    }
    for (Resource resource : resources) {
      Optional<List<String>> variable = resource.match(call.rawPath());
      if (variable.isPresent()) {
        answer(call, resource, variable.get());
        return;
      }
    }
    throw new Refusal(404, "not-found", "There is no such resource in the API.");
  }

  private static void answer(Call call, Resource resource, List<String> variable) {
    if (!resource.methods().contains(call.method())) {
      call.set("Allow", String.join(", ", resource.methods()));
      throw Refusal.notAllowed("This resource of the API knows no such method.");
    }
    try {
      resource.answer(call, variable);
    } catch (LimitExceeded e) {
      throw new Refusal(429, "too-many", String.valueOf(e.getMessage()));
    }
  }

  /// What there is, for the test that compares it with its description.
  List<Resource> resources() {
    return resources;
  }
}
