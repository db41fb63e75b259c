package io.sallyport.http;

/// One way in: a protocol or an answer that some requests are for. Doors are asked in order and the
/// first that opens answers. Thread-safe: one door serves all requests.
public interface Door {

  /// Its name in the access log: one lower-case word.
  String name();

  /// Whether this request is for it. May block (to look whether the place is a folder) and may
  /// throw what [Call] throws; the failure is then the answer.
  boolean opens(Call call);

  /// Answers. Runs on a thread of its own and may block; returns when the response is finished. A
  /// [io.sallyport.files.Failure] or [Refusal] thrown before the response has started becomes its
  /// status; thrown after that, it aborts the connection.
  void enter(Call call);
}
