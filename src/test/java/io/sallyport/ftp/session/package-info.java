@NullMarked
package io.sallyport.ftp.session;

import org.jspecify.annotations.NullMarked;
