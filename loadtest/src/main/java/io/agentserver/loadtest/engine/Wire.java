package io.agentserver.loadtest.engine;

/** How requests leave a shard. Tests have one that only counts time. */
interface Wire {

    /** Starts it as soon as there is a connection or a device for it. */
    void start(Call call);

    /** The user will ask for nothing more. */
    void userEnded(User user);
}
