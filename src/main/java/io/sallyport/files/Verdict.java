package io.sallyport.files;

import java.util.LinkedHashMap;
import java.util.Map;

/// What was found out about the way to an FTP server, as a code with parameters; [Wording] puts it
/// into a person's words.
///
/// @param code what it is
/// @param weight what it means for whoever wants the files
/// @param parameters names and values that the words are filled with: addresses, ports, replies
public record Verdict(Code code, Weight weight, Map<String, String> parameters) {

  /// Keeps the order.
  public Verdict {
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// What it means for whoever wants the files.
  public enum Weight {
    /// Nothing is wrong.
    GOOD,
    /// Good to know; nothing has to be done.
    NOTE,
    /// Works all the same, for now or with a detour.
    WARNING,
    /// Nothing works until somebody acts.
    BLOCKED
  }

  /// Who can change it.
  public enum Side {
    /// Whoever runs the FTP server or its firewall.
    SERVER,
    /// Whoever runs the gateway or its firewall.
    GATEWAY,
    /// One of the two is enough.
    EITHER,
    /// Whoever gave address, user and password.
    USER,
    /// Nobody has to.
    NOBODY
  }

  /// What was found.
  public enum Code {
    /// Login and listings work.
    WORKS(Side.NOBODY),
    /// The name has no address.
    HOST_UNKNOWN(Side.USER),
    /// TCP: nothing answers.
    CONNECT_TIMED_OUT(Side.SERVER),
    /// TCP: nothing listens, or a firewall rejects.
    CONNECT_REFUSED(Side.SERVER),
    /// TCP: there is no way to the address.
    NO_ROUTE(Side.GATEWAY),
    /// One of several addresses of the name leads nowhere.
    ADDRESS_UNREACHABLE(Side.SERVER),
    /// The connection is accepted and nothing is said.
    NO_GREETING(Side.SERVER),
    /// The connection is accepted and closed.
    HANGS_UP(Side.SERVER),
    /// What answers speaks something else.
    NOT_FTP(Side.USER),
    /// 421 instead of a greeting or at the login.
    BUSY(Side.SERVER),
    /// 530 and the like.
    LOGIN_REFUSED(Side.USER),
    /// The server falls silent or breaks off after its greeting.
    CONTROL_LOST(Side.SERVER),
    /// The folder of the URL cannot be entered.
    FOLDER_REFUSED(Side.USER),
    /// AUTH TLS is refused and nothing less is allowed.
    TLS_NOT_OFFERED(Side.SERVER),
    /// The two do not agree on TLS.
    TLS_FAILED(Side.SERVER),
    /// The certificate's time is over.
    CERTIFICATE_EXPIRED(Side.SERVER),
    /// The certificate's time has not begun.
    CERTIFICATE_NOT_YET_VALID(Side.SERVER),
    /// Nobody trusted vouches for the certificate.
    CERTIFICATE_ISSUER(Side.GATEWAY),
    /// The certificate is for another host.
    CERTIFICATE_HOST(Side.SERVER),
    /// The certificate is none of those that are pinned.
    CERTIFICATE_PIN(Side.GATEWAY),
    /// Passwords are readable on the way.
    NO_TLS(Side.NOBODY),
    /// Data connections must resume the control connection's TLS session; the gateway's do.
    SESSION_REUSE_REQUIRED(Side.NOBODY),
    /// Data connections stand and TLS over them does not.
    TLS_DATA_FAILED(Side.SERVER),
    /// Passive: packets are dropped.
    PASSIVE_TIMED_OUT(Side.SERVER),
    /// Passive: connections are rejected.
    PASSIVE_REJECTED(Side.SERVER),
    /// Passive: the server does not allow it.
    PASSIVE_REFUSED(Side.SERVER),
    /// Passive: the answers make no sense.
    PASSIVE_GARBLED(Side.SERVER),
    /// Active: the server never came.
    ACTIVE_NOBODY_CAME(Side.GATEWAY),
    /// Active: the server tried and was rejected.
    ACTIVE_REJECTED(Side.GATEWAY),
    /// Active: the server does not accept the address that it was told.
    ACTIVE_ILLEGAL_ADDRESS(Side.GATEWAY),
    /// Active: the server does not allow it.
    ACTIVE_REFUSED(Side.SERVER),
    /// Active: somebody else came.
    ACTIVE_WRONG_PEER(Side.SERVER),
    /// Both directions are blocked on the way.
    BOTH_BLOCKED(Side.EITHER),
    /// The server allows neither direction, or allows one that is blocked.
    NO_MODE(Side.EITHER),
    /// A mode works that the gateway's configuration does not allow.
    MODE_NOT_ALLOWED(Side.GATEWAY),
    /// The listing itself is refused or breaks off.
    LISTING_REFUSED(Side.SERVER),
    /// PASV names an address that leads elsewhere; it is ignored.
    UNROUTABLE_ADDRESS(Side.SERVER),
    /// EPSV is unknown; PASV does the same.
    EPSV_UNSUPPORTED(Side.NOBODY),
    /// The answer to EPSV makes no sense; PASV does the same.
    EPSV_GARBLED(Side.NOBODY),
    /// Names are in another charset.
    NAMES_NOT_UTF8(Side.NOBODY),
    /// A file was uploaded, renamed and deleted.
    WRITE_WORKS(Side.NOBODY),
    /// Uploads are refused.
    WRITE_REFUSED(Side.SERVER),
    /// Uploads work, renaming does not.
    RENAME_REFUSED(Side.GATEWAY),
    /// The file of the write probe could not be deleted.
    DELETE_REFUSED(Side.SERVER);

    private final Side side;

    Code(Side side) {
      this.side = side;
    }

    /// Who can change it.
    public Side side() {
      return side;
    }

    /// For programs: in lower case with hyphens.
    public String text() {
      return Verdict.text(this);
    }
  }

  /// For programs: in lower case with hyphens.
  public static String text(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /// The same with another weight.
  public Verdict weighing(Weight other) {
    return new Verdict(code, other, parameters);
  }

  /// The same with more to say.
  public Verdict with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new Verdict(code, weight, more);
  }
}
