/// The JSON door: folders as JSON, and what the browser application asks for below `/-/api/`.
@NullMarked
package io.sallyport.api;

import org.jspecify.annotations.NullMarked;
