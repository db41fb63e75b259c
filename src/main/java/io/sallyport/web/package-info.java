/// The door for people: the browser application, its assets, and plain HTML index pages for clients
/// without JavaScript.
@NullMarked
package io.sallyport.web;

import org.jspecify.annotations.NullMarked;
