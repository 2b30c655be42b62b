/**
 * What travels with a model: its preparation and where it came from. Imports {@code models.io},
 * {@code models.net} and {@code models.weights}; plain Java.
 */
package dev.routeface.models.card;
