package io.agentserver.server.ws;

import io.agentserver.protocol.AipCodec;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.MessageRouter;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;

/** What every connection works with. */
record ConnectionServices(
        AgentServerConfig config,
        AipCodec codec,
        Hub hub,
        MessageRouter router,
        ServerFrames frames,
        ServerObserver observer,
        Timing timing,
        InflightBudget inflight) {}
