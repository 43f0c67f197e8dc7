package io.agentserver.server.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * A close frame that is yet to be sent (RFC 6455, 5.5.1).
 *
 * @param endsConnection whether the peer has said its own, so that nothing is left to wait for
 */
record Goodbye(CloseWebSocketFrame frame, boolean endsConnection) {

    /** The answer to the peer's close: its own code. */
    static Goodbye answering(CloseWebSocketFrame close) {
        int code = close.statusCode();
        boolean legal = code >= 0 && WebSocketCloseStatus.isValidStatusCode(code);
        return new Goodbye(legal ? new CloseWebSocketFrame(code, "") : new CloseWebSocketFrame(), true);
    }

    Goodbye thenEnd() {
        return new Goodbye(frame, true);
    }

    void say(Channel channel) {
        if (endsConnection) {
            channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    /** It cannot be sent any more. */
    void forget() {
        frame.release();
    }
}
