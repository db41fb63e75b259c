package io.sallyport.api;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Disconnected;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Job;
import io.sallyport.store.Jobs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// `/-/api/zips/{id}/{name}`: the archive itself, made on its way out. It can be fetched once.
final class ZipResource implements Resource {

  private final Jobs jobs;
  private final Owners owners;

  ZipResource(Jobs jobs, Owners owners) {
    this.jobs = jobs;
    this.owners = owners;
  }

  @Override
  public String path() {
    return "/-/api/zips/{id}/{name}";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Job job =
        JobResource.find(jobs, owners.of(call), List.of(ZipsResource.KIND), variable.getFirst());
    ZipsResource.Request request = Json.parse(job.request(), ZipsResource.Request.class);
    String name = Objects.requireNonNull(request.name());
    List<Place> places = ZipsResource.places(call, request.paths(), Integer.MAX_VALUE);
    call.set("Content-Type", "application/zip")
        .set("Cache-Control", "no-store")
        .set("Content-Security-Policy", "sandbox")
        .set("Content-Disposition", disposition(name));
    if (call.is("HEAD")) {
      call.status(200).body().finish();
      return;
    }
    if (!jobs.begin(job.id())) {
      throw new Refusal(410, "gone", "This archive was fetched or cancelled already.");
    }
    Progress progress = new Progress(jobs, job.id(), call.base());
    Job.State end = Job.State.FAILED;
    try {
      stream(call, places, progress);
      end = Job.State.DONE;
    } catch (Progress.Cancelled e) {
      end = Job.State.CANCELLED;
      // The response has begun: it is cut off, so that nobody takes it for whole.
      throw new Refusal(410, "gone", "This archive was cancelled.");
    } catch (Disconnected e) {
      end = Job.State.CANCELLED;
      throw e;
    } finally {
      progress.end(end);
    }
  }

  @SuppressWarnings("resource") // Closed only when whole: that finishes the response.
  private static void stream(Call call, List<Place> places, Progress progress) {
    call.status(200);
    OutputStream out = call.body().asStream();
    try {
      ZipWriter zip = new ZipWriter(out, progress);
      for (Place place : places) {
        zip.add(call.files(place), place, places.size() == 1);
      }
      zip.finish();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// RFC 6266, with a plain name for old clients.
  private static String disposition(String name) {
    String plain = LosslessUtf8.forDisplay(name).replaceAll("[^ !#-.0-\\[\\]-~]", "_");
    return "attachment; filename=\""
        + plain
        + "\"; filename*=UTF-8''"
        + RemotePath.encodeSegment(LosslessUtf8.forDisplay(name));
  }
}
