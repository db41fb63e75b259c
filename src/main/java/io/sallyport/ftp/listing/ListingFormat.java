package io.sallyport.ftp.listing;

/// How to read the lines of one listing.
public sealed interface ListingFormat permits MachineFormat, HumanFormat {

  /// Reads one line. The member's name is [io.sallyport.files.LosslessUtf8] text, whatever charset
  /// it may really be in.
  Parsed parse(byte[] line);
}
