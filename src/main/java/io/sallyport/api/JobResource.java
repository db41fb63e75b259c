package io.sallyport.api;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.store.Job;
import io.sallyport.store.Jobs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One job by its name: how far it is (GET), and that it is to stop (DELETE).
final class JobResource implements Resource {

  private final Jobs jobs;
  private final Owners owners;
  private final String path;
  private final List<String> kinds;

  /// @param path its URL path, with the name as what varies
  /// @param kinds of the jobs to be found there
  JobResource(Jobs jobs, Owners owners, String path, List<String> kinds) {
    this.jobs = jobs;
    this.owners = owners;
    this.path = path;
    this.kinds = kinds;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD", "DELETE");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Job job = find(jobs, owners.of(call), kinds, variable.getFirst());
    if (call.is("DELETE")) {
      jobs.cancel(job.id());
      call.set("Cache-Control", "no-store").respondEmpty(204);
    } else {
      Json.respond(call, 200, Progress.describe(job));
    }
  }

  /// The job of that name, if one of `owners` owns it.
  ///
  /// @throws Failure.NotFound if there is none
  static Job find(Jobs jobs, Set<String> owners, List<String> kinds, String name) {
    if (name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
      for (String kind : kinds) {
        Optional<Job> job = jobs.find(kind, UUID.fromString(name), owners);
        if (job.isPresent()) {
          return job.get();
        }
      }
    }
    throw new Failure.NotFound("There is no such job, or it was over long ago.", null);
  }
}
