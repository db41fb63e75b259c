@NullMarked
package io.sallyport.api;

import org.jspecify.annotations.NullMarked;
