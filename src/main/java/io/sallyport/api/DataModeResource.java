package io.sallyport.api;

import io.sallyport.files.DataMode;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/-/api/doctor/use`: begins with a data mode that the doctor found to work.
final class DataModeResource implements Resource {

  private final Patients patients;

  DataModeResource(Patients patients) {
    this.patients = patients;
  }

  private record Request(@Nullable String server, @Nullable String mode) {}

  @Override
  public String path() {
    return "/-/api/doctor/use";
  }

  @Override
  public List<String> methods() {
    return List.of("POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    Request request = Json.body(call, Request.class);
    if (request.server() == null || request.mode() == null) {
      throw Refusal.badRequest("A mode is taken with server and mode.");
    }
    DataMode mode = mode(request.mode());
    patients
        .admit(call, patients.named(call, request.server()), null, null)
        .examinable()
        .prefer(mode);
    call.respondEmpty(204);
  }

  private static DataMode mode(String name) {
    try {
      return DataMode.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("A mode is one of EPSV, PASV, EPRT, PORT.");
    }
  }
}
