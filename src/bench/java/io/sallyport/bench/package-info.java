/// The benchmark: what a download, an upload, a listing cost through Sallyport, through its peers,
/// and over plain FTP with a kept login, side by side in one run. [io.sallyport.bench.Bench] is the
/// command; a [io.sallyport.bench.Row] is one thing that is measured, a
/// [io.sallyport.bench.Contender] one who is. Time limits belong here, never in a test.
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;
