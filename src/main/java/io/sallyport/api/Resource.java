package io.sallyport.api;

import io.sallyport.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One URL of the API, or all of one form. Thread-safe.
interface Resource {

  /// Its URL path, with `{name}` for each segment that varies: the path that the OpenAPI document
  /// describes it under.
  String path();

  /// What it answers to.
  List<String> methods();

  /// Answers a request of one of its methods.
  ///
  /// @param variable the undecoded segments that vary, in order
  void answer(Call call, List<String> variable);

  /// The segments of `rawPath` that vary here; empty if it is no URL of this resource.
  default Optional<List<String>> match(String rawPath) {
    String[] wanted = path().split("/", -1);
    String[] given = rawPath.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    List<String> variable = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        variable.add(given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(variable);
  }
}
