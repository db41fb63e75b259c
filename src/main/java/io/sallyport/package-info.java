/// Where everything is put together: [io.sallyport.Main] reads the command line,
/// [io.sallyport.Gateway] builds the house with plain `new`. The floors, from the top, each
/// importing only from those below it:
///
/// | floor | packages |
/// |---|---|
/// | composition | `io.sallyport`, `cli` |
/// | doors | `dav`, `api`, `proxy`, `web`; none imports another |
/// | | `doctor`, `http` |
/// | | `ftp`, `store`, `auth`, `embedded` |
/// | vocabulary | `files`, `config`, `metrics` |
///
/// A request travels from `http` through one door to [io.sallyport.files.RemoteFiles], which `ftp`
/// implements.
@NullMarked
package io.sallyport;

import org.jspecify.annotations.NullMarked;
