/**
 * What a network learned: named arrays of floats, in memory and as safetensors files. Imports
 * {@code models.io} and {@code models.net}; plain Java.
 */
package dev.routeface.models.weights;
