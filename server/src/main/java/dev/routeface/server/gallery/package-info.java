/**
 * Enrolled people: what a gallery keeps, promises and refuses, whatever store is behind it. Plain
 * Java; imports {@code models.io}, {@code sdk.math} and {@code server.gallery.audit}. The stores
 * stand in packages of their own, above this one.
 */
package dev.routeface.server.gallery;
