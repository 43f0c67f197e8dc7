package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LatencyShapeTest {

    private final Histogram planned = new Histogram(3);
    private final Histogram service = new Histogram(3);

    private static double sum(JsonNode array) {
        double sum = 0;
        for (JsonNode value : array) {
            sum += value.asDouble();
        }
        return sum;
    }

    @Test
    void theSharesOfADistributionAreAllOfIt() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            planned.recordValue((long) (1000 * Math.exp(random.nextGaussian())));
            service.recordValue((long) (200 * Math.exp(random.nextGaussian())));
        }
        JsonNode shape = LatencyShape.distribution(planned, service);

        assertThat(shape.path("edges")).hasSize(shape.path("planned").size() + 1);
        assertThat(sum(shape.path("planned"))).isCloseTo(100, within(0.1));
        assertThat(sum(shape.path("service"))).isCloseTo(100, within(0.1));
    }

    @Test
    void oneValueHasAShape() {
        planned.recordValue(5000);
        JsonNode shape = LatencyShape.distribution(planned, service);

        assertThat(sum(shape.path("planned"))).isEqualTo(100);
        assertThat(shape.path("service").get(0).isNull()).isTrue();
        assertThat(LatencyShape.quantiles(planned, service).path("x")).hasSize(1);
    }

    @Test
    void zeroIsAValue() {
        planned.recordValue(0);
        planned.recordValue(3);

        assertThat(sum(LatencyShape.distribution(planned, planned).path("planned")))
                .isEqualTo(100);
    }

    @Test
    void quantilesGoAsFarAsThereAreRequests() {
        for (int i = 1; i <= 1000; i++) {
            planned.recordValue(1000L * i);
        }
        JsonNode shape = LatencyShape.quantiles(planned, service);
        JsonNode at = shape.path("x");

        assertThat(at.get(0).asDouble()).isEqualTo(1);
        assertThat(at.get(at.size() - 1).asDouble()).isEqualTo(1000);
        assertThat(shape.path("planned").get(at.size() - 1).asDouble()).isCloseTo(999, within(1.5));
    }

    @Test
    void nothingHasNoShape() {
        assertThat(LatencyShape.quantiles(planned, service).path("x")).isEmpty();
        assertThat(LatencyShape.distribution(planned, service).path("planned")).isEmpty();
    }
}
