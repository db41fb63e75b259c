package io.sallyport.store;

/// A property that the gateway keeps and does not understand (RFC 4918 §4.1).
///
/// @param name its name
/// @param xml the whole element, raw, with every namespace declaration and `xml:lang` that was in
///   scope (§4.3)
public record DeadProperty(PropertyKey name, String xml) {}
