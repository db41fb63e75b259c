package io.sallyport.files;

/// Who asks the FTP server. Never logged: [#toString] leaves the password out.
///
/// @param user the FTP user name
/// @param password the FTP password; what to send as PASS
public record Login(String user, String password) {

  /// Anonymous FTP (RFC 1635).
  public static final Login ANONYMOUS = new Login("anonymous", "anonymous@");

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
