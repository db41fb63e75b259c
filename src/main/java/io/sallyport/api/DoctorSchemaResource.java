package io.sallyport.api;

import io.sallyport.doctor.Doctor;
import io.sallyport.http.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// `/-/api/doctor/schema`: describes the lines of the doctor's answer (JSON Schema 2020-12).
final class DoctorSchemaResource implements Resource {

  @Override
  public String path() {
    return "/-/api/doctor/schema";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    try (InputStream in = Doctor.class.getResourceAsStream("report.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema is missing in this build");
      }
      call.respond(200, "application/schema+json", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
