/**
 * Endpoints about enrolled people: collections, subjects, faces, searches, erasure, audit. Above
 * {@code api}, whose pictures and policies they use.
 */
package dev.routeface.server.api.gallery;
