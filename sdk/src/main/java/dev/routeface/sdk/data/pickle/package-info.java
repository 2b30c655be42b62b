/**
 * Reads the harmless part of Python's pickle format and executes nothing. Imports {@code
 * models.io}; plain Java.
 */
package dev.routeface.sdk.data.pickle;
