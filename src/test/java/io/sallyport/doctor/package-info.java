@NullMarked
package io.sallyport.doctor;

import org.jspecify.annotations.NullMarked;
