package io.sallyport.files;

/// A power that [RemoteFiles] may have: to tell links from what they lead to, for whoever walks
/// through a tree and must not leave it.
public interface ShowsLinks {

  /// As [RemoteFiles#list], but asked of the server each time, and with every link shown as one,
  /// wherever it leads. Some servers show only what a link leads to, and never that it is one.
  ///
  /// @throws Failure.NotFound if there is no such folder
  /// @throws Failure.Denied if it may not be listed
  Listing listWithLinks(RemotePath path);
}
