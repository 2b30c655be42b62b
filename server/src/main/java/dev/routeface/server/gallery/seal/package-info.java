/**
 * Keys, and what is done with them: data sealed to its place, templates that can be revoked. Plain
 * Java; imports {@code models.io} and the galleries' records.
 */
package dev.routeface.server.gallery.seal;
