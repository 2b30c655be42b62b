/**
 * Who may call what, and how often: keys of which only digests are kept, scopes, limits. Above
 * {@code problem} and {@code config}; knows nothing of galleries and models.
 */
package dev.routeface.server.security;
