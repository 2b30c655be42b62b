/** The door to the outside. For now it assembles the application; the service comes here. */
package dev.routeface.server;
