/**
 * What travels with a model: its preparation and where it came from. Imports {@code models.io} and
 * {@code models.net}; plain Java.
 */
package dev.routeface.models.card;
