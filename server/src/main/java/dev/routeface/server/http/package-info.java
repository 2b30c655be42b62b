/**
 * What all endpoints share of HTTP: request ids, the shape of errors, strict bodies, cursors,
 * entity tags, and what no endpoint takes. Above {@code problem}.
 */
package dev.routeface.server.http;
