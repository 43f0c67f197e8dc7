package io.agentserver.server.http;

import io.agentserver.server.security.Access;
import io.agentserver.server.security.OriginRule;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * {@code GET /ws} (contract 1.2). A wrong key is answered by 403 without a body, which clients take for a refusal at once;
 * a close frame after an accepted handshake would keep some of them waiting.
 */
final class UpgradeEndpoint implements Endpoint {

    private static final Answer UPGRADE = new Answer.Upgrade();
    private static final Reply NO_UPGRADE = Refusal.NO_UPGRADE
            .reply()
            .with(HttpHeaderNames.CONNECTION, "upgrade")
            .with(HttpHeaderNames.UPGRADE, "websocket");
    private static final Reply WRONG_KEY = Refusal.INVALID_KEY.reply().bodiless(HttpResponseStatus.FORBIDDEN);

    private final Credentials credentials;
    private final OriginRule origins;
    private final Phase phase;

    UpgradeEndpoint(Credentials credentials, OriginRule origins, Phase phase) {
        this.credentials = credentials;
        this.origins = origins;
        this.phase = phase;
    }

    @Override
    public Answer answer(Call call) {
        if (!origins.allows(call.header(HttpHeaderNames.ORIGIN), call.header(HttpHeaderNames.HOST))) {
            return Refusal.ORIGIN_NOT_ALLOWED.reply();
        }
        if (!call.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return NO_UPGRADE;
        }
        if (!isWellFormed(call)) {
            return Refusal.MALFORMED_UPGRADE.reply();
        }
        if (!credentials.suffice(Access.KEY, call.headers(), call.query())) {
            return WRONG_KEY;
        }
        return phase.isDraining() ? Refusal.DRAINING.reply() : UPGRADE;
    }

    private static boolean isWellFormed(Call call) {
        String nonce = call.header(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return call.version().equals(HttpVersion.HTTP_1_1)
                && call.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && "13".equals(call.header(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && nonce != null
                && !nonce.isEmpty()
                && !call.announcesBody();
    }
}
