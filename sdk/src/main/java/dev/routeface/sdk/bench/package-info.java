/**
 * How fast training and embedding are, and how much memory they take, beside a plain baseline in
 * the same run. Every turn of a training bench has a JVM of its own, so that no arm inherits the
 * warmth or the garbage of another. Imports {@code sdk.train} and the floors below; only command
 * lines and other benches import it.
 */
package dev.routeface.sdk.bench;
