package io.sallyport.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The dead properties of resources (RFC 4918 §4), shared by every node on the same database.
///
/// The store does not know which resources exist: whoever deletes, moves, copies or replaces one
/// says so here. Every change is one transaction. Methods block for as long as the database takes.
/// Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface Properties {

  /// The properties of one resource, in the order in which they were first set.
  List<DeadProperty> of(ResourcePath resource);

  /// The properties of those members of a collection, by name; without the members that have none.
  /// One question for a batch of a long listing: some hundred names a time keep memory small.
  Map<String, List<DeadProperty>> ofMembers(ResourcePath collection, Collection<String> names);

  /// Does all changes in their order, or none.
  ///
  /// @param user who does it, as the FTP server knows them: what [#unseen] goes by
  /// @throws LimitExceeded if a property is too long or the resource would have too many
  void change(ResourcePath resource, String user, List<PropertyChange> changes);

  /// Whether `resource`, or anything below it, has properties.
  boolean areWithin(ResourcePath resource);

  /// `from` and everything below it is now at `to`: so are its properties, and what was at `to` or
  /// below has none of its own left. Does nothing when both are the same; neither may lie below the
  /// other.
  ///
  /// @param user who saw it there, as for [#change]
  void moved(ResourcePath from, ResourcePath to, String user);

  /// `from` was copied to `to`, with everything below it if `infinite`: the copies have the same
  /// properties and no others. Does nothing when both are the same; with `infinite` neither may lie
  /// below the other.
  ///
  /// @param user who saw it there, as for [#change]
  void copied(ResourcePath from, ResourcePath to, boolean infinite, String user);

  /// Nothing at `resource` or below it has properties any more: it was deleted, or is found to be
  /// gone.
  default void deleted(ResourcePath resource) {
    deleted(List.of(resource));
  }

  /// The same for several.
  void deleted(Collection<ResourcePath> resources);

  /// Resources of one backend whose properties `user` set, that nobody has said to be there for
  /// `time`; those of whom that is longest ago first, and at most `count`. They may be gone by
  /// another way than through the gateway. Only their own users can tell: others may not see the
  /// same files under the same paths.
  List<ResourcePath> unseen(String backend, String user, Duration time, int count);

  /// The resource is there.
  void seen(ResourcePath resource);
}
