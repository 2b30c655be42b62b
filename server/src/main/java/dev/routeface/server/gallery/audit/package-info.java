/**
 * The log of who did what, in a form that shows when somebody has edited it. Plain Java; imports
 * {@code models.io} alone.
 */
package dev.routeface.server.gallery.audit;
