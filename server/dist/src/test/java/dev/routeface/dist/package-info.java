/** What others download, tried as they would; runs with {@code mvn -Pdist verify} alone. */
package dev.routeface.dist;
