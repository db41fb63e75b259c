/// Listings: lines as a stream, and what they say, from MLSD facts or from a LIST line.
@NullMarked
package io.sallyport.ftp.listing;

import org.jspecify.annotations.NullMarked;
