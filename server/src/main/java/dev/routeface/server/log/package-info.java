/** How the application logs: plain lines for commands, JSON lines for the service. */
package dev.routeface.server.log;
