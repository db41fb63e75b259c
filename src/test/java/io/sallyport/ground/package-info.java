/// What the tests stand on: FTP servers scripted and real, network namespaces with firewalls,
/// external tools, odd names.
@NullMarked
package io.sallyport.ground;

import org.jspecify.annotations.NullMarked;
