package io.agentserver.loadtest;

/** Whom an assertion is about; says next which figure. Made by {@link Assertion#global()} and {@link Assertion#details}. */
public final class AssertionTarget {

    private final String request;

    AssertionTarget(String request) {
        this.request = request;
    }

    /** Times from the planned start, in milliseconds; failures other than timeouts do not count. */
    public ResponseTime responseTime() {
        return new ResponseTime(request);
    }

    /** Everything that was planned and sent. */
    public AssertionBound allRequests() {
        return new AssertionBound(request, Figure.COUNT);
    }

    /** Those that ended in any other way than well, among those that were sent. */
    public Requests failedRequests() {
        return new Requests(request, Figure.FAILED_PERCENT, Figure.FAILED_COUNT);
    }

    /** Those that ended well, among those that were sent. */
    public Requests successfulRequests() {
        return new Requests(request, Figure.OK_PERCENT, Figure.OK_COUNT);
    }

    /** Good answers a second inside the measured window; {@code ok_per_s} in text. */
    public AssertionBound requestsPerSec() {
        return new AssertionBound(request, Figure.OK_PER_S);
    }

    /** Which time. */
    public static final class ResponseTime {

        private final String request;

        private ResponseTime(String request) {
            this.request = request;
        }

        /** The shortest. */
        public AssertionBound min() {
            return new AssertionBound(request, Figure.MIN);
        }

        /** The longest. */
        public AssertionBound max() {
            return new AssertionBound(request, Figure.MAX);
        }

        /** The mean. */
        public AssertionBound mean() {
            return new AssertionBound(request, Figure.MEAN);
        }

        /**
         * The time that this share of requests did not exceed.
         *
         * @param percentile more than 0 and less than 100, such as 99.9
         */
        public AssertionBound percentile(double percentile) {
            return new AssertionBound(request, Figure.percentile(percentile));
        }
    }

    /** Which measure of how many. */
    public static final class Requests {

        private final String request;
        private final Figure percent;
        private final Figure count;

        private Requests(String request, Figure percent, Figure count) {
            this.request = request;
            this.percent = percent;
            this.count = count;
        }

        /** Their share, 0 to 100. */
        public AssertionBound percent() {
            return new AssertionBound(request, percent);
        }

        /** Their number. */
        public AssertionBound count() {
            return new AssertionBound(request, count);
        }
    }
}
