package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to run ProFTPD: a virtual user from an AuthUserFile.
final class Proftpd {
  private Proftpd() {}

  static List<String> prepare(FtpServerSetup setup, Launch launch) throws IOException {
    Path workspace = launch.workspace();
    // .../usr/sbin/proftpd
    Path modules = launch.binary().resolve("../../lib/proftpd").normalize();
    String ids = setup.isUnprivileged() ? "65534:65534" : "0:0";
    Path passwords =
        launch.write(
            "passwords",
            "%s:%s:%s::%s:/bin/sh"
                .formatted(launch.user(), launch.passwordHash(), ids, setup.folder()),
            "nobody:*:65534:65534::" + setup.folder() + ":/bin/sh");
    Path groups = launch.write("groups", "root:x:0:", "nogroup:x:65534:");
    var lines = new ArrayList<String>();
    lines.add("ModulePath " + modules);
    lines.add("LoadModule mod_copy.c");
    lines.add("LoadModule mod_facl.c");
    lines.add("LoadModule mod_site_misc.c");
    if (setup.tls().isPresent()) {
      lines.add("LoadModule mod_tls.c");
    }
    lines.addAll(
        List.of(
            "ServerName sallyport-test",
            "ServerType standalone",
            "DefaultServer on",
            "UseIPv6 " + (setup.isIpv6() ? "on" : "off"),
            "DefaultAddress " + setup.address(),
            "SocketBindTight on",
            "Port " + launch.port(),
            "User root",
            "Group root",
            "PidFile " + workspace.resolve("pid"),
            "ScoreboardFile " + workspace.resolve("scoreboard"),
            "SystemLog " + workspace.resolve("proftpd.log"),
            "TransferLog none",
            "WtmpLog off",
            "UseReverseDNS off",
            "AuthOrder mod_auth_file.c",
            "AuthUserFile " + passwords,
            "AuthGroupFile " + groups,
            "RequireValidShell off",
            "RootLogin on",
            "DefaultRoot " + setup.folder(),
            "AllowOverwrite on",
            "AllowStoreRestart on",
            "AllowRetrieveRestart on",
            "Umask 022",
            "TimesGMT on"));
    if (!setup.passiveEnabled()) {
      lines.add("<Limit PASV EPSV>\nDenyAll\n</Limit>");
    }
    if (!setup.portEnabled()) {
      lines.add("<Limit PORT EPRT>\nDenyAll\n</Limit>");
    }
    setup
        .passivePorts()
        .ifPresent(ports -> lines.add("PassivePorts " + ports.first() + " " + ports.last()));
    setup.passiveAddress().ifPresent(address -> lines.add("MasqueradeAddress " + address));
    setup.maxClients().ifPresent(clients -> lines.add("MaxClients " + clients));
    setup
        .tls()
        .ifPresent(tls ->
            lines.addAll(
                List.of(
                    "TLSEngine on",
                    "TLSRSACertificateFile " + tls.certificate(),
                    "TLSRSACertificateKeyFile " + tls.key(),
                    "TLSRequired " + (tls.required() ? "on" : "off"),
                    "TLSLog " + workspace.resolve("tls.log"))));
    lines.addAll(setup.extra());
    if (setup.isAnonymous()) {
      lines.add(
          """
          <Anonymous %s>
          User nobody
          Group nogroup
          UserAlias anonymous nobody
          RequireValidShell off
          <Limit WRITE>
          DenyAll
          </Limit>
          </Anonymous>\
          """
              .formatted(setup.folder()));
    }
    Path configuration = launch.write("proftpd.conf", lines);
    return List.of(launch.binary().toString(), "-n", "-c", configuration.toString());
  }
}
