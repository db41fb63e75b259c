package io.sallyport.files;

import java.util.Optional;

/// A power that [RemoteFiles] may have: to say how much room there is. Found by `instanceof`; most
/// FTP servers do not tell, which is no failure.
public interface TellsSpace {

  /// The room for what lies at and below `folder`: what the login's quota says, or what the disk
  /// says that the folder is on. Empty if the server does not tell; one that was found not to is
  /// not asked again. Asks the server each time otherwise. Blocks.
  ///
  /// @throws Failure.Unreachable and the rest of what [RemoteFiles] names for every method
  Optional<Space> space(RemotePath folder);
}
