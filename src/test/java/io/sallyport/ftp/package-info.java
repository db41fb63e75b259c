@NullMarked
package io.sallyport.ftp;

import org.jspecify.annotations.NullMarked;
