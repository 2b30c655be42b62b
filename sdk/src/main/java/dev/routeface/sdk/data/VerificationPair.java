package dev.routeface.sdk.data;

/**
 * Two aligned faces and whether they show the same person.
 *
 * @param name file and number of the pair, for messages
 * @param first an encoded image
 * @param second an encoded image
 * @param same whether both show one person
 */
@SuppressWarnings("ArrayRecordComponent") // encoded images are handed on, never compared
public record VerificationPair(String name, byte[] first, byte[] second, boolean same) {}
