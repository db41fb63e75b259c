package io.sallyport.ftp.listing;

/// How to read the lines of one listing.
public sealed interface ListingFormat permits MachineFormat, HumanFormat {

  /// Reads one line.
  Parsed parse(byte[] line);
}
