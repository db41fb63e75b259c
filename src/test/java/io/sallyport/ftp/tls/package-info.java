@NullMarked
package io.sallyport.ftp.tls;

import org.jspecify.annotations.NullMarked;
