package io.sallyport.config;

/// Somebody who is known to the gateway itself, whatever the FTP servers know.
///
/// @param name who it is
/// @param passwordHash as `sallyport hash-password` prints it: bcrypt or argon2
public record GatewayUser(String name, String passwordHash) {

  public GatewayUser {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == ':' || c == 0x7F)) {
      throw new IllegalArgumentException(
          "a user's name is not empty and holds neither a colon nor a control character");
    }
    if (!passwordHash.matches("\\$(2[aby]|argon2(id|i|d))\\$[!-~]+")) {
      throw new IllegalArgumentException(
          "a password hash begins with $2a$, $2b$, $2y$ or $argon2; \"sallyport hash-password\""
              + " makes one");
    }
  }

  @Override
  public String toString() {
    return "GatewayUser[" + name + "]";
  }
}
