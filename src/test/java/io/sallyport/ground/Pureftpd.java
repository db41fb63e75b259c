package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to run Pure-FTPd. Its own databases refuse a user with uid 0, so the user is a Unix one,
/// from a private /etc/passwd.
final class Pureftpd {
  private Pureftpd() {}

  static List<String> prepare(FtpServerSetup setup, Launch launch) throws IOException {
    if (!setup.portEnabled()) {
      throw new UnsupportedOperationException("Pure-FTPd cannot switch active mode off");
    }
    // "/./" ends the part of the path that is hidden from the user, root included.
    String home = setup.folder() + "/./";
    String ids = setup.isUnprivileged() ? "65534:65534" : "0:0";
    Path users = launch.users(home, launch.user() + ":x:" + ids + "::" + home + ":/bin/sh");
    Path passwords =
        launch.write(
            "etc/shadow", launch.user() + ":" + launch.passwordHash() + ":19000:0:99999:7:::");
    var words = new ArrayList<String>();
    words.add(launch.binary().toString());
    words.addAll(List.of("-S", setup.address() + "," + launch.port()));
    words.addAll(List.of("-l", "unix", "-u", "0", "-A", "-H", "-U", "133:022", "-d"));
    words.addAll(List.of("-g", launch.workspace().resolve("pid").toString()));
    words.addAll(List.of("-O", "clf:" + launch.workspace().resolve("transfers.log")));
    if (!setup.isIpv6()) {
      words.add("-4");
    }
    words.add(setup.isAnonymous() ? "-i" : "-E");
    if (!setup.passiveEnabled()) {
      words.add("-N");
    }
    setup
        .passivePorts()
        .ifPresent(ports -> words.addAll(List.of("-p", ports.first() + ":" + ports.last())));
    setup.passiveAddress().ifPresent(address -> words.addAll(List.of("-P", address)));
    setup.maxClients().ifPresent(clients -> words.addAll(List.of("-c", Integer.toString(clients))));
    setup
        .tls()
        .ifPresent(tls ->
            words.addAll(
                List.of(
                    "-Y", tls.required() ? "2" : "1", "-2", tls.certificate() + "," + tls.key())));
    words.addAll(setup.extra());
    return Launch.covering(
        List.of(
            new Launch.Cover(users, Path.of("/etc/passwd")),
            new Launch.Cover(passwords, Path.of("/etc/shadow"))),
        words);
  }
}
