package io.sallyport.doctor;

import java.util.List;
import java.util.Locale;

/// What an FTP server runs, as far as it shows, and how its settings are called there.
public enum Software {
  /// vsftpd.
  VSFTPD("vsftpd", "/etc/vsftpd.conf"),
  /// ProFTPD.
  PROFTPD("ProFTPD", "/etc/proftpd/proftpd.conf"),
  /// Pure-FTPd.
  PUREFTPD("Pure-FTPd", "/etc/pure-ftpd/pure-ftpd.conf"),
  /// FileZilla Server.
  FILEZILLA("FileZilla Server", "Server, Configure, FTP and FTP over TLS, Passive mode"),
  /// Microsoft's.
  IIS("IIS", "Administrator prompt, then restart the service ftpsvc"),
  /// pyftpdlib.
  PYFTPDLIB("pyftpdlib", "the server's script"),
  /// Apache MINA FtpServer.
  MINA("Apache FtpServer", "ftpd.xml, in the listener"),
  /// Something else, or something that does not say.
  OTHER("FTP server", "");

  private final String title;
  private final String file;

  Software(String title, String file) {
    this.title = title;
    this.file = file;
  }

  /// What it is called.
  public String title() {
    return title;
  }

  /// Where its settings are.
  String file() {
    return file;
  }

  /// Judges by the server's words: its greeting, its answers at the login, to SYST and to FEAT.
  static Software of(String words) {
    String text = words.toLowerCase(Locale.ROOT);
    if (text.contains("filezilla")) {
      return FILEZILLA;
    }
    if (text.contains("microsoft ftp") || text.contains("windows_nt")) {
      return IIS;
    }
    if (text.contains("proftpd")) {
      return PROFTPD;
    }
    // "SPSV" and "ESTP" are named by no other server.
    if (text.contains("pure-ftpd") || (text.contains("spsv") && text.contains("estp"))) {
      return PUREFTPD;
    }
    if (text.contains("pyftpdlib")) {
      return PYFTPDLIB;
    }
    if (text.contains("apache ftpserver")) {
      return MINA;
    }
    // With a greeting of the operator's own, its words at the login are still vsftpd's.
    if (text.contains("vsftpd")
        || (text.contains("please specify the password") && text.contains("login successful"))) {
      return VSFTPD;
    }
    return OTHER;
  }

  /// The lines that set a range of passive ports.
  List<String> passivePorts(int first, int last) {
    return switch (this) {
      case VSFTPD -> List.of("pasv_min_port=" + first, "pasv_max_port=" + last);
      case PROFTPD -> List.of("PassivePorts " + first + " " + last);
      case PUREFTPD -> List.of("PassivePortRange " + first + " " + last);
      case FILEZILLA -> List.of("Use custom port range: " + first + "-" + last);
      case IIS ->
          List.of(
              "appcmd set config /section:system.ftpServer/firewallSupport"
                  + " /lowDataChannelPort:"
                  + first
                  + " /highDataChannelPort:"
                  + last
                  + " /commit:apphost");
      case PYFTPDLIB -> List.of("handler.passive_ports = range(" + first + ", " + (last + 1) + ")");
      case MINA -> List.of("<passive ports=\"" + first + "-" + last + "\"/>");
      case OTHER -> List.of();
    };
  }

  /// The lines that set the address that PASV names.
  List<String> passiveAddress(String address) {
    return switch (this) {
      case VSFTPD -> List.of("pasv_address=" + address);
      case PROFTPD -> List.of("MasqueradeAddress " + address);
      case PUREFTPD -> List.of("ForcePassiveIP " + address);
      case FILEZILLA -> List.of("Use the following host: " + address);
      case IIS ->
          List.of(
              "appcmd set config /section:system.applicationHost/sites"
                  + " /siteDefaults.ftpServer.firewallSupport.externalIp4Address:"
                  + address
                  + " /commit:apphost");
      case PYFTPDLIB -> List.of("handler.masquerade_address = '" + address + "'");
      case MINA -> List.of("<passive external-address=\"" + address + "\"/>");
      case OTHER -> List.of();
    };
  }

  /// The lines that allow passive mode.
  List<String> passiveOn() {
    return switch (this) {
      case VSFTPD -> List.of("pasv_enable=YES");
      case PROFTPD -> List.of("<Limit PASV EPSV>", "AllowAll", "</Limit>");
      case PUREFTPD -> List.of("NATmode no");
      case FILEZILLA, IIS, PYFTPDLIB, MINA, OTHER -> List.of();
    };
  }

  /// The lines that allow active mode.
  List<String> activeOn() {
    return switch (this) {
      case VSFTPD -> List.of("port_enable=YES");
      case PROFTPD -> List.of("<Limit PORT EPRT>", "AllowAll", "</Limit>");
      case MINA -> List.of("<active enabled=\"true\"/>");
      case PUREFTPD, FILEZILLA, IIS, PYFTPDLIB, OTHER -> List.of();
    };
  }

  /// The lines that let clients in which resume no TLS session.
  List<String> sessionReuseOff() {
    return switch (this) {
      case VSFTPD -> List.of("require_ssl_reuse=NO");
      case PROFTPD -> List.of("TLSOptions NoSessionReuseRequired");
      case PUREFTPD, FILEZILLA, IIS, PYFTPDLIB, MINA, OTHER -> List.of();
    };
  }
}
