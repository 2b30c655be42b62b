/**
 * Students leave: a trained network as a graph of floats or bytes, with the ranges that bytes need
 * and the check that what left is what was trained. Imports {@code sdk.embed}, the floors below it
 * and {@code models}; commands and benches import it.
 */
package dev.routeface.sdk.export;
