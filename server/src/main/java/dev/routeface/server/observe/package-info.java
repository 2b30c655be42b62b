/**
 * What operators see: log lines, one per request, and metrics. Never an image, an embedding, a key
 * or a subject. Above {@code security}.
 */
package dev.routeface.server.observe;
