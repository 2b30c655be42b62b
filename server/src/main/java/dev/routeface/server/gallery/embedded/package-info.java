/**
 * The gallery of one machine: SQLite holds the truth, an index in memory answers searches. Plain
 * Java but for SQLite; imports {@code server.gallery}, its {@code audit} and {@code seal}, {@code
 * sdk.gallery}, {@code sdk.math} and {@code models.io}.
 */
package dev.routeface.server.gallery.embedded;
