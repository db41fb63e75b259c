package io.sallyport.store;

/// The name of a property (RFC 4918 §4.4): equal when both parts are, character for character.
///
/// @param namespace its XML namespace; empty for none
/// @param local its name there
public record PropertyKey(String namespace, String local) {}
