package io.sallyport.api;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a tus client says of the file that it uploads: `Upload-Metadata` (Creation), pairs of a key
/// and a Base64 value.
///
/// @param target where the file is to be
/// @param modified when the original last changed
/// @param overwrite whether it may replace what is there
/// @param ifMatch the entity tag of the only version that it may replace
record UploadMetadata(
    Place target, Optional<Instant> modified, boolean overwrite, Optional<String> ifMatch) {

  /// Reads the header; keys that are not known are left alone.
  ///
  /// @throws Refusal 400 if it cannot be read or names no target
  /// @throws io.sallyport.files.Failure.Malformed if the target is no path of a file
  static UploadMetadata parse(Call call) {
    Map<String, String> values = new HashMap<>();
    String header = call.header("Upload-Metadata").orElse("");
    for (String pair : header.split(",", -1)) {
      String[] parts = pair.strip().split(" +", 2);
      if (!parts[0].isEmpty()
          && values.put(parts[0], decode(parts.length < 2 ? "" : parts[1])) != null) {
        throw Refusal.badRequest("Upload-Metadata says " + known(parts[0]) + " twice.");
      }
    }
    String target = values.get("target");
    if (target == null) {
      throw Refusal.badRequest("Upload-Metadata says no target.");
    }
    Place place = Named.place(call, target);
    if (place.isBackendRoot() || place.folderForm()) {
      throw Refusal.badRequest("The target is a folder.");
    }
    return new UploadMetadata(
        place,
        Optional.ofNullable(values.get("modified")).map(UploadMetadata::time),
        "true".equals(values.get("overwrite")),
        Optional.ofNullable(values.get("if-match")));
  }

  private static String decode(String value) {
    try {
      return LosslessUtf8.decode(Base64.getDecoder().decode(value.strip()));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("A value of Upload-Metadata is not Base64.");
    }
  }

  private static Instant time(String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException | DateTimeException e) {
      throw Refusal.badRequest("Upload-Metadata says a time that is none.");
    }
  }

  private static String known(String key) {
    return key.matches("[a-z-]{1,20}") ? key : "a key";
  }
}
