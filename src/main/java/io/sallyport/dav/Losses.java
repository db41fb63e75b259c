package io.sallyport.dav;

import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Failures;
import io.sallyport.http.Place;
import io.sallyport.http.Problem;
import java.util.List;

/// The answer to an operation on a tree that failed for some of it (RFC 4918 §9.6.1, §9.8.5).
final class Losses {

  private Losses() {}

  /// One status where the tree's own top failed and nothing else, else 207 with one for each
  /// member.
  static void answer(Call call, Place top, List<Casualty> casualties) {
    if (casualties.size() == 1 && casualties.getFirst().path().equals(top.path())) {
      throw casualties.getFirst().failure();
    }
    MultiStatus response = new MultiStatus(call);
    for (Casualty casualty : casualties) {
      RemotePath path = casualty.path();
      Problem problem = Failures.problem(casualty.failure(), call.method());
      String href = new Place(top.backend(), path, false).href();
      response.failure(href, problem.status(), problem.detail());
    }
    response.end();
  }
}
