/**
 * An experiment on Apache Spark: shards are counted where there is room, and their counts added.
 * May import {@code devkit} and {@code features}, Spark and Hadoop's file systems; nothing imports
 * it, {@code cli} finds it as a service.
 */
package dev.routeface.eval.spark;
