package io.sallyport.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One folder on the way down a tree, linked to those above it. A server may show a link to a
/// folder as a folder, so a tree may hold itself; what tells is that the same members come again
/// and again on one way down. Immutable.
public final class Loops {

  /// Deeper than any tree that somebody made on purpose.
  private static final int MAX_DEPTH = 128;

  /// How often the same members may come on one way down: a folder in a folder of the same name is
  /// no loop yet.
  private static final int MAX_SAME = 3;

  private final @Nullable Loops above;
  private final int depth;
  private final int members;

  private Loops(@Nullable Loops above, int members) {
    this.above = above;
    this.depth = above == null ? 0 : above.depth + 1;
    this.members = members;
  }

  /// Where a walk begins.
  public static Loops top() {
    return new Loops(null, 0);
  }

  /// One step down, to a folder with these members.
  public Loops down(List<Entry> entries) {
    List<Integer> hashes = new ArrayList<>();
    for (Entry entry : entries) {
      hashes.add(Objects.hash(entry.name(), entry.kind(), entry.sizeBytes(), entry.modified()));
    }
    return new Loops(this, hashes.hashCode());
  }

  /// Whether it makes no sense to go on from here.
  public boolean isLoop() {
    int same = 0;
    for (Loops each = this; each != null; each = each.above) {
      same += each.members == members ? 1 : 0;
    }
    return depth > MAX_DEPTH || same > MAX_SAME;
  }
}
