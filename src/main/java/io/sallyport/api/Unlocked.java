package io.sallyport.api;

import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Lock;
import io.sallyport.store.LockToken;
import io.sallyport.store.Locks;
import io.sallyport.store.ResourcePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The write locks that WebDAV clients hold bind the API too (RFC 4918 §7): what is locked changes
/// only for a request of the lock's owner that names its token in an `If` header. Reads the request
/// once, so that work that goes on after it can ask. Thread-safe.
final class Unlocked {

  private static final Pattern TOKEN = Pattern.compile("<([^<>]+)>");

  private final Locks locks;
  private final Set<LockToken> submitted = new HashSet<>();

  private Unlocked(Locks locks) {
    this.locks = locks;
  }

  /// For what `call` asks for.
  static Unlocked of(Call call, Locks locks) {
    Unlocked unlocked = new Unlocked(locks);
    Matcher matcher = TOKEN.matcher(call.header("If").orElse(""));
    while (matcher.find()) {
      LockToken.parse(matcher.group(1)).ifPresent(unlocked.submitted::add);
    }
    return unlocked;
  }

  /// What is at `place` is about to change, or a member of its folder to come or go.
  ///
  /// @param user who asks, as the server knows them
  /// @throws Refusal 423 if it is locked
  void require(ResourcePath place, String user, boolean comesOrGoes) {
    check(locks.covering(place), user);
    if (comesOrGoes) {
      place
          .path()
          .parent()
          .ifPresent(
              folder -> check(locks.covering(new ResourcePath(place.backend(), folder)), user));
    }
  }

  /// What is at `place`, with everything below it, is about to go.
  ///
  /// @throws Refusal as [#require]
  void requireTree(ResourcePath place, String user) {
    require(place, user, true);
    for (Lock lock : locks.within(place)) {
      check(List.of(lock), user);
    }
  }

  /// Who `call` comes from, as the server of `place` knows them.
  static String user(Call call, Place place) {
    return call.doorman().user(call, call.backend(place));
  }

  /// An identity of the gateway: users of two servers are two, whatever their names.
  static String principal(String user, String backend) {
    return user + "@" + backend;
  }

  private void check(List<Lock> guarding, String user) {
    if (guarding.isEmpty()) {
      return;
    }
    for (Lock lock : guarding) {
      if (submitted.contains(lock.token())
          && lock.principal().equals(principal(user, lock.root().backend()))) {
        return;
      }
    }
    throw Refusal.locked("Somebody has locked " + guarding.getFirst().root() + ".");
  }
}
