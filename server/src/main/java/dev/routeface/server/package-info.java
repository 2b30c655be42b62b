/** The service, and the door to the outside: this module assembles the application. */
package dev.routeface.server;
