package io.sallyport.doctor;

import io.sallyport.files.Verdict;
import java.util.List;

/// One change that helps, ready to be made.
///
/// @param side whose
/// @param kind of which sort
/// @param option where several changes stand to choose from: `a`, `b`; those of one option belong
///   together, but of nft and iptables one is enough. Empty where there is no choice
/// @param file where the lines go: a file, or a menu; empty for commands
/// @param lines commands, or lines of the file
public record Remedy(Verdict.Side side, Kind kind, String option, String file, List<String> lines) {

  public Remedy {
    lines = List.copyOf(lines);
  }

  /// Which sort.
  public enum Kind {
    /// Commands that open a firewall with nftables.
    NFT,
    /// Commands that open a firewall with iptables; instead of [#NFT].
    IPTABLES,
    /// Lines of the FTP server's configuration.
    SETTING,
    /// Lines of the gateway's configuration, in the server's entry.
    GATEWAY_SETTING
  }
}
