package io.agentserver.server.testkit.fleet;

import io.agentserver.server.testkit.Json;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import tools.jackson.databind.JsonNode;

/**
 * One device: registers, answers a TASK with a TASK of its own and a COMMAND with a success, as the real client does, and
 * tells the fleet of each task's end. On its event loop.
 */
final class FleetDevice extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private final String id;
    private final Fleet fleet;
    private boolean registered;

    FleetDevice(String id, Fleet fleet) {
        this.id = id;
        this.fleet = fleet;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            send(
                    ctx,
                    "{'type':'register','status':'ok','client_type':'device','client_id':'" + id
                            + "','metadata':{'platform':'linux','system_info':{'device_id':'" + id
                            + "','platform':'linux','os_version':'6.1','cpu_count':4,'memory_total_gb':15.5,'hostname':'lab',"
                            + "'ip_address':'10.0.0.7','supported_features':['cli'],'platform_type':'computer',"
                            + "'schema_version':'1.0','custom_metadata':{}}}}");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        JsonNode message = Json.parse(ByteBufUtil.getBytes(frame.content()));
        switch (message.path("type").asString()) {
            case "heartbeat" -> confirmed();
            case "task" ->
                send(
                        ctx,
                        "{'type':'task','status':'continue','client_type':'device','client_id':'" + id
                                + "','session_id':null,'task_name':'"
                                + message.path("task_name").asString()
                                + "','request':'" + message.path("user_request").asString() + "','request_id':'q'}");
            case "command" ->
                send(
                        ctx,
                        "{'type':'command_results','status':'continue','client_type':'device','client_id':'" + id
                                + "','session_id':'"
                                + message.path("session_id").asString() + "','prev_response_id':'"
                                + message.path("response_id").asString()
                                + "','action_results':[{'status':'success','result':'done','call_id':'"
                                + message.path("actions")
                                        .path(0)
                                        .path("call_id")
                                        .asString() + "'}]}");
            case "task_end" ->
                fleet.ended(
                        message.path("session_id").asString(),
                        message.path("status").asString());
            default -> fleet.unexpected(id + " got " + message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fleet.unexpected(id + " was disconnected");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fleet.unexpected(id + ": " + cause);
        ctx.close();
    }

    /** The first heartbeat confirms the registration, later ones accept tasks. */
    private void confirmed() {
        if (!registered) {
            registered = true;
            fleet.registered();
        }
    }

    private static void send(ChannelHandlerContext ctx, String singleQuotedJson) {
        ctx.writeAndFlush(new TextWebSocketFrame(Json.text(singleQuotedJson)), ctx.voidPromise());
    }
}
