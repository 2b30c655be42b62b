/**
 * CompreFace's endpoints over our galleries, so that clients written for it need no change; served
 * only where the settings say whose consent stands behind what they enrol. Thin: imports {@code
 * server.api} for pictures and stores nothing of its own. What works and what differs is in {@code
 * docs/service-compreface.md}; shapes and numbers are those of CompreFace's published REST API
 * description, version 1.2.
 */
package dev.routeface.server.compreface;
