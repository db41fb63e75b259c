package io.sallyport.store;

/// More state than one user or one resource may have. The message is one sentence for a person.
/// Nothing was changed.
public final class LimitExceeded extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// What there would be too much of.
  public enum Limit {
    /// A principal has as many locks as it may have: 507.
    LOCKS_OF_PRINCIPAL,
    /// The `owner` of a lock is too long: 413.
    OWNER_BYTES,
    /// One property's name or XML is too long: 507 for that property (RFC 4918 §9.2.1).
    PROPERTY_BYTES,
    /// A resource has as many dead properties as it may have: 507 for the property.
    PROPERTIES_OF_RESOURCE,
    /// A user has as many unfinished uploads as it may have: 429.
    UPLOADS_OF_PRINCIPAL,
    /// A user has as much work under way as it may have: 429.
    JOBS_OF_OWNER
  }

  private final Limit limit;

  LimitExceeded(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  /// Which limit it is.
  public Limit limit() {
    return limit;
  }
}
