/// The connection doctor: runs every step and every data mode against a server and says whose
/// firewall must open what.
@NullMarked
package io.sallyport.doctor;

import org.jspecify.annotations.NullMarked;
