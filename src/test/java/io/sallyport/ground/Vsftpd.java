package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to run vsftpd: a virtual user through PAM, whose configuration it finds in a private
/// /etc/pam.d.
final class Vsftpd {
  private Vsftpd() {}

  static List<String> prepare(FtpServerSetup setup, Launch launch) throws IOException {
    Path pam = pamFolder(launch);
    Path empty = Files.createDirectory(launch.workspace().resolve("empty"));
    var lines = new ArrayList<String>();
    lines.add(setup.isIpv6() ? "listen_ipv6=YES" : "listen=YES");
    lines.add("listen_address" + (setup.isIpv6() ? "6=" : "=") + setup.address());
    lines.add("listen_port=" + launch.port());
    lines.add("background=NO");
    lines.add("seccomp_sandbox=NO");
    lines.add("secure_chroot_dir=" + empty);
    lines.add("pam_service_name=vsftpd");
    String localUser = setup.isUnprivileged() ? "nobody" : "root";
    lines.addAll(
        List.of(
            "local_enable=YES",
            "guest_enable=YES",
            "guest_username=" + localUser,
            "virtual_use_local_privs=YES",
            "local_root=" + setup.folder(),
            "chroot_local_user=YES",
            "allow_writeable_chroot=YES",
            "write_enable=YES",
            "local_umask=022",
            "delay_failed_login=0",
            "use_localtime=NO"));
    lines.add("anonymous_enable=" + yesNo(setup.isAnonymous()));
    lines.add("ftp_username=nobody");
    lines.add("anon_root=" + setup.folder());
    lines.add("no_anon_password=YES");
    lines.add("pasv_enable=" + yesNo(setup.passiveEnabled()));
    lines.add("port_enable=" + yesNo(setup.portEnabled()));
    lines.add("connect_from_port_20=NO");
    setup
        .passivePorts()
        .ifPresent(ports -> {
          lines.add("pasv_min_port=" + ports.first());
          lines.add("pasv_max_port=" + ports.last());
        });
    setup.passiveAddress().ifPresent(address -> lines.add("pasv_address=" + address));
    setup.maxClients().ifPresent(clients -> lines.add("max_clients=" + clients));
    setup
        .tls()
        .ifPresent(tls -> {
          lines.add("ssl_enable=YES");
          lines.add("rsa_cert_file=" + tls.certificate());
          lines.add("rsa_private_key_file=" + tls.key());
          lines.add("force_local_logins_ssl=" + yesNo(tls.required()));
          lines.add("force_local_data_ssl=" + yesNo(tls.required()));
        });
    lines.add("xferlog_enable=YES");
    lines.add("dual_log_enable=YES");
    lines.add("log_ftp_protocol=YES");
    lines.add("xferlog_file=" + launch.workspace().resolve("transfers.log"));
    lines.add("vsftpd_log_file=" + launch.workspace().resolve("vsftpd.log"));
    // vsftpd lets a later line win.
    lines.addAll(setup.extra());
    Path configuration = launch.write("vsftpd.conf", lines);
    return Launch.covering(
        List.of(
            new Launch.Cover(pam, Path.of("/etc/pam.d")),
            new Launch.Cover(launch.users(setup.folder().toString()), Path.of("/etc/passwd"))),
        List.of(launch.binary().toString(), configuration.toString()));
  }

  private static Path pamFolder(Launch launch) throws IOException {
    Path passwords = launch.write("passwords", launch.user() + ":" + launch.passwordHash());
    // UNPACKED/usr/sbin/vsftpd
    Path module = module(launch.binary().resolve("../../..").normalize());
    launch.write(
        "pam.d/vsftpd",
        "auth required " + module + " pwdfile=" + passwords,
        "account required pam_permit.so",
        "session required pam_permit.so");
    return launch.workspace().resolve("pam.d");
  }

  private static Path module(Path unpacked) throws IOException {
    try (var files = Files.walk(unpacked)) {
      return files.filter(file -> file.endsWith("pam_pwdfile.so")).findFirst().orElseThrow();
    }
  }

  private static String yesNo(boolean yes) {
    return yes ? "YES" : "NO";
  }
}
