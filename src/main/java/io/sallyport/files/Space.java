package io.sallyport.files;

import java.util.OptionalLong;

/// How much room there is, as a server tells it; at least one of the two is present.
///
/// @param usedBytes what is taken; absent where the server does not say
/// @param availableBytes what can still be written, 0 or more; absent where the server does not say
public record Space(OptionalLong usedBytes, OptionalLong availableBytes) {}
