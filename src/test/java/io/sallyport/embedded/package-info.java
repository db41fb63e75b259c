@NullMarked
package io.sallyport.embedded;

import org.jspecify.annotations.NullMarked;
