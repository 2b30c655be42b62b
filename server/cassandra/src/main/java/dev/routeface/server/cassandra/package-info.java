/**
 * A gallery on Apache Cassandra 5, for people past one machine. One row is the log's end; whoever
 * moves it with a compare-and-set has made a change, and everything else follows from what was
 * announced before ({@link dev.routeface.server.cassandra.Journal}). May import {@code
 * server.gallery}, {@code sdk.math}, {@code models.io}, Cassandra's driver and SLF4J; nothing
 * imports it, the service finds it.
 */
package dev.routeface.server.cassandra;
