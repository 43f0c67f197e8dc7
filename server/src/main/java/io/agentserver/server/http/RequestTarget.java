package io.agentserver.server.http;

/**
 * The two halves of a request's target as they came, nothing decoded: a {@code %2F} is no slash.
 *
 * @param path from the first slash on; something without one matches no route
 * @param query what follows the question mark; empty when there is none
 */
record RequestTarget(String path, String query) {

    static RequestTarget of(String uri) {
        int from = uri.startsWith("/") ? 0 : startOfPath(uri);
        int fragment = uri.indexOf('#', from);
        int end = fragment < 0 ? uri.length() : fragment;
        int mark = uri.indexOf('?', from);
        if (mark < 0 || mark > end) {
            return new RequestTarget(uri.substring(from, end), "");
        }
        return new RequestTarget(uri.substring(from, mark), uri.substring(mark + 1, end));
    }

    /** A proxy may ask for {@code http://host/path}. */
    private static int startOfPath(String uri) {
        int scheme = uri.indexOf("://");
        int slash = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
        return slash < 0 ? 0 : slash;
    }
}
