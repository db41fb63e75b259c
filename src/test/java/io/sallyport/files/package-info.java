@NullMarked
package io.sallyport.files;

import org.jspecify.annotations.NullMarked;
