package io.agentserver.loadtest;

import io.agentserver.loadtest.arrivals.Arrivals;
import io.agentserver.loadtest.arrivals.Concurrency;
import io.agentserver.loadtest.arrivals.OpenProfiles;
import java.util.List;
import java.util.Objects;

/** What a kind of virtual user does from its start to its end. Immutable. */
public final class Scenario extends Steps<Scenario> {

    private final String name;

    Scenario(String name, List<Step> steps) {
        super(steps);
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    Scenario with(List<Step> others) {
        return new Scenario(name, others);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Users start at times of their own, whatever becomes of those before: an open workload. */
    public Population injectOpen(Arrivals... profile) {
        return new Population(name, step(), OpenProfiles.oneAfterTheOther(List.of(profile)), null);
    }

    /** So many users at once; whoever ends is followed by another: a closed workload. */
    public Population injectClosed(Concurrency... profile) {
        return new Population(name, step(), null, Concurrency.oneAfterTheOther(List.of(profile)));
    }
}
