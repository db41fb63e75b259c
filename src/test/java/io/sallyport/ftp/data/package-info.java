@NullMarked
package io.sallyport.ftp.data;

import org.jspecify.annotations.NullMarked;
