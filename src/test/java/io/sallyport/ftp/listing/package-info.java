@NullMarked
package io.sallyport.ftp.listing;

import org.jspecify.annotations.NullMarked;
