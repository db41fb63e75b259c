package io.sallyport.http;

/// The request is refused by a rule of HTTP or WebDAV rather than by the remote server: a
/// condition, a lock, a method that makes no sense here. The message is one clear sentence.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  /// @param status the HTTP status, 4yz or 5yz
  /// @param code the kind for programs, in lower case with hyphens
  /// @param message one clear sentence for a person
  public Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /// 400.
  public static Refusal badRequest(String message) {
    return new Refusal(400, "bad-request", message);
  }

  /// 403: allowed to nobody here.
  public static Refusal denied(String message) {
    return new Refusal(403, "denied", message);
  }

  /// 405; the caller sets `Allow` (RFC 9110 §15.5.6).
  public static Refusal notAllowed(String message) {
    return new Refusal(405, "not-allowed", message);
  }

  /// 412 (RFC 9110 §15.5.13).
  public static Refusal preconditionFailed(String message) {
    return new Refusal(412, "precondition-failed", message);
  }

  /// 413.
  public static Refusal tooLarge(String message) {
    return new Refusal(413, "too-large", message);
  }

  /// 415.
  public static Refusal unsupportedMediaType(String message) {
    return new Refusal(415, "unsupported-media-type", message);
  }

  /// 423 (RFC 4918 §11.3).
  public static Refusal locked(String message) {
    return new Refusal(423, "locked", message);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The kind for programs.
  public String code() {
    return code;
  }
}
