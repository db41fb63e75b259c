package io.sallyport.ftp.listing;

/// The ten signs that a line of `ls -l` begins with: the kind, then who may read, write and
/// execute, with set-user-ID, set-group-ID and sticky in the places of execute (POSIX.1-2017, ls,
/// "STDOUT").
final class UnixMode {

  /// How many signs it has.
  static final int SIGNS = 10;

  /// Says that there is none.
  static final int NONE = -1;

  private static final int SET_USER_ID = 04000;

  private UnixMode() {}

  /// The permission bits, `0755` and the like; [#NONE] where the line does not begin with them.
  static int of(byte[] line) {
    if (line.length < SIGNS) {
      return NONE;
    }
    int bits = 0;
    for (int who = 0; who < 3; who++) {
      int at = 1 + 3 * who;
      int read = bit(line[at], 'r');
      int write = bit(line[at + 1], 'w');
      int execute = execute(line[at + 2], who);
      if (read < 0 || write < 0 || execute < 0) {
        return NONE;
      }
      bits |= (read << 2 | write << 1) << (6 - 3 * who) | execute;
    }
    return bits;
  }

  private static int bit(byte sign, char set) {
    return sign == set ? 1 : sign == '-' ? 0 : NONE;
  }

  /// @param who 0 is the owner, 1 the group, 2 everybody else
  private static int execute(byte sign, int who) {
    int plain = 0100 >> (3 * who);
    int special = SET_USER_ID >> who;
    return switch (sign) {
      case '-' -> 0;
      case 'x' -> plain;
      case 's', 't' -> plain | special;
      case 'S', 'T' -> special;
      default -> NONE;
    };
  }
}
