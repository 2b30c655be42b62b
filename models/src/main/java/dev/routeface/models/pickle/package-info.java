/**
 * Python's pickles, read without doing anything that they ask for but what a {@link
 * dev.routeface.models.pickle.Calls} does itself. Plain Java; imports {@code models.io} only.
 */
package dev.routeface.models.pickle;
