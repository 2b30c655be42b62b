/**
 * What a network is: a list of named layers, one file per architecture, and its cost. Plain Java,
 * no engine. Imports {@code models.io} only.
 */
package dev.routeface.models.net;
