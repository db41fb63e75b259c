/// The small vocabulary that every floor shares: what a remote file is, how it is named, what can
/// be done with it and how that can fail. Nothing here knows FTP, HTTP or a database; nothing here
/// imports another package of Sallyport.
///
/// [io.sallyport.files.RemoteFiles] is the one interface between the doors above and the engine
/// below.
@NullMarked
package io.sallyport.files;

import org.jspecify.annotations.NullMarked;
