package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How to run pyftpdlib: a Python script over the unpacked package.
final class Pyftpdlib {
  private static final String WRITER = "elradfmwMT";
  private static final String READER = "elr";

  private Pyftpdlib() {}

  static List<String> prepare(FtpServerSetup setup, Launch launch) throws IOException {
    // .../dist-packages/pyftpdlib/__init__.py
    Path packages = launch.binary().resolve("../..").normalize();
    var lines = new ArrayList<String>();
    lines.addAll(
        """
        import os, sys, logging
        sys.path.insert(0, %s)
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import %s as Handler
        from pyftpdlib.servers import FTPServer
        logging.basicConfig(level=logging.DEBUG)
        """
            .formatted(quoted(packages), setup.tls().isPresent() ? "TLS_FTPHandler" : "FTPHandler")
            .lines()
            .toList());
    lines.add("handler = Handler");
    setup
        .tls()
        .ifPresent(tls -> {
          lines.add("handler.certfile = " + quoted(tls.certificate()));
          lines.add("handler.keyfile = " + quoted(tls.key()));
          lines.add("handler.tls_control_required = " + (tls.required() ? "True" : "False"));
          lines.add("handler.tls_data_required = " + (tls.required() ? "True" : "False"));
        });
    if (setup.isIpv6()) {
      // It compares addresses as text, and clients write ::1 in several ways.
      lines.add("handler.permit_foreign_addresses = True");
    }
    lines.add("handler.auth_failed_timeout = 0");
    lines.add("authorizer = handler.authorizer = DummyAuthorizer()");
    lines.add(
        "authorizer.add_user('%s', '%s', %s, perm='%s')"
            .formatted(launch.user(), launch.password(), quoted(setup.folder()), WRITER));
    if (setup.isAnonymous()) {
      lines.add(
          "authorizer.add_anonymous(%s, perm='%s')".formatted(quoted(setup.folder()), READER));
    }
    var refused = new ArrayList<String>();
    if (!setup.passiveEnabled()) {
      refused.addAll(List.of("PASV", "EPSV"));
    }
    if (!setup.portEnabled()) {
      refused.addAll(List.of("PORT", "EPRT"));
    }
    lines.add(
        "handler.proto_cmds = {verb: facts for verb, facts in handler.proto_cmds.items() if verb"
            + " not in [%s]}"
                .formatted(
                    refused.stream()
                        .map(verb -> "'" + verb + "'")
                        .collect(Collectors.joining(","))));
    setup
        .passivePorts()
        .ifPresent(ports ->
            lines.add(
                "handler.passive_ports = range(%d, %d)"
                    .formatted(ports.first(), ports.last() + 1)));
    setup
        .passiveAddress()
        .ifPresent(address -> lines.add("handler.masquerade_address = '" + address + "'"));
    lines.add("server = FTPServer(('%s', %d), handler)".formatted(setup.address(), launch.port()));
    // It counts its listening socket, and data connections.
    setup.maxClients().ifPresent(clients -> lines.add("server.max_cons = " + (clients + 1)));
    lines.addAll(setup.extra());
    if (setup.isUnprivileged()) {
      lines.add("os.setgroups([])");
      lines.add("os.setgid(65534)");
      lines.add("os.setuid(65534)");
    }
    lines.add("server.serve_forever(handle_exit=False)");
    Path script = launch.write("server.py", lines);
    return List.of("/usr/bin/python3", "-I", script.toString());
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
