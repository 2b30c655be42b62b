/**
 * The description of the interface: what the compiler read from the endpoints, completed at the
 * start by what guards them and by what they refuse.
 */
package dev.routeface.server.api.description;
