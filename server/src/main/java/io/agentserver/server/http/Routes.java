package io.agentserver.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path by one or two looks into a table. */
final class Routes {

    /** A route, and the part of the path that its parameter stands for, not decoded. */
    record Match(Route route, String parameter) {}

    private final Map<String, Match> exact = new HashMap<>();
    private final Map<String, Route> byFolder = new HashMap<>();

    Routes(List<Route> routes) {
        for (Route route : routes) {
            String template = route.template();
            if (route.hasParameter()) {
                byFolder.put(template.substring(0, template.lastIndexOf('/') + 1), route);
            } else {
                exact.put(template, new Match(route, ""));
            }
        }
    }

    /** The route of that path, or null. */
    @Nullable
    Match find(String path) {
        Match match = exact.get(path);
        if (match != null) {
            return match;
        }
        int slash = path.lastIndexOf('/') + 1;
        Route route = slash == path.length() ? null : byFolder.get(path.substring(0, slash));
        return route == null ? null : new Match(route, path.substring(slash));
    }

    /** The path without its trailing slash, when that is the path of a route; else null. */
    @Nullable
    String withoutSlash(String path) {
        if (path.length() < 2 || !path.endsWith("/")) {
            return null;
        }
        String bare = path.substring(0, path.length() - 1);
        return find(bare) == null ? null : bare;
    }
}
